"""Units done by processes of this machine, a session of one thread each.

A process takes a unit when it has nothing to do, so that none waits in line. One that dies is
replaced, and its unit tried again; a unit that kills three is given up. One that takes too long
over a document is killed, with what it started: a parser that hangs can't be asked to stop.

    ◄── []: ready    ──► a unit    ◄── 0, 1 …: this document of it is begun, and its time runs
    ◄── None: may I write?    ──► True    ◄── the rows
"""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, Final

from service import interpreter
from service.bulk.errors import WorkersFail
from service.bulk.outcomes import Outcome
from service.bulk.sources import File, Unit
from service.bulk.work import TIMED_OUT, Setup, Worker
from service.errors import InnominadoError

TRIES: Final = 3
#: Of a forked server, not of this process: here are threads, and the terminal.
_CONTEXT: Final = get_context("forkserver")


@dataclass(slots=True)
class _Hand:
    """A process, our end of its pipe, and what it works on, for the which time; which document
    of it, and until when it may, if there is a limit."""

    process: BaseProcess
    pipe: Any
    unit: Unit | None = None
    tries: int = 0
    number: int = 0
    until: float | None = None

    def is_late(self) -> bool:
        """Whether its time is over, and it has said nothing that was not heard yet."""
        return self.until is not None and monotonic() >= self.until and not self.pipe.poll()

    def kill(self) -> None:
        """End it and what it started."""
        if self.process.is_alive() and self.process.pid:
            with suppress(ProcessLookupError):  # it has no group yet
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()


def run(
    setup: Setup, units: Iterator[Unit], count: int, stopped: Callable[[], bool]
) -> Iterator[list[Outcome]]:
    """The rows of all units, as they come, by `count` processes. Another unit is asked for once
    the rows of one are taken. Once it is `stopped`, what is in hand is finished and nothing more begun.

    Raises:
        WorkersFail: processes die before they are ready.
        InnominadoError: what a worker raises.
    """
    _CONTEXT.set_forkserver_preload(["service.bulk.work", "service.engine"])
    hands = [_start(setup) for _ in range(count)]
    again: list[tuple[Unit, int]] = []
    stillborn = 0
    try:
        while hands:
            for pipe in wait([hand.pipe for hand in hands], _patience(hands)):
                hand = next(hand for hand in hands if hand.pipe is pipe)
                try:
                    told = _heard(hand, setup.seconds)
                except (EOFError, OSError):
                    hands.remove(hand)
                    hand.process.join()
                    if stopped():
                        continue
                    stillborn = stillborn + 1 if hand.unit is None else 0
                    if stillborn >= TRIES * count:
                        raise WorkersFail from None
                    if hand.unit is not None and hand.tries < TRIES:
                        again.append((hand.unit, hand.tries))
                    elif hand.unit is not None:
                        yield setup.abandoned(hand.unit)
                    hands.append(_start(setup))
                    continue
                if told is None:
                    continue
                if told:
                    yield told
                job = None if stopped() else again.pop() if again else (next(units, None), 0)
                if job is None or job[0] is None:
                    hands.remove(hand)
                    hand.pipe.send(None)
                else:
                    hand.unit, hand.tries = job[0], job[1] + 1
                    hand.pipe.send(hand.unit)
            for hand in [hand for hand in hands if hand.is_late()]:
                hand.kill()
                hands.remove(hand)
                if isinstance(hand.unit, File):
                    yield setup.abandoned(hand.unit, TIMED_OUT)
                elif hand.unit is not None:  # the other rows are done, without the one
                    rows = list(hand.unit.rows)
                    rows[hand.number] = replace(rows[hand.number], timed_out=True)
                    again.append((replace(hand.unit, rows=tuple(rows)), hand.tries - 1))
                if not stopped():
                    hands.append(_start(setup))
    finally:
        for hand in hands:
            hand.kill()


def _heard(hand: _Hand, seconds: float | None) -> list[Outcome] | None:
    """What a process says: rows, once it wants a unit. Raises EOFError, OSError: it is dead;
    InnominadoError: what ends the run."""
    told: int | list[Outcome] | InnominadoError | None = hand.pipe.recv()
    hand.until = None
    if isinstance(told, InnominadoError):
        raise told
    if isinstance(told, list):
        return told
    if told is None:
        hand.pipe.send(True)
    else:
        hand.number = told
        hand.until = None if seconds is None else monotonic() + seconds
    return None


def _patience(hands: Sequence[_Hand]) -> float | None:
    """Seconds until the time of one is over, if any has one."""
    ends = [hand.until for hand in hands if hand.until is not None]
    return max(0.0, min(ends) - monotonic()) if ends else None


def _start(setup: Setup) -> _Hand:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(setup, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Hand(process, ours)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells at the other end of the pipe how far a unit is."""

    pipe: Any

    def begins(self, number: int) -> None:
        self.pipe.send(number)

    def writes(self) -> None:
        self.pipe.send(None)
        self.pipe.recv()


def _serve(setup: Setup, pipe: Any) -> None:
    """Work on what comes through `pipe`, until None, or until nobody is at its other end."""
    interpreter.configure()
    os.setpgid(0, 0)  # so that what it starts ends with it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's; whoever started this ends it
    try:
        worker = Worker(setup, _Teller(pipe))
        pipe.send([])
        while (unit := pipe.recv()) is not None:
            pipe.send(worker(unit))
    except InnominadoError as error:
        pipe.send(error)
    except (EOFError, OSError):
        pass
