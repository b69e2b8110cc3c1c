"""The audit trail: who did what to which document, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.storage.principals import Principal
from service.storage.sessions import Store, reading
from service.storage.tables import Audit

Action = Literal["receive", "process", "hold", "claim", "release", "submit", "purge"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail; `number` grows with time."""

    number: int
    actor_id: UUID
    action: str
    document_id: UUID | None
    at: datetime


def record(principal: Principal, store: Store, session: Session, action: Action, document_id: UUID) -> None:
    """Note an action in the transaction that does it."""
    session.add(
        Audit(
            tenant_id=principal.tenant_id,
            actor_id=principal.actor_id,
            action=action,
            document_id=document_id,
            at=store.clock(),
        )
    )


def trail(principal: Principal, store: Store, limit: int, after: int = 0) -> tuple[Entry, ...]:
    """At most `limit` entries of the principal's tenant, in order, after number `after`."""
    with reading(store) as session:
        rows = session.scalars(
            select(Audit)
            .where(Audit.tenant_id == principal.tenant_id, Audit.id > after)
            .order_by(Audit.id)
            .limit(limit)
        )
        return tuple(Entry(row.id, row.actor_id, row.action, row.document_id, row.at) for row in rows)
