"""The way out for events: a POST to an address that the operator gave.

Over TLS, to public addresses, without redirects and proxies: what could be turned against
the network that the service stands in is refused. `private` lets it go to addresses of
that network too and, on loopback, without TLS.
"""

import socket
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import httpcore2

from service.errors import TargetRefused, Undelivered

#: Seconds for each step: to connect, to write, to read.
PATIENCE: Final = 10.0
_TIMEOUT: Final = dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)


def check_target(url: str, *, private: bool) -> SplitResult:
    """`url` taken apart. Raises TargetRefused if nothing is ever sent there."""
    try:
        found = urlsplit(url)
        host, _ = found.hostname, found.port
    except ValueError:
        raise TargetRefused("It is no URL.") from None
    if not host or found.username is not None or found.password is not None or not url.isascii():
        raise TargetRefused("It has no host, or a user's name, or letters beyond ASCII.")
    if found.scheme != "https" and not (found.scheme == "http" and private and _is_loopback(host)):
        raise TargetRefused("It is not https.")
    return found


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool = False) -> None:
    """Send `body` once. Its receiver answers 2xx; the answer's own body is not read.

    Raises:
        TargetRefused: nothing is ever sent there.
        Undelivered: it is not reached, or answers something else.
    """
    check_target(url, private=private)
    pool = httpcore2.ConnectionPool(network_backend=_Guarded(private=private))
    try:
        with (
            pool,
            pool.stream(
                "POST", url, headers=list(headers.items()), content=body, extensions={"timeout": _TIMEOUT}
            ) as answer,
        ):
            status = answer.status
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError) as error:
        raise Undelivered(f"{type(error).__name__}.") from None
    if not 200 <= status < 300:
        raise Undelivered(f"It answered {status}.")


class _Guarded(httpcore2.NetworkBackend):
    """Connects to the very address that it looked at: a name that points elsewhere a moment
    later gains nothing."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise httpcore2.ConnectError from None
        addresses = [str(place[4][0]) for place in found]
        if not self._private and not all(map(_is_public, addresses)):
            raise TargetRefused("Its address is not public.")
        return self._sockets.connect_tcp(addresses[0], port, timeout, local_address, socket_options)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or found
    return bool(mapped.is_global and not mapped.is_multicast)
