"""The sender's own knowledge of a document, as a detector."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence

from service.document import Hints, Label, Party, Span
from service.pipeline.surfaces import Surfaces


def terms(hints: Hints) -> Callable[[str], Sequence[Span]]:
    """A detector of the parties, the docket and the terms to hide, wherever they stand.

    A term to hide is an ID if it holds a digit, a NOMBRE otherwise. One that is given
    in lower case goes in any case.
    """
    wanted: list[tuple[str, Label, str | None]] = [(party.name, "NOMBRE", None) for party in hints.parties]
    wanted += [(hints.docket, "ID", "case_number.own")] if hints.docket else []
    wanted += [(term, "ID" if any(map(str.isdigit, term)) else "NOMBRE", None) for term in hints.hide]

    def detect(text: str) -> list[Span]:
        if not wanted:
            return []
        index = Surfaces(text)
        return [
            Span(start, end, label, 1.0, "sender", kind=kind)
            for term, label, kind in wanted
            for start, end in index.places([term], any_case=term[:1].islower())
        ]

    return detect


def named(text: str, spans: Sequence[Span], parties: Sequence[Party]) -> Mapping[str, Party]:
    """For each entity of `spans` (disjoint, in order) of which the sender says more than the name,
    what it says: the first of `parties` whose name stands in one of them."""
    telling = [party for party in parties if party.role or party.attributes]
    if not telling:
        return {}
    index = Surfaces(text)
    names = [span for span in spans if span.label == "NOMBRE"]
    said: dict[str, Party] = {}
    for party in telling:
        for start, end in index.places([party.name], any_case=party.name[:1].islower()):
            first = bisect_right(names, start, key=lambda span: span.end)
            last = bisect_left(names, end, key=lambda span: span.start)
            for span in names[first:last]:
                if span.entity:
                    said.setdefault(span.entity, party)
    return said
