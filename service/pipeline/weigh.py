"""What a doubtful place is worth: how it was found, and what the model thinks of it.

    log-odds of being right = intercept + slope x log-odds that the model gives the place

with an intercept and a slope for every label and circumstance (`circumstances`), fitted by
``python -m models calibrate`` on rulings that the model has not seen. So a piece that the
model wavers over beside a sure name goes before a person, and one that a rule found where
the model is all but certain that nobody is meant does not. What is sure is left alone, and
so is a circumstance that calibration has hardly met. So are the further mentions of a name:
a person forgotten once undoes every other mask, so they go before a reviewer whatever the
model thinks; save where a single word is all that was found, and elsewhere it is mostly no
name: that is as often a town, an office or a common noun.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from service.document import Span
from service.pipeline.merge import IN_ORGANISATION, sure
from service.pipeline.policy import Thresholds
from service.pipeline.propagate import SINGLE_WORD

BESIDE: Final = "beside its like"
PROPAGATION: Final = "propagation"

#: No chance is nearer to 0 or 1 than this.
_LEAST: Final = 1e-4
#: Characters, none of them a letter or digit, that may stand between neighbours.
_NEAR: Final = 3

#: The model's chance that something of ``[start, end)`` is to be hidden.
Chance = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Weight:
    """Of one circumstance."""

    intercept: float
    slope: float

    def __call__(self, chance: float) -> float:
        """The chance of being right where the model says `chance`."""
        return 1 / (1 + math.exp(-self.intercept - self.slope * log_odds(chance)))


#: By label and circumstance, ``NOMBRE: propagation``.
Weights = Mapping[str, Weight]


def log_odds(chance: float) -> float:
    """Of `chance`, kept off 0 and 1."""
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def weigh(
    text: str, spans: Sequence[Span], chance: Chance, weights: Weights, thresholds: Thresholds
) -> tuple[Span, ...]:
    """`spans` (disjoint, in order), the doubtful ones with the score that their circumstance
    gives them; without those that are too unlikely to be put before a person."""
    weighed = []
    for span, key in zip(spans, circumstances(text, spans, thresholds), strict=True):
        if key in weights:
            span = replace(span, score=weights[key](chance(span.start, span.end)))
            if span.score < thresholds[span.label].review:
                continue
        weighed.append(span)
    return tuple(weighed)


def circumstances(text: str, spans: Sequence[Span], thresholds: Thresholds) -> list[str]:
    """For each of `spans` its label and how it came to be doubtful, "" if it is not weighed: a
    finder's doubt, a sure span of its label beside it, or its finder."""
    keys = []
    for n, span in enumerate(spans):
        if sure(span, thresholds) or not _is_weighed(span):
            keys.append("")
            continue
        neighbours = [*spans[max(0, n - 1) : n], *spans[n + 1 : n + 2]]
        beside = any(_beside(text, span, o) and sure(o, thresholds) for o in neighbours)
        finder = span.source.partition(":")[0] if span.source.startswith("model:") else span.source
        keys.append(f"{span.label}: {span.doubt or (BESIDE if beside else finder)}")
    return keys


def _is_weighed(span: Span) -> bool:
    """Not what is kept, not further mentions but doubtful single words, and not what a rule
    found where the model sees an organisation: who is right there a person decides."""
    if span.label == "ORG":
        return False
    if span.source == PROPAGATION:
        return span.doubt == SINGLE_WORD
    return span.doubt != IN_ORGANISATION or span.source.startswith("model:")


def _beside(text: str, span: Span, other: Span) -> bool:
    between = text[min(span.end, other.end) : max(span.start, other.start)]
    return other.label == span.label and len(between) <= _NEAR and not any(map(str.isalnum, between))
