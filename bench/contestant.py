"""A process that reads rulings again and again, when it is told to: one side of a comparison.

    python -m bench.contestants.NAME TEXTS.json [ARGUMENT …]

It gets ready, reads one text, writes ``{"first": true}`` (with the ``seconds`` since another
process began, if it is that one which is measured), and then for every line on standard input one
object: the seconds that all texts took, each one's own, and the memory of this process and of
those that it started. Needs the standard library alone: peers run it where they live.
"""

import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TextIO

Read = Callable[[str], object]


def cores() -> int:
    return len(os.sched_getaffinity(0))


def compete(
    make: Callable[[list[str]], Read], at_once: int = 1, began: Callable[[], float | None] = lambda: None
) -> None:
    """Be a contestant: `make` takes the arguments and gives what reads a text, `at_once` of them
    in threads. began: once it is made, when the process that it sends to was started
    (``time.perf_counter``)."""
    compete_all(lambda arguments: _in_threads(make(arguments), at_once), began)


def compete_all(
    make: Callable[[list[str]], Callable[[Sequence[str]], list[float]]],
    began: Callable[[], float | None] = lambda: None,
) -> None:
    """The same of what reads many texts and tells the seconds of each."""
    # Whatever libraries print must not stand among the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    texts: list[str] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    read = make(sys.argv[2:])
    read(texts[:1])
    since = began()
    _tell(answers, {"first": True, "seconds": since and time.perf_counter() - since})
    for _ in sys.stdin:
        started = time.perf_counter()
        each = read(texts)
        seconds = time.perf_counter() - started
        _tell(answers, {"seconds": seconds, "each": each, "memory": sum(map(peak, _family(os.getpid())))})


def compete_in_processes(make: Callable[[list[str]], Read], count: int) -> None:
    """Be a contestant of `count` processes, each with what `make` gives."""

    def start(arguments: list[str]) -> Callable[[Sequence[str]], list[float]]:
        pool = multiprocessing.get_context("spawn").Pool(count, _get_ready, (make, arguments))
        return lambda texts: pool.map(_timed, texts, chunksize=1)

    compete_all(start)


#: Of a process of those.
_read: Read


def _get_ready(make: Callable[[list[str]], Read], arguments: list[str]) -> None:
    global _read
    _read = make(arguments)
    _timed("El señor Juan Prueba.")


def _timed(text: str) -> float:
    started = time.perf_counter()
    _read(text)
    return time.perf_counter() - started


def _in_threads(read: Read, at_once: int) -> Callable[[Sequence[str]], list[float]]:
    pool = ThreadPoolExecutor(at_once)

    def timed(text: str) -> float:
        started = time.perf_counter()
        read(text)
        return time.perf_counter() - started

    return lambda texts: list(pool.map(timed, texts))


def _tell(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def peak(pid: int) -> float:
    """The most memory that a process has had, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(
        (int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0
    )
