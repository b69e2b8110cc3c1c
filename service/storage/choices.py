"""A court's table: which policy its documents follow, by court and matter."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from service.errors import InputError
from service.storage import audit
from service.storage.principals import Principal
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import NAME_LENGTH, PolicyChoice


@dataclass(frozen=True, slots=True)
class Choice:
    """`policy` for the documents of a `court` and a `matter`; None is any."""

    court: str | None
    matter: str | None
    policy: str


def read_choices(principal: Principal, store: Store) -> tuple[Choice, ...]:
    """The tenant's whole table, in the order of its names."""
    rows = (
        select(PolicyChoice)
        .where(PolicyChoice.tenant_id == principal.tenant_id)
        .order_by(PolicyChoice.court, PolicyChoice.matter)
    )
    with reading(store) as session:
        return tuple(
            Choice(row.court or None, row.matter or None, row.policy) for row in session.scalars(rows)
        )


def write_choices(principal: Principal, store: Store, choices: Sequence[Choice]) -> None:
    """Put `choices` in the place of the tenant's table. That the policies exist is for the
    caller to see.

    Raises:
        InputError: two for one court and matter, or a name too long or not printable.
    """
    keys = [_key(choice.court, choice.matter) for choice in choices]
    if len(set(keys)) < len(keys):
        raise InputError("There are two for one court and matter.")
    names = [name for choice in choices for name in (choice.court or "", choice.matter or "", choice.policy)]
    if any(len(name) > NAME_LENGTH or not name.isprintable() for name in names):
        raise InputError(f"Names are printable and of at most {NAME_LENGTH} characters.")
    with transaction(store) as session:
        session.execute(delete(PolicyChoice).where(PolicyChoice.tenant_id == principal.tenant_id))
        session.add_all(
            PolicyChoice(
                tenant_id=principal.tenant_id, court=c.court or "", matter=c.matter or "", policy=c.policy
            )
            for c in choices
        )
        audit.record(principal, store, session, "policies")


def following(principal: Principal, store: Store, policy: str) -> tuple[tuple[str, str], ...]:
    """Court and matter, as the table has them, of each of its rows that name `policy`."""
    rows = (
        select(PolicyChoice.court, PolicyChoice.matter)
        .where(PolicyChoice.tenant_id == principal.tenant_id, PolicyChoice.policy == policy)
        .order_by(PolicyChoice.court, PolicyChoice.matter)
    )
    with reading(store) as session:
        return tuple((court, matter) for court, matter in session.execute(rows))


def switch(
    principal: Principal, store: Store, old: str, new: str, among: Collection[tuple[str, str]]
) -> None:
    """Let the rows of the tenant's table that are `among` these name `new` where they name `old`."""
    rows = select(PolicyChoice).where(
        PolicyChoice.tenant_id == principal.tenant_id, PolicyChoice.policy == old
    )
    with transaction(store) as session:
        switched = [
            row for row in session.scalars(rows.with_for_update()) if (row.court, row.matter) in among
        ]
        for row in switched:
            row.policy = new
        if switched:
            audit.record(principal, store, session, "policies")


def chosen(principal: Principal, store: Store, court: str | None, matter: str | None) -> str | None:
    """The policy that the table names for a document: of its court and matter, of its court,
    of its matter, of any, the first that there is. Case, accents and spaces do not count."""
    table = {_key(c.court, c.matter): c.policy for c in read_choices(principal, store)}
    ways = ((court, matter), (court, None), (None, matter), (None, None))
    return next((table[key] for way in ways if (key := _key(*way)) in table), None)


def _key(court: str | None, matter: str | None) -> tuple[str, str]:
    return _plain(court or ""), _plain(matter or "")


def _plain(name: str) -> str:
    bare = (c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(bare).split())
