"""Documents on their way in: body → `Submission` → the store and, if short, the pipeline."""

from typing import Annotated, Any, Final

from fastapi import Request
from pydantic import AwareDatetime, Field, ValidationError
from starlette.datastructures import FormData, UploadFile

from service import worker
from service.api.bodies import media_type, read_form, read_json
from service.api.problems import Fault, InvalidRequest, UnsupportedMediaType, from_validation
from service.api.resources import Resources, Use
from service.api.schemas import EXAMPLE_TEXT, Model, PolicyName, Text
from service.document import Hints
from service.errors import Busy
from service.pipeline.decode import decode_bytes, decode_text
from service.pipeline.render import Style
from service.policies import DEFAULT, pick
from service.storage import documents
from service.storage.documents import Record, Submission
from service.storage.jobs import claim_job
from service.storage.principals import Principal

Name = Annotated[str, Field(max_length=200, description="kept in clear")]
Surface = Annotated[str, Field(min_length=1, max_length=500)]
Surfaces = Annotated[tuple[Surface, ...], Field(max_length=500)]


class DocumentIn(Model):
    """A ruling and what the court knows of it. All but court and matter is kept encrypted."""

    text: Annotated[Text, Field(min_length=1, examples=[EXAMPLE_TEXT])]
    policy: PolicyName = DEFAULT
    style: Style = "tag"
    court: Annotated[Name | None, Field(examples=["Juzgado de Letras de Villa Serena"])] = None
    matter: Annotated[Name | None, Field(examples=["civil"])] = None
    docket: Annotated[
        Surface | None, Field(description="this case's file number", examples=["C-77-2021"])
    ] = None
    parties: Annotated[
        Surfaces, Field(description="names of people in it", examples=[["Ramiro Quintanal Ochoa"]])
    ] = ()
    hide: Annotated[Surfaces, Field(description="must go, wherever it stands")] = ()
    keep: Annotated[Surfaces, Field(description="must stay, whatever is found there")] = ()
    deadline: Annotated[
        AwareDatetime | None, Field(description="with its zone; the queue puts the nearest first")
    ] = None


#: Fields of a form that may come several times.
_LISTS: Final = frozenset({"parties", "hide", "keep"})


async def document_in(request: Request, use: Use) -> DocumentIn:
    """A dependency: the document in the body, as JSON or as a form with a text file."""
    match media_type(request):
        case "application/json":
            fields = await read_json(request)
        case "multipart/form-data":
            fields = await _form_fields(await read_form(request))
        case _:
            raise UnsupportedMediaType("Send application/json or multipart/form-data.")
    try:
        found = DocumentIn.model_validate(fields)
    except ValidationError as error:
        # `from None`: pydantic's errors hold what they could not read.
        raise from_validation(
            {"type": item["type"], "loc": ("body", *item["loc"])} for item in error.errors(include_url=False)
        ) from None
    pick(use.policies, found.policy)
    decode_text(found.text, use.settings.max_characters)
    return found


def submission_of(body: DocumentIn) -> Submission:
    """`body` in the store's terms."""
    hints = Hints(body.parties, body.docket, body.hide, body.keep)
    return Submission(body.text, body.policy, body.style, body.court, body.matter, body.deadline, hints)


def take(
    use: Resources, principal: Principal, submission: Submission, key: str | None = None, body: bytes = b""
) -> Record:
    """Keep a document; a short one is processed at once, if there is room, the rest by a worker.

    Once this has stored it nothing is lost: whatever fails here is tried again by a worker.
    """
    record, new = documents.receive(principal, use.store, submission, key, body)
    if not new or len(submission.text) > use.settings.inline_characters:
        return record
    try:
        with use.lane.enter():
            job = claim_job(use.store, record.id)
            if job is None:  # the embedded worker was faster
                return record
            worker.process(use.store, job, use.engine, use.policies)
    except Busy:
        return record
    return documents.get(principal, use.store, record.id)


async def _form_fields(form: FormData) -> dict[str, Any]:
    """A form in the shape of the JSON body; its file is the text."""
    try:
        if "text" in form:
            raise InvalidRequest([Fault(where="body", pointer="/text", code="send_a_file")])
        fields: dict[str, Any] = {
            name: form.getlist(name) if name in _LISTS else form[name] for name in form if name != "file"
        }
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InvalidRequest([Fault(where="body", pointer="/file", code="missing")])
        fields["text"] = decode_bytes(await file.read()).text
        return fields
    finally:
        await form.close()
