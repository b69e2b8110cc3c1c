"""What a leak report does to a ruling's decisions, and how rulings of one person are found. Pure."""

import re
from collections.abc import Sequence

from service.document import Decision, Label, Span
from service.pipeline.surfaces import Surfaces, fold

#: Reason of what a leak report hides: in doubt, so masked, until a person says otherwise.
REASON, SOURCE = "leak report", "leak_report"


def words(surface: str) -> frozenset[str]:
    """What a surface is looked up by: its words of three letters or more, or all of a number."""
    if any(map(str.isdigit, surface)):
        return frozenset({fold(surface)} - {""})
    found = frozenset(folded for word in re.split(r"\W+", surface) if len(folded := fold(word)) >= 3)
    return found or frozenset({fold(surface)} - {""})


def masked_words(text: str, decisions: Sequence[Decision]) -> frozenset[str]:
    """`words` of every NOMBRE and ID that `decisions` hide in `text`."""
    hidden = (d.span for d in decisions if d.action != "keep" and d.span.label in ("NOMBRE", "ID"))
    return frozenset(word for span in hidden for word in words(text[span.start : span.end]))


def corrected(
    text: str, decisions: Sequence[Decision], surface: str, label: Label
) -> tuple[Decision, ...] | None:
    """`decisions` (disjoint, in order), and `surface` in doubt wherever it was left in clear.

    None if it is nowhere in clear. A decision to keep what overlaps such a place falls; one
    to hide it grows over the place.
    """
    hidden = [decision for decision in decisions if decision.action != "keep"]
    found = [Span(start, end, label, 1.0, SOURCE) for start, end in Surfaces(text).places([surface], True)]
    clear = [place for place in found if not _covered(place, hidden)]
    if not clear:
        return None
    kept = [decision for decision in decisions if not any(_overlap(decision.span, place) for place in clear)]
    grown = [decision.span for decision in hidden if decision not in kept]
    return tuple(sorted([*kept, *_merged([*clear, *grown])], key=lambda decision: decision.span.start))


def _covered(place: Span, hidden: Sequence[Decision]) -> bool:
    return any(d.span.start <= place.start and place.end <= d.span.end for d in hidden)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _merged(spans: Sequence[Span]) -> list[Decision]:
    """The union of `spans`, each piece under the label of its first."""
    pieces: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if pieces and _overlap(pieces[-1], span):
            first = pieces.pop()
            span = Span(first.start, max(first.end, span.end), first.label, 1.0, SOURCE)
        pieces.append(span)
    return [Decision(Span(p.start, p.end, p.label, 1.0, SOURCE), "review", REASON) for p in pieces]
