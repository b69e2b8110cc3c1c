"""What a reviewer sees and sends back: spans with their context; the whole next revision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from msgspec.structs import replace
from pydantic import Field

from service.api.schemas import EXAMPLE_TEXT, Directives, Model, SpanOut
from service.document import Attribute, Decision, Label, Role, Span
from service.pipeline.policy import PublishReason
from service.review import Task
from service.storage.tables import Cause, QuestionState, TaskState
from service.wire import span_fields

#: Code points shown on either side of a span.
CONTEXT: Final = 100
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
    cause: Annotated[Cause, Field(description="why it waits")]
    question: Annotated[QuestionState | None, Field(description="of the last one that was asked of it")]
    case: Annotated[str | None, Field(description="the same for the documents of one case")]


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
    changed: Annotated[bool, Field(description="since a person settled it, where `since` tells when")]


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
    released: Annotated[
        bool, Field(description="it went out without a person: a verdict takes the place of what is out")
    ]
    cause: Annotated[Cause, Field(description="why it waits")]
    since: Annotated[
        int | None, Field(description="the revision that a person had settled before it was opened again")
    ]
    ground: Annotated[str | None, Field(description="what the request says that opened it again")]
    reasons: Annotated[list[PublishReason], Field(description="for which its policy lets a reviewer publish")]
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
    attributes: Annotated[
        list[Attribute] | None, Field(max_length=4, description="of a person; null: as they were")
    ] = None
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


def in_risk_order(
    decisions: Sequence[Decision], length: int, before: Sequence[Decision] | None = None
) -> list[ReviewSpanOut]:
    """Doubts first and, of those, the likeliest to be a leak if they were published.

    before: what a person had settled, if anybody had.
    """
    ordered = sorted(decisions, key=lambda d: (_FIRST[d.action], -d.span.score, d.span.start))
    known = {(_identity(d.span), d.action) for d in before or ()}
    return [
        ReviewSpanOut(
            **span_fields(decision),
            context_start=max(0, decision.span.start - CONTEXT),
            context_end=min(length, decision.span.end + CONTEXT),
            changed=before is not None and (_identity(decision.span), decision.action) not in known,
        )
        for decision in ordered
    ]


def decisions_of(verdict: VerdictIn, base: Sequence[Decision]) -> tuple[Decision, ...]:
    """The verdict as decisions. What it left as it was keeps its score and its source."""
    known = {_place(decision.span): decision.span for decision in base}
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
    there = known.get(_place(span))
    if sent.attributes is not None or there is not None:
        attributes = there.attributes if sent.attributes is None and there else sent.attributes or ()
        span = replace(span, attributes=tuple(sorted(attributes)))
    same = there if there and _identity(there) == _identity(span) else None
    why = "confirmed by a reviewer" if same else "set by a reviewer"
    if sent.reason and sent.decision == "keep":
        why = f"published by a reviewer: {sent.reason}"
    return Decision(same or span, sent.decision, why)


def _place(span: Span) -> tuple[object, ...]:
    return span.start, span.end, span.label


def _identity(span: Span) -> tuple[object, ...]:
    return *_place(span), span.role, span.kind, span.entity, tuple(sorted(span.attributes))


def _task_fields(task: Task) -> dict[str, object]:
    return {
        "id": task.document_id,
        **{name: getattr(task, name) for name in TaskOut.model_fields if name != "id"},
    }
