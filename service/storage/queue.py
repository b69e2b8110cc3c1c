"""The reviewers' queue: its order, its pages, its batches."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Tuple, case, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from service.errors import InputError
from service.storage.principals import Principal
from service.storage.sessions import Store, reading
from service.storage.tables import Document, ReviewTask, UtcDateTime
from service.storage.tasks import Task, claimable, read_task, tasks_of

#: Where a task without deadline stands in the queue.
_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


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
    query = tasks_of(principal).join(placed, placed.c.document_id == ReviewTask.document_id)
    query = query.add_columns(*place.clauses)
    if after is not None:
        query = query.where(place > _parse_cursor(after))
    with reading(store) as session:
        rows = session.execute(query.order_by(*place.clauses).limit(limit + 1)).all()
    tasks = tuple(read_task(principal, *row[:3]) for row in rows[:limit])
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
