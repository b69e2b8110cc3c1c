"""Revisions: every whole proposal for a document, one after the other, none ever changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.document import Decision, Revision
from service.errors import NotFound, StaleRevision
from service.storage.codec import Verdict, dump_verdict, load_verdict
from service.storage.documents import cipher, find
from service.storage.principals import Principal
from service.storage.sessions import Store, reading
from service.storage.tables import Document, RevisionRow


@dataclass(frozen=True, slots=True)
class Origin:
    """What made the machine's revision: the engine's version and the policy's."""

    engine: str
    policy_version: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """The origin of the last revision that a machine made; whether a person made any."""

    origin: Origin | None
    reviewed: bool


def last_revision(principal: Principal, store: Store, document_id: UUID) -> Revision | None:
    """The one that counts; None before the machine's. Raises NotFound, UndecipherableRecord."""
    with reading(store) as session:
        row = find(principal, session, document_id)
        newest = select(RevisionRow).where(RevisionRow.document_id == row.id)
        revision = session.scalar(newest.order_by(RevisionRow.number.desc()).limit(1))
        return None if revision is None else opened(store, row, revision)


def revision_at(principal: Principal, store: Store, document_id: UUID, number: int) -> Revision:
    """The one of that number. Raises NotFound, UndecipherableRecord."""
    with reading(store) as session:
        row = find(principal, session, document_id)
        revision = session.get(RevisionRow, (row.id, number))
        if revision is None:
            raise NotFound
        return opened(store, row, revision)


def revisions(principal: Principal, store: Store, document_id: UUID) -> tuple[Revision, ...]:
    """All of them, oldest first. Raises NotFound, UndecipherableRecord."""
    with reading(store) as session:
        row = find(principal, session, document_id)
        ordered = select(RevisionRow).where(RevisionRow.document_id == row.id).order_by(RevisionRow.number)
        return tuple(opened(store, row, revision) for revision in session.scalars(ordered))


def lineage(principal: Principal, store: Store, document_id: UUID) -> Lineage:
    """What made the revisions. Raises NotFound."""
    with reading(store) as session:
        row = find(principal, session, document_id)
        made = session.execute(
            select(RevisionRow.engine, RevisionRow.policy_version)
            .where(RevisionRow.document_id == row.id)
            .order_by(RevisionRow.number)
        ).all()
    engines = [Origin(engine, version or "") for engine, version in made if engine is not None]
    return Lineage(engines[-1] if engines else None, reviewed=len(engines) < len(made))


def read_note(principal: Principal, store: Store, document_id: UUID, number: int) -> str | None:
    """The author's note to a revision. Raises NotFound, UndecipherableRecord."""
    with reading(store) as session:
        row = find(principal, session, document_id)
        revision = session.get(RevisionRow, (row.id, number))
        if revision is None:
            raise NotFound
        return _verdict(store, row, revision).note


def append_revision(
    principal: Principal,
    store: Store,
    session: Session,
    row: Document,
    *,
    base: int | None,
    decisions: Sequence[Decision],
    note: str | None = None,
    origin: Origin | None = None,
) -> int:
    """Add a revision to `row`, which is locked (`documents.find`), and return its number.

    Number 0 is the machine's, with its `origin`; a later one has an origin too if a change of
    policy made it. A person's first is 1 even where the machine made none; its base is None then.

    Raises:
        StaleRevision: `base` is not the last revision.
    """
    last = session.scalar(select(func.max(RevisionRow.number)).where(RevisionRow.document_id == row.id))
    if base != last:
        raise StaleRevision
    number = 0 if origin and base is None else (base or 0) + 1
    session.add(
        RevisionRow(
            document_id=row.id,
            number=number,
            author_id=principal.actor_id,
            base=base,
            engine=origin.engine if origin else None,
            policy_version=origin.policy_version if origin else None,
            sealed_verdict=cipher(store, row).seal(_field(number), dump_verdict(decisions, note)),
            created_at=store.clock(),
        )
    )
    session.flush()
    return number


def opened(store: Store, row: Document, revision: RevisionRow) -> Revision:
    """A row of `row`'s as it was sealed. Raises UndecipherableRecord."""
    decisions = _verdict(store, row, revision).decisions
    return Revision(revision.number, str(revision.author_id), decisions, revision.engine)


def _verdict(store: Store, row: Document, revision: RevisionRow) -> Verdict:
    return load_verdict(cipher(store, row).open(_field(revision.number), revision.sealed_verdict))


def _field(number: int) -> str:
    return f"revision/{number}"
