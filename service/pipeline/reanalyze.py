"""A ruling that was decided, read again by a new model: only what is otherwise is asked, and nothing
that a person decided.

What the new model would hide and is published becomes a doubt, unless it was hidden once and a
person freed it. What it would not hide any more becomes one too, unless a person hid it. Until
somebody answers, both are hidden.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from service.document import Decision, Revision, Span
from service.pipeline.spans import left_of

HIDES: Final = "the new model hides it"
FREES: Final = "the new model does not hide it"

_SET: Final = ("set by a reviewer", "published by a reviewer")


def reanalyzed(text: str, revisions: Sequence[Revision], fresh: Sequence[Decision]) -> tuple[Decision, ...]:
    """The last of `revisions` (all that there were of `text`) with what `fresh`, a new model's
    decisions under the same policy, asks of it; the same decisions if it asks nothing."""
    settled = revisions[-1].decisions
    hidden, now_hidden = _hidden(text, settled), _hidden(text, fresh)
    asked = list(_asked(text, fresh, hidden, _decided(text, revisions), _known(settled, fresh)))
    kept = [
        _freed(d) if not any(now_hidden[d.span.start : d.span.end]) and _nobodys(d, revisions) else d
        for d in settled
    ]
    whole = [*asked, *(piece for d in kept for piece in (left_of(d, asked) if d.action == "keep" else [d]))]
    return tuple(sorted(whole, key=lambda decision: decision.span.start))


def _decided(text: str, revisions: Sequence[Revision]) -> bytearray:
    """1 where a person said that it be published: what they were shown hidden and freed, or told why."""
    decided = bytearray(len(text))
    for before, after in pairwise(revisions):
        if after.engine is None:
            shown, left = _hidden(text, before.decisions), _hidden(text, after.decisions)
            for at in (at for at, covered in enumerate(shown) if covered and not left[at]):
                decided[at] = 1
    for d in revisions[-1].decisions:
        if d.action == "keep" and d.reason.startswith(_SET):
            _cover(decided, d.span)
    return decided


def _asked(
    text: str,
    fresh: Sequence[Decision],
    hidden: bytearray,
    decided: bytearray,
    known: Mapping[str | None, Span],
) -> Iterator[Decision]:
    """Doubts at what `fresh` hides, is not `hidden` and was not `decided` to be published."""
    for d in fresh:
        if d.action == "keep":
            continue
        for start, end in _clear(text, d.span, hidden):
            if not any(text[at].isalnum() and not decided[at] for at in range(start, end)):
                continue
            there = known.get(d.span.entity)
            entity = d.span.entity and _name(d.span.entity, known)
            rivals = tuple(_name(rival, known) for rival in d.span.rivals)
            span = replace(d.span, start=start, end=end, entity=entity, rivals=rivals)
            if there is not None:
                span = replace(span, role=there.role, attributes=there.attributes)
            yield Decision(span, "review", HIDES)


def _clear(text: str, span: Span, hidden: bytearray) -> Iterator[tuple[int, int]]:
    """What of `span` is in clear; a part of it from its first letter or digit to its last."""
    at = span.start
    while at < span.end:
        start = hidden.find(0, at, span.end)
        if start < 0:
            return
        at = hidden.find(1, start, span.end)
        at = end = span.end if at < 0 else at
        if (start, end) != (span.start, span.end):
            while start < end and not text[start].isalnum():
                start += 1
            while start < end and not text[end - 1].isalnum():
                end -= 1
        if start < end:
            yield start, end


def _nobodys(decision: Decision, revisions: Sequence[Revision]) -> bool:
    """It is hidden because a machine was sure of it, and no person ever decided on it."""
    place = decision.span.start, decision.span.end
    said = [d for one in revisions for d in one.decisions if (d.span.start, d.span.end) == place]
    return all(
        d.action == "mask" and d.span.source != "reviewer" and not d.reason.startswith(_SET) for d in said
    )


def _freed(decision: Decision) -> Decision:
    return Decision(replace(decision.span, score=0.0), "review", FREES)


def _known(settled: Sequence[Decision], fresh: Sequence[Decision]) -> dict[str | None, Span]:
    """By an entity of `fresh`, a span of the settled entity that it is."""
    ends = [d.span.end for d in settled]
    found: dict[str | None, Span] = {}
    for d in fresh:
        at = bisect_right(ends, d.span.start)
        there = settled[at].span if at < len(settled) else None
        if there and there.start < d.span.end and there.label == d.span.label and there.entity:
            found.setdefault(d.span.entity, there)
    return found


def _name(entity: str, known: Mapping[str | None, Span]) -> str:
    """What the settled decisions call an entity; one that they don't know is named apart from theirs."""
    there = known.get(entity)
    return (there and there.entity) or f"n-{entity}"[:40]


def _hidden(text: str, decisions: Sequence[Decision]) -> bytearray:
    """1 at each code point that `decisions` hide."""
    covered = bytearray(len(text))
    for decision in decisions:
        if decision.action != "keep":
            _cover(covered, decision.span)
    return covered


def _cover(points: bytearray, span: Span) -> None:
    points[span.start : span.end] = b"\1" * (span.end - span.start)
