"""Units done by a Ray cluster: Ray Data sends them to actors, each of which holds the model.

Input, output and bundle are on storage that every node sees under the same paths. Ray Data
holds back what the actors cannot take yet, replaces those that die, and does their block again;
what is missing after that is tried once more in blocks of one unit, and then given up.
"""

import os
import pickle
from collections.abc import Callable, Iterator
from itertools import islice
from queue import SimpleQueue
from typing import Any, Final

from service.bulk import local
from service.bulk.errors import WorkersFail
from service.bulk.extra import needs
from service.bulk.outcomes import Outcome, dump, load
from service.bulk.sources import Unit
from service.bulk.work import Setup
from service.errors import InnominadoError

#: Units that Ray is given at once, and in how large blocks.
WAVE: Final = 20_000
BLOCKS: Final = (16, 1)
RETRIES: Final = 2


class Actor:
    """A worker as Ray Data calls it: a row with a unit in, pickled, a row with its outcomes out,
    or with the code of what ends the run. The work is done by a process of the actor's own, which
    can be killed if it takes too long."""

    def __init__(self, setup: Setup) -> None:
        self.units: SimpleQueue[Unit | None] = SimpleQueue()
        self.done = local.run(setup, iter(self.units.get, None), 1, lambda: False)
        self.refused = ""

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        unit: Unit = pickle.loads(row["unit"])  # noqa: S301 (our own)
        outcomes = ""
        if not self.refused:
            self.units.put(unit)
            try:
                outcomes = dump(next(self.done))
            except InnominadoError as error:
                self.refused = error.code
        return {"number": row["number"], "outcomes": outcomes, "refused": self.refused}


def _patience() -> dict[str, Any]:
    """How often an actor is replaced, and its block done again by another."""
    return {"max_restarts": 4 * RETRIES, "max_task_retries": RETRIES}


def run(
    setup: Setup, units: Iterator[Unit], count: int, stopped: Callable[[], bool]
) -> Iterator[list[Outcome]]:
    """The rows of all units, as they come, by `count` actors of one CPU each.

    Raises:
        MissingExtra: there is no Ray here.
        WorkersFail: a node has another bundle or policy, or cannot write.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing of a court's machine goes out
    ray = needs("ray", "ray")
    data = needs("ray.data", "ray")
    if not ray.is_initialized():
        ray.init(log_to_driver=False)
    context = data.DataContext.get_current()
    context.enable_progress_bars = False
    context.max_errored_blocks = -1  # what they held is missing, and seen to below
    while wave := dict(enumerate(islice(units, WAVE))):
        for size in BLOCKS:
            rows = [{"number": number, "unit": pickle.dumps(unit)} for number, unit in wave.items()]
            done = data.from_items(rows, override_num_blocks=-(-len(rows) // size)).map(
                Actor,
                fn_constructor_args=(setup,),
                compute=data.ActorPoolStrategy(min_size=1, max_size=count),
                num_cpus=1,
                ray_remote_args_fn=_patience,
            )
            for row in done.iter_rows():
                if row["refused"]:
                    raise WorkersFail(f"On a node: {row['refused']}.")
                del wave[row["number"]]
                yield load(row["outcomes"])
                if stopped():
                    return
            if not wave:
                break
        if wave:
            yield [outcome for unit in wave.values() for outcome in setup.abandoned(unit)]
