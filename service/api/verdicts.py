"""What a reviewer sees and sends back: spans with their context; the whole next revision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Literal, get_args
from uuid import UUID

from pydantic import Field

from service.api.schemas import EXAMPLE_TEXT, Directives, Model, SpanOut
from service.document import Decision, Label, Role, Span
from service.review import Task
from service.storage.tables import TaskState
from service.wire import span_fields

#: Code points shown on either side of a span.
CONTEXT: Final = 100
#: Why a reviewer publishes what the machine would hide, and what is no person at all.
PublishReason = Literal["office", "professional", "citation", "public", "no_person", "ordered"]
PUBLISH_REASONS: Final[tuple[PublishReason, ...]] = get_args(PublishReason)
_FIRST: Final = {"review": 0, "mask": 1, "keep": 2}


class TaskOut(Model):
    """A document that waits for a person."""

    id: Annotated[UUID, Field(description="the document's")]
    state: TaskState
    risk: Annotated[float, Field(description="leaks to expect if every doubt were published")]
    doubts: int
    words: int
    deadline: datetime | None
    created_at: datetime
    policy: str
    court: str | None
    matter: str | None
    revision: Annotated[int | None, Field(description="the base of the verdict")]
    hold_reason: str | None


class QueueOut(Model):
    items: list[TaskOut]
    next: Annotated[str | None, Field(description="the cursor of what follows, if anything does")]


class ClaimOut(TaskOut):
    """A claim. `lease_id` proves it and goes with the verdict."""

    lease_id: UUID
    lease_until: datetime
    lease_seconds: Annotated[float, Field(description="from the answer to the lease's end")]


class LeaseIn(Model):
    lease_id: UUID


class ReviewSpanOut(SpanOut):
    """A span and the stretch of text around it."""

    context_start: int
    context_end: int


class ReviewOut(Model):
    """All that a reviewer needs: the original, and its spans, the riskiest first."""

    id: UUID
    policy: str
    style: str
    court: str | None
    matter: str | None
    revision: int | None
    doubts: int
    hold_reason: str | None
    text: Annotated[str, Field(examples=[EXAMPLE_TEXT])]
    spans: list[ReviewSpanOut]
    directives: Directives


class VerdictSpan(Model):
    """A place and what becomes of it; in a verdict nothing is left in doubt."""

    start: Annotated[int, Field(ge=0, examples=[14])]
    end: Annotated[int, Field(ge=1, examples=[36])]
    label: Label
    decision: Literal["mask", "keep"]
    role: Role | None = None
    kind: Annotated[str | None, Field(pattern=r"^[a-z_.]{1,40}$", examples=["dni"])] = None
    entity: Annotated[
        str | None,
        Field(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="shared by the mentions of one person or thing"),
    ] = None
    reason: Annotated[PublishReason | None, Field(description="why it is published, with `keep`")] = None


class VerdictIn(Model):
    """The whole next revision, in reading order: what is not in it stays as it was written.

    To accept a span is to send it; to reject it is to leave it out or to `keep` it; to
    relabel, move or add one is to send it so.
    """

    lease_id: UUID
    spans: Annotated[list[VerdictSpan], Field(max_length=100_000)]
    note: Annotated[str | None, Field(max_length=2000, description="kept encrypted")] = None


def task_out(task: Task) -> TaskOut:
    return TaskOut.model_validate(_task_fields(task))


def claim_out(task: Task, now: datetime) -> ClaimOut:
    seconds = (task.lease_until - now).total_seconds() if task.lease_until else 0.0
    lease = {"lease_id": task.lease_id, "lease_until": task.lease_until, "lease_seconds": seconds}
    return ClaimOut.model_validate({**_task_fields(task), **lease})


def in_risk_order(decisions: Sequence[Decision], length: int) -> list[ReviewSpanOut]:
    """Doubts first and, of those, the likeliest to be a leak if they were published."""
    ordered = sorted(decisions, key=lambda d: (_FIRST[d.action], -d.span.score, d.span.start))
    return [
        ReviewSpanOut(
            **span_fields(decision),
            context_start=max(0, decision.span.start - CONTEXT),
            context_end=min(length, decision.span.end + CONTEXT),
        )
        for decision in ordered
    ]


def decisions_of(verdict: VerdictIn, base: Sequence[Decision]) -> tuple[Decision, ...]:
    """The verdict as decisions. What it left as it was keeps its score and its source."""
    known = {_identity(decision.span): decision.span for decision in base}
    return tuple(_decision(sent, known) for sent in verdict.spans)


def _decision(sent: VerdictSpan, known: dict[tuple[object, ...], Span]) -> Decision:
    span = Span(
        sent.start,
        sent.end,
        sent.label,
        score=1.0 if sent.decision == "mask" else 0.0,
        source="reviewer",
        role=sent.role,
        kind=sent.kind,
        entity=sent.entity,
    )
    same = known.get(_identity(span))
    why = "confirmed by a reviewer" if same else "set by a reviewer"
    if sent.reason and sent.decision == "keep":
        why = f"published by a reviewer: {sent.reason}"
    return Decision(same or span, sent.decision, why)


def _identity(span: Span) -> tuple[object, ...]:
    return span.start, span.end, span.label, span.role, span.kind, span.entity


def _task_fields(task: Task) -> dict[str, object]:
    return {
        "id": task.document_id,
        **{name: getattr(task, name) for name in TaskOut.model_fields if name != "id"},
    }
