"""What reviews came to, counted: numbers only.

control  whether a reviewer found what was taken out of the proposal on purpose
second   places on which two who reviewed a ruling without each other's verdict agree
missed   places that the ruling hides in the end, of those a reviewer had hidden
sample   whether a ruling that needed nobody would have gone out as a person leaves it
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.storage.principals import Principal
from service.storage.sessions import Store, reading
from service.storage.tables import Document, MarkKind, MarkRow


@dataclass(frozen=True, slots=True)
class Mark:
    """Of `total` chances `actor_id` took `hits`."""

    kind: MarkKind
    actor_id: UUID
    hits: int
    total: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The marks of a kind, by actor and month (``2026-03``)."""

    kind: MarkKind
    actor_id: UUID
    month: str
    hits: int
    total: int


def keep(store: Store, session: Session, row: Document, marks: Sequence[Mark]) -> None:
    """Add `marks` of the review of `row`, in its transaction."""
    session.add_all(
        MarkRow(
            tenant_id=row.tenant_id,
            document_id=row.id,
            actor_id=mark.actor_id,
            kind=mark.kind,
            hits=mark.hits,
            total=mark.total,
            at=store.clock(),
        )
        for mark in marks
    )


def tallies(principal: Principal, store: Store) -> tuple[Tally, ...]:
    """All of the tenant's marks, added up, the oldest month first."""
    kept = select(MarkRow.kind, MarkRow.actor_id, MarkRow.at, MarkRow.hits, MarkRow.total)
    found: dict[tuple[str, MarkKind, UUID], tuple[int, int]] = {}
    with reading(store) as session:
        for kind, actor, at, hits, total in session.execute(
            kept.where(MarkRow.tenant_id == principal.tenant_id).execution_options(yield_per=1000)
        ):
            key = f"{at:%Y-%m}", kind, actor
            before = found.get(key, (0, 0))
            found[key] = before[0] + hits, before[1] + total
    return tuple(
        Tally(kind, actor, month, hits, total)
        for (month, kind, actor), (hits, total) in sorted(found.items(), key=lambda item: item[0])
    )
