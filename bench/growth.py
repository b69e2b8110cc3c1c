"""Seconds and memory from a thousand words to a million, one document at a time.

The cost a word must not grow with the document. What is not the forward pass is measured apart
as well, with logits of nothing: it is where a square would hide.
"""

import resource
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.texts import grown, rulings
from service.backends import load_bundle
from service.engine import assemble, engine_of
from service.pipeline import Engine, analyze
from service.pipeline.decode import decode_text
from service.policies import load_policies

#: Documents of each size: words, how many.
SIZES = ((1_000, 20), (10_000, 4), (100_000, 1), (1_000_000, 1))


class Guessing:
    """A backend that reads nothing: every token is outside but for a name now and then."""

    def __init__(self, tags: Sequence[str]) -> None:
        self._outside, self._name = tags.index("O"), tags.index("B-NOMBRE-PARTE")
        self._tags = len(tags)

    def logits(self, windows: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        return [self._guess(window) for window in windows]

    def _guess(self, window: NDArray[np.int64]) -> NDArray[np.float32]:
        logits = np.zeros((len(window), self._tags), np.float32)
        logits[:, self._outside] = 8
        logits[window % 50 == 0, self._name] = 16
        return logits


def growth(bundle: Path, most: int) -> list[dict[str, Any]]:
    """A row a size up to `most` words: microseconds a word, all and without the forward pass, the
    seconds that a document takes at the median and the 95th of a hundred, and memory so far in MB."""
    opened = load_bundle(bundle)
    whole, rest = engine_of(bundle), assemble(opened, Guessing(opened.tags))
    for text in rulings():  # every expression that some text needs is compiled by then
        _seconds(whole, text)
    rows = []
    for size, count in SIZES:
        if size > most:
            break
        texts = [grown(size, seed) for seed in range(count)]
        each = [_seconds(whole, text) for text in texts]
        cuts = quantiles(each, n=20) if count > 1 else each * 19
        rows.append(
            {
                "words": size,
                "documents": count,
                "cost": sum(each) / size / count * 1e6,
                "rest": sum(_seconds(rest, text) for text in texts) / size / count * 1e6,
                "p50": cuts[9],
                "p95": cuts[18],
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    return rows


def _seconds(engine: Engine, text: str) -> float:
    policy = load_policies()["todo"]
    started = time.perf_counter()
    analyze(decode_text(text), engine, policy)
    return time.perf_counter() - started
