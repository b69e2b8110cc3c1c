"""Addresses: which only this machine can reach, and which are safe to talk to."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`; a name other than localhost is not trusted."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_safe_url(url: str) -> bool:
    """Whether `url` is https or, on this machine, http; with a host and without a user."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = parts.scheme == "http" and is_loopback(host)
    return bool(host) and "@" not in parts.netloc and (parts.scheme == "https" or plain)
