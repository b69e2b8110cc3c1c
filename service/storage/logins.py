"""Sessions of the page: opened with an API key or by OIDC, ended by time, logout or revocation."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from service.errors import DatabaseUnavailable, Unauthenticated
from service.roles import permissions_of
from service.storage import audit
from service.storage.principals import Principal, digest, is_valid, principal_of, valid_key
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Actor, ApiKey, Login

#: How exactly it is known when a session was last used: one write a minute at most.
SEEN_GRAIN: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PageSession:
    """Somebody who is logged in to the page, until `expires_at` at the latest.

    csrf: what a call that changes something must send besides the cookie.
    """

    principal: Principal
    actor: str
    csrf: str = field(repr=False)
    expires_at: datetime


def open_with_key(store: Store, key: str, last: timedelta) -> tuple[PageSession, str]:
    """A session of the key's owner for `last` at most, and what its cookie holds.

    It ends with the key, and may do what the key may. Raises Unauthenticated.
    """
    with transaction(store) as session:
        row = valid_key(store, session, key)
        row.used_at = store.clock()
        login, token = _login(store, principal_of(row), row.roles, last)
        if row.expires_at is not None:
            login.expires_at = min(login.expires_at, row.expires_at)
        login.api_key_id = row.id
        session.add(login)
        audit.record(principal_of(row), store, session, "login")
        return PageSession(principal_of(row), _name(session, login), login.csrf, login.expires_at), token


def open_with_roles(
    store: Store, principal: Principal, roles: Iterable[str], last: timedelta
) -> tuple[PageSession, str]:
    """A session of somebody whom OIDC has named, and what its cookie holds."""
    with transaction(store) as session:
        login, token = _login(store, principal, roles, last)
        session.add(login)
        audit.record(principal, store, session, "login")
        return PageSession(principal, _name(session, login), login.csrf, login.expires_at), token


def resume(store: Store, token: str, idle: timedelta) -> PageSession:
    """Whose session this cookie is. Raises Unauthenticated: unknown, over, or unused for `idle`."""
    now = store.clock()
    with reading(store) as session:
        login = session.get(Login, digest(token))
        if login is None or not login.seen_at + idle > now < login.expires_at:
            raise Unauthenticated
        principal = Principal(login.tenant_id, login.actor_id, permissions_of(login.roles))
        if login.api_key_id is not None:
            key = session.get_one(ApiKey, login.api_key_id)
            if not is_valid(key, now):
                raise Unauthenticated
            principal = principal_of(key)
        found = PageSession(principal, _name(session, login), login.csrf, login.expires_at)
    if login.seen_at + SEEN_GRAIN <= now:
        _note_seen(store, login.digest, now)
    return found


def close(principal: Principal, store: Store, token: str) -> None:
    """End a session, for good."""
    with transaction(store) as session:
        gone = delete(Login).where(Login.digest == digest(token), Login.tenant_id == principal.tenant_id)
        if session.scalar(gone.returning(Login.actor_id)) is not None:
            audit.record(principal, store, session, "logout")


def _login(store: Store, principal: Principal, roles: Iterable[str], last: timedelta) -> tuple[Login, str]:
    token, now = secrets.token_urlsafe(32), store.clock()
    login = Login(
        digest=digest(token),
        tenant_id=principal.tenant_id,
        actor_id=principal.actor_id,
        roles=sorted(roles),
        csrf=secrets.token_urlsafe(32),
        created_at=now,
        seen_at=now,
        expires_at=now + last,
    )
    return login, token


def _name(session: Session, login: Login) -> str:
    return session.get_one(Actor, login.actor_id).name


def _note_seen(store: Store, session_digest: bytes, now: datetime) -> None:
    try:
        with transaction(store) as session:
            session.execute(update(Login).where(Login.digest == session_digest).values(seen_at=now))
            session.execute(delete(Login).where(Login.expires_at <= now))
    except DatabaseUnavailable:  # as in `api_keys`: the next call notes it
        return
