"""/v1/documents: rulings that are kept until they are reviewed."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import Depends, Header, Query, Response

from service.api import intake
from service.api.auth import Clerk, Purger, Reader
from service.api.files import UNUSABLE
from service.api.intake import DocumentIn, FormIn, Received
from service.api.kept import kept_router
from service.api.problems import BodyTooLarge, InvalidRequest, MalformedBody, UnsupportedMediaType, documented
from service.api.resources import Use
from service.api.state import DocumentOut, etag, show
from service.errors import (
    FileLimit,
    IdempotencyMismatch,
    MappingOff,
    NoConverter,
    NotFound,
    PolicyNotInForce,
    TextTooLong,
    UndecodableText,
    UnknownFormat,
    UnknownPolicy,
)
from service.storage import documents
from service.storage.principals import Principal

router = kept_router("/v1/documents", "documents")

_SCHEMA: Final = DocumentIn.model_json_schema()
_FORM_SCHEMA: Final = FormIn.model_json_schema()
_FORM: Final = {
    **_FORM_SCHEMA,
    "description": "A file in place of `text`: text, HTML, XML, JSON, CSV, DOCX, ODT, PDF; what it is"
    " is told by its bytes. Lists are repeated fields.",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        **{name: schema for name, schema in _FORM_SCHEMA["properties"].items() if name != "text"},
    },
}
_BODY: Final = {
    "required": True,
    "content": {"application/json": {"schema": _SCHEMA}, "multipart/form-data": {"schema": _FORM}},
}


@router.post(
    "",
    summary="Keep a ruling and process it",
    status_code=201,
    openapi_extra={"requestBody": _BODY},
    responses={
        **documented(
            MalformedBody,
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
            PolicyNotInForce,
            MappingOff,
            IdempotencyMismatch,
        ),
        202: {"model": DocumentOut, "description": "Kept; a worker will process it. See Location."},
    },
)
def receive(
    clerk: Clerk,
    use: Use,
    received: Annotated[Received, Depends(intake.document_in)],
    response: Response,
    idempotency_key: Annotated[
        str | None,
        Header(min_length=1, max_length=200, description="a repeated request gets the first one's document"),
    ] = None,
) -> DocumentOut:
    """A short ruling is answered whole (201), a long one when it is done (202 and Location)."""
    submission = intake.submission_of(use, clerk, received)
    record = intake.take(use, clerk, submission, idempotency_key, received.canonical())
    if record.state in ("received", "processing"):
        response.status_code = 202
    response.headers["Location"] = f"/v1/documents/{record.id}"
    return _shown(clerk, use, record, response)


@router.get("/{document_id}", summary="Where a ruling stands", responses=documented(NotFound))
def read(document_id: UUID, reader: Reader, use: Use, response: Response) -> DocumentOut:
    """State, spans and text: provisional, every doubt masked, until `final`. ETag: the revision."""
    return _shown(reader, use, documents.get(reader, use.store, document_id), response)


@router.delete("/{document_id}", summary="Purge a ruling", status_code=204, responses=documented(NotFound))
def purge(
    document_id: UUID,
    purger: Purger,
    use: Use,
    mapping: Annotated[
        Literal["keep"] | None, Query(description="`keep`: all but the mapping of a reversible ruling")
    ] = None,
) -> None:
    """Destroy its key and all that was kept of it but the audit trail. There is no way back."""
    documents.purge(purger, use.store, document_id, keep_mapping=mapping == "keep")


def _shown(reader: Principal, use: Use, record: documents.Record, response: Response) -> DocumentOut:
    shown = show(use, reader, record)
    response.headers["ETag"] = etag(shown.revision)
    return shown
