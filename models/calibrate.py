"""Gold rulings and models that have not seen them → what a bundle's scores are worth.

Every gold ruling is read by the fold's bundle that was trained without it, through the
pipeline that serves. From that come, in order:

    temperature  what logits are divided by, so that chances are as often right as they say
    rules        the smoothed precision of each rule where the model asserts nothing: where
                 both find a place, the model's chance counts anyway
    weights      what a doubtful place is worth by how it was found and by what the model
                 thinks of it (`service.pipeline.weigh`)
    review       for each label the highest floor of chance at which a ruling's expected
                 share of characters neither masked nor queued is within the stated risk
    mask         the highest chance at which what goes before a person is within its number
                 and enough is masked outright, but not below the lowest at which what is masked
                 in vain is within its share
    parte        below it, a name's chance of being a private person's is small enough that
                 a policy may publish it by its role

The fold models see a fifth less than the one that ships, so what holds for them should hold
for it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from models.corpus import Gold
from models.counts import ALL
from models.export import seal
from models.figures import measure
from models.fits import fit_temperature, fit_weights, rule_chances
from models.folds import Fold, remembering
from models.thresholds import choose_floors, choose_masks, choose_parte
from service.document import HIDDEN_LABELS, LABELS, Decision, Label, Span
from service.pipeline import NO_HINTS, find
from service.pipeline.decide import decide
from service.pipeline.decode import decode_text
from service.pipeline.detect.citations import Citation
from service.pipeline.policy import Policy, Threshold
from service.pipeline.shield import cited

#: The model's chance from which a place is weighed at all.
CANDIDATE: Final = 0.005


@dataclass(frozen=True, slots=True)
class Targets:
    """What is promised. risk: of each hidden label, the expected share of its characters in
    a ruling that are neither masked nor queued. vain: share of all other characters that
    are masked outright. parte: expected share of a ruling's private persons who would be
    published for another role. review: spans per 1,000 words before a person, up to which what
    is least sure is put there. masked, auto: of a label, the least share of all its characters
    that is hidden at all, and outright (`thresholds.surely`); none where it is not named."""

    risk: Mapping[Label, float]
    vain: float = 0.004
    parte: float = 0.01
    review: float = 4.0
    masked: Mapping[Label, float] = field(default_factory=dict)
    auto: Mapping[Label, float] = field(default_factory=dict)


def calibrate(folds: Sequence[Fold], policy: Policy, targets: Targets) -> dict[str, Any]:
    """What goes into ``calibration.json``, besides the window."""
    temperature = fit_temperature(folds)
    rules = rule_chances(folds, temperature)

    # What the model and the rules find depends on no threshold.
    changes = {"temperature": temperature, "rules": rules, "candidate": CANDIDATE}
    engines = [remembering(f.engine(**changes)) for f in folds]
    weights = fit_weights(folds, engines)
    engines = [replace(engine, weights=weights) for engine in engines]

    cites = cache(cited)

    @lru_cache(maxsize=1)
    def found(masks: tuple[float, ...]) -> list[tuple[Gold, tuple[Span, ...], tuple[Citation, ...]]]:
        """Every ruling with the places that a policy would decide on, likely or not, and its
        citations."""
        thresholds = {label: Threshold(0.0, mask) for label, mask in zip(LABELS, masks, strict=True)}
        return [
            (gold, find(decode_text(gold.text), replace(engine, thresholds=thresholds)), cites(gold.text))
            for f, engine in zip(folds, engines, strict=True)
            for gold in f.gold
        ]

    def decided(thresholds: Mapping[Label, Threshold]) -> list[tuple[Gold, tuple[Decision, ...]]]:
        return [
            (gold, decide(gold.text, spans, citations, policy, thresholds, NO_HINTS))
            for gold, spans, citations in found(tuple(thresholds[label].mask for label in LABELS))
        ]

    floors, risks = choose_floors(decided, targets.risk, targets.masked)
    thresholds, scored = choose_masks(decided, floors, targets.vain, targets.review, targets.auto)
    figures = measure(scored)
    return {
        "temperature": round(temperature, 3),
        "thresholds": {label: asdict(threshold) for label, threshold in thresholds.items()},
        "rules": {source: round(chance, 4) for source, chance in sorted(rules.items())},
        "candidate": CANDIDATE,
        "weights": {key: asdict(weight) for key, weight in sorted(weights.items())},
        "parte": choose_parte(scored, targets.parte),
        "targets": {
            "risk": dict(targets.risk),
            "vain": targets.vain,
            "parte": targets.parte,
            "review": targets.review,
            "masked": dict(targets.masked),
            "auto": dict(targets.auto),
        },
        "risk": risks,
        "out_of_fold": {
            "documents": figures.documents,
            "words": figures.words,
            "review_per_1000_words": _round(figures.review),
            "over": _round(figures.over),
            "over_provisional": _round(figures.over_provisional),
            "exact": _round(figures.labels[ALL]["F1"]),
            "caught": _round(figures.labels[ALL]["caught"]),
            "auto": {label: _round(figures.labels[label]["auto"]) for label in HIDDEN_LABELS},
            "masked": {label: _round(figures.labels[label]["masked"]) for label in HIDDEN_LABELS},
        },
        "method": (
            f"{len(folds)} folds by ruling, each read by a model trained without it; floors of review by "
            "conformal risk control of the mean share in a ruling, beside it the 95 % bound by betting"
        ),
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def write(bundle: Path, calibration: Mapping[str, Any]) -> None:
    """Put `calibration` beside the windows of `bundle`, and seal it again."""
    file = bundle / "calibration.json"
    windows = {name: json.loads(file.read_text(encoding="utf-8"))[name] for name in ("window", "overlap")}
    file.write_text(
        json.dumps({**windows, **calibration}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    seal(bundle)
