"""Who is calling: the API key in ``Authorization: Bearer inn_…``, and where none is needed."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from service.api.resources import Use
from service.errors import Unauthenticated
from service.settings import Settings
from service.storage.principals import Principal, Scope, authenticate, require

_BEARER = HTTPBearer(auto_error=False, scheme_name="API key", bearerFormat="inn_…")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`; a name other than localhost is not trusted."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_open(settings: Settings) -> bool:
    """Whether calls that store nothing need no key."""
    return settings.open_loopback and is_loopback(settings.host)


def principal(use: Use, credentials: Credentials) -> Principal:
    """The owner of the key. Raises Unauthenticated if there is none."""
    if credentials is None:
        raise Unauthenticated
    return authenticate(use.store, credentials.credentials)


Caller = Annotated[Principal, Depends(principal)]


def guest(use: Use, credentials: Credentials) -> Principal | None:
    """The owner of the key, or None where calls that store nothing need none."""
    if credentials is None and is_open(use.settings):
        return None
    found = principal(use, credentials)
    require(found, "anonymize")
    return found


def holder_of(scope: Scope) -> Callable[[Principal], Principal]:
    """A dependency: the owner of a key with `scope`. Raises Forbidden."""

    def holder(caller: Caller) -> Principal:
        require(caller, scope)
        return caller

    return holder


Guest = Annotated[Principal | None, Depends(guest)]
Clerk = Annotated[Principal, Depends(holder_of("documents"))]
Reviewer = Annotated[Principal, Depends(holder_of("review"))]
Auditor = Annotated[Principal, Depends(holder_of("audit"))]
