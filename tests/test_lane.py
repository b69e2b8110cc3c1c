"""The lane: so many at once, so many in line, no more."""

import threading

import pytest

from service.errors import Busy
from service.lane import Lane


def test_it_admits_as_many_as_it_has_places() -> None:
    lane = Lane(width=2, waiting=0)
    with lane.enter(), lane.enter(), pytest.raises(Busy) as refused, lane.enter():
        pass
    assert refused.value.retry_after > 0
    with lane.enter(), lane.enter():
        pass


def test_who_waits_gets_a_turn() -> None:
    lane = Lane(width=1, waiting=1)
    entered = threading.Event()

    def second() -> None:
        with lane.enter():
            entered.set()

    with lane.enter():
        thread = threading.Thread(target=second)
        thread.start()
        while not lane.waiting:  # until the other stands in line
            pass
        assert not entered.is_set()
    thread.join(10)
    assert entered.is_set()


def test_a_failure_gives_the_place_back() -> None:
    lane = Lane(width=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ValueError, match="failed"), lane.enter():
            raise ValueError("failed")


def test_it_tells_when_the_last_one_has_left() -> None:
    told: list[str] = []
    lane = Lane(width=2, waiting=0, idle=lambda: told.append("idle"))
    with lane.enter():
        with lane.enter():
            pass
        assert told == []
    assert told == ["idle"]


class Line:
    """Calls that stand in line behind one that holds the only turn, and in which order they had theirs."""

    def __init__(self, waiting: int) -> None:
        self.lane = Lane(width=1, waiting=waiting)
        self.had: list[str] = []
        self.refused: list[str] = []
        self._threads: list[threading.Thread] = []

    def join(self, court: str) -> None:
        """Stand in line, or be refused."""
        before = self.lane.waiting, len(self.refused)
        thread = threading.Thread(target=self._call, args=(court,))
        thread.start()
        self._threads.append(thread)
        while (self.lane.waiting, len(self.refused)) == before and thread.is_alive():
            pass

    def _call(self, court: str) -> None:
        try:
            with self.lane.enter(court):
                self.had.append(court)
        except Busy:
            self.refused.append(court)

    def finish(self) -> None:
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()


def test_courts_take_turns() -> None:
    line = Line(waiting=5)
    with line.lane.enter("holder"):
        for court in ("many", "many", "many", "few", "other"):
            line.join(court)
    line.finish()
    assert line.had == ["many", "few", "other", "many", "many"]
    assert line.refused == []


def test_who_has_most_in_line_makes_room_for_others() -> None:
    line = Line(waiting=3)
    with line.lane.enter("holder"):
        for court in ("many", "many", "many"):
            line.join(court)
        line.join("many")  # has all of it: nobody is left to make room
        assert line.refused == ["many"]
        line.join("few")
        line.join("few")  # two against one: the same again is no more just
    line.finish()
    assert sorted(line.had) == ["few", "many", "many"]
    assert sorted(line.refused) == ["few", "many", "many"]


def test_a_turn_is_free_again_after_a_line() -> None:
    line = Line(waiting=2)
    with line.lane.enter():
        line.join("one")
        line.join("two")
    line.finish()
    with line.lane.enter(), pytest.raises(Busy), Lane(width=0, waiting=0).enter():
        pass
    assert line.lane.waiting == 0
