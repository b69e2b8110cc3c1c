"""The way of a ruling, in order. Pure: no I/O, no HTTP, no SQL.

    decode → detect → merge → link → weigh → policy → render → verify

The policy asks the shield which places are only a citation's.
Every stage is a plain function over the frozen values of `service.document`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from service.document import Decision, Document, Hints, Span
from service.pipeline.detect.terms import terms
from service.pipeline.link import link
from service.pipeline.merge import merge
from service.pipeline.policy import Policy, Thresholds, decide
from service.pipeline.render import Replacement, Style, render
from service.pipeline.shield import cited
from service.pipeline.verify import verify
from service.pipeline.view import View
from service.pipeline.weigh import Weights, weigh

__all__ = ["Detector", "Engine", "Result", "analyze", "anonymize", "find", "finish"]

#: A detector reads the view's text and returns spans in the view's offsets, in any
#: order, perhaps overlapping.
Detector = Callable[[str], Sequence[Span]]

NO_HINTS = Hints()


class Reading(Protocol):
    """What a model makes of one text, in that text's offsets."""

    def spans(self) -> Sequence[Span]:
        """What it finds, as a detector does."""

    def chance(self, start: int, end: int) -> float:
        """Its chance that something of ``[start, end)`` is to be hidden."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What the stages need besides the document: built once, by `service.app`.

    read: the model, which finds places and is asked of those that others find; none
    where detectors do without. weights: what doubtful places are worth.
    """

    detectors: tuple[Detector, ...]
    thresholds: Thresholds
    version: str
    read: Callable[[str], Reading] | None = None
    weights: Weights = field(default_factory=dict)


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
    spans = find(document, engine, hints)
    return decide(document.text, spans, cited(document.text), policy, engine.thresholds, hints)


def find(document: Document, engine: Engine, hints: Hints = NO_HINTS) -> tuple[Span, ...]:
    """The places of `document` that a policy decides on: disjoint, in reading order."""
    view = View.of(document.text)
    read = engine.read(view.text) if engine.read else None
    found = [
        *(read.spans() if read else ()),
        *(span for detect in (*engine.detectors, terms(hints)) for span in detect(view.text)),
    ]
    merged = merge(document.text, map(view.to_document, found), engine.thresholds)
    spans = link(document.text, merged, engine.thresholds)
    if read is None:
        return spans
    return weigh(document.text, spans, view.asked(read.chance), engine.weights, engine.thresholds)


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
