"""The one way into inference: so many calls run, so many wait, the rest are told to retry."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from service.errors import Busy

#: Seconds after which a refused caller may try again: about one long ruling's time.
RETRY_AFTER = 2


class Lane:
    """Admits `width` calls at once and lets `waiting` more stand in line."""

    def __init__(self, width: int, waiting: int) -> None:
        self.places = width + waiting
        self._places = threading.BoundedSemaphore(self.places)
        self._turns = threading.BoundedSemaphore(width)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Hold a turn, waiting for it in line if there is room there.

        Blocks the calling thread: not for the event loop.

        Raises:
            Busy: the line is full.
        """
        if not self._places.acquire(blocking=False):
            raise Busy(RETRY_AFTER)
        try:
            with self._turns:
                yield
        finally:
            self._places.release()
