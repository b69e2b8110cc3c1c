"""Finished rulings whose last revision is a person's, with what the machine had said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from service.document import Decision
from service.errors import Conflict, NotFound, PastRetention
from service.settings import KeptState
from service.storage.documents import find, read_text
from service.storage.principals import Principal
from service.storage.revisions import revisions
from service.storage.sessions import Store, reading
from service.storage.tables import Document, RevisionRow


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A ruling, the machine's first decisions on it, and the person's last.

    case: the same for the rulings of one case, and tells nothing else of it.
    """

    policy: str
    case: str
    text: str = field(repr=False)
    machine: tuple[Decision, ...]
    verdict: tuple[Decision, ...]


def reviewed(
    principal: Principal,
    store: Store,
    days: Mapping[KeptState, int],
    ids: Sequence[UUID] | None = None,
) -> list[UUID]:
    """The tenant's reviewed rulings that are not past their `days`; of `ids` all must be such.

    Raises:
        NotFound, Conflict, PastRetention: one of `ids` is none, not reviewed, too old.
    """
    last = aliased(RevisionRow)
    newest = select(func.max(last.number)).where(last.document_id == Document.id).scalar_subquery()
    query = (
        select(Document.id, Document.updated_at)
        .join(RevisionRow, (RevisionRow.document_id == Document.id) & (RevisionRow.number == newest))
        .where(
            Document.tenant_id == principal.tenant_id,
            Document.state == "finished",
            RevisionRow.engine.is_(None),
        )
        .order_by(Document.created_at, Document.id)
    )
    kept_for = days.get("finished")
    oldest = None if kept_for is None else store.clock() - timedelta(days=kept_for)
    with reading(store) as session:
        found: dict[UUID, datetime] = {i: at for i, at in session.execute(query)}  # noqa: C416 (rows, not pairs)
        for document_id in ids or ():
            find(principal, session, document_id)
            if document_id not in found:
                raise Conflict("The document is not finished, or no person reviewed it.")
    young = [i for i, updated_at in found.items() if oldest is None or updated_at > oldest]
    if ids is None:
        return young
    if not set(ids) <= set(young):
        raise PastRetention
    return list(dict.fromkeys(ids))


def read_reviewed(principal: Principal, store: Store, document_id: UUID) -> Reviewed:
    """One of `reviewed`. That its original was read is audited. Raises NotFound, UndecipherableRecord."""
    text = read_text(principal, store, document_id)
    proposed = revisions(principal, store, document_id)
    if not proposed:
        raise NotFound
    with reading(store) as session:
        row = find(principal, session, document_id)
        case = row.case_key.hex() if row.case_key else str(row.id)
        return Reviewed(
            row.policy,
            case,
            text,
            proposed[0].decisions if proposed[0].number == 0 else (),
            proposed[-1].decisions,
        )
