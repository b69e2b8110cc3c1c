"""The two cookies of the page: the session's, and the one of a login that was begun."""

import base64
import json
from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from fastapi import Request, Response

from service.oidc import Flow
from service.settings import Settings
from service.storage.keys import Keyring
from service.web_address import is_loopback

_SESSION: Final = "innominado"
_FLOW: Final = "innominado-login"
#: Seconds in which a login by OIDC must come back.
FLOW_FOR: Final = 600


def is_secure(settings: Settings) -> bool:
    """Whether cookies go over TLS only: always, but for a service that this machine alone reaches."""
    return settings.public_url is not None or not is_loopback(settings.host)


def session_token(request: Request, settings: Settings) -> str | None:
    """What the session's cookie holds."""
    return request.cookies.get(_name(_SESSION, settings))


def set_session(response: Response, settings: Settings, token: str) -> None:
    """Keep a session in the browser: no script reads it, no other site's request carries it."""
    response.set_cookie(
        _name(_SESSION, settings),
        token,
        max_age=60 * settings.session_minutes,
        secure=is_secure(settings),
        httponly=True,
        samesite="strict",
    )


def clear_session(response: Response, settings: Settings) -> None:
    response.delete_cookie(
        _name(_SESSION, settings), secure=is_secure(settings), httponly=True, samesite="strict"
    )


def set_flow(response: Response, settings: Settings, keyring: Keyring, flow: Flow, now: datetime) -> None:
    """Keep a login that was begun, sealed. Lax: the browser comes back from another site."""
    response.set_cookie(
        _name(_FLOW, settings),
        _seal(keyring).encrypt_at_time(json.dumps(asdict(flow)).encode(), _seconds(now)).decode(),
        max_age=FLOW_FOR,
        secure=is_secure(settings),
        httponly=True,
        samesite="lax",
    )


def flow_of(request: Request, settings: Settings, keyring: Keyring, now: datetime) -> Flow | None:
    """The login that this browser began in the last ten minutes."""
    sealed = request.cookies.get(_name(_FLOW, settings), "")
    try:
        opened = _seal(keyring).decrypt_at_time(sealed.encode(), FLOW_FOR, _seconds(now))
    except InvalidToken:
        return None
    return Flow(**json.loads(opened))


def clear_flow(response: Response, settings: Settings) -> None:
    response.delete_cookie(_name(_FLOW, settings), secure=is_secure(settings), httponly=True, samesite="lax")


def _name(name: str, settings: Settings) -> str:
    # __Host-: the browser takes it from this host alone, over TLS, for all of its paths.
    return f"__Host-{name}" if is_secure(settings) else name


def _seal(keyring: Keyring) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(keyring.digest(UUID(int=0), "login-flow", b"")))


def _seconds(now: datetime) -> int:
    return int(now.timestamp())
