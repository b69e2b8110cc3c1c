"""Edits of an annotated text that keep its annotations exact."""

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from models.corpus import Annotation, Example


@dataclass(frozen=True, slots=True)
class Edit:
    """``text[start:end]`` becomes `new`; an insertion where start is end."""

    start: int
    end: int
    new: str

    @property
    def growth(self) -> int:
        return len(self.new) - (self.end - self.start)


def edited(example: Example, edits: Iterable[Edit]) -> Example:
    """`example` after `edits`, whose offsets are those of its text before any of them.

    An annotation grows and shrinks with the edits inside it. An insertion at its edge
    stays outside of it; one that is left without text is dropped.

    Raises:
        ValueError: edits overlap, lie outside the text, or reach over the edge of an annotation.
    """
    ordered = sorted(edits, key=lambda e: (e.start, e.end))
    if not ordered:
        return example
    if ordered[0].start < 0 or any(e.end > len(example.text) or e.start > e.end for e in ordered):
        raise ValueError("an edit lies outside the text")
    if any(after.start < before.end for before, after in pairwise(ordered)):
        raise ValueError("edits overlap")
    if len(harmless(example, ordered)) != len(ordered):
        raise ValueError("an edit reaches over the edge of an annotation")
    pieces, last = [], 0
    for edit in ordered:
        pieces += [example.text[last : edit.start], edit.new]
        last = edit.end
    pieces.append(example.text[last:])
    moved = _moved(example.annotations, ordered)
    return replace(example, text="".join(pieces), annotations=tuple(a for a in moved if a.start < a.end))


def harmless(example: Example, edits: Iterable[Edit]) -> list[Edit]:
    """Those of `edits` that reach over no edge of an annotation."""
    edges = sorted({edge for a in example.annotations for edge in (a.start, a.end)})
    return [e for e in edits if bisect_left(edges, e.end) <= bisect_right(edges, e.start)]


def changed(
    example: Example,
    dice: random.Random,
    rate: float,
    pattern: re.Pattern[str],
    change: Callable[[str], str],
) -> Example:
    """`example` with `change` made to a share `rate` of what `pattern` finds."""
    if not rate:
        return example
    found = (m for m in pattern.finditer(example.text) if dice.random() < rate)
    return edited(example, harmless(example, [Edit(m.start(), m.end(), change(m[0])) for m in found]))


def interrupted(example: Example, start: int, end: int, new: str) -> Example:
    """`example` with `new` for ``text[start:end]``, where what is put in is no part of
    an annotation around it: that one becomes two, without spaces at the cut.

    Raises:
        ValueError: as `edited` does.
    """
    annotations: list[Annotation] = []
    for annotation in example.annotations:
        if annotation.start < start and end < annotation.end:
            before, after = example.text[annotation.start : start], example.text[end : annotation.end]
            if before.strip():
                annotations.append(replace(annotation, end=annotation.start + len(before.rstrip())))
            if after.strip():
                annotations.append(replace(annotation, start=annotation.end - len(after.lstrip())))
        else:
            annotations.append(annotation)
    return edited(replace(example, annotations=tuple(annotations)), [Edit(start, end, new)])


def _moved(annotations: Iterable[Annotation], ordered: list[Edit]) -> Iterable[Annotation]:
    ends = [e.end for e in ordered]
    growths = [0, *accumulate(e.growth for e in ordered)]
    for annotation in annotations:
        before_start = bisect_right(ends, annotation.start)
        before_end = bisect_right(ends, annotation.end)
        # What is inserted at the very end stays outside; a replacement that ends there does not.
        while before_end and ordered[before_end - 1].start == ordered[before_end - 1].end == annotation.end:
            before_end -= 1
        yield replace(
            annotation,
            start=annotation.start + growths[before_start],
            end=annotation.end + growths[max(before_start, before_end)],
        )
