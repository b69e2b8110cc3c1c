"""The text as detectors read it: without soft hyphens and zero-width characters."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from msgspec.structs import replace

from service.document import Span

#: Soft hyphen, zero-width space, (non-)joiners, word joiner, byte order mark.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

_INVISIBLE = re.compile(f"[{INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class View:
    """`text` for detectors; `positions[i]` is where its character i stands in the
    document, or None if nothing was left out."""

    text: str = field(repr=False)
    positions: tuple[int, ...] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, text: str) -> Self:
        if not _INVISIBLE.search(text):
            return cls(text)
        positions = tuple(i for i, character in enumerate(text) if character not in INVISIBLE)
        return cls("".join(text[i] for i in positions), positions)

    def to_document(self, span: Span) -> Span:
        """`span` of the view, in the document's offsets."""
        if self.positions is None:
            return span
        start, end = self.place(span.start, span.end)
        return replace(span, start=start, end=end)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """``[start, end)`` of the view, not empty, in the document's offsets."""
        if self.positions is None:
            return start, end
        return self.positions[start], self.positions[end - 1] + 1

    def asked(self, of: Callable[[int, int], float]) -> Callable[[int, int], float]:
        """`of`, which takes a place of the view, as a function of a place in the document."""
        positions = self.positions
        if positions is None:
            return of
        return lambda start, end: of(bisect_left(positions, start), bisect_left(positions, end))
