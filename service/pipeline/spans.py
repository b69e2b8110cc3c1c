"""The one rule that every list of spans keeps before it is rendered or stored, and what keeps it."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from service.document import Decision, Span
from service.errors import InvalidSpans


def check(spans: Sequence[Span], length: int) -> None:
    """Spans are in order, disjoint, non-empty and inside a text of `length` characters.

    Raises:
        InvalidSpans: with the indices of those that are not.
    """
    wrong = []
    at = 0
    for index, span in enumerate(spans):
        if at <= span.start < span.end <= length:
            at = span.end
        else:
            wrong.append(index)
    if wrong:
        raise InvalidSpans(tuple(wrong))


def left_of(decision: Decision, taken: Sequence[Decision]) -> Iterator[Decision]:
    """The pieces of `decision` at which none of `taken` stands."""
    at = decision.span.start
    for other in sorted((d.span for d in taken), key=lambda span: span.start):
        if other.end <= at or other.start >= decision.span.end:
            continue
        if at < other.start:
            yield replace(decision, span=replace(decision.span, start=at, end=other.start))
        at = max(at, other.end)
    if at < decision.span.end:
        yield replace(decision, span=replace(decision.span, start=at))
