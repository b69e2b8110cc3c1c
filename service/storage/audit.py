"""The audit trail: who did what to which document, and when; a chain for each tenant.

    row 1 ──mac──► row 2 ──mac──► row 3 …    mac = HMAC-SHA-256(key, mac before ‖ the row)

The key is the tenant's own, random, wrapped by the master key: a rotation leaves the chain
as it is. Who can write to the database but not unwrap that key can change no row, nor
leave one out, put one in or move one, unnoticed; only the end can be cut off, and that
shows to whoever has a later head: the log, an auditor. `service.storage.verification`
looks for all of it. Rows hold ids and keyed digests, never text.
"""

import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, Literal, Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.errors import InputError
from service.storage.keys import Cipher
from service.storage.principals import Principal
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Audit, Chain

Action = Literal[
    "receive", "read", "hints", "render", "export", "process", "hold", "claim", "release", "submit", "purge",
    "key_issue", "key_revoke", "key_use", "login", "logout",
    "break_glass_ask", "break_glass_grant", "break_glass_read",
    "ask", "answer", "questions",
    "recall", "request", "decide", "renew", "reanalyze", "rendering", "reidentify", "policies", "directory",
    "rotate", "trail", "webhook", "gold", "sign_off", "rollback",
]  # fmt: skip

#: What stands for the row before the first one.
GENESIS: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail; `number` counts the tenant's. digest, mac: see `tables.Audit`."""

    number: int
    actor_id: UUID
    action: str
    document_id: UUID | None
    at: datetime
    digest: bytes | None
    mac: bytes | None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: the last row's number and MAC. As a string ``12:9f86d0…``."""

    number: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.mac.hex()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The head that `str` made. Raises InputError."""
        if not re.fullmatch(r"[0-9]{1,18}:[0-9a-f]{64}", text.strip()):
            raise InputError("A head is NUMBER:HEX, as the log and GET /v1/audit tell it.")
        number, _, mac = text.partition(":")
        return cls(int(number), bytes.fromhex(mac))


def record(
    principal: Principal,
    store: Store,
    session: Session,
    action: Action,
    document_id: UUID | None = None,
    content: bytes | None = None,
) -> int:
    """Note an action in the transaction that does it; the row's number.

    content: what was read, said or given out, of which a keyed digest is kept. The
    tenant's other writers wait from here to the commit, so let it come late.
    """
    chain = _lock(principal.tenant_id, store, session)
    key = open_chain(store, chain).data_key
    row = Audit(
        tenant_id=principal.tenant_id,
        number=chain.number + 1,
        actor_id=principal.actor_id,
        action=action,
        document_id=document_id,
        at=store.clock(),
        digest=None if content is None else hmac.digest(key, b"content\0" + content, sha256),
    )
    row.mac = mac_of(key, chain.mac, row)
    session.add(row)
    chain.number, chain.mac = row.number, row.mac
    return row.number


def note(
    principal: Principal,
    store: Store,
    action: Action,
    document_id: UUID | None = None,
    content: bytes | None = None,
) -> None:
    """Note an action that changes nothing in the database."""
    with transaction(store) as session:
        record(principal, store, session, action, document_id, content)


def trail(principal: Principal, store: Store, limit: int, after: int = 0) -> tuple[Entry, ...]:
    """At most `limit` entries of the principal's tenant, in order, after number `after`."""
    with reading(store) as session:
        rows = session.scalars(
            select(Audit)
            .where(Audit.tenant_id == principal.tenant_id, Audit.number > after)
            .order_by(Audit.number)
            .limit(limit)
        )
        return tuple(
            Entry(row.number, row.actor_id, row.action, row.document_id, row.at, row.digest, row.mac)
            for row in rows
        )


def plain(entry: Entry) -> dict[str, object]:
    """An entry as plain fields, for JSON."""
    return {
        "number": entry.number,
        "actor": str(entry.actor_id),
        "action": entry.action,
        "document": None if entry.document_id is None else str(entry.document_id),
        "at": entry.at.isoformat(),
        "digest": None if entry.digest is None else entry.digest.hex(),
        "mac": None if entry.mac is None else entry.mac.hex(),
    }


def head(principal: Principal, store: Store) -> Head | None:
    """Where the tenant's chain ends; None before its first row."""
    with reading(store) as session:
        chain = session.get(Chain, principal.tenant_id)
        return None if chain is None else Head(chain.number, chain.mac)


def digest_of(principal: Principal, store: Store, document_id: UUID, action: Action) -> bytes | None:
    """The keyed digest of what the document's first such action was about."""
    with reading(store) as session:
        return session.scalar(
            select(Audit.digest)
            .where(
                Audit.tenant_id == principal.tenant_id,
                Audit.document_id == document_id,
                Audit.action == action,
            )
            .order_by(Audit.number)
            .limit(1)
        )


def open_chain(store: Store, chain: Chain) -> Cipher:
    """The chain's own key. Raises UndecipherableRecord."""
    return store.keyring.unwrap(chain.tenant_id, chain.tenant_id, chain.key_id, chain.wrapped_key)


def mac_of(key: bytes, before: bytes, row: Audit) -> bytes:
    """The MAC of `row`, which follows one whose MAC is `before`."""
    fields = [
        str(row.tenant_id),
        row.number,
        str(row.actor_id),
        row.action,
        None if row.document_id is None else str(row.document_id),
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        None if row.digest is None else row.digest.hex(),
    ]
    return hmac.digest(key, b"row\0" + before + json.dumps(fields).encode(), sha256)


def fold(key: bytes, before: bytes, rows: Iterable[Audit]) -> bytes:
    """The MAC at the end of `rows`, which follow one whose MAC is `before`."""
    for row in rows:
        before = mac_of(key, before, row)
    return before


def _lock(tenant_id: UUID, store: Store, session: Session) -> Chain:
    """The tenant's chain, for this transaction alone; made at the tenant's first row."""
    locked = select(Chain).where(Chain.tenant_id == tenant_id).with_for_update()
    locked = locked.execution_options(populate_existing=True)
    session.flush()
    if chain := session.scalar(locked):
        return chain
    try:
        with session.begin_nested():
            chain = _new_chain(tenant_id, store, session)
            session.add(chain)
    except IntegrityError:  # another was first
        return session.scalars(locked).one()
    return chain


def _new_chain(tenant_id: UUID, store: Store, session: Session) -> Chain:
    """A chain with a fresh key, which goes on where rows without MAC end."""
    cipher, wrapped_key = store.keyring.new_cipher(tenant_id, tenant_id)
    before = select(Audit).where(Audit.tenant_id == tenant_id).order_by(Audit.number)
    rows = session.scalars(before).all()
    return Chain(
        tenant_id=tenant_id,
        key_id=store.keyring.key_id,
        wrapped_key=wrapped_key,
        number=len(rows),
        mac=fold(cipher.data_key, GENESIS, rows),
    )
