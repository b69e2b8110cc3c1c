"""Which spans are only a citation's date, number or place, and so nobody's.

Citations are looked for apart from spans and unmask nothing by themselves: the policy asks
here and keeps what they shield, with its reason. What may be the case's own is not
shielded: numbers and dates of its head, what the sender asked to hide, and numbers that
stand outside of citations too. Names in citations are a policy's business, by their role.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from service.document import Hints, Label, Span
from service.pipeline.dates import value_of
from service.pipeline.detect.citations import Citation, Kind, citations
from service.pipeline.detect.terms import terms
from service.pipeline.surfaces import fold
from service.pipeline.view import View

_WRITTEN: Final[frozenset[Label]] = frozenset({"FECHA", "LUGAR", "ID"})
#: What stands in a citation of each kind and is part of it.
SHIELDED: Final[Mapping[Kind, frozenset[Label]]] = {
    "norm": _WRITTEN,
    "precedent": _WRITTEN,
    "doctrine": _WRITTEN,
    "court": frozenset({"LUGAR"}),
}
#: The head of a text: where a ruling says which one it is. The share of it, and characters at most.
_HEAD_SHARE: Final = 0.1
_HEAD: Final = 1_500

#: Characters around a citation in which its paragraph begins and ends, if it is all of it.
_NEAR: Final = 40
_PARAGRAPH: Final = re.compile(r"\n[^\S\n]*\n")


def cited(text: str) -> tuple[Citation, ...]:
    """The citations of a document, in its offsets: disjoint, in reading order."""
    view = View.of(text)
    found = citations(view.text)
    return found if view.positions is None else tuple(_to_document(view, citation) for citation in found)


def _to_document(view: View, citation: Citation) -> Citation:
    start, end = view.place(citation.start, citation.end)
    return replace(citation, start=start, end=end)


def shielded(text: str, spans: Sequence[Span], cited: Sequence[Citation], hints: Hints) -> list[Kind | None]:
    """For each of `spans` (disjoint, in order) the kind of the citation that shields it."""
    # Looked for again: a merged span may tell of another finder than the sender.
    asked = terms(hints)(text)
    around = list(_around(spans, cited))
    head = min(_HEAD, len(text) * _HEAD_SHARE)
    own = {
        _value(text, span)
        for span, citation in zip(spans, around, strict=True)
        if (span.start < head and span.label in ("FECHA", "ID")) or (not citation and span.label == "ID")
    }
    return [
        citation.kind
        if citation
        and _is_shielded(text, span, citation, own)
        and not any(span.start < term.end and term.start < span.end for term in asked)
        else None
        for span, citation in zip(spans, around, strict=True)
    ]


def _around(spans: Sequence[Span], cited: Sequence[Citation]) -> Iterable[Citation | None]:
    """The citation that holds each span whole, if one does."""
    at = 0
    for span in spans:
        while at < len(cited) and cited[at].end < span.end:
            at += 1
        yield cited[at] if at < len(cited) and cited[at].start <= span.start else None


def _is_shielded(text: str, span: Span, citation: Citation, own: Collection[str]) -> bool:
    return (
        span.label in SHIELDED[citation.kind]
        and (span.label == "LUGAR" or _value(text, span) not in own)
        and not (citation.kind == "precedent" and span.label == "FECHA" and _is_closing(text, citation))
    )


def _value(text: str, span: Span) -> str:
    surface = text[span.start : span.end]
    return (value_of(surface) if span.label == "FECHA" else None) or fold(surface)


def _is_closing(text: str, citation: Citation) -> bool:
    """Whether a citation is all of its paragraph: as a court closes a ruling, it names that
    very one."""
    first, last = max(0, citation.start - _NEAR), min(len(text), citation.end + _NEAR)
    before, after = text[first : citation.start], text[citation.end : last]
    opens = _PARAGRAPH.split(before)[-1]
    closes = _PARAGRAPH.split(after)[0]
    alone = not any(map(str.isalnum, opens + closes))
    return alone and (opens != before or first == 0) and (closes != after or last == len(text))
