"""What the plots show, as numbers: scores against truth, risk against load, P against R."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.corpus import Gold
from models.counts import outcomes
from models.figures import Figures, measure
from service.document import HIDDEN_LABELS, Decision

Scored = tuple[Gold, tuple[Decision, ...]]

BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Spans of about one score: how many, their mean score, the share that is to be hidden."""

    n: int
    score: float
    true: float


@dataclass(frozen=True, slots=True)
class Curves:
    """By label. reliability: bins of rising score. risk: ``(spans put to review per 1,000
    words, share of gold characters neither masked nor queued)`` as the review threshold
    rises from the bundle's. exact: ``(recall, precision)`` as the least score rises."""

    reliability: dict[str, list[Bin]]
    risk: dict[str, list[tuple[float, float]]]
    exact: dict[str, list[tuple[float, float]]]


def curves(scored: Sequence[Scored], hide: Sequence[str] = HIDDEN_LABELS, steps: int = 20) -> Curves:
    """All curves over `scored`, each of about `steps` points."""
    hiding = [d for _, decisions in scored for d in decisions if d.action != "keep" and d.span.label in hide]
    doubts = [d.span.score for d in hiding if d.action == "review"]
    queue = _sweep(scored, hide, _floors(doubts, steps), spare_masks=True)
    spans = _sweep(scored, hide, _floors([d.span.score for d in hiding], steps), spare_masks=False)
    found = [outcome for gold, decisions in scored for outcome in outcomes(gold, decisions, hide)]
    return Curves(
        {label: reliability([(score, true) for row, score, true in found if row == label]) for label in hide},
        {label: _points([(f.review, f.labels[label]["risk"]) for f in queue]) for label in hide},
        {label: _points([(f.labels[label]["R"], f.labels[label]["P"]) for f in spans]) for label in hide},
    )


def reliability(found: Sequence[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """``(score, truth)`` of spans in bins of equal width; empty bins are left out."""
    rows: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for score, true in found:
        rows[min(int(score * bins), bins - 1)].append((score, true))
    return [
        Bin(len(row), sum(score for score, _ in row) / len(row), sum(true for _, true in row) / len(row))
        for row in rows
        if row
    ]


def _sweep(
    scored: Sequence[Scored], hide: Sequence[str], floors: Sequence[float], spare_masks: bool
) -> list[Figures]:
    """Figures with those decisions alone whose span's score reaches the floor, for each
    of `floors`; with `spare_masks`, only a ``review`` can fall away."""

    def stays(decision: Decision, floor: float) -> bool:
        return decision.span.score >= floor or (spare_masks and decision.action == "mask")

    return [
        measure([(gold, [d for d in decisions if stays(d, floor)]) for gold, decisions in scored], hide)
        for floor in floors
    ]


def _floors(scores: Sequence[float], steps: int) -> list[float]:
    """Scores that cut `scores` into `steps` like parts, rising, and one above them all."""
    if not scores:
        return [0.0]
    return [*np.unique(np.quantile(scores, np.linspace(0, 1, steps))).tolist(), max(scores) + 1]


def _points(pairs: Sequence[tuple[float | None, float | None]]) -> list[tuple[float, float]]:
    return [(x, y) for x, y in pairs if x is not None and y is not None]
