"""One gold ruling and what was decided for it → counts, which add up over rulings.

White space and punctuation inside a span do not count. A count has a row (a label, `ALL`
of them, a role of a name, or `WHOLE` for the ruling itself) and a name; every figure of
`models.figures` is a share of one sum of counts in another.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.corpus import Entity, Gold
from service.document import HIDDEN_LABELS, ROLES, Decision

#: The row of all labels together, and the row of the rulings themselves.
ALL: Final = "ALL"
WHOLE: Final = "rulings"

Key = tuple[str, str]
Counts = dict[Key, float]
Flags = NDArray[np.bool_]
#: A span's label, its score, and whether its place is to be hidden.
Outcome = tuple[str, float, bool]


@dataclass(frozen=True, slots=True)
class _Ruling:
    """A ruling as the counting reads it. Flags are by code point of the text: `counted` are
    letters and digits, `gold` lies in a mention that is to be hidden, `auto` is masked
    without a doubt, `masked` for certain or until a person decides, `queued` by review alone."""

    text: str = field(repr=False)
    hide: Sequence[str]
    mentions: Sequence[Entity]
    hiding: Sequence[Decision]
    counted: Flags
    gold: Flags
    auto: Flags
    masked: Flags
    queued: Flags

    def places(self, start: int, end: int) -> NDArray[np.intp]:
        """Letters and digits of ``[start, end)``."""
        return np.flatnonzero(self.counted[start:end]) + start


def count(
    gold: Gold, decisions: Sequence[Decision], hide: Sequence[str] = HIDDEN_LABELS, keep_below: float = 0.0
) -> Counts:
    """Counts of one ruling.

    hide: labels that its policy hides. keep_below: names whose chance of being a parte's
    lies below would be published by a policy that keeps the other roles.
    """
    ruling = _read(gold, decisions, hide)
    counts: Counts = {}
    _coverage(ruling, counts)
    _exactness(ruling, counts)
    _scores(ruling, counts)
    _queue(ruling, counts)
    for (row, name), number in list(counts.items()):
        if row in hide:
            _add(counts, ALL, **{name: number})
    _people(ruling, decisions, keep_below, counts)
    other = ruling.counted & ~ruling.gold
    _add(
        counts,
        WHOLE,
        documents=1,
        words=len(gold.text.split()),
        other=int(other.sum()),
        over=int((other & ruling.auto).sum()),
        over_provisional=int((other & ruling.masked).sum()),
        review=sum(d.action == "review" for d in decisions),
        leaked=counts.get(("parte", "full"), 0) < counts.get(("parte", "n"), 0),
    )
    return counts


def missed(gold: Gold, decisions: Sequence[Decision], hide: Sequence[str] = HIDDEN_LABELS) -> list[Entity]:
    """Mentions that the provisional text does not wholly hide."""
    ruling = _read(gold, decisions, hide)
    return [e for e in ruling.mentions if not ruling.masked[ruling.places(e.start, e.end)].all()]


def outcomes(gold: Gold, decisions: Sequence[Decision], hide: Sequence[str] = HIDDEN_LABELS) -> list[Outcome]:
    """Of every span not kept, what its score promised and what is true: whether it shares
    a letter or digit with a mention to be hidden, of whatever label."""
    return _outcomes(_read(gold, decisions, hide))


def _read(gold: Gold, decisions: Sequence[Decision], hide: Sequence[str]) -> _Ruling:
    size = len(gold.text)
    mentions = [e for e in gold.entities if e.label in hide]
    hiding = [d for d in decisions if d.action != "keep" and d.span.label in hide]
    auto = _cover(size, ((d.span.start, d.span.end) for d in hiding if d.action == "mask"))
    queued = _cover(size, ((d.span.start, d.span.end) for d in hiding if d.action == "review"))
    return _Ruling(
        gold.text,
        hide,
        mentions,
        hiding,
        np.fromiter(map(str.isalnum, gold.text), dtype=np.bool_, count=size),
        _cover(size, ((e.start, e.end) for e in mentions)),
        auto,
        auto | queued,
        queued,
    )


def _coverage(ruling: _Ruling, counts: Counts) -> None:
    """How much of each mention is hidden, for its label and its role."""
    surfaces: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for mention in ruling.mentions:
        inside = ruling.places(mention.start, mention.end)
        masked = int(ruling.masked[inside].sum())
        full = masked == len(inside)
        surface = folded(ruling.text[mention.start : mention.end])
        for row in (mention.label, mention.role):
            if row:
                surfaces[row, surface].append(full)
                auto = int(ruling.auto[inside].sum())
                chars = len(inside)
                _add(counts, row, n=1, chars=chars, auto=auto, masked=masked, open=chars - masked, full=full)
    for (row, _), covered in surfaces.items():
        _add(counts, row, surfaces=1, entity=all(covered))


def _exactness(ruling: _Ruling, counts: Counts) -> None:
    wanted = {(e.label, *trimmed(ruling.text, e.start, e.end)) for e in ruling.mentions}
    given = {(d.span.label, *trimmed(ruling.text, d.span.start, d.span.end)) for d in ruling.hiding}
    for name, found in (("right", wanted & given), ("wanted", wanted), ("given", given)):
        for label, _, _ in found:
            _add(counts, label, **{name: 1})


def _scores(ruling: _Ruling, counts: Counts) -> None:
    """How far each span's score is from the truth."""
    for label, score, true in _outcomes(ruling):
        _add(counts, label, spans=1, true=true, square=(score - true) ** 2)


