"""The one way into inference: so many calls run, so many wait, the rest are told to retry.

Courts take turns, however many calls one of them sends; and where the line is full, a court that
has more in it than the newcomer's gives up its last place.
"""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from service.errors import Busy

#: Seconds after which a refused caller may try again: about one long ruling's time.
RETRY_AFTER = 2


class _Ticket:
    """A place in line. `called` is set when its turn has come, or when it has lost its place."""

    def __init__(self) -> None:
        self.called = threading.Event()
        self.lost = False


class Lane:
    """Admits `width` calls at once and lets `waiting` more stand in line; `idle` is called
    when the last one has left."""

    def __init__(self, width: int, waiting: int, idle: Callable[[], None] = lambda: None) -> None:
        self.places = width + waiting
        self._lock = threading.Lock()
        self._width = self._free = width
        self._room = waiting
        self._idle = idle
        #: Who waits, by court; the court whose turn is next comes first.
        self._lines: dict[Hashable, deque[_Ticket]] = {}

    @property
    def waiting(self) -> int:
        """Calls in line."""
        with self._lock:
            return sum(map(len, self._lines.values()))

    @contextmanager
    def enter(self, court: Hashable = None) -> Iterator[None]:
        """Hold a turn, waiting for it in line if there is room there.

        Blocks the calling thread: not for the event loop.

        Raises:
            Busy: the line is full.
        """
        ticket = self._stand(court)
        ticket.called.wait()
        if ticket.lost:
            raise Busy(RETRY_AFTER)
        try:
            yield
        finally:
            self._leave()

    def _stand(self, court: Hashable) -> _Ticket:
        ticket = _Ticket()
        with self._lock:
            if self._free:
                self._free -= 1
                ticket.called.set()
                return ticket
            if sum(map(len, self._lines.values())) >= self._room:
                self._make_room(court)
            self._lines.setdefault(court, deque()).append(ticket)
        return ticket

    def _make_room(self, court: Hashable) -> None:
        greediest = max(self._lines, key=lambda other: len(self._lines[other]), default=court)
        if len(self._lines.get(greediest, ())) <= len(self._lines.get(court, ())) + 1:
            raise Busy(RETRY_AFTER)
        last = self._lines[greediest].pop()
        last.lost = True
        last.called.set()

    def _leave(self) -> None:
        with self._lock:
            if not self._lines:
                self._free += 1
                if self._free == self._width:
                    self._idle()
                return
            court = next(iter(self._lines))
            line = self._lines.pop(court)
            line.popleft().called.set()
            if line:  # to the end of the courts
                self._lines[court] = line
