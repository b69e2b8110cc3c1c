"""The one rule that every list of spans keeps before it is rendered or stored."""

from collections.abc import Sequence

from service.document import Span
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
