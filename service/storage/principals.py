"""Who acts: tenants, their actors, and what an actor who shows a key may do."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.errors import Forbidden, Unauthenticated
from service.roles import PERMISSIONS, ROLES, Permission, permissions_of
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import NAME_LENGTH, Actor, ActorKind, ApiKey, Tenant

#: How long the key of the first start is valid.
FIRST_KEY_FOR: Final = timedelta(days=365)
KEY_PREFIX: Final = "inn_"


@dataclass(frozen=True, slots=True)
class Principal:
    """An actor of a tenant, and what it may do."""

    tenant_id: UUID
    actor_id: UUID
    permissions: frozenset[Permission] = PERMISSIONS


def require(principal: Principal, permission: Permission) -> None:
    """Raise Forbidden unless `principal` has `permission`."""
    if permission not in principal.permissions:
        raise Forbidden(f"It needs the permission {permission}.")


def authenticate(store: Store, key: str) -> Principal:
    """Whose API key this is. Raises Unauthenticated for one that is unknown, revoked or too old."""
    with reading(store) as session:
        return principal_of(valid_key(store, session, key))


def valid_key(store: Store, session: Session, key: str) -> ApiKey:
    """The row of an API key. Raises Unauthenticated."""
    row = session.scalar(select(ApiKey).where(ApiKey.digest == digest(key)))
    if row is None or not is_valid(row, store.clock()):
        raise Unauthenticated
    return row


def is_valid(key: ApiKey, now: datetime) -> bool:
    """Whether it is neither revoked nor too old."""
    return key.revoked_at is None and (key.expires_at is None or now < key.expires_at)


def principal_of(key: ApiKey) -> Principal:
    """Its owner, with what the key allows."""
    return Principal(key.tenant_id, key.actor_id, permissions_of(key.roles, key.scopes))


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
                return add_key(session, store, tenant_id, "admin", expires_in=FIRST_KEY_FOR)[1]
        except IntegrityError:  # another process was first
            return None


def create_tenant(store: Store, name: str) -> UUID:
    """A new tenant, with its system actor. `name` must be unused."""
    with transaction(store) as session:
        return _add_tenant(session, store, name)


def find_tenant(store: Store, name: str) -> UUID | None:
    """The tenant of that name."""
    with reading(store) as session:
        return session.scalar(select(Tenant.id).where(Tenant.name == name))


def create_key(
    store: Store,
    tenant_id: UUID,
    actor: str,
    roles: Iterable[str] = ROLES,
    scopes: Iterable[str] | None = None,
    expires_in: timedelta | None = None,
) -> str:
    """A key for the tenant's actor of that name, who is made if new. It is told this once.

    scopes: the only permissions of its roles that it has; all if None.
    """
    with transaction(store) as session:
        return add_key(session, store, tenant_id, actor, roles, scopes, expires_in)[1]


def system_principal(session: Session, tenant_id: UUID) -> Principal:
    """The tenant's system actor: a worker, which belongs to no tenant, acts as it."""
    actor_id = session.scalars(
        select(Actor.id).where(Actor.tenant_id == tenant_id, Actor.kind == "system")
    ).one()
    return Principal(tenant_id, actor_id)


def actor_of_subject(store: Store, tenant_id: UUID, issuer: str, subject: str, name: str) -> UUID:
    """The actor who logs in by OIDC under `subject`, which is what tells people of one issuer apart.

    At the first login it is made, called `name` or, if somebody else is, that and some digits.
    """
    key = sha256(f"{issuer}\0{subject}".encode("utf-8", "surrogatepass")).digest()
    known = select(Actor.id).where(Actor.tenant_id == tenant_id, Actor.subject == key)
    with reading(store) as session:
        if found := session.scalar(known):
            return found
    for shown in (name[:NAME_LENGTH], f"{name[: NAME_LENGTH - 9]} {key.hex()[:8]}"):
        with transaction(store) as session:
            try:
                with session.begin_nested():
                    return _add_actor(session, store, tenant_id, shown, "person", key)
            except IntegrityError:  # the name is taken, or another request was first
                if found := session.scalar(known):
                    return found
    raise Unauthenticated


def add_key(
    session: Session,
    store: Store,
    tenant_id: UUID,
    name: str,
    roles: Iterable[str] = ROLES,
    scopes: Iterable[str] | None = None,
    expires_in: timedelta | None = None,
) -> tuple[ApiKey, str]:
    """`create_key` within a transaction: the row, and the key."""
    # Whoever logs in by OIDC is somebody else, be the name the same.
    of_that_name = select(Actor.id).where(
        Actor.tenant_id == tenant_id, Actor.name == name, Actor.kind == "person", Actor.subject.is_(None)
    )
    actor_id = session.scalar(of_that_name) or _add_actor(session, store, tenant_id, name, "person")
    key = f"{KEY_PREFIX}{secrets.token_urlsafe(32)}"
    row = ApiKey(
        tenant_id=tenant_id,
        actor_id=actor_id,
        digest=digest(key),
        roles=sorted(roles),
        scopes=None if scopes is None else sorted(scopes),
        created_at=store.clock(),
        expires_at=None if expires_in is None else store.clock() + expires_in,
    )
    session.add(row)
    session.flush()
    return row, key


def digest(secret: str) -> bytes:
    """Of a key, or of what a cookie holds. Plain SHA-256 is enough: they are 256 random
    bits, beyond any dictionary."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _add_tenant(session: Session, store: Store, name: str) -> UUID:
    tenant = Tenant(id=uuid4(), name=name, created_at=store.clock())
    session.add(tenant)
    session.flush()
    _add_actor(session, store, tenant.id, "system", "system")
    return tenant.id


def _add_actor(
    session: Session, store: Store, tenant_id: UUID, name: str, kind: ActorKind, subject: bytes | None = None
) -> UUID:
    actor = Actor(
        id=uuid4(), tenant_id=tenant_id, name=name, kind=kind, subject=subject, created_at=store.clock()
    )
    session.add(actor)
    session.flush()
    return actor.id
