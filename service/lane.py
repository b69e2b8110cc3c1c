"""The one way into inference: so many calls run, so many wait, the rest are told to retry."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service.errors import Busy

#: Seconds after which a refused caller may try again: about one long ruling's time.
RETRY_AFTER = 2


class Lane:
    """Admits `width` calls at once and lets `waiting` more stand in line; `idle` is called
    when the last one has left."""

    def __init__(self, width: int, waiting: int, idle: Callable[[], None] = lambda: None) -> None:
        self.places = width + waiting
        self._places = threading.BoundedSemaphore(self.places)
        self._turns = threading.BoundedSemaphore(width)
        self._idle = idle
        self._inside = 0
        self._lock = threading.Lock()

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Hold a turn, waiting for it in line if there is room there.

        Blocks the calling thread: not for the event loop.

        Raises:
            Busy: the line is full.
        """
        if not self._places.acquire(blocking=False):
            raise Busy(RETRY_AFTER)
        self._count(1)
        try:
            with self._turns:
                yield
        finally:
            self._places.release()
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self._inside += change
            if self._inside == 0:
                self._idle()
