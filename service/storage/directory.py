"""A court's directory: who is a judge, a prosecutor, a lawyer, an expert. Each entry is sealed
under a key of its own.

Every change counts the tenant's version up in its own transaction, so that the directory that
a process has built is used as long as it is the last, and no longer.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.errors import Conflict, InputError, NotFound
from service.pipeline.directory import NOBODY, Directory, Listed, is_whole
from service.pipeline.persons import read
from service.storage import audit
from service.storage.keys import Cipher
from service.storage.principals import Principal
from service.storage.sessions import Store, erase, reading, transaction
from service.storage.tables import NAME_LENGTH, Actor, Chain, DirectoryRow, Tenant

#: Entries of a tenant.
MOST: Final = 20_000
#: Tenants whose directory a process has at hand.
_AT_HAND: Final = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the directory; who added it, and when."""

    id: UUID
    listed: Listed
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """How many entries a change added, how many it found there, how many it removed."""

    added: int
    known: int
    removed: int = 0


def directory_of(principal: Principal, store: Store) -> Directory:
    """The tenant's directory, for the pipeline. Raises UndecipherableRecord."""
    tenant_id = principal.tenant_id
    with reading(store) as session:
        # Before the rows: at worst these are newer, and are read again the next time.
        version = session.scalar(select(Tenant.directory_version).where(Tenant.id == tenant_id))
        if not version:
            return NOBODY
        known = store.directories.get(tenant_id)
        if known is not None and known[0] == version:
            return known[1]
        rows = session.scalars(select(DirectoryRow).where(DirectoryRow.tenant_id == tenant_id)).all()
    built = Directory(_listed(store, row) for row in rows)
    if len(store.directories) >= _AT_HAND:
        store.directories.clear()
    store.directories[tenant_id] = version, built
    return built


def entries(principal: Principal, store: Store, limit: int, after: int = 0) -> tuple[Entry, ...]:
    """At most `limit` of the tenant's entries, oldest first, from the `after`th on."""
    ordered = (
        select(DirectoryRow, Actor.name)
        .join(Actor, Actor.id == DirectoryRow.added_by)
        .where(DirectoryRow.tenant_id == principal.tenant_id)
        .order_by(DirectoryRow.added_at, DirectoryRow.id)
    )
    with reading(store) as session:
        rows = session.execute(ordered.offset(after).limit(limit))
        return tuple(Entry(row.id, _listed(store, row), name, row.added_at) for row, name in rows)


def add(principal: Principal, store: Store, listed: Sequence[Listed]) -> Change:
    """Enter those of `listed` who are not there yet; whoever is gets the office that is given.

    Raises:
        InputError: a name that is not whole, or a text too long or not printable; or there
            would be more than `MOST`. Nothing is changed.
    """
    _check(listed)
    with transaction(store) as session:
        known = _begin(principal, store, session, listed)
        return _enter(principal, store, session, known, listed)


def add_one(principal: Principal, store: Store, one: Listed) -> Entry:
    """Enter one. Raises InputError as `add`; Conflict: the name is there with that role."""
    _check([one])
    with transaction(store) as session:
        known = _begin(principal, store, session, [one])
        if not _enter(principal, store, session, known, [one]).added:
            raise Conflict("The directory has that name with that role.")
        row = known[_digest(_key(principal, store, session), one)]
        name = session.scalars(select(Actor.name).where(Actor.id == principal.actor_id)).one()
        return Entry(row.id, one, name, row.added_at)


def replace_all(principal: Principal, store: Store, listed: Sequence[Listed]) -> Change:
    """Put `listed` in the place of the tenant's directory. Raises InputError as `add`."""
    _check(listed)
    with transaction(store) as session:
        known = _begin(principal, store, session, listed)
        key = _key(principal, store, session)
        gone = known.keys() - {_digest(key, one) for one in listed}
        for digest in gone:
            session.delete(known.pop(digest))
        change = _enter(principal, store, session, known, listed)
    erase(store)
    return Change(change.added, change.known, len(gone))


