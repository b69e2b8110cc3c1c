"""Review tasks as rows: the queue in its order, and conditional changes of one task."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Tuple,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from service.errors import InputError
from service.storage.principals import Principal
from service.storage.sessions import Store, reading
from service.storage.tables import Document, ReviewTask, RevisionRow, TaskState, UtcDateTime

#: Where a task without deadline stands in the queue.
_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Task:
    """A document that waits for a person.

    risk: see `service.review.risk`; a held document's is above all others.
    doubts: places in question. words: of the whole document.
    revision: the last one, base of the verdict; None where the machine made none.
    hold_reason: a code, if the document is held.
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
    lease_id: UUID | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """Some tasks in the order of the queue. next: the cursor of what follows, if anything does."""

    tasks: tuple[Task, ...]
    next: str | None


def queue(principal: Principal, store: Store, limit: int, after: str | None = None) -> Page:
    """At most `limit` tasks that `principal` could claim, from the cursor `after` on.

    The nearest deadline comes first, then the greatest risk, then the oldest.

    Raises:
        InputError: `after` is no cursor.
    """
    place = tuple_(
        func.coalesce(ReviewTask.deadline, literal(_NEVER, UtcDateTime())),
        -ReviewTask.risk,
        ReviewTask.created_at,
        ReviewTask.document_id,
    )
    query = _tasks(principal).where(claimable(principal, store.clock()))
    if after is not None:
        query = query.where(place > _parse_cursor(after))
    with reading(store) as session:
        rows = session.execute(query.order_by(*place.clauses).limit(limit + 1))
        tasks = tuple(_task(principal, *row) for row in rows)
    return Page(tasks[:limit], _cursor(tasks[limit - 1]) if len(tasks) > limit else None)


def find_task(principal: Principal, session: Session, document_id: UUID) -> Task | None:
    """The task of a document, as it stands."""
    row = session.execute(_tasks(principal).where(ReviewTask.document_id == document_id)).first()
    return None if row is None else _task(principal, *row)


def change_task(session: Session, document_id: UUID, where: ColumnElement[bool], **values: Any) -> bool:
    """Set `values` in the task if `where` holds at that moment; whether it did."""
    change = update(ReviewTask).where(ReviewTask.document_id == document_id, where).values(values)
    return session.scalar(change.returning(ReviewTask.document_id)) is not None


def claimable(principal: Principal, now: datetime) -> ColumnElement[bool]:
    """The task is the principal's tenant's, not done, and in nobody else's hands."""
    others = and_(ReviewTask.claimed_by != principal.actor_id, ReviewTask.lease_until > now)
    ours = select(Document.id).where(Document.tenant_id == principal.tenant_id)
    return and_(
        ReviewTask.document_id.in_(ours),
        or_(ReviewTask.state == "open", and_(ReviewTask.state == "claimed", not_(others))),
    )


def held(principal: Principal, lease_id: UUID, now: datetime) -> ColumnElement[bool]:
    """The task is in the principal's hands, under this lease."""
    return and_(
        ReviewTask.state == "claimed",
        ReviewTask.claimed_by == principal.actor_id,
        ReviewTask.lease_id == lease_id,
        ReviewTask.lease_until > now,
    )


def _tasks(principal: Principal) -> Select[ReviewTask, Document, int | None]:
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


def _task(principal: Principal, task: ReviewTask, document: Document, revision: int | None) -> Task:
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
        task.lease_id if task.claimed_by == principal.actor_id else None,
    )


def _cursor(task: Task) -> str:
    deadline = task.deadline or _NEVER
    place = [deadline.isoformat(), -task.risk, task.created_at.isoformat(), task.document_id.hex]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _parse_cursor(cursor: str) -> Tuple:
    try:
        deadline, risk, created_at, document_id = json.loads(base64.urlsafe_b64decode(cursor))
        return tuple_(
            literal(datetime.fromisoformat(deadline).astimezone(UTC), UtcDateTime()),
            literal(float(risk)),
            literal(datetime.fromisoformat(created_at).astimezone(UTC), UtcDateTime()),
            literal(UUID(document_id)),
        )
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise InputError("The cursor is not one of the queue's.") from None
