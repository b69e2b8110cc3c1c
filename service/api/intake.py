"""Documents on their way in: body → `Submission` → the store and, if short, the pipeline."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import PureWindowsPath
from typing import Annotated, Any, Final, TypeVar

from anyio import to_thread
from fastapi import Request
from pydantic import AwareDatetime, BaseModel, Field, ValidationError, WithJsonSchema, model_validator
from starlette.datastructures import UploadFile

from service import worker
from service.api.bodies import media_type, read_form, read_json
from service.api.problems import Fault, InvalidRequest, UnsupportedMediaType, from_validation
from service.api.resources import Resources, Use
from service.api.schemas import EXAMPLE_TEXT, Model, PolicyName, StyleName, Text
from service.document import ATTRIBUTES, NO_FILE, ROLES, Attribute, File, Hints, Party, Role
from service.errors import Busy
from service.formats.release import Unwanted
from service.formats.whole import Opened, Way, open_file
from service.pipeline.decode import decode_text
from service.policies import FALLBACK, pick
from service.storage import documents
from service.storage.choices import chosen
from service.storage.documents import Record, Submission
from service.storage.jobs import claim_job
from service.storage.principals import Principal

Name = Annotated[str, Field(max_length=200, description="kept in clear")]
Surface = Annotated[str, Field(min_length=1, max_length=500)]
Surfaces = Annotated[tuple[Surface, ...], Field(max_length=500)]


class PartyIn(Model):
    """A person in a ruling, by name and, if the court says so, role and attributes."""

    name: Surface
    role: Role | None = None
    attributes: Annotated[tuple[Attribute, ...], Field(max_length=len(ATTRIBUTES))] = ()

    @model_validator(mode="before")
    @classmethod
    def _by_name_alone(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value


#: Written out: OpenAPI finds no definition inside a request body's own schema.
_PARTY_SCHEMA: Final = {
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": 500},
        {
            "type": "object",
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 500},
                "role": {"enum": [*ROLES, None]},
                "attributes": {"type": "array", "items": {"enum": [*ATTRIBUTES]}},
            },
            "required": ["name"],
            "additionalProperties": False,
        },
    ]
}
Body = TypeVar("Body", bound=BaseModel)


class DocumentIn(Model):
    """A ruling and what the court knows of it. All but court and matter is kept encrypted."""

    text: Annotated[Text, Field(min_length=1, examples=[EXAMPLE_TEXT])]
    policy: Annotated[
        PolicyName | None,
        Field(description="default: the table's for its court and matter; without one, `estricta`"),
    ] = None
    style: StyleName = None
    court: Annotated[Name | None, Field(examples=["Juzgado de Letras de Villa Serena"])] = None
    matter: Annotated[Name | None, Field(examples=["civil"])] = None
    docket: Annotated[
        Surface | None, Field(description="this case's file number", examples=["C-77-2021"])
    ] = None
    parties: Annotated[
        tuple[Annotated[PartyIn, WithJsonSchema(_PARTY_SCHEMA)], ...],
        Field(
            max_length=500,
            description="people in it: a name, or a name with role and attributes (a form: names alone)",
            examples=[
                ["Ramiro Quintanal Ochoa", {"name": "Eva Ochoa", "role": "parte", "attributes": ["minor"]}]
            ],
        ),
    ] = ()
    hide: Annotated[Surfaces, Field(description="must go, wherever it stands")] = ()
    keep: Annotated[Surfaces, Field(description="must stay, whatever is found there")] = ()
    reserved: Annotated[bool, Field(description="reserve is ordered: the policy's `reserved` counts too")] = (
        False
    )
    reversible: Annotated[
        bool, Field(description="keep what the final text's placeholders stand for, under the mapping key")
    ] = False
    deadline: Annotated[
        AwareDatetime | None, Field(description="with its zone; the queue puts the nearest first")
    ] = None


FormatName = Annotated[
    str | None,
    Field(pattern=r"^[a-z]{1,8}$", description="in place of what the bytes tell", examples=["csv"]),
]
Hold = Annotated[
    tuple[Unwanted, ...],
    Field(max_length=3, description="refuse a file that has any, which else are left out of what goes out"),
]


FieldNames = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=200)], ...],
    Field(
        max_length=100,
        description="XML elements and attributes, JSON keys or CSV columns to read; what others hold stays"
        " as it is. Without them all is read",
        examples=[["caratulado", "abstract"]],
    ),
]


class FormIn(DocumentIn):
    """A ruling as a file, in place of `text`, and what the court knows of it."""

    format: FormatName = None
    fields: FieldNames = ()
    hold: Hold = ()


@dataclass(frozen=True, slots=True)
class Received:
    """A document that was sent, and the file that it came as, if it did."""

    body: DocumentIn
    file: File = NO_FILE

    def canonical(self) -> bytes:
        """What makes two requests the same; not the bytes as sent: a form has another boundary
        at each try."""
        told = self.body.model_dump_json(exclude={"format", "hold"}).encode()
        return told if self.file.data is None else told + hashlib.sha256(self.file.data).digest()


@dataclass(frozen=True, slots=True)
class Form:
    """A form's fields, in the shape of the JSON body, and its file; its name, if it has one."""

    fields: dict[str, Any] = field(repr=False)
    data: bytes = field(repr=False)
    name: str | None = field(repr=False)


