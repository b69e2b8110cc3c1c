"""API keys from the machine itself: what is behind ``innominado keys``.

Whoever has the database and the master key may make any key: here nothing is guarded. It is
on the audit trail as the tenant's system actor's doing.
"""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.errors import NotFound
from service.storage import api_keys, migrate
from service.storage.principals import Principal, create_tenant, find_tenant, system_principal
from service.storage.sessions import Store, reading


def create(
    store: Store, tenant: str, actor: str, roles: list[str], scopes: list[str], days: int, *, new: bool
) -> str:
    """A key for the actor of that name; `new`: make the tenant if there is none. Raises NotFound."""
    migrate.check(store)
    if new and find_tenant(store, tenant) is None:
        create_tenant(store, tenant)
    _, key = api_keys.issue(
        _operator(store, tenant), store, actor, roles, scopes or None, timedelta(days=days)
    )
    return key


def listed(store: Store, tenant: str) -> list[str]:
    """The tenant's keys, one JSON object each. Raises NotFound."""
    migrate.check(store)
    return [
        json.dumps(asdict(key), default=_plain) for key in api_keys.keys_of(_operator(store, tenant), store)
    ]


def revoke(store: Store, tenant: str, key_id: str) -> None:
    """End a key of the tenant. Raises NotFound."""
    migrate.check(store)
    try:
        parsed = UUID(key_id)
    except ValueError:
        raise NotFound from None
    api_keys.revoke(_operator(store, tenant), store, parsed)


def _operator(store: Store, tenant: str) -> Principal:
    tenant_id = find_tenant(store, tenant)
    if tenant_id is None:
        raise NotFound("There is no tenant of that name.")
    with reading(store) as session:
        return system_principal(session, tenant_id)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
