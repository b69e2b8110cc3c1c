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
        while lane._places.acquire(blocking=False):  # until the other stands in line
            lane._places.release()
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
