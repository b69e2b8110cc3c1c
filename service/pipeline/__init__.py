"""The way of a ruling, in order. Pure: no I/O, no HTTP, no SQL.

    decode → detect → merge → link → policy → render → verify

Every stage is a plain function over the frozen values of `service.document`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from service.document import Decision, Document, Hints, Span
from service.pipeline.detect.terms import terms
from service.pipeline.link import link
from service.pipeline.merge import merge
from service.pipeline.policy import Policy, Thresholds, decide
from service.pipeline.render import Replacement, Style, render
from service.pipeline.verify import verify
from service.pipeline.view import View

__all__ = ["Detector", "Engine", "Result", "analyze", "anonymize", "finish"]

#: A detector reads the view's text and returns spans in the view's offsets, in any
#: order, perhaps overlapping.
Detector = Callable[[str], Sequence[Span]]

NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Engine:
    """What the stages need besides the document: built once, by `service.app`."""

    detectors: tuple[Detector, ...]
    thresholds: Thresholds
    version: str


@dataclass(frozen=True, slots=True)
class Result:
    """An anonymized document, or the places for which it is held.

    text: the output; empty if `status` is ``held``.
    replacements: for each masked span its place in the original and in the output.
    held: ``(start, end)`` in the original where a masked surface would stay in clear.
    """

    status: Literal["done", "held"]
    decisions: tuple[Decision, ...]
    text: str = field(repr=False)
    replacements: tuple[Replacement, ...]
    held: tuple[tuple[int, int], ...] = ()

    @property
    def review_required(self) -> bool:
        return self.status == "held" or any(d.action == "review" for d in self.decisions)


def analyze(
    document: Document, engine: Engine, policy: Policy, hints: Hints = NO_HINTS
) -> tuple[Decision, ...]:
    """What is to become of each place of `document`: disjoint, in reading order."""
    view = View.of(document.text)
    detectors = (*engine.detectors, terms(hints))
    found = [view.to_document(span) for detect in detectors for span in detect(view.text)]
    spans = link(document.text, merge(document.text, found, engine.thresholds), engine.thresholds)
    return decide(document.text, spans, policy, engine.thresholds, hints)


def finish(document: Document, decisions: Sequence[Decision], style: Style) -> Result:
    """Render `decisions` and hold the result if verification finds a masked surface."""
    rendered = render(document.text, decisions, style)
    if places := verify(document.text, decisions, rendered):
        return Result("held", tuple(decisions), "", (), places)
    return Result("done", tuple(decisions), rendered.text, rendered.replacements)


def anonymize(
    document: Document,
    engine: Engine,
    policy: Policy,
    style: Style = "tag",
    hints: Hints = NO_HINTS,
) -> Result:
    """`analyze`, then `finish`."""
    return finish(document, analyze(document, engine, policy, hints), style)
