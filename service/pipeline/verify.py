"""The gate: does a masked name or number, or a long part of one, still stand in what goes out?"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from service.document import Decision
from service.pipeline.persons import PARTICLES, read
from service.pipeline.render import Rendered
from service.pipeline.surfaces import Place, Surfaces, fold, is_distinctive, within

#: Letters of a word, and digits of a run, that say whose they are with another or alone.
_WORD: Final = 3
_RUN: Final = 6

#: What may stand between two words of one name: little, and no blank line.
_BESIDE: Final = re.compile(
    rf"(?:(?!\n[ \t\r]*\n)\W){{1,8}}(?:(?:{'|'.join(sorted(PARTICLES))})\W{{1,3}}){{0,3}}", re.IGNORECASE
)


def verify(text: str, decisions: Sequence[Decision], rendered: Rendered) -> tuple[Place, ...]:
    """Places of the original where a surface that is masked as NOMBRE or ID elsewhere, or a
    long part of it, would stay in clear, in order. Not those that a decision keeps, with its
    reason.

    Reads the output, not the spans: what is missed upstream is found here.
    """
    names, numbers = (
        {
            text[d.span.start : d.span.end]
            for d in decisions
            if d.action == "mask"
            and d.span.label == label
            and is_distinctive(text[d.span.start : d.span.end], label)
        }
        for label in ("NOMBRE", "ID")
    )
    if not names and not numbers:
        return ()
    kept = [(d.span.start, d.span.end) for d in decisions if d.action == "keep"]
    starts = [r.output_start for r in rendered.replacements]
    index = Surfaces(rendered.text)
    places: list[Place] = []
    for start, end in _disjoint(
        [*index.places(names | numbers), *index.places(_runs(numbers)), *_parts(rendered.text, index, names)]
    ):
        before = bisect_right(starts, start) - 1
        if before < bisect_right(starts, end - 1) - 1:
            continue  # it ends in a placeholder
        if before >= 0:
            last = rendered.replacements[before]
            if start < last.output_end:
                continue  # inside a placeholder
            start, end = (at - last.output_end + last.end for at in (start, end))
        if not within(kept, start, end):
            places.append((start, end))
    return tuple(places)


def _runs(numbers: Iterable[str]) -> set[str]:
    """The long runs of digits in `numbers`, dots among them; the DNI of a CUIT is one."""
    runs = (run for number in numbers for run in re.split(r"[^\d.]+", number))
    return {run for run in runs if len(fold(run)) >= _RUN}


def _parts(text: str, index: Surfaces, names: Iterable[str]) -> Iterator[Place]:
    """Two words of one name that stand side by side, in whatever order, in `text`."""
    owners: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for word in read(name).words:
            if len(word) >= _WORD:
                owners[word].add(name)
    found = sorted((*place, word) for word in owners for place in index.places([word], any_case=True))
    for (start, end, word), (next_start, next_end, other) in pairwise(found):
        if (
            word != other
            and not owners[word].isdisjoint(owners[other])
            and _BESIDE.fullmatch(text, end, next_start)
        ):
            yield start, next_end


def _disjoint(places: Iterable[Place]) -> Iterator[Place]:
    """`places`, in order, those that overlap as one."""
    last: Place | None = None
    for start, end in sorted(places):
        if last and start < last[1]:
            last = last[0], max(end, last[1])
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last
