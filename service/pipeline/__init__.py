"""The way of a ruling, in order. Pure: no I/O, no HTTP, no SQL.

    decode → detect → merge → propagate → weigh → compose → link → policy → render → verify

After the merge, what was hidden before is left out. The policy asks the shield which places
are only a citation's, and the ruling's own directives whether its reserve is in force.
Every stage is a plain function over the frozen values of `service.document`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, ParamSpec, Protocol, TypeVar

from service.document import Decision, Document, Hints, Span
from service.pipeline.compose import compose
from service.pipeline.decide import decide
from service.pipeline.detect.terms import terms
from service.pipeline.directives import directives
from service.pipeline.directory import NOBODY, Directory
from service.pipeline.heads import running_heads
from service.pipeline.link import link
from service.pipeline.masked import masked_places, unmasked
from service.pipeline.merge import merge
from service.pipeline.policy import Policy, Thresholds
from service.pipeline.propagate import propagate
from service.pipeline.render import TAG, Manner, Replacement, render
from service.pipeline.shield import cited
from service.pipeline.verify import verify
from service.pipeline.view import View
from service.pipeline.weigh import Weights, weigh

__all__ = [
    "Detector",
    "Engine",
    "Result",
    "analyze",
    "anonymize",
    "choose",
    "find",
    "finish",
    "reserve",
    "stage_name",
]

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


P = ParamSpec("P")
R = TypeVar("R")


class Watch(Protocol):
    """Calls a stage and gives back what it gives; may time it and count what came of it."""

    def __call__(self, stage: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R: ...


def stage_name(stage: Callable[..., object]) -> str:
    """``merge``, ``Reading.spans``; of a detector that a function made that function's, of one that
    is an object its class's."""
    return str(getattr(stage, "__qualname__", type(stage).__qualname__)).partition(".<locals>")[0]


def unwatched(stage: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """A stage, and nothing around it."""
    return stage(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Engine:
    """What the stages need besides the document: built once, by `service.app`.

    read: the model, which finds places and is asked of those that others find; none
    where detectors do without. weights: what doubtful places are worth. parte: the chance of
    naming a private person below which a name may be published by its role (0: never).
    forget: lets go of the words of earlier texts that are kept to read later ones faster.
    watch: what every stage is called by. expected_review: places of a thousand words that go before
    a person, as far as is known of the model.
    """

    detectors: tuple[Detector, ...]
    thresholds: Thresholds
    version: str
    read: Callable[[str], Reading] | None = None
    weights: Weights = field(default_factory=dict)
    parte: float = 0.0
    forget: Callable[[], None] = lambda: None
    watch: Watch = unwatched
    expected_review: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """An anonymized document, or the places for which it is held.

    text: the output; empty if `status` is ``held``.
    replacements: for each masked span its place in the original and in the output.
    held: ``(start, end)`` in the original where a masked surface would stay in clear.
    already_masked: places that were hidden before the text came here, and are left as they are.
    legend: what has to be said beside the text, if anything has.
    """

    status: Literal["done", "held"]
    decisions: tuple[Decision, ...]
    text: str = field(repr=False)
    replacements: tuple[Replacement, ...]
    held: tuple[tuple[int, int], ...] = ()
    already_masked: int = 0
    legend: str | None = None

    @property
    def review_required(self) -> bool:
        return self.status == "held" or any(d.action == "review" for d in self.decisions)


def analyze(
    document: Document,
    engine: Engine,
    policy: Policy,
    hints: Hints = NO_HINTS,
    directory: Directory = NOBODY,
) -> tuple[Decision, ...]:
    """What is to become of each place of `document`: disjoint, in reading order."""
    return choose(document, find(document, engine, hints, directory), engine, policy, hints)


def choose(
    document: Document, spans: Sequence[Span], engine: Engine, policy: Policy, hints: Hints = NO_HINTS
) -> tuple[Decision, ...]:
    """What `policy` decides on `spans`, with its reserve where the ruling or its sender asks."""
    text, stricter = document.text, engine.watch(reserve, document, policy, hints)
    citations = engine.watch(cited, text)
    return engine.watch(
        decide, text, spans, citations, policy, engine.thresholds, hints, engine.parte, stricter
    )


def reserve(document: Document, policy: Policy, hints: Hints = NO_HINTS) -> Policy | None:
    """The policy in force beside `policy`, if the ruling or its sender asks for one."""
    reserved = hints.reserved or any(directive.tightens for directive in directives(document.text))
    return policy.reserved if reserved else None


def find(
    document: Document, engine: Engine, hints: Hints = NO_HINTS, directory: Directory = NOBODY
) -> tuple[Span, ...]:
    """The places of `document` that a policy decides on: disjoint, in reading order.

    directory: whom the document's court knows."""
    view, watch = View.of(document.text), engine.watch
    read = watch(engine.read, view.text) if engine.read else None
    asserted = watch(read.spans) if read else ()
    found = [
        *asserted,
        *(span for detect in (*engine.detectors, terms(hints)) for span in watch(detect, view.text)),
    ]
    merged = watch(merge, document.text, map(view.to_document, found), engine.thresholds)
    spans = watch(propagate, document.text, unmasked(document.text, merged), engine.thresholds)
    if read is not None:
        asked = view.asked(read.chance)
        spans = watch(weigh, document.text, spans, asked, engine.weights, engine.thresholds)
        # What was too unlikely stood in the place of the organisation that it was seen in.
        organisations = (view.to_document(span) for span in asserted if span.label == "ORG")
        heads = running_heads(document.text, spans)
        spans = watch(merge, document.text, [*spans, *organisations, *heads], engine.thresholds)
    spans = watch(compose, document.text, spans, engine.thresholds)
    return watch(link, document.text, spans, hints, directory)


def finish(document: Document, decisions: Sequence[Decision], manner: Manner = TAG) -> Result:
    """Render `decisions` and hold the result if verification finds a masked surface."""
    rendered = render(document.text, decisions, manner)
    before = len(masked_places(document.text))
    if places := verify(document.text, decisions, rendered):
        return Result("held", tuple(decisions), "", (), places, before)
    return Result(
        "done",
        tuple(decisions),
        rendered.text,
        rendered.replacements,
        already_masked=before,
        legend=rendered.legend,
    )


def anonymize(
    document: Document,
    engine: Engine,
    policy: Policy,
    manner: Manner = TAG,
    hints: Hints = NO_HINTS,
    directory: Directory = NOBODY,
) -> Result:
    """`analyze`, then `finish`."""
    decisions = analyze(document, engine, policy, hints, directory)
    return engine.watch(finish, document, decisions, manner)
