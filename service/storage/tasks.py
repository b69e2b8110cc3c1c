"""Review tasks as rows: the queue in its order, and conditional changes of one task."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Tuple,
    and_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.errors import InputError
from service.storage.principals import Principal
from service.storage.sessions import Store, reading
from service.storage.tables import (
    Cause,
    Document,
    QuestionState,
    ReviewTask,
    RevisionRow,
    TaskState,
    UtcDateTime,
)

#: Where a task without deadline stands in the queue.
_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


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


@dataclass(frozen=True, slots=True)
class Page:
    """Some tasks in the order of the queue. next: the cursor of what follows, if anything does."""

    tasks: tuple[Task, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """The tasks of a court, a matter and a policy; "" is none, None is any. count: how many wait."""

    court: str | None = None
    matter: str | None = None
    policy: str | None = None
    count: int | None = None


ALL: Final = Batch()


def queue(
    principal: Principal, store: Store, limit: int, after: str | None = None, batch: Batch = ALL
) -> Page:
    """At most `limit` tasks of `batch` that `principal` could claim, from the cursor `after` on.

    What was answered comes first, then the nearest deadline, the greatest risk, the oldest;
    the tasks of one case stand together, where the first of them stands.

    Raises:
        InputError: `after` is no cursor.
    """
    own = _place()
    case_ = (Document.case_key, case((Document.case_key.is_(None), Document.id)))
    leads = [func.first_value(part, type_=part.type).over(partition_by=case_, order_by=own) for part in own]
    placed = (
        select(ReviewTask.document_id, *(part.label(f"place_{n}") for n, part in enumerate([*leads, *own])))
        .join(Document, Document.id == ReviewTask.document_id)
        .where(claimable(principal, store.clock()), *_of(batch))
        .subquery()
    )
    place = tuple_(*(part for part in placed.c if part.name != "document_id"))
    query = _tasks(principal).join(placed, placed.c.document_id == ReviewTask.document_id)
    query = query.add_columns(*place.clauses)
    if after is not None:
        query = query.where(place > _parse_cursor(after))
    with reading(store) as session:
        rows = session.execute(query.order_by(*place.clauses).limit(limit + 1)).all()
    tasks = tuple(_task(principal, *row[:3]) for row in rows[:limit])
    return Page(tasks, _cursor(rows[limit - 1][3:]) if len(rows) > limit else None)


def batches(principal: Principal, store: Store) -> tuple[Batch, ...]:
    """What `principal` could claim, counted by court, matter and policy; the largest first."""
    kinds = (Document.court, Document.matter, Document.policy)
    counted = (
        select(*kinds, func.count())
        .join(ReviewTask, ReviewTask.document_id == Document.id)
        .where(claimable(principal, store.clock()))
        .group_by(*kinds)
    )
    with reading(store) as session:
        rows = session.execute(counted).all()
    found = [Batch(court or "", matter or "", policy, count) for court, matter, policy, count in rows]
    return tuple(sorted(found, key=lambda b: (-(b.count or 0), b.court, b.matter, b.policy)))


def count_parked(principal: Principal, store: Store) -> int:
    """How many of the tenant's tasks wait for an answer."""
    ours = select(Document.id).where(Document.tenant_id == principal.tenant_id)
    parked = ReviewTask.document_id.in_(ours), ReviewTask.question == "waiting", ReviewTask.state != "done"
    with reading(store) as session:
        return session.scalar(select(func.count()).select_from(ReviewTask).where(*parked)) or 0


def find_task(principal: Principal, session: Session, document_id: UUID) -> Task | None:
    """The task of a document, as it stands."""
    row = session.execute(_tasks(principal).where(ReviewTask.document_id == document_id)).first()
    return None if row is None else _task(principal, *row)


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
        task.cause,
        task.since,
        task.question,
        document.case_key.hex()[:16] if document.case_key else None,
        task.lease_id if task.claimed_by == principal.actor_id else None,
    )


def _place() -> list[ColumnElement[Any]]:
    """Where a task would stand if it were alone in its case."""
    return [
        case((ReviewTask.question == "answered", 0), else_=1),
        func.coalesce(ReviewTask.deadline, literal(_NEVER, UtcDateTime())),
        -ReviewTask.risk,
        _column(ReviewTask.created_at),
        _column(ReviewTask.document_id),
    ]


def _column(attribute: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    return attribute.expression


def _of(batch: Batch) -> list[ColumnElement[bool]]:
    named = ((Document.court, batch.court), (Document.matter, batch.matter), (Document.policy, batch.policy))
    return [column == value if value else column.is_(None) for column, value in named if value is not None]


def _cursor(place: Sequence[Any]) -> str:
    told = [
        part.isoformat() if isinstance(part, datetime) else part.hex if isinstance(part, UUID) else part
        for part in place
    ]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


def _parse_cursor(cursor: str) -> Tuple:
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor))
        return tuple_(*(read(part) for read, part in zip(_READ * 2, told, strict=True)))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise InputError("The cursor is not one of the queue's.") from None


def _time(told: str) -> ColumnElement[Any]:
    return literal(datetime.fromisoformat(told).astimezone(UTC), UtcDateTime())


#: How the parts of a place are read from a cursor.
_READ: Final[tuple[Callable[[Any], ColumnElement[Any]], ...]] = (
    lambda told: literal(int(told)),
    _time,
    lambda told: literal(float(told)),
    _time,
    lambda told: literal(UUID(told)),
)
