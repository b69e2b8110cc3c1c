"""API keys under administration: made, listed, revoked, and when each was last used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select, update

from service.errors import Conflict, DatabaseUnavailable, Forbidden, InputError, NotFound
from service.roles import PERMISSIONS, ROLES, may_pass_on, permissions_of
from service.storage import audit
from service.storage.principals import Principal, add_key, principal_of, valid_key
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import NAME_LENGTH, Actor, ApiKey

#: How exactly the last use of a key is known: one write an hour at most.
USE_GRAIN: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key as its tenant sees it; the key itself is kept nowhere.

    scopes: the only permissions of its roles that it has; all if None.
    used_at: its last use, to the hour.
    """

    id: UUID
    actor: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...] | None
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


def issue(
    principal: Principal,
    store: Store,
    actor: str,
    roles: Iterable[str],
    scopes: Iterable[str] | None,
    expires_in: timedelta,
) -> tuple[KeyRecord, str]:
    """A new key of the principal's tenant, for its actor of that name: its record, and itself.

    Raises:
        Forbidden: a role may do what `principal` must not pass on (`service.roles`).
        InputError: no such role or permission; a name or time that cannot be.
        Conflict: the name is that of somebody who logs in otherwise.
    """
    roles, scopes = frozenset(roles), None if scopes is None else frozenset(scopes)
    if not roles or not roles <= ROLES or not (scopes or frozenset()) <= PERMISSIONS:
        raise InputError("There is no such role or permission.")
    if not actor.strip() or not actor.isprintable() or len(actor) > NAME_LENGTH or actor == "system":
        raise InputError(f"A name is printable, of at most {NAME_LENGTH} characters, and not system.")
    if not timedelta() < expires_in <= LONGEST:
        raise InputError(f"A key is valid for 1 to {LONGEST.days} days.")
    if not may_pass_on(principal.permissions, permissions_of(roles, scopes)):
        raise Forbidden("A key may review, grant or configure only if its maker may.")
    with transaction(store) as session:
        taken = select(Actor.id).where(
            Actor.tenant_id == principal.tenant_id, Actor.name == actor, Actor.subject.is_not(None)
        )
        if session.scalar(taken) is not None:
            raise Conflict("Somebody who logs in by OIDC has this name.")
        row, key = add_key(session, store, principal.tenant_id, actor, roles, scopes, expires_in)
        audit.record(principal, store, session, "key_issue")
        return _record(row, actor), key


def keys_of(principal: Principal, store: Store) -> tuple[KeyRecord, ...]:
    """All keys of the principal's tenant, revoked ones too, oldest first."""
    with reading(store) as session:
        rows = session.execute(
            select(ApiKey, Actor.name)
            .join(Actor, Actor.id == ApiKey.actor_id)
            .where(ApiKey.tenant_id == principal.tenant_id)
            .order_by(ApiKey.created_at, ApiKey.id)
        )
        return tuple(_record(row, name) for row, name in rows)


def revoke(principal: Principal, store: Store, key_id: UUID) -> None:
    """End a key, and every session that was opened with it. Raises NotFound."""
    with transaction(store) as session:
        row = session.scalar(
            select(ApiKey).where(ApiKey.id == key_id, ApiKey.tenant_id == principal.tenant_id)
        )
        if row is None:
            raise NotFound
        if row.revoked_at is None:
            row.revoked_at = store.clock()
            audit.record(principal, store, session, "key_revoke")


def use(store: Store, key: str) -> Principal:
    """Whose key this is, as `principals.authenticate`, and note that it was used."""
    with reading(store) as session:
        row = valid_key(store, session, key)
        principal = principal_of(row)
    due = store.clock() - USE_GRAIN
    if row.used_at is None or row.used_at <= due:
        _note_use(principal, store, row.id, due)
    return principal


def _note_use(principal: Principal, store: Store, key_id: UUID, due: datetime) -> None:
    stale = or_(ApiKey.used_at.is_(None), ApiKey.used_at <= due)
    noted = update(ApiKey).where(ApiKey.id == key_id, stale).values(used_at=store.clock())
    try:
        with transaction(store) as session:
            if session.scalar(noted.returning(ApiKey.id)):
                audit.record(principal, store, session, "key_use")
    except DatabaseUnavailable:
        # Whoever only reads is answered while nothing can be written; the next use notes it.
        return


def _record(row: ApiKey, actor: str) -> KeyRecord:
    return KeyRecord(
        row.id,
        actor,
        tuple(row.roles),
        None if row.scopes is None else tuple(row.scopes),
        row.created_at,
        row.expires_at,
        row.used_at,
        row.revoked_at,
    )
