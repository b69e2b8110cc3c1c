"""Text and its annotations, written piece by piece."""

import re

from models.corpus import Annotation, Example

#: What an annotation neither begins nor ends with.
_EDGE = " \t\n\u00a0.,;:\"'«»“”‘’()[]{}-–—/\\*_"
#: A last word whose dot belongs to it: an initial ("P."), "S.A.", "S. de R.L.", "Cía.", "Ltda.".
_OWN_DOT = re.compile(
    r"(?:(?<![^\W\d_])[^\W\d_]|\b(?:Cía|Ltda|Hnos|Inc|Soc|Coop|Dpto|Depto|Sra|Jr))\.$", re.I
)


class Writer:
    """A growing text. Offsets are code points of `text`."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._annotations: list[Annotation] = []
        self._length = 0

    def add(self, piece: str, *classes: str) -> None:
        """Append `piece`; with `classes` (of ``models.tags``) it is a mention.

        Spaces, quotes and punctuation at the edges of a mention are written, but
        stay outside of the annotation; so does a piece that is nothing else.
        """
        if classes:
            start, end = trimmed(piece)
            if start < end:
                self._annotations.append(Annotation(self._length + start, self._length + end, tuple(classes)))
        self._pieces.append(piece)
        self._length += len(piece)

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def example(self, id: str, ruling: str, source: str) -> Example:  # noqa: A002
        """What was written; everything in it is annotated, so no class stays open."""
        return Example(
            id=id,
            ruling=ruling,
            source=source,
            text=self.text,
            annotations=tuple(self._annotations),
            open_classes=(),
        )


def trimmed(piece: str) -> tuple[int, int]:
    """``[start, end)`` of `piece` without edges that no annotation holds; the dot of an
    initial or of a company's form stays, and so does a bracket opened inside."""
    start, end = 0, len(piece)
    while start < end and piece[start] in _EDGE and not _opens_inside(piece, start):
        start += 1
    while end > start and piece[end - 1] in _EDGE:
        held = piece[start:end]
        if _OWN_DOT.search(held) or (held[-1] == ")" and held.count("(") == held.count(")")):
            break
        end -= 1
    return start, end


def _opens_inside(piece: str, start: int) -> bool:
    """Whether the bracket at `start` is closed before the end, as in "(011) 4555-1234"."""
    return piece[start] == "(" and ")" in piece[start + 1 : -1]
