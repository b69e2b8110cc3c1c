"""Thresholds that keep what is promised, on rulings that a model has not seen."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from tqdm import tqdm

from models.bootstrap import intervals
from models.corpus import Gold
from models.counts import count
from models.figures import measure, shares
from models.folds import cover
from models.risk import Floats, conformal, upper_bound
from service.document import HIDDEN_LABELS, LABELS, Decision, Label
from service.pipeline.policy import Threshold
from service.pipeline.surfaces import fold

FLOORS: Final = (0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
MASKS: Final = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
PARTES: Final = tuple(np.round(np.geomspace(0.0005, 0.5, 60), 5))

Scored = list[tuple[Gold, tuple[Decision, ...]]]
Decide = Callable[[Mapping[Label, Threshold]], Scored]


def choose_floors(
    decide: Decide, targets: Mapping[Label, float], masked: Mapping[Label, float]
) -> tuple[dict[Label, float], dict[str, dict[str, Any]]]:
    """For each label the highest of `FLOORS` that keeps its risk and hides, for certain or until
    a person decides, the share `masked` of its characters if one is asked for (the lowest if none
    does); and what the risk is there."""
    losses: dict[Label, dict[float, Floats]] = defaultdict(dict)
    sure: dict[float, dict[Label, float]] = {}
    for floor in tqdm(FLOORS, desc="review"):
        scored = decide({label: Threshold(floor, max(floor, 0.5)) for label in LABELS})
        sure[floor] = surely(scored, "masked")
        for label in HIDDEN_LABELS:
            losses[label][floor] = np.array([loss for loss in _losses(scored, label) if loss is not None])
    floors: dict[Label, float] = {}
    risks: dict[str, dict[str, Any]] = {}
    for label in HIDDEN_LABELS:
        kept = [
            f
            for f in FLOORS
            if conformal(losses[label][f]) <= targets[label] and sure[f][label] >= masked.get(label, 0.0)
        ]
        floor = floors[label] = max(kept, default=FLOORS[0])
        chosen = losses[label][floor]
        risks[label] = {
            "target": targets[label],
            "kept": bool(kept),
            "expected": round(conformal(chosen), 4),
            "bound_95": round(upper_bound(chosen), 4),
            "rulings": len(chosen),
        }
    return floors, risks


def surely(scored: Scored, figure: str) -> dict[Label, float]:
    """Of each label the least that `figure` of `models.figures` is, with 97.5 % certainty over the
    draw of rulings (the lower end of its interval by bootstrap); 1 without a case."""
    found = intervals([count(gold, decisions) for gold, decisions in scored], shares)
    ends = {label: found[label][figure] for label in HIDDEN_LABELS}
    return {label: end[0] if end else 1.0 for label, end in ends.items()}


def _losses(scored: Scored, label: Label) -> list[float | None]:
    """Of each ruling the share of the label's letters and digits that is neither masked nor
    queued; None without any."""
    losses: list[float | None] = []
    for gold, decisions in scored:
        hidden = cover(gold.text, [(d.span.start, d.span.end) for d in decisions if d.action != "keep"])
        letters = [
            i
            for e in gold.entities
            if e.label == label
            for i in range(e.start, e.end)
            if gold.text[i].isalnum()
        ]
        losses.append(float(1 - hidden[letters].mean()) if letters else None)
    return losses


def choose_masks(
    decide: Decide, floors: Mapping[Label, float], vain: float, review: float, auto: Mapping[Label, float]
) -> tuple[dict[Label, Threshold], Scored]:
    """The highest of `MASKS` that puts no more than `review` spans per 1,000 words before a
    person, for the faults among them are seen there; but at least the lowest that masks no more
    than `vain` of the other characters (the highest if none does). A label of which the share
    `auto` of its characters is to be masked outright stops where it would be less. With the
    floors; and what is decided there."""
    within = False
    ends: dict[Label, float] = {}

    def at(mask: float) -> dict[Label, Threshold]:
        masks = {label: min(mask, ends.get(label, mask)) for label in HIDDEN_LABELS}
        chosen = {label: Threshold(min(floors[label], own), own) for label, own in masks.items()}
        return {**chosen, "ORG": Threshold(0.5, 0.5)}

    for before, mask in tqdm(list(pairwise((MASKS[0], *MASKS))), desc="mask"):
        scored = decide(at(mask))
        sure = surely(scored, "auto")
        less = {label for label in HIDDEN_LABELS if sure[label] < auto.get(label, 0.0)} - ends.keys()
        if less:
            ends |= dict.fromkeys(less, before)
            scored = decide(at(mask))
        thresholds = at(mask)
        figures = measure(scored)
        if within and (figures.review or 0.0) > review:
            break
        chosen = thresholds, scored
        within = within or (figures.over or 0.0) <= vain
    return chosen


def choose_parte(scored: Sequence[tuple[Gold, tuple[Decision, ...]]], target: float) -> float:
    """The highest of `PARTES` at which the expected share of a ruling's private persons who
    would be published is within `target`; 0 if none is. A person would be if at any mention
    the chance of being a parte is below."""
    chances: list[Floats] = []
    for gold, decisions in scored:
        persons: dict[str, float] = {}
        for entity in gold.entities:
            if entity.role == "parte":
                name = fold(gold.text[entity.start : entity.end])
                lowest = min(
                    (
                        d.span.p_parte
                        for d in decisions
                        if d.span.p_parte is not None
                        and d.span.start < entity.end
                        and entity.start < d.span.end
                    ),
                    default=1.0,
                )
                persons[name] = min(persons.get(name, 1.0), lowest)
        if persons:
            chances.append(np.array(list(persons.values())))
    kept = [bound for bound in PARTES if conformal(np.array([(c < bound).mean() for c in chances])) <= target]
    return float(max(kept, default=0.0))
