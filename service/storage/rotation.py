"""A new master key for the documents of an old one: rewrapped, not encrypted again."""

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from service.storage.codec import load_hints
from service.storage.documents import case_key, cipher
from service.storage.keys import Keyring
from service.storage.sessions import Store, erase, transaction
from service.storage.tables import Document, Idempotency


def rotate(store: Store, fresh: Keyring) -> int:
    """Put every document of `store` under `fresh`, all or none; returns how many.

    While the service is stopped: what still has the old master key can read none of them
    afterwards. Idempotency keys are forgotten, for their digests cannot be made anew.

    Raises:
        UndecipherableRecord: a document is under a third key, or was changed.
    """
    stored = select(Document).where(Document.key_id.is_not(None)).options(undefer(Document.sealed_hints))
    count = 0
    with transaction(store) as session:
        session.execute(delete(Idempotency))
        for row in session.scalars(stored.with_for_update()):
            opened = cipher(store, row)
            hints = load_hints(opened.open("hints", row.sealed_hints))
            row.case_key = case_key(fresh, row.tenant_id, hints.docket)
            row.key_id, row.wrapped_key = fresh.key_id, fresh.wrap(opened)
            count += 1
    erase(store)
    return count
