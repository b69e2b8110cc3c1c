"""Events: what became of documents, for programs that follow them. Ids and states only.

An event is written in the transaction of the change and bears the number of its audit row,
so that a tenant's events have the order of their commits: who has read up to a number has
missed nothing before it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.storage.principals import Principal
from service.storage.sessions import Store, reading
from service.storage.tables import Document, DocumentState, EventKind, EventRow


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a document. id: the same however often it is told."""

    id: UUID
    number: int
    kind: EventKind
    document_id: UUID
    state: DocumentState
    at: datetime


def emit(store: Store, session: Session, number: int, kind: EventKind, row: Document) -> None:
    """Tell what became of `row`, whose change has the audit row `number`, in its transaction."""
    session.add(
        EventRow(
            id=uuid4(),
            tenant_id=row.tenant_id,
            number=number,
            kind=kind,
            document_id=row.id,
            state=row.state,
            at=store.clock(),
        )
    )


def feed(principal: Principal, store: Store, limit: int, after: int = 0) -> tuple[Event, ...]:
    """At most `limit` events of the principal's tenant, in order, after number `after`."""
    with reading(store) as session:
        return following(session, principal.tenant_id, limit, after)


def was_recalled(session: Session, document_id: UUID) -> bool:
    """Whether a finished text of the document was ever taken back."""
    recalled = select(EventRow.id).where(EventRow.document_id == document_id, EventRow.kind == "recalled")
    return session.scalar(recalled.limit(1)) is not None


def following(session: Session, tenant_id: UUID, limit: int, after: int) -> tuple[Event, ...]:
    """The tenant's events after number `after`."""
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.tenant_id == tenant_id, EventRow.number > after)
        .order_by(EventRow.number)
        .limit(limit)
    )
    return tuple(Event(row.id, row.number, row.kind, row.document_id, row.state, row.at) for row in rows)
