"""Gold rulings and decisions → the figures that count, on whole documents.

White space and punctuation inside a span do not count. Of each label and of all four:

    auto     share of gold letters and digits that spans decided ``mask`` cover
    masked   the same with ``review``: what the provisional text hides
    full     share of gold mentions wholly covered by masked spans
    entity   share of gold surfaces (one label, one document) with all mentions covered
    P R F1   exact boundaries and label, of the spans not kept

and of a set of documents:

    over              share of its other letters and digits that ``mask`` hides in vain
    over_provisional  the same with ``review``
    review            spans put before a person, per 1,000 words
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.corpus import Gold
from service.document import HIDDEN_LABELS, ROLES, Decision

#: The row of all four labels together.
ALL = "ALL"

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figures:
    """`labels`: a row of figures for each label and for `ALL`; a figure without any
    case is None. `roles`: mentions and share wholly masked, by role of a name."""

    documents: int
    words: int
    labels: dict[str, dict[str, float | None]] = field(default_factory=dict)
    roles: dict[str, dict[str, float | None]] = field(default_factory=dict)
    over: float | None = None
    over_provisional: float | None = None
    review: float | None = None


def measure(pairs: Iterable[tuple[Gold, Sequence[Decision]]]) -> Figures:
    """Figures over documents, each with what the pipeline decided for it."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    whole: Counter[str] = Counter()
    for gold, decisions in pairs:
        _count(gold, decisions, counts, whole)
    for label in HIDDEN_LABELS:
        counts[ALL].update(counts[label])
    return Figures(
        documents=whole["documents"],
        words=whole["words"],
        labels={label: _row(counts[label]) for label in (*HIDDEN_LABELS, ALL)},
        roles={
            role: {
                "n": counts["NOMBRE"][f"n {role}"],
                "full": _share(counts["NOMBRE"][f"full {role}"], counts["NOMBRE"][f"n {role}"]),
            }
            for role in ROLES
        },
        over=_share(whole["over"], whole["other"]),
        over_provisional=_share(whole["over_provisional"], whole["other"]),
        review=_share(1000 * whole["review"], whole["words"]),
    )


def _count(
    gold: Gold, decisions: Sequence[Decision], counts: dict[str, Counter[str]], whole: Counter[str]
) -> None:
    text = gold.text
    counted = np.fromiter(map(str.isalnum, text), dtype=np.bool_, count=len(text))
    hiding = [d for d in decisions if d.action != "keep" and d.span.label != "ORG"]
    auto = _cover(text, [(d.span.start, d.span.end) for d in hiding if d.action == "mask"])
    masked = _cover(text, [(d.span.start, d.span.end) for d in hiding])
    entities = [e for e in gold.entities if e.label in HIDDEN_LABELS]
    surfaces: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for entity in entities:
        inside = np.flatnonzero(counted[entity.start : entity.end]) + entity.start
        full = bool(masked[inside].all())
        surfaces[entity.label, _folded(text[entity.start : entity.end])].append(full)
        count = counts[entity.label]
        count.update(
            n=1, chars=len(inside), auto=int(auto[inside].sum()), masked=int(masked[inside].sum()), full=full
        )
        count[f"n {entity.role}"] += 1
        count[f"full {entity.role}"] += full
    for (label, _), covered in surfaces.items():
        counts[label].update(entities=1, entity=all(covered))
    wanted = {(e.label, *_trimmed(text, e.start, e.end)) for e in entities}
    given = {(d.span.label, *_trimmed(text, d.span.start, d.span.end)) for d in hiding}
    for name, exact in (("right", wanted & given), ("vain", given - wanted), ("missed", wanted - given)):
        for label, _, _ in exact:
            counts[label][name] += 1
    other = counted & ~_cover(text, [(e.start, e.end) for e in entities])
    whole.update(
        documents=1,
        words=len(text.split()),
        other=int(other.sum()),
        over=int((other & auto).sum()),
        over_provisional=int((other & masked).sum()),
        review=sum(d.action == "review" for d in decisions),
    )


def _cover(text: str, places: Iterable[tuple[int, int]]) -> Flags:
    cover = np.zeros(len(text), dtype=np.bool_)
    for start, end in places:
        cover[start:end] = True
    return cover


def _row(count: Counter[str]) -> dict[str, float | None]:
    return {
        "n": count["n"],
        "auto": _share(count["auto"], count["chars"]),
        "masked": _share(count["masked"], count["chars"]),
        "full": _share(count["full"], count["n"]),
        "entity": _share(count["entity"], count["entities"]),
        "P": _share(count["right"], count["right"] + count["vain"]),
        "R": _share(count["right"], count["right"] + count["missed"]),
        "F1": _share(2 * count["right"], 2 * count["right"] + count["vain"] + count["missed"]),
    }


def _share(part: float, total: float) -> float | None:
    return part / total if total else None


def _folded(surface: str) -> str:
    bare = unicodedata.normalize("NFKD", surface).encode("ascii", "ignore").decode().lower()
    return re.sub(r"\W+", " ", bare).strip()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
