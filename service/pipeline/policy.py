"""Spans → decisions: what a policy hides, what it keeps, what a person must see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from service.document import Decision, Hints, Label, Span
from service.pipeline.detect.citations import Citation, Kind
from service.pipeline.shield import shielded
from service.pipeline.surfaces import Place, Surfaces, within

TOO_UNLIKELY = "too unlikely to be one"

ReviewMode = Literal["doubts", "all", "sample"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """Scores of a label: from `mask` on a span is masked outright, below it is masked
    and put to review; below `review` a place is no candidate at all."""

    review: float
    mask: float


Thresholds = Mapping[Label, Threshold]


@dataclass(frozen=True, slots=True)
class Policy:
    """A named rule of publication; see `service.policies` for the files.

    hide: labels that are masked; every other label is kept.
    review: which documents a person sees: those with doubts, all, or those with
        doubts and a share `sample` of the rest.
    """

    name: str
    version: str
    title: str
    hide: frozenset[Label]
    review: ReviewMode = "doubts"
    sample: float = 0.0


def decide(
    text: str,
    spans: Sequence[Span],
    cited: Sequence[Citation],
    policy: Policy,
    thresholds: Thresholds,
    hints: Hints,
) -> tuple[Decision, ...]:
    """One decision for each of `spans` (disjoint, in order), in the same order. cited: where
    the text cites law."""
    index = Surfaces(text) if hints.keep else None
    kept = [index.places([term], any_case=term[:1].islower()) for term in hints.keep] if index else []
    shields = shielded(text, spans, cited, hints)
    return tuple(
        _decide(span, policy, thresholds, kept, shield) for span, shield in zip(spans, shields, strict=True)
    )


def _decide(
    span: Span,
    policy: Policy,
    thresholds: Thresholds,
    kept: Sequence[Sequence[Place]],
    shield: Kind | None,
) -> Decision:
    if span.label not in policy.hide:
        return Decision(span, "keep", f"label {span.label} is published")
    if any(within(places, span.start, span.end) for places in kept):
        return Decision(span, "keep", "the sender asked to keep it")
    if shield:
        return Decision(span, "keep", f"citation: {shield}")
    if span.score < thresholds[span.label].review:
        return Decision(span, "keep", TOO_UNLIKELY)
    if span.doubt:
        return Decision(span, "review", span.doubt)
    if span.score < thresholds[span.label].mask:
        return Decision(span, "review", "low score")
    return Decision(span, "mask", f"label {span.label} is hidden")