#: Fields of a form that may come several times.
_LISTS: Final = frozenset({"parties", "hide", "keep", "hold", "fields"})


async def document_in(request: Request, use: Use) -> Received:
    """A dependency: the document in the body, as JSON or as a form with a file."""
    match media_type(request):
        case "application/json":
            received = Received(validated(DocumentIn, await read_json(request)))
        case "multipart/form-data":
            form = await form_fields(request)
            options = validated(FormIn, {**form.fields, "text": "-"})
            # Files take their time to read, and the event loop has none.
            received = await to_thread.run_sync(_of_file, form, options, use.settings.ocr)
        case _:
            raise UnsupportedMediaType("Send application/json or multipart/form-data.")
    if received.body.policy is not None:
        pick(use.policies, received.body.policy)
    decode_text(received.body.text, use.settings.max_characters)
    return received


def _of_file(form: Form, options: FormIn, ocr: str | None) -> Received:
    way = way_of(options.format, options.fields, options.hold, ocr)
    opened = opened_as_asked(form.data, way, options.fields)
    body = validated(FormIn, {**form.fields, "text": opened.reading.document.text})
    is_text = opened.format.name == "txt" and opened.reading.encoding == "utf-8"
    return Received(body, File(opened.format.name, None if is_text else opened.data, form.name, way.fields))


def way_of(format_: str | None, fields: Collection[str], hold: Collection[str], ocr: str | None) -> Way:
    """How a form asks for its file to be read."""
    return Way(format_, frozenset(fields) or None, tuple(hold), ocr)


def opened_as_asked(data: bytes, way: Way, fields: Sequence[str]) -> Opened:
    """A form's file as it is read. Raises what `open_file` does; InvalidRequest: it lacks one of
    `fields`, which may be misspelled, and then what it names would go out as it came."""
    opened = open_file(data, way)
    has = opened.reading.has
    faults = [
        Fault(where="body", pointer=f"/fields/{n}", code="not_in_file")
        for n, name in enumerate(fields)
        if has is not None and name not in has
    ]
    if faults:
        raise InvalidRequest(faults)
    return opened


def validated(model: type[Body], fields: Any) -> Body:
    """`fields` as `model`. Raises InvalidRequest, UndecodableText."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        # `from None`: pydantic's errors hold what they could not read.
        raise from_validation(
            {"type": item["type"], "loc": ("body", *item["loc"])} for item in error.errors(include_url=False)
        ) from None


def submission_of(use: Resources, principal: Principal, received: Received) -> Submission:
    """What was sent in the store's terms, under the policy that it names or the court's table does.

    Raises:
        UnknownPolicy: the table names one that is no more.
        PolicyNotInForce
    """
    body = received.body
    name = body.policy or chosen(principal, use.store, body.court, body.matter) or FALLBACK
    policy = pick(use.policies, name, use.store.clock().date())
    parties = tuple(Party(party.name, party.role, party.attributes) for party in body.parties)
    return Submission(
        text=body.text,
        policy=policy.name,
        style=policy.in_style(body.style).style,
        court=body.court,
        matter=body.matter,
        deadline=body.deadline,
        hints=Hints(parties, body.docket, body.hide, body.keep, body.reserved),
        reversible=body.reversible,
        file=received.file,
    )


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
        with use.lane.enter(principal.tenant_id):
            job = claim_job(use.store, record.id)
            if job is None:  # the embedded worker was faster
                return record
            worker.process(use.store, job, use.engine, use.policies, look=use.settings.look_share)
    except Busy:
        return record
    return documents.get(principal, use.store, record.id)


async def form_fields(request: Request) -> Form:
    """The form in the body. Raises InvalidRequest."""
    form = await read_form(request)
    try:
        if "text" in form:
            raise InvalidRequest([Fault(where="body", pointer="/text", code="send_a_file")])
        fields: dict[str, Any] = {
            name: form.getlist(name) if name in _LISTS else form[name] for name in form if name != "file"
        }
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InvalidRequest([Fault(where="body", pointer="/file", code="missing")])
        return Form(fields, await file.read(), _own_name(file.filename))
    finally:
        await form.close()


def _own_name(sent: str | None) -> str | None:
    """A file's name without the folders of whoever sent it."""
    name = PureWindowsPath(sent or "").name[-200:]  # which knows both kinds of slashes
    return name if name and name.isprintable() else None
