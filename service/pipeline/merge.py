"""Overlapping spans of many detectors → disjoint spans that cover no less.

The surest span stands; of a less sure one only what lies outside remains, as a span
of its own with its own score, or as a lengthening of its neighbour where both are
sure of the same label. So a doubtful reach never borrows another's certainty, and
nothing that any detector saw is dropped, nor that a number's check digit is wrong.
Spans of ORG come last: they are kept, and must not shadow what is hidden.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from unicodedata import combining

from msgspec.structs import replace

from service.document import Span
from service.pipeline.detect.patterns.form import CHECK_DIGIT
from service.pipeline.policy import LABEL_CONFLICT, Thresholds

IN_ORGANISATION = "inside an organisation"


def merge(text: str, spans: Iterable[Span], thresholds: Thresholds) -> tuple[Span, ...]:
    """Disjoint spans in reading order that cover every letter and digit of `spans`.

    The result depends on the set of spans, not on their order.
    """
    merged: list[Span] = []
    for group in _groups(spans):
        if len(group) == 1:
            [span] = group
            surface = text[span.start : span.end]
            if surface[:1].isalnum() or any(map(str.isalnum, surface)):
                merged.append(span)
            continue
        placed: list[Span] = []
        for span in sorted(set(group), key=_rank):
            first, last = _overlapped(placed, span)
            met = [_learn(other, span, thresholds) for other in placed[first:last]]
            placed[first:last] = _fit(text, span, met, thresholds)
        merged += placed
    return tuple(merged)


def _groups(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """`spans` in reading order, those that overlap each other together: no other has a say."""
    group: list[Span] = []
    end = 0
    for span in sorted(spans, key=_start):
        if group and span.start >= end:
            yield group
            group = []
        group.append(span)
        end = max(end, span.end)
    if group:
        yield group


def sure(span: Span, thresholds: Thresholds) -> bool:
    """Whether `span` needs no person to be believed."""
    return span.doubt is None and span.score >= thresholds[span.label].mask


def _rank(span: Span) -> tuple[object, ...]:
    """What is hidden first, surest first, longest first; the rest makes the order total."""
    return (
        span.label == "ORG",
        -span.score,
        span.start - span.end,
        span.start,
        span.label,
        span.source,
        span.role or "",
        span.kind or "",
        span.doubt or "",
    )


def _start(span: Span) -> int:
    return span.start


def _overlapped(placed: list[Span], span: Span) -> tuple[int, int]:
    """Slice of `placed` that overlaps `span`."""
    first = bisect_left(placed, span.start, key=lambda other: other.end - 1)
    last = bisect_left(placed, span.end, key=_start)
    return first, max(first, last)


def _learn(placed: Span, span: Span, thresholds: Thresholds) -> Span:
    """What a span that stands takes from a less sure one that overlaps it."""
    if placed.label == span.label:
        kind, role = placed.kind or span.kind, placed.role or span.role
        chances = placed.role_chances or span.role_chances
        doubt = placed.doubt or (CHECK_DIGIT if span.doubt == CHECK_DIGIT else None)
        if (kind, role, chances, doubt) == (placed.kind, placed.role, placed.role_chances, placed.doubt):
            return placed
        return replace(placed, kind=kind, role=role, role_chances=chances, doubt=doubt)
    if placed.doubt or not sure(span, thresholds):
        return placed
    if span.label == "ORG":
        return replace(placed, doubt=IN_ORGANISATION)
    overlap = min(placed.end, span.end) - max(placed.start, span.start)
    if 2 * overlap > placed.end - placed.start:
        return replace(placed, doubt=LABEL_CONFLICT)
    return placed


def _fit(text: str, span: Span, met: list[Span], thresholds: Thresholds) -> list[Span]:
    """`met` and what `span` covers besides, in order."""
    believed = sure(span, thresholds)
    conflict = believed and any(o.label != span.label and sure(o, thresholds) for o in met)
    doubt = LABEL_CONFLICT if conflict and span.label != "ORG" else span.doubt

    def joins(other: Span) -> bool:
        return other.label == span.label and believed and sure(other, thresholds)

    fitted: list[Span] = []
    at = span.start
    for other in (*met, None):
        start, end = _trim(text, span, at, other.start if other else span.end)
        if start < end:
            if fitted and joins(fitted[-1]):
                fitted[-1] = replace(fitted[-1], end=end)
            elif other and joins(other):
                other = replace(other, start=start)
            elif (start, end, doubt) == (span.start, span.end, span.doubt):
                fitted.append(span)
            else:
                fitted.append(replace(span, start=start, end=end, doubt=doubt))
        if other:
            fitted.append(other)
            at = max(at, other.end)
    return fitted


def _trim(text: str, span: Span, start: int, end: int) -> tuple[int, int]:
    """The piece ``[start, end)`` of `span`, where it was cut from its first letter or digit
    to its last (the finder's own edges stay: an initial's dot); empty if it has none."""
    first, last = start, end
    while first < end and not text[first].isalnum():
        first += 1
    if first == end:
        return end, end
    while not (text[last - 1].isalnum() or combining(text[last - 1])):
        last -= 1
    return start if start == span.start else first, end if end == span.end else last
