"""The text of a file as one string, and the way back into the places it came from."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from service.document import Document, Part
from service.pipeline.decode import decode_text
from service.pipeline.render import Replacement


@dataclass(frozen=True, slots=True)
class Edit:
    """``[start, end)`` of the document's text becomes `text`."""

    start: int
    end: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A text node of the file: where its text begins in the document, and how to change it."""

    start: int
    text: str = field(repr=False)
    put: Callable[[str], None]


class Flow:
    """Collects a file's text nodes in reading order.

    `add` takes a node, `gap` what stands between nodes and is nowhere in the file, `part`
    names a stretch of both.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._slots: list[_Slot] = []
        self._parts: list[Part] = []
        self._length = 0
        self._applied = False

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._length

    def add(self, text: str | None, put: Callable[[str], None]) -> None:
        """A node that holds `text`; `put` replaces it by another."""
        if text:
            self._slots.append(_Slot(self._length, text, put))
            self.gap(text)

    def gap(self, text: str) -> None:
        """`text` that parts nodes; what an edit asks of it is not done, for it is not there."""
        self._pieces.append(text)
        self._length += len(text)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What is added within is the part `name`; a blank line keeps it from the one before."""
        if self._length:
            self.gap("\n\n")
        start = self._length
        yield
        if self._length > start:
            self._parts.append(Part(start, self._length, name))

    def document(self) -> Document:
        """All of it. Raises UndecodableText."""
        return Document(decode_text("".join(self._pieces)).text, tuple(self._parts))

    def apply(self, edits: Sequence[Edit]) -> None:
        """Put `edits` (disjoint, in order) into the nodes that they touch: the new text into the
        first of them; from the others what was replaced is cut. Other nodes are not touched.
        Once: it does not know the nodes that it has changed."""
        if self._applied:
            raise ValueError("A file is written once for each time that it is read.")
        self._applied = True
        begins = [edit.start for edit in edits]
        placed = 0  # edits whose text already stands in a node
        for slot in self._slots:
            stop = slot.start + len(slot.text)
            first = max(0, bisect_right(begins, slot.start) - 1)
            touched = [n for n in range(first, bisect_right(begins, stop - 1)) if edits[n].end > slot.start]
            if not touched:
                continue
            pieces, at = [], slot.start
            for n in touched:
                pieces.append(slot.text[at - slot.start : max(at, edits[n].start) - slot.start])
                if n >= placed:
                    pieces.append(edits[n].text)
                    placed = n + 1
                at = min(edits[n].end, stop)
            slot.put("".join(pieces) + slot.text[at - slot.start :])


class Source:
    """A text whose pieces are nodes: what no edit touches stays byte for byte."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._changes: list[tuple[int, int, str]] = []

    def put(self, start: int, end: int, spell: Callable[[str], str] = str) -> Callable[[str], None]:
        """What puts another text, as `spell` writes it, in the place of ``[start, end)``."""

        def put(new: str) -> None:
            self._changes.append((start, end, spell(new)))

        return put

    def writer(self, flow: "Flow", encoding: str) -> Callable[..., bytes]:
        """What writes the text again with edits of `flow`; it has no place for a legend."""

        def write(edits: Sequence[Edit] = (), legend: str | None = None) -> bytes:  # noqa: ARG001
            flow.apply(edits)
            return self.changed().encode(encoding)

        return write

    def changed(self) -> str:
        """The text with what was put."""
        pieces: list[str] = []
        at = 0
        for start, end, new in self._changes:
            pieces += (self.text[at:start], new)
            at = end
        return "".join((*pieces, self.text[at:]))


def edits_of(output: str, replacements: Sequence[Replacement]) -> tuple[Edit, ...]:
    """What `service.pipeline.render` did, as edits of the original. output: the rendered text."""
    return tuple(Edit(r.start, r.end, output[r.output_start : r.output_end]) for r in replacements)
