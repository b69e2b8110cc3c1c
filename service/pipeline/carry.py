"""What a review of one ruling says about another of the same case: proposals, never more.

What the sister hides is hidden here; what it publishes is asked here, with the answer that was
given there; what a reviewer added there is looked for here. Nothing is published by this.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from service.document import Decision, Label, Span
from service.pipeline.surfaces import Surfaces, fold

HIDDEN: Final = "sister: hidden"
#: Followed by why it was published there, if that was said.
PUBLISHED: Final = "sister: published"
#: The same words are not the same day.
CARRIED: Final[frozenset[Label]] = frozenset({"NOMBRE", "ID", "LUGAR", "ORG"})
#: What is the same wherever it stands.
_ADDED: Final[frozenset[Label]] = frozenset({"NOMBRE", "ID"})


def carried(
    text: str, decisions: Sequence[Decision], sister: str, settled: Sequence[Decision]
) -> tuple[Decision, ...]:
    """What becomes otherwise in `text`, decided so far by `decisions`, by what a person `settled`
    in the text `sister`: decisions in place of those at the same places, and new ones, in order."""
    said: dict[tuple[Label, str], set[tuple[object, ...]]] = {}
    told: dict[tuple[Label, str], Decision] = {}
    for decision in settled:
        span = decision.span
        key = span.label, fold(sister[span.start : span.end])
        said.setdefault(key, set()).add((decision.action, span.role, span.attributes))
        told[key] = decision
    found = []
    for here in decisions:
        key = here.span.label, fold(text[here.span.start : here.span.end])
        if here.span.label in CARRIED and len(said.get(key, ())) == 1:
            found += _changed(here, told[key])
    return tuple(sorted([*found, *_added(text, decisions, sister, settled)], key=lambda d: d.span.start))


def _changed(here: Decision, there: Decision) -> list[Decision]:
    """`here` as `there` was settled, if that is otherwise and not the less careful of both."""
    span = replace(here.span, role=there.span.role, attributes=there.span.attributes)
    if here.action == "keep":
        return []
    if there.action == "mask":
        return [] if (here.action, here.span) == ("mask", span) else [Decision(span, "mask", HIDDEN)]
    _, _, why = there.reason.partition("published by a reviewer: ")
    return [Decision(span, "review", f"{PUBLISHED}: {why}" if why else PUBLISHED)]


def _added(
    text: str, decisions: Sequence[Decision], sister: str, settled: Sequence[Decision]
) -> list[Decision]:
    """Doubts at the places of what a reviewer added to the sister and nobody found here."""
    surfaces = Surfaces(text)
    found: list[Decision] = []
    for there in settled:
        span = there.span
        if there.action != "mask" or span.source != "reviewer" or span.label not in _ADDED:
            continue
        taken = [decision.span for decision in (*decisions, *found)]
        surface = sister[span.start : span.end]
        for start, end in surfaces.places([surface], any_case=surface[:1].islower()):
            if not any(other.start < end and start < other.end for other in taken):
                fresh = Span(start, end, span.label, 1.0, "reviewer", role=span.role, kind=span.kind)
                fresh = replace(fresh, attributes=span.attributes, entity=f"c{span.start}")
                found.append(Decision(fresh, "review", HIDDEN))
    return found
