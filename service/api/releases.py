"""What a finished ruling goes out as: its file, and the report that goes with it."""

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import Query, Response

from service import formats
from service.api import files
from service.api.auth import Reader
from service.api.kept import kept_router
from service.api.problems import documented
from service.api.resources import Resources, Use
from service.api.state import etag, manner_of
from service.document import Document, File, Revision
from service.errors import Busy, Conflict, NotFound, ReleaseHeld
from service.formats import Format, Reading
from service.formats.release import release, released_name, reread
from service.formats.report import Digest, Origin, Report, report
from service.pipeline import Result, finish
from service.storage import audit, documents
from service.storage.principals import Principal
from service.storage.revisions import last_revision, lineage

router = kept_router("/v1/documents", "documents")


_REPORT: Final[dict[str, Any]] = {
    "model": Report,
    "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
}


@dataclass(frozen=True, slots=True)
class _Released:
    format: Format
    kept: File
    reading: Reading
    record: documents.Record
    revision: Revision
    result: Result
    file: bytes


@router.get(
    "/{document_id}/file",
    summary="The anonymized ruling in its own format",
    response_class=Response,
    responses={200: files.FILE, **documented(NotFound, Conflict, ReleaseHeld)},
)
def file(document_id: UUID, reader: Reader, use: Use) -> Response:
    """Only a finished ruling has one: what is provisional is no file to publish."""
    released = _released(use, reader, document_id)
    audit.note(reader, use.store, "export", document_id, released.file)
    headers = {"ETag": etag(released.revision.number), **files.legend_header(released.result.legend)}
    name = _name(use, released) or f"{document_id}{released.format.suffixes[0]}"
    return files.response(released.format, released.file, name, headers)


@router.get(
    "/{document_id}/report",
    summary="What was done to the anonymized ruling",
    response_model=None,
    responses={200: _REPORT, **documented(NotFound, Conflict, ReleaseHeld)},
)
def tell(
    document_id: UUID,
    reader: Reader,
    use: Use,
    format: Annotated[  # noqa: A002 (the name of the parameter)
        Literal["json", "pdf"], Query(description="`pdf`: one page, in Spanish")
    ] = "json",
) -> Any:
    """Of the file as it goes out now; `original` is its digest in the audit trail, whose head
    is told too. Holds none of the text."""
    released = _released(use, reader, document_id)
    told = _report(use, reader, released)
    if format == "json":
        return dataclasses.asdict(told)
    from service.formats.report_pdf import as_pdf  # see `service.formats.pdf`

    return files.saved(as_pdf(told), "application/pdf", f"{document_id}.report.pdf")


def _released(use: Resources, reader: Principal, document_id: UUID) -> _Released:
    """The file, made from the last revision. Raises Conflict, NotFound, ReleaseHeld."""
    record = documents.get(reader, use.store, document_id)
    revision = last_revision(reader, use.store, document_id)
    if record.state != "finished" or revision is None:
        raise Conflict("The document is not finished.")
    document = Document(documents.read_text(reader, use.store, document_id, "render"))
    result = finish(document, revision.decisions, manner_of(use, reader, record, document.text))
    kept = documents.read_file(reader, use.store, document_id)
    reading = reread(kept, document)
    written = release(reading, result)
    return _Released(formats.named(kept.format), kept, reading, record, revision, result, written)


def _name(use: Resources, released: _Released) -> str | None:
    """The file's own name without those of people; None if it had none, or cannot be read just now."""
    policy = use.policies.get(released.record.policy)
    if released.kept.name is None or policy is None:
        return None
    decisions, document = released.result.decisions, released.reading.document
    try:
        with use.lane.enter():
            return released_name(released.kept.name, released.format, document, decisions, use.engine, policy)
    except Busy:
        return None


def _report(use: Resources, reader: Principal, released: _Released) -> Report:
    record, result = released.record, released.result
    made = lineage(reader, use.store, record.id)
    head = audit.head(reader, use.store)
    origin = Origin(
        engine=made.origin.engine if made.origin else None,
        policy=f"{record.policy}/{made.origin.policy_version}" if made.origin else record.policy,
        style=record.style,
        reviewed=made.reviewed,
        document=str(record.id),
        revision=released.revision.number,
        audit_head=str(head) if head else None,
    )
    received = audit.digest_of(reader, use.store, record.id, "receive")
    return report(
        released.format,
        released.reading,
        result,
        released.file,
        Digest("hmac-sha256", received.hex()) if received else None,
        origin,
    )
