"""A run: what is done, what is left, and who else is at it."""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Final, Literal

from service import durable
from service.bulk import local
from service.bulk.errors import AnotherRun, BulkError, RunInProgress
from service.bulk.outcomes import Journal, Outcome, last
from service.bulk.sources import Source, Unit
from service.bulk.work import Setup

Engine = Literal["local", "ray"]

TABLE: Final = "outcomes.jsonl"
RUN: Final = "run.json"
#: There once all documents have their row.
FINISHED: Final = "finished"


def run(
    setup: Setup,
    source: Source,
    engine: Engine,
    processes: int,
    watch: Callable[[list[Outcome]], None],
    stopped: Callable[[], bool],
    *,
    retry: bool = False,
) -> None:
    """Do what of `source` is not done yet, and `watch` the rows as they are written; first
    those of earlier runs.

    retry: what failed is tried again.

    Raises:
        BulkError: see `service.bulk.errors`.
    """
    if setup.out.resolve().is_relative_to(setup.source.resolve()):
        raise BulkError("The output folder lies in the input.")
    with _alone(setup.out):
        _begin(setup)
        (setup.out / FINISHED).unlink(missing_ok=True)
        table = setup.out / TABLE
        with Journal(table) as journal:
            earlier = [row for row in last(table).values() if not (retry and row.status == "failed")]
            watch(earlier)
            done = {row.item for row in earlier}
            units = (unit for unit in source.units() if not done.issuperset(setup.items(unit)))
            for rows in _runner(engine)(setup, units, processes, stopped):
                journal.add(rows)
                watch(rows)
        if not stopped():
            durable.write(setup.out / FINISHED, b"")


def _runner(
    engine: Engine,
) -> Callable[[Setup, Iterator[Unit], int, Callable[[], bool]], Iterator[list[Outcome]]]:
    if engine == "local":
        return local.run
    from service.bulk import on_ray

    return on_ray.run


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Nobody else writes to `out` meanwhile. Raises RunInProgress."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RunInProgress from None
        yield


def _begin(setup: Setup) -> None:
    """Note what the run is, or see that it is the one begun here; take away what was half
    written. Raises AnotherRun."""
    told = {
        "source": setup.digest("bulk", str(setup.source.resolve())).hex(),
        "style": setup.style,
        "way": [setup.way.format, sorted(setup.way.fields or ()), sorted(setup.way.hold), setup.way.ocr],
        "columns": list(chain([setup.columns.text], setup.columns.keep, ["|"], setup.columns.strata)),
        "strata": sorted(setup.strata),
        **asdict(setup.versions),
    }
    path = setup.out / RUN
    if not path.exists():
        durable.write(path, (json.dumps(told, indent=2) + "\n").encode())
    elif json.loads(path.read_bytes()) != told:
        raise AnotherRun
    for half in setup.out.rglob(f"{durable.PREFIX}*"):
        half.unlink(missing_ok=True)
