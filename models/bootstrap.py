"""How far figures would move with other rulings: bootstrap over documents.

The mentions of one ruling stand or fall together, so whole documents are drawn, as many
as there are, with replacement; figures are computed anew from the sums of their counts.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.counts import Counts, Key

SAMPLES: Final = 1000
LEVEL: Final = 0.95
SEED: Final = 1

Floats = NDArray[np.float64]
Interval = tuple[float, float]


def intervals(
    counts: Sequence[Counts],
    shares: Callable[[Mapping[Key, Floats]], Mapping[str, Mapping[str, Floats]]],
    samples: int = SAMPLES,
    seed: int = SEED,
) -> dict[str, dict[str, Interval | None]]:
    """The interval of every figure that `shares` computes from sums of `counts`, one
    `Counts` a document. The same seed gives the same intervals."""
    rows = shares(resample(counts, samples, seed))
    enough = len(counts) > 1
    return {
        row: {name: interval(values) if enough else None for name, values in found.items()}
        for row, found in rows.items()
    }


def resample(counts: Sequence[Counts], samples: int, seed: int) -> dict[Key, Floats]:
    """Sums of `counts` over each of `samples` draws of documents, by key."""
    if not counts:
        return {}
    keys = sorted(set().union(*counts))
    table = np.array([[one.get(key, 0) for key in keys] for one in counts], dtype=np.float64)
    dice = np.random.default_rng(seed)
    times = dice.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=samples)
    sums = times @ table
    return {key: sums[:, column] for column, key in enumerate(keys)}


def interval(values: Floats, level: float = LEVEL) -> Interval | None:
    """The middle `level` of `values`, NaN aside; None if nothing is left."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
