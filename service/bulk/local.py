"""Units done by processes of this machine, a session of one thread each.

A process takes a unit when it has nothing to do, so that none waits in line. One that dies is
replaced, and its unit tried again; a unit that kills three is given up.
"""

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

from service.bulk.errors import WorkersFail
from service.bulk.outcomes import Outcome
from service.bulk.sources import Unit
from service.bulk.work import Setup, Worker
from service.errors import InnominadoError

TRIES: Final = 3
#: Of a forked server, not of this process: here are threads, and the terminal.
_CONTEXT: Final = get_context("forkserver")


@dataclass(slots=True)
class _Hand:
    """A process, our end of its pipe, and what it works on, for the which time."""

    process: BaseProcess
    pipe: Any
    unit: Unit | None = None
    tries: int = 0


def run(
    setup: Setup, units: Iterator[Unit], count: int, stopped: Callable[[], bool]
) -> Iterator[list[Outcome]]:
    """The rows of all units, as they come, by `count` processes. Once it is `stopped`, what is
    in hand is finished and nothing more begun.

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
            done: list[Outcome] = []
            for pipe in wait([hand.pipe for hand in hands]):
                hand = next(hand for hand in hands if hand.pipe is pipe)
                try:
                    told = hand.pipe.recv()
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
                        done += setup.abandoned(hand.unit)
                    hands.append(_start(setup))
                    continue
                if isinstance(told, Exception):
                    raise told
                done += told
                job = None if stopped() else again.pop() if again else (next(units, None), 0)
                if job is None or job[0] is None:
                    hands.remove(hand)
                    hand.pipe.send(None)
                else:
                    hand.unit, hand.tries = job[0], job[1] + 1
                    hand.pipe.send(hand.unit)
            if done:
                yield done
    finally:
        for hand in hands:
            hand.process.kill()


def _start(setup: Setup) -> _Hand:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(setup, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Hand(process, ours)


def _serve(setup: Setup, pipe: Any) -> None:
    """Work on what comes through `pipe`, until None, or until nobody is at its other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's; whoever started this ends it
    try:
        worker = Worker(setup)
        pipe.send([])
        while (unit := pipe.recv()) is not None:
            pipe.send(worker(unit))
    except InnominadoError as error:
        pipe.send(error)
    except (EOFError, OSError):
        pass
