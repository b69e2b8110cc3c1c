"""/v1/session: logging in to the page with an API key or by OIDC, who one is, logging out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import compare_digest
from typing import Annotated, Final
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from service.api import cookies
from service.api.auth import Caller, believed_for, page_session, person_of
from service.api.bodies import json_only
from service.api.problems import (
    BodyTooLarge,
    InvalidRequest,
    MalformedBody,
    UnsupportedMediaType,
    documented,
)
from service.api.resources import Resources, Use
from service.api.schemas import Model
from service.errors import (
    Forbidden,
    LoginRefused,
    NotFound,
    ProviderUnavailable,
    StorageError,
    TooManyAttempts,
    Unauthenticated,
)
from service.oidc import Provider
from service.roles import Permission
from service.storage import logins
from service.storage.attempts import check_attempts, count_failure
from service.storage.logins import PageSession
from service.storage.principals import Principal

log = structlog.get_logger()

router = APIRouter(prefix="/v1/session", tags=["session"], responses=documented(StorageError))

#: Where the browser goes after a login: to the page of the first of these that somebody may do.
HOMES: Final[Mapping[Permission, str]] = {
    "review": "/review",
    "answer": "/review/questions",
    "submit": "/upload",
}
#: And after one that failed.
LOGIN: Final = "/login"

Parameter = Annotated[str | None, Query(max_length=4096)]


class LoginIn(Model):
    key: Annotated[str, Field(min_length=1, max_length=200, description="an API key")]


class SessionOut(Model):
    """Who is calling, and what they may do."""

    tenant: UUID
    actor: UUID
    permissions: list[Permission]
    name: Annotated[str | None, Field(description="of the actor; with a cookie only")] = None
    csrf_token: Annotated[str | None, Field(description="for X-CSRF-Token; with a cookie only")] = None
    expires_at: Annotated[datetime | None, Field(description="of the session; with a cookie only")] = None
    home: Annotated[str | None, Field(description="the page to begin with; with a cookie only")] = None


@router.post(
    "",
    summary="Log in to the page with an API key",
    status_code=201,
    dependencies=[Depends(json_only)],
    responses=documented(
        MalformedBody, Unauthenticated, BodyTooLarge, UnsupportedMediaType, InvalidRequest, TooManyAttempts
    ),
)
def log_in(body: LoginIn, request: Request, use: Use, response: Response) -> SessionOut:
    """Sets the session's cookie. Too many failures from one address, and it must wait (429)."""
    address = _address(request)
    check_attempts(use.store, address, use.settings.login_attempts)
    try:
        session, token = logins.open_with_key(use.store, body.key, _longest(use))
    except Unauthenticated:
        count_failure(use.store, address)
        raise
    cookies.set_session(response, use.settings, token)
    return _shown(session)


@router.get("", summary="Who is calling", responses=documented(Unauthenticated, Forbidden))
def who(caller: Caller, request: Request, use: Use) -> SessionOut:
    """With a cookie also what calls that change something must send as `X-CSRF-Token`."""
    if "authorization" not in request.headers and (session := page_session(request, use)):
        return _shown(session)
    return SessionOut(tenant=caller.tenant_id, actor=caller.actor_id, permissions=sorted(caller.permissions))


@router.delete(
    "", summary="Log out of the page", status_code=204, responses=documented(Unauthenticated, Forbidden)
)
def log_out(caller: Caller, request: Request, use: Use, response: Response) -> None:
    """Ends the cookie's session, for good; without one there is nothing to end."""
    if token := cookies.session_token(request, use.settings):
        logins.close(caller, use.store, token)
    cookies.clear_session(response, use.settings)


@router.get(
    "/oidc",
    summary="Log in to the page by OpenID Connect",
    status_code=303,
    response_class=RedirectResponse,
    responses=documented(NotFound, ProviderUnavailable),
)
def begin(use: Use) -> Response:
    """Sends the browser to the identity provider."""
    url, flow = _provider(use).begin()
    response = RedirectResponse(url, 303)
    cookies.set_flow(response, use.settings, use.store.keyring, flow, use.store.clock())
    return response


@router.get(
    "/oidc/callback",
    summary="Where the identity provider sends the browser back to",
    status_code=303,
    response_class=RedirectResponse,
    responses=documented(NotFound, InvalidRequest, TooManyAttempts, ProviderUnavailable),
)
def come_back(request: Request, use: Use, code: Parameter = None, state: Parameter = None) -> Response:
    """Opens the session and goes on to the page, or back to the login if it is refused."""
    provider, address = _provider(use), _address(request)
    check_attempts(use.store, address, use.settings.login_attempts)
    refused = RedirectResponse(f"{LOGIN}#refused", 303)
    flow = cookies.flow_of(request, use.settings, use.store.keyring, use.store.clock())
    if flow is None or not code or not compare_digest((state or "").encode(), flow.state.encode()):
        return refused  # not counted: another site can make a browser call this
    try:
        granted = provider.finish(flow, code)
        person, roles = person_of(use, granted.identity)
    except (LoginRefused, Unauthenticated):
        count_failure(use.store, address)
        log.warning("login_refused", request_id=request.state.request_id)
        return refused
    # Without a way to ask the provider again, what it said holds no longer than it is believed.
    last = _longest(use) if granted.refresh else min(_longest(use), believed_for(use))
    _, token = logins.open_with_roles(use.store, person, roles, last, granted.refresh)
    response = RedirectResponse(_home(person), 303)
    cookies.set_session(response, use.settings, token)
    cookies.clear_flow(response, use.settings)
    return response


def _provider(use: Resources) -> Provider:
    """The provider through which people log in to the page. Raises NotFound: there is none."""
    if use.provider is None or use.provider.client.redirect_uri is None:
        raise NotFound
    return use.provider


def _longest(use: Resources) -> timedelta:
    return timedelta(minutes=use.settings.session_minutes)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _shown(session: PageSession) -> SessionOut:
    return SessionOut(
        tenant=session.principal.tenant_id,
        actor=session.principal.actor_id,
        permissions=sorted(session.principal.permissions),
        name=session.actor,
        csrf_token=session.csrf,
        expires_at=session.expires_at,
        home=_home(session.principal),
    )


def _home(person: Principal) -> str:
    return next((page for may, page in HOMES.items() if may in person.permissions), HOMES["review"])