def remove(principal: Principal, store: Store, entry_id: UUID) -> None:
    """Take an entry out, and destroy its key. Raises NotFound."""
    mine = (DirectoryRow.id == entry_id, DirectoryRow.tenant_id == principal.tenant_id)
    with transaction(store) as session:
        _note(principal, store, session, entry_id.bytes)
        if session.scalar(delete(DirectoryRow).where(*mine).returning(DirectoryRow.id)) is None:
            raise NotFound
    erase(store)


def _check(listed: Sequence[Listed]) -> None:
    texts = [text for one in listed for text in (one.name, one.office or "")]
    if any(len(text) > NAME_LENGTH or not text.isprintable() for text in texts):
        raise InputError(f"Names and offices are printable and of at most {NAME_LENGTH} characters.")
    if not all(is_whole(one.name) for one in listed):
        raise InputError("A name is a given name and a surname at least, both spelt out.")


def _note(principal: Principal, store: Store, session: Session, said: bytes) -> None:
    """Audit a change and count it. The tenant's other changes wait from here to the commit."""
    audit.record(principal, store, session, "directory", content=said)
    counted = update(Tenant).where(Tenant.id == principal.tenant_id)
    session.execute(counted.values(directory_version=Tenant.directory_version + 1))


def _begin(
    principal: Principal, store: Store, session: Session, listed: Sequence[Listed]
) -> dict[bytes, DirectoryRow]:
    """Note that `listed` are entered; the tenant's rows, by digest."""
    _note(principal, store, session, json.dumps([[o.name, o.role, o.office] for o in listed]).encode())
    rows = session.scalars(select(DirectoryRow).where(DirectoryRow.tenant_id == principal.tenant_id))
    return {row.digest: row for row in rows}


def _enter(
    principal: Principal,
    store: Store,
    session: Session,
    known: dict[bytes, DirectoryRow],
    listed: Sequence[Listed],
) -> Change:
    """Rows for those of `listed` who are not `known`, which then holds them too."""
    key, before, met = _key(principal, store, session), len(known), 0
    for one in listed:
        digest = _digest(key, one)
        if digest in known:
            met += 1
            row = known[digest]
            if one.office:
                row.sealed_office = _cipher(store, row).seal("office", one.office.encode())
        else:
            known[digest] = _row(principal, store, one, digest)
            session.add(known[digest])
    if len(known) > MOST:
        raise InputError(f"A directory has at most {MOST} entries.")
    return Change(len(known) - before, met)


def _row(principal: Principal, store: Store, one: Listed, digest: bytes) -> DirectoryRow:
    entry_id = uuid4()
    cipher, wrapped_key = store.keyring.new_cipher(principal.tenant_id, entry_id)
    return DirectoryRow(
        id=entry_id,
        tenant_id=principal.tenant_id,
        digest=digest,
        role=one.role,
        key_id=store.keyring.key_id,
        wrapped_key=wrapped_key,
        sealed_name=cipher.seal("name", one.name.encode()),
        sealed_office=cipher.seal("office", one.office.encode()) if one.office else None,
        added_by=principal.actor_id,
        added_at=store.clock(),
    )


def _key(principal: Principal, store: Store, session: Session) -> bytes:
    """The tenant's own, which a rotation leaves as it is."""
    return audit.open_chain(store, session.get_one(Chain, principal.tenant_id)).data_key


def _digest(key: bytes, one: Listed) -> bytes:
    """Of a name, however it is written, and a role."""
    told = "\0".join(("directory", one.role, *read(one.name).words))
    return hmac.digest(key, told.encode(), sha256)


def _cipher(store: Store, row: DirectoryRow) -> Cipher:
    return store.keyring.unwrap(row.tenant_id, row.id, row.key_id, row.wrapped_key)


def _listed(store: Store, row: DirectoryRow) -> Listed:
    cipher = _cipher(store, row)
    office = cipher.open("office", row.sealed_office).decode() if row.sealed_office else None
    return Listed(cipher.open("name", row.sealed_name).decode(), row.role, office)
