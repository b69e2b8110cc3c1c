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
    mask         the lowest chance at which what is masked in vain is within its share
    parte        below it, a name's chance of being a private person's is small enough that
                 a policy may publish it by its role

The fold models see a fifth less than the one that ships, so what holds for them should hold
for it.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from models import corpus
from models.corpus import Example, Gold
from models.export import seal
from models.figures import measure
from models.risk import Floats, conformal, upper_bound
from models.tags import TAGS
from models.windows import token_masks
from service.backends import Backend, Bundle, load_bundle
from service.backends.onnx import OnnxBackend
from service.document import HIDDEN_LABELS, LABELS, Decision, Label, Span
from service.engine import assemble, ner_of
from service.pipeline import NO_HINTS, Engine, find
from service.pipeline import policy as policies
from service.pipeline.decode import decode_text
from service.pipeline.detect.citations import Citation
from service.pipeline.policy import Policy, Threshold
from service.pipeline.shield import cited
from service.pipeline.surfaces import fold
from service.pipeline.view import View
from service.pipeline.weigh import Weight, circumstances, log_odds

FLOORS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5)
#: The model's chance from which a place is weighed at all.
CANDIDATE = 0.005
#: Doubtful places of one circumstance, below which nothing is learnt from them.
FEWEST = 20
MASKS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
TEMPERATURES = tuple(np.linspace(0.5, 3.0, 51))
PARTES = tuple(np.round(np.geomspace(0.0005, 0.5, 60), 5))


@dataclass(frozen=True, slots=True)
class Targets:
    """What is promised. risk: of each hidden label, the expected share of its characters in
    a ruling that are neither masked nor queued. vain: share of all other characters that
    are masked outright. parte: expected share of a ruling's private persons who would be
    published for another role."""

    risk: Mapping[Label, float]
    vain: float = 0.004
    parte: float = 0.01


class Remembering:
    """A backend that runs each window once."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._known: dict[bytes, NDArray[np.float32]] = {}

    def logits(self, windows: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        new = [window for window in windows if window.tobytes() not in self._known]
        self._known |= {w.tobytes(): logits for w, logits in zip(new, self._backend.logits(new), strict=True)}
        return [self._known[window.tobytes()] for window in windows]


@dataclass(frozen=True, slots=True)
class Fold:
    """A bundle, its backend, and the gold rulings that it was trained without."""

    bundle: Bundle
    backend: Remembering
    gold: tuple[Gold, ...]
    examples: tuple[Example, ...]

    def engine(self, **changes: Any) -> Engine:
        return assemble(replace(self.bundle, **changes), self.backend)


def open_folds(bundles: Sequence[Path], data: Path) -> tuple[Fold, ...]:
    """The bundle of each fold, in order, with that fold's rulings of the gold file `data`."""
    gold, examples = list(corpus.read_gold(data)), list(corpus.read(data))
    n = len(bundles)
    return tuple(
        Fold(
            load_bundle(path),
            Remembering(OnnxBackend(path / "model.onnx")),
            tuple(g for g, e in zip(gold, examples, strict=True) if corpus.fold_of(e, n) == k),
            tuple(e for e in examples if corpus.fold_of(e, n) == k),
        )
        for k, path in enumerate(bundles)
    )


