"""/v1/documents: rulings that are kept until they are reviewed."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import PlainTextResponse

from service.api import intake
from service.api.auth import Clerk
from service.api.intake import DocumentIn
from service.api.problems import (
    BodyTooLarge,
    InvalidRequest,
    MalformedBody,
    UnsupportedMediaType,
    documented,
)
from service.api.resources import Use
from service.api.state import DocumentOut, etag, show
from service.errors import (
    Conflict,
    Forbidden,
    IdempotencyMismatch,
    NotFound,
    StorageError,
    TextTooLong,
    Unauthenticated,
    UndecodableText,
    UnknownPolicy,
)
from service.storage import documents

router = APIRouter(
    prefix="/v1/documents",
    tags=["documents"],
    responses=documented(Unauthenticated, Forbidden, InvalidRequest, StorageError),
)

_SCHEMA: Final = DocumentIn.model_json_schema()
_FORM: Final = {
    **_SCHEMA,
    "description": "A text file in UTF-8 in place of `text`; lists are repeated fields.",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        **{name: schema for name, schema in _SCHEMA["properties"].items() if name != "text"},
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
            UnsupportedMediaType,
            InvalidRequest,
            UndecodableText,
            UnknownPolicy,
            IdempotencyMismatch,
        ),
        202: {"model": DocumentOut, "description": "Kept; a worker will process it. See Location."},
    },
)
def receive(
    clerk: Clerk,
    use: Use,
    body: Annotated[DocumentIn, Depends(intake.document_in)],
    response: Response,
    idempotency_key: Annotated[
        str | None,
        Header(min_length=1, max_length=200, description="a repeated request gets the first one's document"),
    ] = None,
) -> DocumentOut:
    """A short ruling is answered whole (201), a long one when it is done (202 and Location)."""
    # Not the bytes as sent: a form has another boundary at each try.
    canonical = body.model_dump_json().encode()
    record = intake.take(use, clerk, intake.submission_of(body), idempotency_key, canonical)
    if record.state in ("received", "processing"):
        response.status_code = 202
    response.headers["Location"] = f"/v1/documents/{record.id}"
    return _shown(clerk, use, record, response)


@router.get("/{document_id}", summary="Where a ruling stands", responses=documented(NotFound))
def read(document_id: UUID, clerk: Clerk, use: Use, response: Response) -> DocumentOut:
    """State, spans and text: provisional, every doubt masked, until `final`. ETag: the revision."""
    return _shown(clerk, use, documents.get(clerk, use.store, document_id), response)


@router.get(
    "/{document_id}/file",
    summary="The anonymized ruling in its own format",
    response_class=PlainTextResponse,
    responses=documented(NotFound, Conflict),
)
def file(document_id: UUID, clerk: Clerk, use: Use) -> PlainTextResponse:
    """Only a finished ruling has one: what is provisional is no file to publish."""
    shown = show(use, clerk, documents.get(clerk, use.store, document_id))
    if not shown.final or shown.text is None:
        raise Conflict("The document is not finished.")
    return PlainTextResponse(
        shown.text,
        headers={
            "ETag": etag(shown.revision),
            "Content-Disposition": f'attachment; filename="{document_id}.txt"',
        },
    )


@router.delete("/{document_id}", summary="Purge a ruling", status_code=204, responses=documented(NotFound))
def purge(document_id: UUID, clerk: Clerk, use: Use) -> None:
    """Destroy its key and all that was kept of it but the audit trail. There is no way back."""
    documents.purge(clerk, use.store, document_id)


def _shown(clerk: Clerk, use: Use, record: documents.Record, response: Response) -> DocumentOut:
    shown = show(use, clerk, record)
    response.headers["ETag"] = etag(shown.revision)
    return shown
