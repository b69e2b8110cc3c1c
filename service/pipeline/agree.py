"""Two verdicts on one ruling: where they agree, and what is left to decide where they do not.

What either hides stays hidden until a third decision says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from service.document import Decision, Label
from service.pipeline.spans import left_of

DIFFER: Final = "reviewers differ"
#: What a miss harms most.
_COUNTED: Final[frozenset[Label]] = frozenset({"NOMBRE", "ID"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """decisions: the two in one, in doubt where they differ. agreed: places, of `total`, on which
    both say the same; a place that neither hides is none."""

    decisions: tuple[Decision, ...]
    agreed: int
    total: int


def compare(first: Sequence[Decision], second: Sequence[Decision]) -> Agreement:
    """Both verdicts (disjoint, in order, none in doubt) as one list (disjoint, in order)."""
    said = {_said(decision) for decision in first} & {_said(decision) for decision in second}
    agreed = [decision for decision in second if _said(decision) in said]
    doubts = [_doubt(d) for d in second if _said(d) not in said]
    # The first's names for what it added are not the second's.
    doubts += [
        replace(_doubt(d), span=replace(piece.span, entity=f"f-{d.span.entity or d.span.start}"[:40]))
        for d in first
        if _said(d) not in said
        for piece in left_of(d, [*agreed, *doubts])
    ]
    counted = sum(decision.action != "keep" for decision in agreed)
    # What only one of them noticed and both leave in clear is no difference.
    both = [first, second]
    settled = [_settle(d, both) for d in doubts]
    differing = sum(decision.action == "review" for decision in settled)
    decisions = sorted([*agreed, *settled], key=lambda decision: decision.span.start)
    return Agreement(tuple(decisions), counted, counted + differing)


def hidden_of(final: Sequence[Decision], verdict: Sequence[Decision]) -> tuple[int, int]:
    """How many names and identifiers that `final` hides `verdict` had hidden whole; of how many."""
    wanted = [d.span for d in final if d.action == "mask" and d.span.label in _COUNTED]
    covered = {at for d in verdict if d.action != "keep" for at in range(d.span.start, d.span.end)}
    return sum(covered.issuperset(range(span.start, span.end)) for span in wanted), len(wanted)


def _said(decision: Decision) -> tuple[object, ...]:
    return decision.span.start, decision.span.end, decision.span.label, decision.action


def _doubt(decision: Decision) -> Decision:
    return Decision(decision.span, "review", DIFFER)


def _settle(doubt: Decision, verdicts: Sequence[Sequence[Decision]]) -> Decision:
    start, end = doubt.span.start, doubt.span.end
    hidden = any(
        d.action != "keep" and d.span.start < end and start < d.span.end for found in verdicts for d in found
    )
    return doubt if hidden else Decision(doubt.span, "keep", "both leave it")
