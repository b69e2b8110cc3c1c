"""The time stamps of audit heads: kept beside the chain, and given out to be kept elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.storage.audit import Head
from service.storage.principals import Principal
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Chain, Timestamp


@dataclass(frozen=True, slots=True)
class Stamp:
    """An authority's word (RFC 3161, DER) that `head` was there. at: by this service's clock."""

    head: Head
    token: bytes = field(repr=False)
    at: datetime

    @property
    def message(self) -> bytes:
        """What the authority has put its word on."""
        return message(self.head)


def message(head: Head) -> bytes:
    """What is stamped of a head: its text, so that any RFC 3161 tool can check it."""
    return str(head).encode()


def unstamped(principal: Principal, store: Store) -> Head | None:
    """The tenant's head, if it has no time stamp yet."""
    stamped = exists().where(Timestamp.tenant_id == Chain.tenant_id, Timestamp.number == Chain.number)
    with reading(store) as session:
        chain = session.scalar(select(Chain).where(Chain.tenant_id == principal.tenant_id, ~stamped))
        return None if chain is None else Head(chain.number, chain.mac)


def keep_stamp(principal: Principal, store: Store, head: Head, token: bytes) -> None:
    """Keep the time stamp of a head; if there is one already, that."""
    row = Timestamp(
        tenant_id=principal.tenant_id, number=head.number, mac=head.mac, token=token, at=store.clock()
    )
    with transaction(store) as session:
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            return


def stamps(principal: Principal, store: Store) -> list[Stamp]:
    """The tenant's, oldest first."""
    with reading(store) as session:
        return stamps_of(session, principal.tenant_id)


def stamps_of(session: Session, tenant_id: UUID) -> list[Stamp]:
    """Those of a tenant, oldest first."""
    ordered = select(Timestamp).where(Timestamp.tenant_id == tenant_id).order_by(Timestamp.number)
    rows = session.scalars(ordered)
    return [Stamp(Head(row.number, row.mac), row.token, row.at) for row in rows]
