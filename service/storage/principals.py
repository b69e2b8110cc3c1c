"""Who acts: tenants, actors and their API keys."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal, get_args
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.errors import Forbidden, Unauthenticated
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Actor, ActorKind, ApiKey, Tenant

Scope = Literal["anonymize", "documents", "review", "audit"]
SCOPES: Final[frozenset[str]] = frozenset(get_args(Scope))


@dataclass(frozen=True, slots=True)
class Principal:
    """An actor of a tenant, and what it may do."""

    tenant_id: UUID
    actor_id: UUID
    scopes: frozenset[str] = SCOPES


def require(principal: Principal, scope: Scope) -> None:
    """Raise Forbidden unless `principal` has `scope`."""
    if scope not in principal.scopes:
        raise Forbidden(f"It needs the scope {scope}.")


def authenticate(store: Store, key: str) -> Principal:
    """Whose key this is. Raises Unauthenticated for an unknown or revoked one."""
    with reading(store) as session:
        found = session.scalar(
            select(ApiKey).where(ApiKey.digest == _digest(key), ApiKey.revoked_at.is_(None))
        )
        if found is None:
            raise Unauthenticated
        return Principal(found.tenant_id, found.actor_id, frozenset(found.scopes))


def bootstrap(store: Store) -> str | None:
    """On a database without tenants: make a first tenant and a key that may do all.

    Returns that key, which is told this once, or None if there was a tenant.
    """
    with transaction(store) as session:
        if session.scalar(select(Tenant.id).limit(1)) is not None:
            return None
        try:
            with session.begin_nested():
                tenant_id = _add_tenant(session, store, "default")
                return _add_key(session, store, tenant_id, "admin", SCOPES)
        except IntegrityError:  # another process was first
            return None


def create_tenant(store: Store, name: str) -> UUID:
    """A new tenant, with its system actor. `name` must be unused."""
    with transaction(store) as session:
        return _add_tenant(session, store, name)


def create_key(store: Store, tenant_id: UUID, actor: str, scopes: frozenset[str] = SCOPES) -> str:
    """A key for the tenant's actor of that name, who is made if new. It is told this once."""
    with transaction(store) as session:
        return _add_key(session, store, tenant_id, actor, scopes)


def system_principal(session: Session, tenant_id: UUID) -> Principal:
    """The tenant's system actor: a worker, which belongs to no tenant, acts as it."""
    actor_id = session.scalars(
        select(Actor.id).where(Actor.tenant_id == tenant_id, Actor.kind == "system")
    ).one()
    return Principal(tenant_id, actor_id)


def _add_tenant(session: Session, store: Store, name: str) -> UUID:
    tenant = Tenant(id=uuid4(), name=name, created_at=store.clock())
    session.add(tenant)
    session.flush()
    _add_actor(session, store, tenant.id, "system", "system")
    return tenant.id


def _add_actor(session: Session, store: Store, tenant_id: UUID, name: str, kind: ActorKind) -> UUID:
    actor = Actor(id=uuid4(), tenant_id=tenant_id, name=name, kind=kind, created_at=store.clock())
    session.add(actor)
    session.flush()
    return actor.id


def _add_key(session: Session, store: Store, tenant_id: UUID, name: str, scopes: frozenset[str]) -> str:
    of_that_name = select(Actor.id).where(
        Actor.tenant_id == tenant_id, Actor.name == name, Actor.kind == "person"
    )
    actor_id = session.scalar(of_that_name) or _add_actor(session, store, tenant_id, name, "person")
    key = f"inn_{secrets.token_urlsafe(32)}"
    session.add(
        ApiKey(
            tenant_id=tenant_id,
            actor_id=actor_id,
            digest=_digest(key),
            scopes=sorted(scopes),
            created_at=store.clock(),
        )
    )
    return key


def _digest(key: str) -> bytes:
    """Plain SHA-256 is enough: a key is 256 random bits, beyond any dictionary."""
    return sha256(key.encode("utf-8", "surrogatepass")).digest()
