"""Rulings of one case: what was settled in one is proposed in the next. No HTTP."""

from uuid import UUID

from sqlalchemy import select

from service.document import Decision
from service.pipeline.carry import carried
from service.storage.documents import find, read_text
from service.storage.principals import Principal
from service.storage.revisions import last_revision
from service.storage.sessions import Store, reading
from service.storage.tables import Document, RevisionRow


def carried_over(
    principal: Principal, store: Store, document_id: UUID
) -> tuple[UUID | None, tuple[Decision, ...]]:
    """The ruling of the same case that a person settled last, and what that would change in this one.

    Raises NotFound, UndecipherableRecord.
    """
    sister = _settled_last(principal, store, document_id)
    here = last_revision(principal, store, document_id)
    there = last_revision(principal, store, sister) if sister else None
    if sister is None or here is None or there is None:
        return None, ()
    text = read_text(principal, store, document_id)
    return sister, carried(text, here.decisions, read_text(principal, store, sister), there.decisions)


def _settled_last(principal: Principal, store: Store, document_id: UUID) -> UUID | None:
    """The finished document of the same case whose review by a person is the newest."""
    with reading(store) as session:
        row = find(principal, session, document_id)
        if row.case_key is None:
            return None
        reviewed = (
            select(Document.id)
            .join(RevisionRow, RevisionRow.document_id == Document.id)
            .where(
                Document.tenant_id == principal.tenant_id,
                Document.case_key == row.case_key,
                Document.id != row.id,
                Document.state == "finished",
                RevisionRow.engine.is_(None),
            )
            .order_by(RevisionRow.created_at.desc(), Document.id)
            .limit(1)
        )
        return session.scalar(reviewed)
