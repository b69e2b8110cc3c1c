"""What is purged without being asked for one by one: by age and state, by case.

Each document goes in a transaction of its own: who is killed in between has purged some,
and the next run purges the rest.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from service.errors import InputError, NotFound
from service.settings import KeptState
from service.storage.documents import case_key, destroy
from service.storage.principals import Principal, system_principal
from service.storage.sessions import Store, erase, reading
from service.storage.tables import Document


def purge_expired(store: Store, days: Mapping[KeptState, int]) -> int:
    """Purge what nobody changed for so many `days`, by state; returns how many."""
    now = store.clock()
    expired = [
        and_(Document.state == state, Document.updated_at <= now - timedelta(days=count))
        for state, count in days.items()
    ]
    return _purge(store, or_(*expired)) if expired else 0


def purge_case(principal: Principal, store: Store, docket: str) -> int:
    """Purge the documents of the tenant's case of that file number; returns how many.

    Raises InputError if it is none.
    """
    key = case_key(store.keyring, principal.tenant_id, docket)
    if key is None:
        raise InputError("That is no file number.")
    return _purge(store, and_(Document.tenant_id == principal.tenant_id, Document.case_key == key))


def purge_these(store: Store, ids: Iterable[UUID]) -> int:
    """Purge documents of whatever tenant; returns how many there were."""
    return _purge(store, Document.id.in_(list(ids)))


def _purge(store: Store, which: ColumnElement[bool]) -> int:
    """Purge in the name of each tenant's system actor."""
    kept = select(Document.id, Document.tenant_id).where(which, Document.state != "purged")
    with reading(store) as session:
        found: list[tuple[UUID, Principal]] = [
            (document_id, system_principal(session, tenant_id))
            for document_id, tenant_id in session.execute(kept).all()
        ]
    count = 0
    for document_id, principal in found:
        try:
            destroy(principal, store, document_id)
            count += 1
        except NotFound:  # another was faster
            continue
    erase(store)  # also where nothing was: a killed run may have left that undone
    return count
