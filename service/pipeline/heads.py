"""Running heads: a date or place found in one of them is found in all.

A page's head comes again on every page. A model reads each copy in other company, and is sure of
its town here and overlooks it there. The same words may mean something else elsewhere, so dates
and places are not looked for all over a text as names are; but two lines that stand together
again, letter for letter, say the same.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from service.document import Span

SOURCE: Final = "running head"
#: Characters of both lines: a paragraph that comes twice is no head.
_LONGEST: Final = 160
_LINE: Final = re.compile(r"[^\r\n]*[^\s][^\r\n]*")


def running_heads(text: str, spans: Sequence[Span]) -> list[Span]:
    """The dates and places of `spans` (disjoint, in order) in the copies of their heads that lack them."""
    further = []
    for copies in _copies(text):
        found = [_inside(spans, start, end) for start, end in copies]
        wanted: dict[tuple[int, int], Span] = {}
        for places in found:
            wanted |= {
                place: max(span, wanted.get(place, span), key=_score) for place, span in places.items()
            }
        for (start, _), places in zip(copies, found, strict=True):
            further += [
                replace(span, start=start + first, end=start + last, source=SOURCE)
                for (first, last), span in wanted.items()
                if (first, last) not in places
            ]
    return further


def _inside(spans: Sequence[Span], start: int, end: int) -> dict[tuple[int, int], Span]:
    """The dates and places in the head ``[start, end)``, by where in it they stand."""
    first = bisect_left(spans, start, key=lambda span: span.start)
    last = bisect_left(spans, end, key=lambda span: span.start)
    return {
        (span.start - start, span.end - start): span
        for span in spans[first:last]
        if span.label in ("FECHA", "LUGAR") and span.end <= end
    }


def _score(span: Span) -> float:
    return span.score


def _copies(text: str) -> Iterator[list[tuple[int, int]]]:
    """Of every two lines that stand together again, the places ``[start, end)`` of the second."""
    heads: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for before, line in pairwise(_LINE.finditer(text)):
        if line.end() - line.start() + before.end() - before.start() <= _LONGEST:
            heads[before[0].strip(), line[0]].append(line.span())
    return (copies for copies in heads.values() if len(copies) > 1)
