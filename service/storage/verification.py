"""Whether the audit chains are whole: every row's MAC made again, every known head looked for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.errors import StampRefused, UndecipherableRecord
from service.storage.audit import GENESIS, Head, mac_of, open_chain
from service.storage.sessions import Store, reading
from service.storage.tables import Audit, Chain, Tenant
from service.storage.timestamps import Stamp, stamps_of

#: changed: the row is not what was written there: altered, moved, or made up.
#: missing: there is no row of that number, but later ones; of the next one nothing is known.
#: cut_off: there were later rows.
#: key: the chain's key is gone, or not under this master key; nothing can be told.
#: stamp: the time stamp of the head is not the authority's.
What = Literal["changed", "missing", "cut_off", "key", "stamp"]


#: Looks at a time stamp and what it should be of. Raises StampRefused.
Stamped = Callable[[bytes, bytes], object]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a chain, and at which row."""

    number: int
    what: What


@dataclass(frozen=True, slots=True)
class Verified:
    """A tenant's chain. unsealed: of its rows, those from before there were chains, for
    which the first sealed one vouches."""

    tenant_id: UUID
    rows: int
    unsealed: int
    head: Head
    faults: tuple[Fault, ...]


def verify(
    store: Store, known: Sequence[Head] = (), stamped: Stamped | None = None
) -> tuple[list[Verified], list[Head]]:
    """Look at every chain, row by row. known: heads that were told at earlier times; those
    that have a time stamp are known too, and by `stamped` their stamps are looked at.

    Returns what was found of each tenant, and the known heads that no chain holds: its end
    was cut off, or all of it written anew.
    """
    missed = set(known)
    with reading(store, snapshot=True) as session:
        found = []
        for tenant_id, chain in _chains(session):
            stamps = stamps_of(session, tenant_id)
            missed |= {stamp.head for stamp in stamps}
            chain_found = _verify(store, session, tenant_id, chain, missed)
            found.append(replace(chain_found, faults=chain_found.faults + _false(stamps, stamped)))
    return found, sorted(missed, key=lambda head: head.number)


def _false(stamps: Sequence[Stamp], stamped: Stamped | None) -> tuple[Fault, ...]:
    """The stamps that are not the authority's, or not of their head."""
    faults: list[Fault] = []
    if stamped is None:
        return ()
    for stamp in stamps:
        try:
            stamped(stamp.token, stamp.message)
        except StampRefused:
            faults.append(Fault(stamp.head.number, "stamp"))
    return tuple(faults)


def _verify(
    store: Store, session: Session, tenant_id: UUID, chain: Chain | None, missed: set[Head]
) -> Verified:
    key = _key(store, chain)
    if chain is None or key is None:
        return Verified(tenant_id, 0, 0, Head(0, GENESIS), (Fault(0, "key"),))
    rows = unsealed = number = 0
    mac = GENESIS
    faults: list[Fault] = []
    for row in _rows(session, tenant_id):
        expected = mac_of(key, mac, row)
        if row.number != number + 1:
            faults.append(Fault(number + 1, "missing"))
        elif row.mac is None and unsealed == rows:
            unsealed += 1
        elif row.mac != expected:
            faults.append(Fault(row.number, "changed"))
        rows, number, mac = rows + 1, row.number, row.mac or expected
        missed.discard(Head(number, mac))
    if number < chain.number:
        faults.append(Fault(number + 1, "cut_off"))
    elif (number, mac) != (chain.number, chain.mac):
        faults.append(Fault(number, "changed"))
    return Verified(tenant_id, rows, unsealed, Head(number, mac), tuple(dict.fromkeys(faults)))


def _chains(session: Session) -> list[tuple[UUID, Chain | None]]:
    """Each tenant with a chain, or with rows that say that it had one."""
    sealed = select(Audit.tenant_id).where(Audit.mac.is_not(None))
    query = (
        select(Tenant.id, Chain)
        .outerjoin(Chain, Chain.tenant_id == Tenant.id)
        .where(Chain.tenant_id.is_not(None) | Tenant.id.in_(sealed))
        .order_by(Tenant.id)
    )
    return [(tenant_id, chain) for tenant_id, chain in session.execute(query)]


def _key(store: Store, chain: Chain | None) -> bytes | None:
    try:
        return open_chain(store, chain).data_key if chain else None
    except UndecipherableRecord:
        return None


def _rows(session: Session, tenant_id: UUID) -> Iterator[Audit]:
    ordered = select(Audit).where(Audit.tenant_id == tenant_id).order_by(Audit.number)
    return iter(session.scalars(ordered.execution_options(yield_per=1000)))