def calibrate(folds: Sequence[Fold], policy: Policy, targets: Targets) -> dict[str, Any]:
    """What goes into ``calibration.json``, besides the window."""
    temperature = fit_temperature(folds)
    rules = rule_chances(folds, temperature)

    # What the model and the rules find depends on no threshold.
    changes = {"temperature": temperature, "rules": rules, "candidate": CANDIDATE}
    engines = [_remembering(f.engine(**changes)) for f in folds]
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

    def decide(thresholds: Mapping[Label, Threshold]) -> list[tuple[Gold, tuple[Decision, ...]]]:
        return [
            (gold, policies.decide(gold.text, spans, citations, policy, thresholds, NO_HINTS))
            for gold, spans, citations in found(tuple(thresholds[label].mask for label in LABELS))
        ]

    floors, risks = choose_floors(decide, targets.risk)
    thresholds, scored = choose_masks(decide, floors, targets.vain)
    figures = measure(scored)
    return {
        "temperature": round(temperature, 3),
        "thresholds": {label: asdict(threshold) for label, threshold in thresholds.items()},
        "rules": {source: round(chance, 4) for source, chance in sorted(rules.items())},
        "candidate": CANDIDATE,
        "weights": {key: asdict(weight) for key, weight in sorted(weights.items())},
        "parte": choose_parte(scored, targets.parte),
        "targets": {"risk": dict(targets.risk), "vain": targets.vain, "parte": targets.parte},
        "risk": risks,
        "out_of_fold": {
            "documents": figures.documents,
            "words": figures.words,
            "review_per_1000_words": _round(figures.review),
            "over": _round(figures.over),
            "over_provisional": _round(figures.over_provisional),
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


def fit_temperature(folds: Sequence[Fold]) -> float:
    """The temperature at which the gold tags are likeliest."""
    logits, allowed = [], []
    for f in folds:
        ner = ner_of(f.bundle, f.backend)
        for example in tqdm(f.examples, unit="ruling", desc="temperature"):
            view = View.of(example.text)
            offsets, read = ner.logits(view.text)
            if view.positions is not None:
                at = (*view.positions, len(example.text))
                offsets = [(at[start], at[end]) for start, end in offsets]
            masks = np.array(token_masks(example, offsets))
            logits.append(read)
            allowed.append((masks[:, None] >> np.arange(len(TAGS))) & 1 == 1)
    z, ok = np.concatenate(logits).astype(np.float64), np.concatenate(allowed)

    def surprise(temperature: float) -> float:
        scaled = z / temperature
        return float((_logsumexp(scaled) - _logsumexp(np.where(ok, scaled, -np.inf))).mean())

    return float(min(TEMPERATURES, key=surprise))


def _logsumexp(z: Floats) -> Floats:
    top = z.max(axis=1, keepdims=True)
    total: Floats = np.log(np.exp(z - top).sum(axis=1)) + top[:, 0]
    return total


def rule_chances(folds: Sequence[Fold], temperature: float) -> dict[str, float]:
    """For each rule's source (right + 1) / (finds + 2), over the finds that touch nothing
    that the model asserts. A find is right if more than half of its letters and digits
    are to be hidden."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for f in folds:
        engine = f.engine(temperature=temperature)
        for gold in tqdm(f.gold, unit="ruling", desc="rules"):
            view = View.of(gold.text)
            hidden = _cover(gold.text, [(e.start, e.end) for e in gold.entities if e.label in HIDDEN_LABELS])
            asserted = _cover(
                gold.text,
                [(s.start, s.end) for s in map(view.to_document, _read(engine, view)) if _is_asserted(s)],
            )
            for span in (view.to_document(span) for rule in engine.detectors for span in rule(view.text)):
                letters = [i for i in range(span.start, span.end) if gold.text[i].isalnum()]
                if not asserted[letters].any():
                    found[span.source] += 1
                    right[span.source] += bool(2 * hidden[letters].sum() > len(letters))
    return {source: (right[source] + 1) / (found[source] + 2) for source in found}


def _read(engine: Engine, view: View) -> Sequence[Span]:
    return engine.read(view.text).spans() if engine.read else ()


def _remembering(engine: Engine) -> Engine:
    return replace(
        engine, detectors=tuple(map(cache, engine.detectors)), read=engine.read and cache(engine.read)
    )


def fit_weights(folds: Sequence[Fold], engines: Sequence[Engine]) -> dict[str, Weight]:
    """What doubtful places are worth, for each label and circumstance that came up at least
    `FEWEST` times. A place is right if more than half of its letters and digits are to be
    hidden."""
    chances: dict[str, list[float]] = defaultdict(list)
    right: dict[str, list[bool]] = defaultdict(list)
    thresholds = {label: Threshold(0.0, 0.5) for label in LABELS}
    for f, engine in zip(folds, engines, strict=True):
        engine = replace(engine, thresholds=thresholds)
        for gold in tqdm(f.gold, unit="ruling", desc="weights"):
            view = View.of(gold.text)
            if engine.read is None:
                continue
            asked = view.asked(engine.read(view.text).chance)
            hidden = _cover(gold.text, [(e.start, e.end) for e in gold.entities if e.label in HIDDEN_LABELS])
            spans = find(decode_text(gold.text), engine)
            for span, key in zip(spans, circumstances(gold.text, spans, thresholds), strict=True):
                letters = [i for i in range(span.start, span.end) if gold.text[i].isalnum()]
                chances[key].append(asked(span.start, span.end))
                right[key].append(bool(2 * hidden[letters].sum() > len(letters)))
    return {
        key: fit_weight(np.array([log_odds(c) for c in chances[key]]), np.array(right[key], dtype=np.float64))
        for key in chances
        if key and len(chances[key]) >= FEWEST
    }


def fit_weight(x: Floats, right: Floats, ridge: float = 1.0) -> Weight:
    """The logistic regression of `right` on log-odds `x` by Newton's method, drawn towards
    the model's own chance: an intercept of 0, a slope of 1."""
    design = np.stack([np.ones_like(x), x], axis=1)
    prior = np.array([0.0, 1.0])

    def cost(theta: Floats) -> float:
        z = design @ theta
        return float((np.logaddexp(0, z) - right * z).sum() + ridge / 2 * ((theta - prior) ** 2).sum())

    theta = prior
    for _ in range(50):
        p = np.exp(-np.logaddexp(0, -(design @ theta)))
        gradient = design.T @ (p - right) + ridge * (theta - prior)
        curvature = (design * (p * (1 - p))[:, None]).T @ design + ridge * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        while cost(theta - step) > cost(theta) and np.abs(step).max() > 1e-9:
            step = step / 2
        theta = theta - step
        if np.abs(step).max() <= 1e-9:
            break
    if theta[1] < 0:  # what the model thinks likelier is no less likely: here it tells nothing
        return Weight(round(log_odds((right.sum() + 1) / (len(right) + 2)), 4), 0.0)
    return Weight(round(float(theta[0]), 4), round(float(theta[1]), 4))


def _is_asserted(span: Span) -> bool:
    return span.label in HIDDEN_LABELS and span.score >= 0.5


def _cover(text: str, places: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    cover = np.zeros(len(text), dtype=np.bool_)
    for start, end in places:
        cover[start:end] = True
    return cover


Decide = Callable[[Mapping[Label, Threshold]], list[tuple[Gold, tuple[Decision, ...]]]]


def choose_floors(
    decide: Decide, targets: Mapping[Label, float]
) -> tuple[dict[Label, float], dict[str, dict[str, Any]]]:
    """For each label the highest of `FLOORS` that keeps its risk (the lowest if none does),
    and what the risk is there."""
    losses: dict[Label, dict[float, Floats]] = defaultdict(dict)
    for floor in tqdm(FLOORS, desc="review"):
        scored = decide({label: Threshold(floor, max(floor, 0.5)) for label in LABELS})
        for label in HIDDEN_LABELS:
            losses[label][floor] = np.array([loss for loss in _losses(scored, label) if loss is not None])
    floors: dict[Label, float] = {}
    risks: dict[str, dict[str, Any]] = {}
    for label in HIDDEN_LABELS:
        kept = [f for f in FLOORS if conformal(losses[label][f]) <= targets[label]]
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


def _losses(scored: Sequence[tuple[Gold, tuple[Decision, ...]]], label: Label) -> list[float | None]:
    """Of each ruling the share of the label's letters and digits that is neither masked nor
    queued; None without any."""
    losses: list[float | None] = []
    for gold, decisions in scored:
        hidden = _cover(gold.text, [(d.span.start, d.span.end) for d in decisions if d.action != "keep"])
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
    decide: Decide, floors: Mapping[Label, float], vain: float
) -> tuple[dict[Label, Threshold], list[tuple[Gold, tuple[Decision, ...]]]]:
    """The lowest of `MASKS` that masks no more than `vain` of the other characters (the
    highest if none does), with the floors; and what is decided there."""
    for mask in tqdm(MASKS, desc="mask"):
        thresholds = {label: Threshold(min(floors[label], mask), mask) for label in HIDDEN_LABELS}
        thresholds["ORG"] = Threshold(0.5, 0.5)
        scored = decide(thresholds)
        if (measure(scored).over or 0.0) <= vain:
            break
    return thresholds, scored


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


def write(bundle: Path, calibration: Mapping[str, Any]) -> None:
    """Put `calibration` beside the windows of `bundle`, and seal it again."""
    file = bundle / "calibration.json"
    windows = {name: json.loads(file.read_text(encoding="utf-8"))[name] for name in ("window", "overlap")}
    file.write_text(
        json.dumps({**windows, **calibration}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    seal(bundle)
