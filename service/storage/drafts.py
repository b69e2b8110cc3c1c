"""Drafts: what each reviewer has in hand of a document, one a reviewer, sealed like a revision.

A draft needs no lease: it changes nothing for others, and outlives a lease that runs out.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.errors import Conflict, NotFound
from service.storage.documents import cipher, find
from service.storage.principals import Principal
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import DraftRow, ReviewTask


@dataclass(frozen=True, slots=True)
class Draft:
    """base: the revision that it was made from. state: what the page keeps; opaque here."""

    base: int | None
    state: bytes = field(repr=False)
    saved_at: datetime


def save_draft(principal: Principal, store: Store, document_id: UUID, base: int | None, state: bytes) -> None:
    """Keep `state` in place of the principal's last draft of the document.

    Raises:
        Conflict: the review is done.
        NotFound: there is no such document, or it needs no review.
    """
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        task = session.get(ReviewTask, document_id)
        if task is None:
            raise NotFound
        if task.state == "done":
            raise Conflict("The review is done.")
        sealed = cipher(store, row).seal(_field(principal), state)
        session.merge(
            DraftRow(
                document_id=document_id,
                actor_id=principal.actor_id,
                base=base,
                sealed_state=sealed,
                saved_at=store.clock(),
            )
        )


def load_draft(principal: Principal, store: Store, document_id: UUID) -> Draft | None:
    """The principal's own draft, if there is one. Raises NotFound, UndecipherableRecord."""
    with reading(store) as session:
        row = find(principal, session, document_id)
        draft = session.get(DraftRow, (document_id, principal.actor_id))
        if draft is None:
            return None
        state = cipher(store, row).open(_field(principal), draft.sealed_state)
        return Draft(draft.base, state, draft.saved_at)


def drop_draft(principal: Principal, session: Session, document_id: UUID) -> None:
    """Forget the principal's own draft."""
    own = DraftRow.document_id == document_id, DraftRow.actor_id == principal.actor_id
    session.execute(delete(DraftRow).where(*own))


def _field(principal: Principal) -> str:
    return f"draft/{principal.actor_id}"
