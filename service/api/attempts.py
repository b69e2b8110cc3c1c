"""Failed logins, counted by address: too many, and the address waits."""

from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from time import time
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from service.errors import TooManyAttempts

WINDOW_MINUTES: Final = 5


class Attempts:
    """At most `limit` failures of one address in five minutes, in this process."""

    def __init__(self, limit: int) -> None:
        self._limit = RateLimitItemPerMinute(limit, WINDOW_MINUTES)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, address: str) -> None:
        """Raise TooManyAttempts if there is no attempt left."""
        place = _place(address)
        if not self._limiter.test(self._limit, place):
            reset = self._limiter.get_window_stats(self._limit, place).reset_time
            raise TooManyAttempts(max(1, ceil(reset - time())))

    def failed(self, address: str) -> None:
        """Count a failure."""
        self._limiter.hit(self._limit, _place(address))


def _place(address: str) -> str:
    """The address; of IPv6 the network, whose addresses are one subscriber's."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else address
