"""Which rulings hide a surface, without opening one: keyed digests of the words that they hide.

The key is derived from the tenant's own, so that a rotation leaves the index as it is and
another tenant's digests don't compare.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from service.storage.audit import open_chain
from service.storage.sessions import Store
from service.storage.tables import Chain, Document, MaskedWord


def index(store: Store, session: Session, row: Document, words: Iterable[str]) -> None:
    """Let `row` be found by `words`, and by no others."""
    unindex(session, row.id)
    for digest in _digests(store, session, row.tenant_id, words):
        session.add(MaskedWord(tenant_id=row.tenant_id, document_id=row.id, digest=digest))


def unindex(session: Session, document_id: UUID) -> None:
    """Let a document be found no more."""
    session.execute(delete(MaskedWord).where(MaskedWord.document_id == document_id))


def holders(store: Store, session: Session, tenant_id: UUID, words: Iterable[str]) -> set[UUID]:
    """Documents of the tenant that hide all of `words`; none, if there are none."""
    digests = _digests(store, session, tenant_id, words)
    found = (
        select(MaskedWord.document_id)
        .where(MaskedWord.tenant_id == tenant_id, MaskedWord.digest.in_(digests))
        .group_by(MaskedWord.document_id)
        .having(func.count() == len(digests))
    )
    return set(session.scalars(found)) if digests else set()


def _digests(store: Store, session: Session, tenant_id: UUID, words: Iterable[str]) -> set[bytes]:
    chain = session.get(Chain, tenant_id)
    if chain is None:  # a tenant that has done nothing yet
        return set()
    key = open_chain(store, chain).data_key
    return {hmac.digest(key, b"word\0" + word.encode(), sha256) for word in words}
