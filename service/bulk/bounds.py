"""How sure a rate is that was seen in a sample: the exact interval of Clopper and Pearson."""

import math
from collections.abc import Callable


def interval(seen: int, size: int, confidence: float) -> tuple[float, float]:
    """``(low, high)``: between them the rate lies, with `confidence` (0 to 1) at least, if
    `seen` of `size` drawn at random had it."""
    outside = (1 - confidence) / 2
    low = 0.0 if seen == 0 else _root(lambda p: 1 - _at_most(seen - 1, size, p) - outside)
    high = 1.0 if seen == size else _root(lambda p: outside - _at_most(seen, size, p))
    return low, high


def needed(bound: float, confidence: float) -> int:
    """How many have to be drawn for the upper end to be at most `bound` if none has it."""
    return math.ceil(math.log((1 - confidence) / 2) / math.log1p(-bound))


def _at_most(seen: int, size: int, rate: float) -> float:
    """The chance that at most `seen` of `size` have what each has with the chance `rate`."""
    if rate <= 0 or rate >= 1:
        return 1.0 if rate <= 0 else float(seen >= size)
    here, there = math.log(rate), math.log1p(-rate)
    choose = math.lgamma(size + 1)
    return math.fsum(
        math.exp(choose - math.lgamma(k + 1) - math.lgamma(size - k + 1) + k * here + (size - k) * there)
        for k in range(seen + 1)
    )


def _root(rising: Callable[[float], float]) -> float:
    """Where from 0 to 1 a function that rises comes to zero."""
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return high
