"""What stands behind each placeholder of a final text: kept only where it is asked for, apart
from the document and under a master key of its own, so that it may outlive the original or
go before it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.document import Decision, Label, Role
from service.errors import MappingOff, NotFound
from service.pipeline.render import Replacement
from service.storage import audit
from service.storage.keys import Keyring
from service.storage.principals import Principal, require
from service.storage.sessions import Store, transaction
from service.storage.tables import Document, Mapping


@dataclass(frozen=True, slots=True)
class Pair:
    """``[output_start, output_end)`` of the final text stands for `surface`."""

    output_start: int
    output_end: int
    label: Label
    role: Role | None
    entity: str | None
    surface: str = field(repr=False)


def pairs_of(
    text: str, decisions: Sequence[Decision], replacements: Sequence[Replacement]
) -> tuple[Pair, ...]:
    """What each of `replacements` stands for."""
    spans = {decision.span.start: decision.span for decision in decisions}
    return tuple(
        Pair(
            r.output_start,
            r.output_end,
            spans[r.start].label,
            spans[r.start].role,
            spans[r.start].entity,
            text[r.start : r.end],
        )
        for r in replacements
    )


def keep_mapping(store: Store, session: Session, row: Document, pairs: Sequence[Pair]) -> None:
    """Keep `pairs` for a document that was sent to be reversible, in place of older ones."""
    if not row.reversible or store.mappings is None:
        return
    cipher, wrapped_key = store.mappings.new_cipher(row.tenant_id, row.id)
    plain = json.dumps([asdict(pair) for pair in pairs]).encode("ascii")
    session.merge(
        Mapping(
            document_id=row.id,
            tenant_id=row.tenant_id,
            key_id=store.mappings.key_id,
            wrapped_key=wrapped_key,
            sealed_pairs=cipher.seal("mapping", plain),
            created_at=store.clock(),
        )
    )


def reidentify(principal: Principal, store: Store, document_id: UUID) -> tuple[Pair, ...]:
    """What stands behind the placeholders of a final text. Goes into the audit trail.

    Raises:
        Forbidden: it takes the scope ``reidentify``.
        MappingOff: there is no mapping key.
        NotFound: no mapping was kept, or the text is not final.
        UndecipherableRecord: it is under another mapping key.
    """
    require(principal, "reidentify")
    if store.mappings is None:
        raise MappingOff
    with transaction(store) as session:
        row = session.scalar(
            select(Mapping).where(
                Mapping.document_id == document_id, Mapping.tenant_id == principal.tenant_id
            )
        )
        if row is None:
            raise NotFound
        audit.record(principal, store, session, "reidentify", document_id)
        cipher = store.mappings.unwrap(row.tenant_id, row.document_id, row.key_id, row.wrapped_key)
        return tuple(Pair(**pair) for pair in json.loads(cipher.open("mapping", row.sealed_pairs)))


def rotate_mappings(store: Store, fresh: Keyring) -> int:
    """Put every mapping under another mapping key, all or none; returns how many.

    Raises:
        MappingOff: `store` has no mapping key.
        UndecipherableRecord: a mapping is under a third key, or was changed.
    """
    if store.mappings is None:
        raise MappingOff
    count = 0
    with transaction(store) as session:
        for row in session.scalars(select(Mapping).with_for_update()):
            cipher = store.mappings.unwrap(row.tenant_id, row.document_id, row.key_id, row.wrapped_key)
            row.key_id, row.wrapped_key = fresh.key_id, fresh.wrap(cipher)
            count += 1
    return count
