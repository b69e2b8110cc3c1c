"""Rulings that were finished and are so no more: taken back, corrected, put before a person. No HTTP."""

import json
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.document import Decision, Label
from service.errors import Conflict, NotFound, TooLate, UndecipherableRecord
from service.pipeline.recall import corrected, words
from service.storage import audit
from service.storage.blind_index import holders, unindex
from service.storage.documents import find, read_text
from service.storage.events import emit
from service.storage.jobs import HELD_RISK, open_task
from service.storage.principals import Principal, system_principal
from service.storage.revisions import append_revision, last_revision
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Cause, Document, RequestRow, RevisionRow

#: A document's corrected decisions, if it leaks, and the revision that they were made from.
Correction = tuple[tuple[Decision, ...] | None, int | None]
#: How long whoever gave a verdict may take it back.
TIME_TO_RECALL: Final = timedelta(minutes=5)


def correction(
    principal: Principal, store: Store, document_id: UUID, surface: str, label: Label
) -> Correction:
    """The document with `surface` hidden wherever it is in clear. Raises NotFound, UndecipherableRecord."""
    revision = last_revision(principal, store, document_id)
    if revision is None:
        return None, None
    text = read_text(principal, store, document_id)
    return corrected(text, revision.decisions, surface, label), revision.number


def recall(
    principal: Principal,
    store: Store,
    session: Session,
    row: Document,
    cause: Cause,
    found: Correction = (None, None),
) -> bool:
    """Make a finished ruling (locked) provisional again; whether it was one. Raises StaleRevision."""
    if row.state != "finished":
        return False
    decisions, base = found
    if decisions is not None:
        append_revision(principal, store, session, row, base=base, decisions=decisions)
    row.state, row.updated_at = "in_review", store.clock()
    doubts = sum(decision.action == "review" for decision in decisions or ())
    open_task(store, session, row, HELD_RISK, doubts, cause, base)
    unindex(session, row.id)
    emit(store, session, audit.record(principal, store, session, "recall", row.id), "recalled", row)
    return True


def take_back(principal: Principal, store: Store, document_id: UUID) -> None:
    """Open a finished review again: one's own for `TIME_TO_RECALL`, any with the permission `reopen`.

    Raises:
        TooLate: it is another's, or too old.
        Conflict: the document is not finished.
        NotFound: there is no such document.
    """
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        last = session.scalars(
            select(RevisionRow)
            .where(RevisionRow.document_id == row.id)
            .order_by(RevisionRow.number.desc())
            .limit(1)
        ).first()
        own = last is not None and last.author_id == principal.actor_id
        if last is not None and own and store.clock() <= last.created_at + TIME_TO_RECALL:
            cause: Cause = "recall"
        elif "reopen" in principal.permissions:
            cause = "reopened"
        else:
            raise TooLate
        if not recall(principal, store, session, row, cause):
            raise Conflict("The document is not finished.")


def recallable(principal: Principal, store: Store) -> tuple[UUID, ...]:
    """The documents whose last verdict `principal` gave so lately that they may take it back."""
    newest = (
        select(func.max(RevisionRow.number))
        .where(RevisionRow.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    own = (
        select(Document.id)
        .join(RevisionRow, RevisionRow.document_id == Document.id)
        .where(
            Document.tenant_id == principal.tenant_id,
            Document.state == "finished",
            RevisionRow.number == newest,
            RevisionRow.author_id == principal.actor_id,
            RevisionRow.created_at >= store.clock() - TIME_TO_RECALL,
        )
        .order_by(RevisionRow.created_at.desc())
    )
    with reading(store) as session:
        return tuple(session.scalars(own))


def sweep(store: Store) -> int:
    """Take back what else leaks as was reported; how many rulings. Killed, it begins again."""
    with reading(store) as session:
        waiting = session.scalars(select(RequestRow).where(RequestRow.swept_at.is_(None))).all()
        systems = [system_principal(session, entry.tenant_id) for entry in waiting]
    return sum(_sweep(principal, store, entry) for principal, entry in zip(systems, waiting, strict=True))


def _sweep(principal: Principal, store: Store, entry: RequestRow) -> int:
    cipher = store.keyring.unwrap(entry.tenant_id, entry.id, entry.key_id, entry.wrapped_key)
    surface, label = json.loads(cipher.open("surface", entry.sealed_surface))
    this = RequestRow.id == entry.id
    count = 0
    for document_id in _candidates(principal, store, entry.document_id, surface):
        try:
            found = correction(principal, store, document_id, surface, label)
            if found[0] is None:
                continue
            with transaction(store) as session:
                row = find(principal, session, document_id, lock=True)
                if recall(principal, store, session, row, "leak", found):
                    session.execute(update(RequestRow).where(this).values(recalled=RequestRow.recalled + 1))
                    count += 1
        except (NotFound, UndecipherableRecord):  # purged meanwhile; or nobody is shown it anyway
            continue
    with transaction(store) as session:
        session.execute(update(RequestRow).where(this).values(swept_at=store.clock()))
    return count


def _candidates(principal: Principal, store: Store, document_id: UUID, surface: str) -> list[UUID]:
    """Finished rulings of the same case, and those that hide the surface's words somewhere."""
    with reading(store) as session:
        found = holders(store, session, principal.tenant_id, words(surface))
        reported = session.get_one(Document, document_id)
        if reported.case_key is not None:
            siblings = select(Document.id).where(
                Document.tenant_id == principal.tenant_id, Document.case_key == reported.case_key
            )
            found |= set(session.scalars(siblings))
        finished = select(Document.id).where(Document.id.in_(found), Document.state == "finished")
        return sorted(session.scalars(finished))
