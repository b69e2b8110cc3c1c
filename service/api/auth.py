"""Who is calling: an API key or an OIDC token in ``Authorization: Bearer``, or a session's cookie.

Routes ask for a permission (`service.roles`) by the type of a parameter: ``reviewer: Reviewer``.

What reads no database is a coroutine: a thread of its own would have to wait for its turn among
those that read rulings, once for each dependency of a call.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from secrets import compare_digest
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from service.api.cookies import session_token
from service.api.resources import Resources, Use
from service.errors import CsrfRefused, LoginRefused, ProviderUnavailable, Unauthenticated
from service.oidc import Identity, place_of
from service.roles import Permission, permissions_of
from service.settings import Settings
from service.storage import api_keys, logins
from service.storage.logins import PageSession
from service.storage.principals import (
    KEY_PREFIX,
    Principal,
    actor_of_subject,
    find_tenant,
    require,
)
from service.web_address import is_loopback

CSRF_HEADER: Final = "X-CSRF-Token"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_BEARER = HTTPBearer(auto_error=False, scheme_name="API key or token", bearerFormat="inn_… or JWT")
_COOKIE = APIKeyCookie(
    name="__Host-innominado",
    auto_error=False,
    scheme_name="Session",
    description=f"POST /v1/session; calls other than GET send {CSRF_HEADER} too. No __Host- on loopback.",
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
# For the contract alone: the cookie's true name depends on the settings.
_Cookie = Annotated[str | None, Depends(_COOKIE)]


def is_open(settings: Settings) -> bool:
    """Whether calls that store nothing need no key: on loopback, with no proxy in front."""
    return settings.open_loopback and is_loopback(settings.host) and settings.public_url is None


def page_session(request: Request, use: Resources) -> PageSession | None:
    """The session of the cookie; None without one.

    Raises Unauthenticated, CsrfRefused; ProviderUnavailable: it was to be asked again.
    """
    token = session_token(request, use.settings)
    if token is None:
        return None
    found = logins.resume(use.store, token, timedelta(minutes=use.settings.idle_minutes))
    sent = request.headers.get(CSRF_HEADER, "")
    if request.method not in _SAFE and not compare_digest(sent.encode(), found.csrf.encode()):
        raise CsrfRefused
    if found.asked_at is not None and found.asked_at + believed_for(use) <= use.store.clock():
        return _asked_again(use, token, found, found.asked_at)
    return found


def believed_for(use: Resources) -> timedelta:
    """How long the provider's word on somebody's groups holds."""
    return timedelta(minutes=use.settings.oidc_minutes)


def _asked_again(use: Resources, token: str, found: PageSession, asked_at: datetime) -> PageSession:
    """The session with the roles that the provider tells now; as it was while another call asks.

    Raises Unauthenticated: the provider knows no such login any more, or somebody else's.
    """
    refresh = logins.take_refresh(use.store, token, asked_at)
    if refresh is None:
        return found
    try:
        if use.provider is None:
            raise LoginRefused
        granted = use.provider.ask_again(refresh)
        person, roles = person_of(use, granted.identity)
        if (person.tenant_id, person.actor_id) != (found.principal.tenant_id, found.principal.actor_id):
            raise LoginRefused
    except ProviderUnavailable:
        logins.give_back(use.store, token, asked_at)
        raise
    except LoginRefused:
        logins.close(found.principal, use.store, token)
        raise Unauthenticated from None
    return logins.renew_roles(use.store, person, token, roles, granted.refresh or refresh)


async def visitor(request: Request, use: Use, credentials: Credentials, _: _Cookie) -> Principal | None:
    """Whoever calls, if anybody is named. What is sent on purpose counts before the cookie."""
    if credentials is not None:
        return await run_in_threadpool(_bearer, use, credentials.credentials)
    if session_token(request, use.settings) is None:
        return None
    session = await run_in_threadpool(page_session, request, use)
    return session.principal if session else None


Visitor = Annotated[Principal | None, Depends(visitor)]


async def principal(visitor: Visitor) -> Principal:
    """Who calls. Raises Unauthenticated if nobody is named."""
    if visitor is None:
        raise Unauthenticated
    return visitor


Caller = Annotated[Principal, Depends(principal)]


async def guest(use: Use, visitor: Visitor) -> Principal | None:
    """Who calls, or None where calls that store nothing need no key."""
    if visitor is None and is_open(use.settings):
        return None
    if visitor is None:
        raise Unauthenticated
    require(visitor, "anonymize")
    return visitor


def may(permission: Permission) -> Callable[[Principal], Awaitable[Principal]]:
    """A dependency: whoever calls, if they have `permission`. Raises Forbidden."""

    async def holder(caller: Caller) -> Principal:
        require(caller, permission)
        return caller

    return holder


Guest = Annotated[Principal | None, Depends(guest)]
Clerk = Annotated[Principal, Depends(may("submit"))]
Reader = Annotated[Principal, Depends(may("read"))]
Purger = Annotated[Principal, Depends(may("purge"))]
Reviewer = Annotated[Principal, Depends(may("review"))]
Answerer = Annotated[Principal, Depends(may("answer"))]
Observer = Annotated[Principal, Depends(may("stats"))]
Auditor = Annotated[Principal, Depends(may("audit"))]
KeyKeeper = Annotated[Principal, Depends(may("keys"))]
Configurer = Annotated[Principal, Depends(may("configure"))]
Asker = Annotated[Principal, Depends(may("break_glass"))]
Granter = Annotated[Principal, Depends(may("grant"))]


def person_of(use: Resources, identity: Identity) -> tuple[Principal, frozenset[str]]:
    """The actor whom the provider named, and the roles that the groups give. Raises LoginRefused."""
    tenant, roles = place_of(identity, use.settings.oidc_groups)
    tenant_id = find_tenant(use.store, tenant)
    if tenant_id is None or use.settings.oidc_issuer is None:
        raise LoginRefused("There is no such tenant.")
    actor = actor_of_subject(use.store, tenant_id, use.settings.oidc_issuer, identity.subject, identity.name)
    return Principal(tenant_id, actor, permissions_of(roles)), frozenset(roles)


def _bearer(use: Resources, token: str) -> Principal:
    if token.startswith(KEY_PREFIX) or use.provider is None:
        return api_keys.use(use.store, token)
    return person_of(use, use.provider.identify(token))[0]
