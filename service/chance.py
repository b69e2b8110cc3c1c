"""Chance that nobody can choose: drawn from a document's id under the master key."""

from typing import Final, Literal
from uuid import UUID

from service.storage.sessions import Store

Purpose = Literal["sample", "double", "control", "look"]

_WHOLE: Final = 2**64


def drawn(store: Store, tenant_id: UUID, purpose: Purpose, document_id: UUID, share: float) -> bool:
    """Whether the document is among the `share` that is drawn: the same for every process and try."""
    return lot(store, tenant_id, purpose, document_id) < share


def lot(store: Store, tenant_id: UUID, purpose: Purpose, document_id: UUID) -> float:
    """The document's number from 0 to 1."""
    digest = store.keyring.digest(tenant_id, purpose, document_id.bytes)
    return int.from_bytes(digest[:8], "big") / _WHOLE
