"""A new master key for what is wrapped by an old one: rewrapped, not encrypted again."""

from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from service.storage import audit
from service.storage.codec import load_hints
from service.storage.documents import case_key, cipher
from service.storage.keys import Keyring
from service.storage.principals import system_principal
from service.storage.sessions import Store, erase, transaction
from service.storage.tables import Chain, DirectoryRow, Document, Idempotency, RequestRow, WebhookRow

_Sealed = TypeVar("_Sealed", WebhookRow, RequestRow, DirectoryRow)


def rotate(store: Store, fresh: Keyring) -> int:
    """Put every document of `store` under `fresh`, all or none; returns how many.

    While the service is stopped: what still has the old master key can read none of them
    afterwards. What is under `fresh` already stays as it is, so that a second run ends what
    a killed one began. Idempotency keys are forgotten, for their digests cannot be made anew.

    Raises:
        UndecipherableRecord: a document is under a third key, or was changed.
    """
    with transaction(store) as session:
        count = _rewrap_documents(store, session, fresh)
        _rewrap_chains(store, session, fresh)
        _rewrap(store, session, fresh, WebhookRow)
        _rewrap(store, session, fresh, RequestRow)
        _rewrap(store, session, fresh, DirectoryRow)
    erase(store)
    return count


def _rewrap_documents(store: Store, session: Session, fresh: Keyring) -> int:
    stale = select(Document).where(Document.key_id != fresh.key_id).options(undefer(Document.sealed_hints))
    rows = session.scalars(stale.with_for_update(key_share=True)).all()
    for row in rows:
        opened = cipher(store, row)
        hints = load_hints(opened.open("hints", row.sealed_hints))
        row.case_key = case_key(fresh, row.tenant_id, hints.docket)
        row.key_id, row.wrapped_key = fresh.key_id, fresh.wrap(opened)
    if rows:
        session.execute(delete(Idempotency))
    return len(rows)


def _rewrap_chains(store: Store, session: Session, fresh: Keyring) -> None:
    stale = select(Chain).where(Chain.key_id != fresh.key_id).order_by(Chain.tenant_id)
    for chain in session.scalars(stale.with_for_update()).all():
        audit.record(system_principal(session, chain.tenant_id), store, session, "rotate")
        opened = audit.open_chain(store, chain)
        chain.key_id, chain.wrapped_key = fresh.key_id, fresh.wrap(opened)


def _rewrap(store: Store, session: Session, fresh: Keyring, table: type[_Sealed]) -> None:
    stale = select(table).where(table.key_id != fresh.key_id)
    for row in session.scalars(stale.with_for_update()).all():
        opened = store.keyring.unwrap(row.tenant_id, row.id, row.key_id, row.wrapped_key)
        row.key_id, row.wrapped_key = fresh.key_id, fresh.wrap(opened)
