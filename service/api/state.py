"""A stored document as it is shown: where it stands, its spans, its text without names."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.api.resources import Resources
from service.api.schemas import EXAMPLE_OUTPUT, Model, PlaceOut, ReplacedSpanOut, replaced_spans_out
from service.document import Document
from service.pipeline import finish
from service.pipeline.render import Style
from service.storage import documents
from service.storage.documents import Record
from service.storage.principals import Principal
from service.storage.revisions import last_revision
from service.storage.tables import DocumentState


class DocumentOut(Model):
    """A document's whole state. `text` is absent while there is none that may be shown."""

    id: UUID
    state: DocumentState
    policy: Annotated[str, Field(examples=["todo"])]
    style: Style
    court: str | None
    matter: str | None
    created_at: datetime
    updated_at: datetime
    revision: Annotated[int | None, Field(description="0 is the machine's; none before it")]
    doubts: Annotated[int, Field(description="places that wait for a person")]
    hold_reason: Annotated[str | None, Field(description="a code, if the state is `held`")]
    final: Annotated[bool, Field(description="else the text is provisional: every doubt is masked")]
    text: Annotated[str | None, Field(examples=[EXAMPLE_OUTPUT])]
    spans: list[ReplacedSpanOut]
    places: Annotated[list[PlaceOut], Field(description="why verification holds it, if it does")]


def show(use: Resources, principal: Principal, record: Record) -> DocumentOut:
    """The state of the document of `record`. Raises NotFound, UndecipherableRecord."""
    # Read after the record: it is as new as that, or newer.
    revision = last_revision(principal, use.store, record.id)
    result = None
    if revision is not None:
        text = documents.read_text(principal, use.store, record.id)
        result = finish(Document(text), revision.decisions, record.style)
    return DocumentOut(
        id=record.id,
        state=record.state,
        policy=record.policy,
        style=record.style,
        court=record.court,
        matter=record.matter,
        created_at=record.created_at,
        updated_at=record.updated_at,
        revision=revision.number if revision else None,
        doubts=record.doubts,
        hold_reason=record.hold_reason,
        final=record.state == "finished",
        text=result.text if result and result.status == "done" and record.state != "held" else None,
        spans=replaced_spans_out(result.decisions, result.replacements) if result else [],
        places=[PlaceOut(start=start, end=end) for start, end in result.held] if result else [],
    )


def etag(revision: int | None) -> str:
    """A revision's ETag: its number, or ``none`` before the machine's."""
    return '"none"' if revision is None else f'"{revision}"'
