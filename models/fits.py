"""What scores are worth, by rulings that a model has not seen: a temperature, the precision of
each rule, the weight of each circumstance."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from tqdm import tqdm

from models.folds import Fold, cover
from models.risk import Floats
from models.tags import TAGS
from models.windows import token_masks
from service.document import HIDDEN_LABELS, LABELS, Span
from service.engine import ner_of
from service.pipeline import Engine, find
from service.pipeline.decode import decode_text
from service.pipeline.policy import Threshold
from service.pipeline.view import View
from service.pipeline.weigh import Weight, circumstances, log_odds

TEMPERATURES: Final = tuple(np.linspace(0.5, 3.0, 51))
#: Doubtful places of one circumstance, below which nothing is learnt from them.
FEWEST: Final = 20


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
            hidden = cover(gold.text, [(e.start, e.end) for e in gold.entities if e.label in HIDDEN_LABELS])
            asserted = cover(
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
            hidden = cover(gold.text, [(e.start, e.end) for e in gold.entities if e.label in HIDDEN_LABELS])
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
