"""Failed logins, counted by address in all processes together: too many, and the address waits."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from service.errors import TooManyAttempts
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import FailedLogin

WINDOW: Final = timedelta(minutes=5)


def check_attempts(store: Store, address: str, limit: int) -> None:
    """Raise TooManyAttempts if `address` has failed `limit` times in five minutes."""
    now = store.clock()
    recent = (
        select(FailedLogin.at)
        .where(FailedLogin.place == _place(store, address))
        # What lies ahead is counted too: a clock that is set back a little opens no door.
        .where(FailedLogin.at > now - WINDOW, FailedLogin.at < now + WINDOW)
        .order_by(FailedLogin.at.desc())
        .limit(limit)
    )
    with reading(store) as session:
        failures = session.scalars(recent).all()
    if len(failures) == limit:
        raise TooManyAttempts(max(1, ceil((failures[-1] + WINDOW - now).total_seconds())))


def count_failure(store: Store, address: str) -> None:
    """Count a failure."""
    with transaction(store) as session:
        session.add(FailedLogin(id=uuid4(), place=_place(store, address), at=store.clock()))


def forget_failures(store: Store) -> None:
    """Forget those that are too old to count."""
    with transaction(store) as session:
        session.execute(delete(FailedLogin).where(FailedLogin.at <= store.clock() - WINDOW))


def _place(store: Store, address: str) -> bytes:
    """A keyed digest of the address; of IPv6 the network's, whose addresses are one subscriber's."""
    try:
        parsed = ip_address(address)
    except ValueError:
        place = address
    else:
        place = str(ip_network((parsed, 64), strict=False) if isinstance(parsed, IPv6Address) else parsed)
    return store.keyring.digest(UUID(int=0), "address", place.encode())
