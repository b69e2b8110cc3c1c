"""A stored document as it is shown: where it stands, its spans, its text without names."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from service.api.resources import Resources
from service.api.schemas import (
    EXAMPLE_OUTPUT,
    AlreadyMasked,
    Directives,
    Legend,
    Model,
    NumbersMayShift,
    PlaceOut,
    ReplacedSpanOut,
    directives_out,
    replaced_spans_out,
)
from service.document import Document
from service.pipeline import finish
from service.pipeline.render import Manner, Style
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
    legend: Legend
    numbers_may_shift: NumbersMayShift
    spans: list[ReplacedSpanOut]
    places: Annotated[list[PlaceOut], Field(description="why verification holds it, if it does")]
    already_masked: AlreadyMasked
    directives: Directives


class VerdictOut(DocumentOut):
    """The document after a verdict."""

    control: Annotated[
        Literal["found", "missed"] | None,
        Field(description="of what was left out of the proposal on purpose; what is missed is put back"),
    ]


def show(use: Resources, principal: Principal, record: Record) -> DocumentOut:
    """The state of the document of `record`. Raises NotFound, UndecipherableRecord."""
    # Read after the record: it is as new as that, or newer.
    revision = last_revision(principal, use.store, record.id)
    # Before there is one nothing can be rendered, and to read the original is a write in the audit
    # trail: what is received is acknowledged though the disk is full by then.
    text = documents.read_text(principal, use.store, record.id, "render") if revision else ""
    manner = manner_of(use, principal, record, text)
    result = finish(Document(text), revision.decisions, manner) if revision else None
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
        legend=result.legend if result else None,
        numbers_may_shift=record.state != "finished" and manner.counts,
        spans=replaced_spans_out(result.decisions, result.replacements) if result else [],
        places=[PlaceOut(start=start, end=end) for start, end in result.held] if result else [],
        already_masked=result.already_masked if result else 0,
        directives=directives_out(text),
    )


def manner_of(use: Resources, principal: Principal, record: Record, text: str) -> Manner:
    """How a document is written: in its style, with the marks of its policy if that is still there."""
    seed = use.store.keyring.seed(text, principal.tenant_id)
    policy = use.policies.get(record.policy)
    return policy.in_style(record.style, seed) if policy else Manner(record.style, seed=seed)


def etag(revision: int | None) -> str:
    """A revision's ETag: its number, or ``none`` before the machine's."""
    return '"none"' if revision is None else f'"{revision}"'
