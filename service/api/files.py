"""POST /v1/anonymize/file: a file in, the same file out without its names, nothing kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from service import formats, pipeline
from service.api.auth import Guest
from service.api.bodies import media_type
from service.api.intake import (
    FieldNames,
    Form,
    FormatName,
    Hold,
    form_fields,
    opened_as_asked,
    validated,
    way_of,
)
from service.api.problems import (
    BodyTooLarge,
    InvalidRequest,
    MalformedBody,
    UnsupportedMediaType,
    documented,
)
from service.api.resources import Use, directory_for
from service.api.schemas import Model, PolicyName, StyleName
from service.errors import (
    BrokenFile,
    Busy,
    EncryptedFile,
    FileLimit,
    Forbidden,
    GarbledText,
    InnominadoError,
    NoConverter,
    NoTextLayer,
    ReleaseHeld,
    StorageError,
    TextTooLong,
    Unauthenticated,
    UndecodableText,
    UnknownFormat,
    UnknownPolicy,
    UnsafeFile,
    UnwantedContent,
)
from service.formats import Format
from service.formats.release import release, released_name
from service.pipeline.decode import decode_text
from service.policies import DEFAULT, pick

router = APIRouter(prefix="/v1", tags=["stateless"])

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
#: Why a file of a known format may be no use.
UNUSABLE: Final[tuple[type[InnominadoError], ...]] = (
    BrokenFile,
    EncryptedFile,
    UnsafeFile,
    NoTextLayer,
    GarbledText,
    UnwantedContent,
)
#: A file as an answer, for OpenAPI.
FILE: Final[dict[str, Any]] = {
    "description": "The file, of its format's own Content-Type.",
    "content": {
        each.media_types[0]: {"schema": {"type": "string", "format": "binary"}} for each in formats.FORMATS
    },
}


class FileIn(Model):
    """A file, and how to anonymize it."""

    policy: PolicyName = DEFAULT
    style: StyleName = None
    format: FormatName = None
    fields: FieldNames = ()
    hold: Hold = ()


@dataclass(frozen=True, slots=True)
class Sent:
    options: FileIn
    form: Form = field(repr=False)


async def sent(request: Request) -> Sent:
    """A dependency: the form."""
    if media_type(request) != "multipart/form-data":
        raise UnsupportedMediaType("Send multipart/form-data.")
    form = await form_fields(request)
    return Sent(validated(FileIn, form.fields), form)


def _in_a_form(field: dict[str, Any]) -> dict[str, Any]:
    """The schema of a form's field: what may be null in JSON is left out there."""
    rest = {name: value for name, value in field.items() if name not in ("anyOf", "default")}
    return rest | field["anyOf"][0] if "anyOf" in field else field


_SCHEMA: Final = FileIn.model_json_schema()
_BODY: Final = {
    **_SCHEMA,
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        **{name: _in_a_form(field) for name, field in _SCHEMA["properties"].items()},
    },
}


@router.post(
    "/anonymize/file",
    summary="Replace what identifies people in a file",
    response_class=Response,
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _BODY}}}},
    responses={
        200: FILE,
        **documented(
            MalformedBody,
            Unauthenticated,
            Forbidden,
            ReleaseHeld,
            BodyTooLarge,
            TextTooLong,
            FileLimit,
            UnsupportedMediaType,
            UnknownFormat,
            NoConverter,
            InvalidRequest,
            UndecodableText,
            *UNUSABLE,
            UnknownPolicy,
            Busy,
            StorageError,
        ),
    },
)
def anonymize_file(guest: Guest, use: Use, body: Annotated[Sent, Depends(sent)]) -> Response:
    """The file in its own format; of RTF and DOC, DOCX. What is doubtful in it is masked and makes
    the header `Innominado-Review-Required` true, as does text that was read from a picture;
    `Innominado-Legend`, percent-encoded, has to be published with it, and is its last paragraph
    save in XML, JSON and CSV; `Innominado-Left-Out` counts what does not go out. A file in which a
    masked name would stay is refused with 409."""
    options = body.options
    policy = pick(use.policies, options.policy, use.store.clock().date())
    way = way_of(options.format, options.fields, options.hold, use.settings.ocr)
    opened = opened_as_asked(body.form.data, way, options.fields)
    format_, reading = opened.format, opened.reading
    decode_text(reading.document.text, use.settings.max_characters)
    seed = use.store.keyring.seed(reading.document.text, guest.tenant_id if guest else None)
    manner = policy.in_style(options.style, seed)
    with use.lane.enter(guest.tenant_id if guest else None):
        result = pipeline.anonymize(
            reading.document, use.engine, policy, manner, directory=directory_for(use, guest)
        )
        given = body.form.name or f"anonymized{format_.suffixes[0]}"
        name = released_name(given, format_, reading.document, result.decisions, use.engine, policy)
    written = release(reading, result)
    headers = {
        "Innominado-Review-Required": str(result.review_required or reading.guessed > 0).lower(),
        "Innominado-Left-Out": ", ".join(f"{kind}={n}" for kind, n in sorted(reading.dropped.items())),
        **legend_header(result.legend),
    }
    return response(format_, written, name, headers)


def legend_header(legend: str | None) -> dict[str, str]:
    """What is to be said with a file, if anything is: not every format has a place for it inside."""
    return {"Innominado-Legend": quote(legend, safe=" :.,")} if legend else {}


def response(format_: Format, data: bytes, name: str, headers: dict[str, str]) -> Response:
    """A file of a format as an answer."""
    return saved(data, format_.media_types[0], name, headers)


def saved(data: bytes, media_type: str, name: str, headers: Mapping[str, str] = _NONE) -> Response:
    """Bytes as an answer that a browser saves and never shows here."""
    return Response(
        data,
        media_type=media_type,
        headers={
            **headers,
            "Content-Disposition": _attached(name),
            "X-Content-Type-Options": "nosniff",
        },
    )


def _attached(name: str) -> str:
    """RFC 6266: as it is, or, if HTTP cannot say it so, percent-encoded."""
    plain = name.isascii() and not set(name) & set('"\\%')
    if plain:
        return f'attachment; filename="{name}"'
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
