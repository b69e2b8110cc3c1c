"""Contestants in turn over the same rulings, round after round, so that all meet the same machine."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench import peers
from bench.texts import ROOT, words

BUNDLES = ROOT / "models" / "bundles"

#: What runs, by the name that the table gives it: a peer's environment or ours, module, arguments.
CONTESTANTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "default, CLI": ("", "ours", (str(BUNDLES / "default"),)),
    "default, HTTP": ("", "over_http", (str(BUNDLES / "default"),)),
    "light, CLI": ("", "ours", (str(BUNDLES / "light"),)),
    "light, HTTP": ("", "over_http", (str(BUNDLES / "light"),)),
    "Presidio, es_core_news_sm": ("presidio", "presidio", ()),
    "Presidio in one process": ("presidio", "presidio", ("1",)),
    "transformers pipeline, default in fp32": ("", "plain", (str(BUNDLES / "default"),)),
}
#: Takes longer than all others together, and runs in every third round only.
SLOW = "transformers pipeline, default in fp32"
SELDOM = 3


@dataclass
class Contestant:
    """A process that is ready; `first` is the seconds from its start, or that of the service
    that it sends to, to the first answer."""

    process: subprocess.Popen[str]
    first: float

    def run(self) -> dict[str, Any]:
        """One pass over its texts."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return _answer(self.process)

    def stop(self) -> None:
        self.process.communicate(timeout=60)


def start(name: str, texts: list[str], affinity: set[int] | None = None) -> Contestant:
    """The contestant called `name`, over `texts`, on all cores or those of `affinity`."""
    environment, module, arguments = CONTESTANTS[name]
    python = peers.python_of(environment) if environment else Path(sys.executable)
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(texts, file)
    started = time.perf_counter()
    process = subprocess.Popen(
        [python, "-m", f"bench.contestants.{module}", file.name, *arguments],
        cwd=ROOT,
        env={**os.environ, "TOKENIZERS_PARALLELISM": "false"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=(lambda: os.sched_setaffinity(0, affinity)) if affinity else None,
    )
    try:
        told = _answer(process)
        return Contestant(process, told.get("seconds") or time.perf_counter() - started)
    finally:
        Path(file.name).unlink()


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("a contestant ended before its answer; run its module by hand to see why")
    answer: dict[str, Any] = json.loads(line)
    return answer


def compare(texts: list[str], rounds: int) -> dict[str, Any]:
    """Of each contestant words a second (median and range of the rounds), the seconds to its
    first answer, its memory, and the seconds a text takes at the median and the 95th of a hundred."""
    count = words(texts)
    # Else all but one core wait for the last text, and the longer it is the longer.
    texts = sorted(texts, key=len, reverse=True)
    running = {name: start(name, texts) for name in CONTESTANTS}
    try:
        passes: dict[str, list[dict[str, Any]]] = {name: [] for name in running}
        for turn in range(rounds):
            for name, contestant in running.items():
                if name != SLOW or turn % SELDOM == 0:
                    passes[name].append(contestant.run())
    finally:
        for contestant in running.values():
            contestant.stop()
    return {
        "texts": len(texts),
        "words": count,
        "rounds": rounds,
        "contestants": {
            name: {
                "rate": median(count / one["seconds"] for one in of),
                "rates": [count / one["seconds"] for one in of],
                "first": running[name].first,
                "memory": of[-1]["memory"],
            }
            for name, of in passes.items()
        },
    }


def from_one_core_to_all(texts: list[str]) -> dict[str, float]:
    """Words a second of the default bundle on the command line, on one core, two … all."""
    cores = sorted(os.sched_getaffinity(0))
    rates = {}
    for count in range(1, len(cores) + 1):
        contestant = start("default, CLI", texts, set(cores[:count]))
        rates[str(count)] = max(words(texts) / contestant.run()["seconds"] for _ in range(2))
        contestant.stop()
    return rates
