"""The characters of a PDF page and how they make lines, columns and paragraphs."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

#: In ems: a gap that is a blank; one that parts columns or cells.
_BLANK: Final = 0.18
_GUTTER: Final = 1.8
_ENDS: Final = (".", ":", ";", "!", "?", ".-", ".–", ")")

_HYPHENS: Final = ("-", "\u00ad", "\u2010")


class Glyph(NamedTuple):
    """A character on its baseline; y grows upwards. There are millions: hence a tuple."""

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool
    italic: bool


@dataclass(slots=True)
class Run:
    """Text of one look within a paragraph."""

    text: str = field(repr=False)
    bold: bool = False
    italic: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph, a heading, a row of a table, a running head."""

    runs: list[Run]
    size: float
    left: float
    right: float
    top: float
    centred: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs side by side on one baseline, with no gap as wide as a gutter."""

    glyphs: Sequence[Glyph]

    @property
    def left(self) -> float:
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        return self.glyphs[-1].end

    @property
    def y(self) -> float:
        return self.glyphs[0].y

    @property
    def size(self) -> float:
        return median(glyph.size for glyph in self.glyphs)

    @property
    def bold(self) -> bool:
        return all(glyph.bold for glyph in self.glyphs)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs())

    def runs(self) -> list[Run]:
        """Its text by look, with a blank wherever the gap is one."""
        runs: list[Run] = []
        before: Glyph | None = None
        for glyph in self.glyphs:
            text = glyph.text
            if before is not None and glyph.x - before.end > _BLANK * glyph.size and before.text != " ":
                text = f" {text}"
            if runs and (runs[-1].bold, runs[-1].italic) == (glyph.bold, glyph.italic):
                runs[-1].text += text
            else:
                runs.append(Run(text, glyph.bold, glyph.italic))
            before = glyph
        return runs


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Glyphs by baseline, top to bottom, cut where a gutter runs through them."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        # What is raised or lowered a little, as the mark of a note, is of the same line.
        if rows and rows[-1][0].y - glyph.y < 0.4 * max(rows[-1][0].size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = []
    for row in rows:
        row.sort(key=lambda glyph: glyph.x)
        start = 0
        for n, (left, right) in enumerate(pairwise(row), 1):
            if right.x - left.end > _GUTTER * max(left.size, right.size):
                lines.append(_bare(row[start:n]))
                start = n
        lines.append(_bare(row[start:]))
    return [line for line in lines if line.glyphs]


def in_reading_order(lines: Sequence[Line], width: float) -> list[list[Line]]:
    """Lines by column, as they are read; lines that stand side by side in no column follow
    each other. Returns the columns' stretches, top to bottom."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return [list(lines)]
    stretches: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.left < gutter < line.right:  # a title over both
            stretches += [part for part in (left, right) if part]
            left, right = [], []
            stretches.append([line])
        else:
            (left if line.right <= gutter else right).append(line)
    return stretches + [part for part in (left, right) if part]


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The paragraphs of one column."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].y - line.y) < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    if not rows:
        return []
    pitches = [above[0].y - below[0].y for above, below in pairwise(rows)]
    pitch = median(pitches) if pitches else 0.0
    left = min(row[0].left for row in rows)
    right = max(row[-1].right for row in rows)
    groups: list[list[list[Line]]] = [[rows[0]]]
    for above, row in pairwise(rows):
        if _begins(above, row, pitch, left, right):
            groups.append([row])
        else:
            groups[-1].append(row)
    return [_block(group, left, right) for group in groups]


def _begins(above: Sequence[Line], row: Sequence[Line], pitch: float, left: float, right: float) -> bool:
    """Whether a paragraph begins at `row`."""
    first, last = row[0], above[-1]
    size = first.size
    return (
        len(row) > 1
        or len(above) > 1
        or above[0].y - first.y > 1.35 * pitch
        or abs(size - above[0].size) > 0.15 * size
        or first.bold != above[0].bold
        or (first.left - left > size and above[0].left - left < 0.5 * size)
        or (last.right < right - 0.12 * (right - left) and last.text.rstrip().endswith(_ENDS))
        or (last.right < right - 0.35 * (right - left) and not last.text.endswith(_HYPHENS))
    )


def _block(rows: Sequence[Sequence[Line]], left: float, right: float) -> Block:
    runs: list[Run] = []
    for n, row in enumerate(rows):
        for m, line in enumerate(row):
            new = line.runs()
            if n or m:
                _join(runs, new)
            if runs and new and (runs[-1].bold, runs[-1].italic) == (new[0].bold, new[0].italic):
                runs[-1].text += new.pop(0).text
            runs += new
    first = rows[0][0]
    margins = [(row[0].left - left, right - row[-1].right) for row in rows]
    centred = all(abs(a - b) < 0.06 * (right - left) and a > 0.05 * (right - left) for a, b in margins)
    size = median(line.size for row in rows for line in row)
    return Block(runs, size, first.left, max(row[-1].right for row in rows), first.y, centred)


def _join(runs: list[Run], new: list[Run]) -> None:
    """Put what parts two lines at the end of `runs`: a blank, or nothing after a hyphen, which
    goes if it only breaks a word."""
    text = runs[-1].text
    if re.search(r"\w[-\u00ad\u2010\u0002]$", text):
        if new[0].text[:1].islower():
            runs[-1].text = text[:-1]
    elif not text.endswith(" "):
        runs[-1].text += " "


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """The x of the gap between two columns of text, if the page is set in two."""
    if len(lines) < 16:
        return None
    best = None
    for step in range(30, 71):
        x = width * step / 100
        crossing = sum(line.left < x < line.right for line in lines)
        left = sum(line.right <= x for line in lines)
        right = sum(line.left >= x for line in lines)
        if crossing <= 0.15 * len(lines) and min(left, right) >= max(8, 0.25 * len(lines)):
            best = min(best or (crossing, x), (crossing, x))
    return best[1] if best else None


def _bare(glyphs: Sequence[Glyph]) -> Line:
    """A line without blanks at its ends."""
    start, stop = 0, len(glyphs)
    while start < stop and glyphs[start].text.isspace():
        start += 1
    while stop > start and glyphs[stop - 1].text.isspace():
        stop -= 1
    return Line(glyphs[start:stop])


def unligated(character: str) -> str:
    """The letters of a ligature; any other character as it is."""
    return unicodedata.normalize("NFKC", character) if "\ufb00" <= character <= "\ufb06" else character