def _outcomes(ruling: _Ruling) -> list[Outcome]:
    return [
        (d.span.label, d.span.score, bool(ruling.gold[ruling.places(d.span.start, d.span.end)].any()))
        for d in ruling.hiding
    ]


def _queue(ruling: _Ruling, counts: Counts) -> None:
    """Faults of what is proposed, and how many of them a person sees.

    A fault is a mention that ``mask`` does not wholly cover, or a proposed span whose edges or
    label are wrong. A person sees a span that is put to review, and the mention that it touches.
    """
    for mention in ruling.mentions:
        inside = ruling.places(mention.start, mention.end)
        if not ruling.auto[inside].all():
            _add(counts, mention.label, missed=1, missed_caught=bool(ruling.queued[inside].any()))
    wanted = {(e.label, *trimmed(ruling.text, e.start, e.end)) for e in ruling.mentions}
    for decision in ruling.hiding:
        span = decision.span
        if (span.label, *trimmed(ruling.text, span.start, span.end)) not in wanted:
            touched = [e for e in ruling.mentions if e.start < span.end and span.start < e.end]
            seen = decision.action == "review" or any(
                ruling.queued[ruling.places(e.start, e.end)].any() for e in touched
            )
            _add(counts, span.label, wrong=1, wrong_caught=seen)


def _people(ruling: _Ruling, decisions: Sequence[Decision], keep_below: float, counts: Counts) -> None:
    """The role that each person is given: most of the names found at the person's mentions
    say so; the first of `ROLES`, the most careful, where as many say another."""
    people: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for mention in ruling.mentions:
        if mention.label == "NOMBRE" and mention.role:
            people[mention.role, folded(ruling.text[mention.start : mention.end])].append(mention)
    names = [d for d in decisions if d.span.label == "NOMBRE"]
    for (role, _), mentions in people.items():
        found = [d for d in names if any(d.span.start < e.end and e.start < d.span.end for e in mentions)]
        votes: Counter[str] = Counter(d.span.role for d in found if d.span.role)
        most = max(ROLES, key=lambda role: votes[role])
        given = most if votes else None
        _add(
            counts,
            role,
            people=1,
            right=given == role,
            other=given not in (role, None),
            kept=any(d.action == "keep" for d in found),
            publishable=any(d.span.p_parte is not None and d.span.p_parte < keep_below for d in found),
        )


def _add(counts: Counts, row: str, **numbers: float) -> None:
    for name, number in numbers.items():
        counts[row, name] = counts.get((row, name), 0) + number


def _cover(size: int, places: Iterable[tuple[int, int]]) -> Flags:
    cover = np.zeros(size, dtype=np.bool_)
    for start, end in places:
        cover[start:end] = True
    return cover


def folded(surface: str) -> str:
    """`surface` without case, accents and punctuation: the same for all mentions alike."""
    bare = unicodedata.normalize("NFKD", surface).encode("ascii", "ignore").decode().lower()
    return re.sub(r"\W+", " ", bare).strip()


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` from its first letter or digit to its last."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
