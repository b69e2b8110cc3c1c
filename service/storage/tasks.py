"""Review tasks as rows: who may take one, and conditional changes of one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from service.storage.principals import Principal
from service.storage.tables import (
    Cause,
    Document,
    QuestionState,
    ReviewTask,
    RevisionRow,
    TaskState,
)


@dataclass(frozen=True, slots=True)
class Task:
    """A document that waits for a person.

    risk: see `service.review.risk`; a held document's is above all others.
    doubts: places in question. words: of the whole document.
    revision: the last one, base of the verdict; None where the machine made none.
    hold_reason: a code, if the document is held.
    cause, since, question: see `tables.ReviewTask`. case: the same for the documents of one case.
    lease_id: proves the claim; told to its holder alone.
    """

    document_id: UUID
    state: TaskState
    risk: float
    doubts: int
    words: int
    deadline: datetime | None
    created_at: datetime
    policy: str
    court: str | None
    matter: str | None
    revision: int | None
    hold_reason: str | None
    claimed_by: UUID | None
    lease_until: datetime | None
    cause: Cause
    since: int | None
    question: QuestionState | None
    case: str | None
    lease_id: UUID | None = field(repr=False)


def find_task(principal: Principal, session: Session, document_id: UUID) -> Task | None:
    """The task of a document, as it stands."""
    row = session.execute(tasks_of(principal).where(ReviewTask.document_id == document_id)).first()
    return None if row is None else read_task(principal, *row)


def change_task(session: Session, document_id: UUID, where: ColumnElement[bool], **values: Any) -> bool:
    """Set `values` in the task if `where` holds at that moment; whether it did."""
    change = update(ReviewTask).where(ReviewTask.document_id == document_id, where).values(values)
    return session.scalar(change.returning(ReviewTask.document_id)) is not None


def claimable(principal: Principal, now: datetime) -> ColumnElement[bool]:
    """The task is the principal's tenant's, not done, not parked, and in nobody else's hands."""
    others = and_(ReviewTask.claimed_by != principal.actor_id, ReviewTask.lease_until > now)
    ours = select(Document.id).where(Document.tenant_id == principal.tenant_id)
    return and_(
        ReviewTask.document_id.in_(ours),
        or_(ReviewTask.state == "open", and_(ReviewTask.state == "claimed", not_(others))),
        func.coalesce(ReviewTask.question, "") != "waiting",
        not_(_first_was(principal)),
    )


def _first_was(principal: Principal) -> ColumnElement[bool]:
    """The principal gave the first verdict, and the second is to be given without it."""
    own = select(RevisionRow.number).where(
        RevisionRow.document_id == ReviewTask.document_id,
        RevisionRow.number == ReviewTask.first,
        RevisionRow.author_id == principal.actor_id,
    )
    return and_(ReviewTask.cause == "second", own.correlate(ReviewTask).exists())


def held(principal: Principal, lease_id: UUID, now: datetime) -> ColumnElement[bool]:
    """The task is in the principal's hands, under this lease."""
    return and_(
        ReviewTask.state == "claimed",
        ReviewTask.claimed_by == principal.actor_id,
        ReviewTask.lease_id == lease_id,
        ReviewTask.lease_until > now,
    )


def tasks_of(principal: Principal) -> Select[ReviewTask, Document, int | None]:
    """The tenant's tasks, each with its document and the number of its last revision."""
    last = (
        select(func.max(RevisionRow.number))
        .where(RevisionRow.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    return (
        select(ReviewTask, Document, last)
        .join(Document, Document.id == ReviewTask.document_id)
        .where(Document.tenant_id == principal.tenant_id)
    )


def read_task(principal: Principal, task: ReviewTask, document: Document, revision: int | None) -> Task:
    return Task(
        document.id,
        task.state,
        task.risk,
        task.doubts,
        document.words,
        task.deadline,
        task.created_at,
        document.policy,
        document.court,
        document.matter,
        revision,
        document.hold_reason,
        task.claimed_by,
        task.lease_until,
        task.cause,
        task.since,
        task.question,
        document.case_key.hex()[:16] if document.case_key else None,
        task.lease_id if task.claimed_by == principal.actor_id else None,
    )
