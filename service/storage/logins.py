"""Sessions of the page: opened with an API key or by OIDC, ended by time, logout or revocation."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
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
    asked_at: when the identity provider last told the roles; None for a login with a key.
    """

    principal: Principal
    actor: str
    csrf: str = field(repr=False)
    expires_at: datetime
    asked_at: datetime | None = None


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
        return _shown(session, login, principal_of(row)), token


def open_with_roles(
    store: Store, principal: Principal, roles: Iterable[str], last: timedelta, refresh: str | None = None
) -> tuple[PageSession, str]:
    """A session of somebody whom OIDC has named, and what its cookie holds. refresh: what the
    provider can be asked again with."""
    with transaction(store) as session:
        login, token = _login(store, principal, roles, last)
        login.asked_at = store.clock()
        login.sealed_refresh = _sealed(store, login.digest, refresh)
        session.add(login)
        audit.record(principal, store, session, "login")
        return _shown(session, login, principal), token


def take_refresh(store: Store, token: str, asked_at: datetime) -> str | None:
    """What to ask the provider with, for one caller alone; None if another is asking already.

    Raises Unauthenticated: there is nothing to ask with any more, and the session is over.
    """
    this = Login.digest == digest(token)
    taking = update(Login).where(this, Login.asked_at == asked_at).values(asked_at=store.clock())
    with transaction(store) as session:
        sealed = session.execute(taking.returning(Login.sealed_refresh)).first()
        if sealed is None:
            return None
        refresh = _opened(store, digest(token), sealed[0])
        if refresh is None:
            session.execute(delete(Login).where(this))
    if refresh is None:
        raise Unauthenticated
    return refresh


def give_back(store: Store, token: str, asked_at: datetime) -> None:
    """The provider could not be asked: the next caller tries again."""
    with transaction(store) as session:
        session.execute(update(Login).where(Login.digest == digest(token)).values(asked_at=asked_at))


def renew_roles(
    store: Store, principal: Principal, token: str, roles: Iterable[str], refresh: str
) -> PageSession:
    """The session with the roles that the provider tells now. Raises Unauthenticated: it ended meanwhile."""
    with transaction(store) as session:
        login = session.get(Login, digest(token))
        if login is None:
            raise Unauthenticated
        login.roles, login.sealed_refresh = sorted(roles), _sealed(store, login.digest, refresh)
        return _shown(session, login, principal)


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
        found = _shown(session, login, principal)
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


def _shown(session: Session, login: Login, principal: Principal) -> PageSession:
    name = session.get_one(Actor, login.actor_id).name
    return PageSession(principal, name, login.csrf, login.expires_at, login.asked_at)


def _sealed(store: Store, session_digest: bytes, refresh: str | None) -> bytes | None:
    return None if refresh is None else _seal(store, session_digest).encrypt(refresh.encode())


def _opened(store: Store, session_digest: bytes, sealed: bytes | None) -> str | None:
    """The refresh token; None if there is none, or it is under another master key."""
    try:
        return None if sealed is None else _seal(store, session_digest).decrypt(sealed).decode()
    except InvalidToken:
        return None


def _seal(store: Store, session_digest: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(store.keyring.digest(UUID(int=0), "refresh", session_digest)))


def _note_seen(store: Store, session_digest: bytes, now: datetime) -> None:
    try:
        with transaction(store) as session:
            session.execute(update(Login).where(Login.digest == session_digest).values(seen_at=now))
            session.execute(delete(Login).where(Login.expires_at <= now))
    except DatabaseUnavailable:  # as in `api_keys`: the next call notes it
        return
