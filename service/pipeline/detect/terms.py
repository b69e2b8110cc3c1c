"""The sender's own knowledge of a document, as a detector."""

from collections.abc import Callable, Sequence

from service.document import Hints, Label, Span
from service.pipeline.surfaces import Surfaces


def terms(hints: Hints) -> Callable[[str], Sequence[Span]]:
    """A detector of the parties, the docket and the terms to hide, wherever they stand.

    A term to hide is an ID if it holds a digit, a NOMBRE otherwise. One that is given
    in lower case goes in any case.
    """
    wanted: list[tuple[str, Label, str | None]] = [(party, "NOMBRE", None) for party in hints.parties]
    wanted += [(hints.docket, "ID", "case_number")] if hints.docket else []
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
