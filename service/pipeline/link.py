"""Mentions of one person, place or number → one entity; what is found once is found
everywhere.

A NOMBRE or an ID that is sure at one place is looked for at all others. A single word
(a surname may be a common word too) is masked there and put to review. Dates and
places are never propagated: the same words stand in citations and court names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.document import Label, Span
from service.pipeline.merge import merge, sure
from service.pipeline.policy import Thresholds
from service.pipeline.surfaces import Surfaces, fold, is_distinctive, within

SINGLE_WORD = "a name's single word, found by its other mentions"


def link(text: str, spans: Sequence[Span], thresholds: Thresholds) -> tuple[Span, ...]:
    """`spans` (disjoint, in order) with their further mentions, each with its entity:
    ``e1``, ``e2`` … in reading order, one for each label and folded surface."""
    index = Surfaces(text)
    further = [
        span for label in ("NOMBRE", "ID") for span in _propagate(text, index, label, spans, thresholds)
    ]
    linked = merge(text, [*spans, *further], thresholds)
    entities: dict[tuple[Label, str], str] = {}
    return tuple(
        replace(span, entity=entities.setdefault(_identity(text, span), f"e{len(entities) + 1}"))
        for span in linked
    )


def _identity(text: str, span: Span) -> tuple[Label, str]:
    surface = text[span.start : span.end]
    return span.label, fold(surface) or surface


def _propagate(
    text: str, index: Surfaces, label: Label, spans: Sequence[Span], thresholds: Thresholds
) -> Iterator[Span]:
    best: dict[str, Span] = {}
    for span in spans:
        surface = text[span.start : span.end]
        if span.label == label and sure(span, thresholds) and is_distinctive(surface, label):
            known = best.setdefault(fold(surface), span)
            if span.score > known.score:
                best[fold(surface)] = span
    believed = [(span.start, span.end) for span in spans if span.label != "ORG" and sure(span, thresholds)]
    for span in best.values():
        surface = text[span.start : span.end]
        single = label == "NOMBRE" and len(surface.split()) == 1
        for start, end in index.places([surface]):
            if within(believed, start, end):
                continue
            yield replace(
                span,
                start=start,
                end=end,
                source="propagation",
                doubt=SINGLE_WORD if single else None,
            )
