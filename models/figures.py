"""Counts of rulings → the figures that count, on whole documents.

Of each label and of all together:

    auto     share of gold letters and digits that spans decided ``mask`` cover
    masked   the same with ``review``: what the provisional text hides
    risk     what is left: neither masked nor before a person
    full     share of gold mentions wholly covered by masked spans
    entity   share of gold surfaces (one label, one document) with all mentions covered
    P R F1   exact boundaries and label, of the spans not kept
    brier    mean square of a span's score less whether the place is to be hidden
    skill    what `brier` gains on giving every span the label's base rate; 1 is perfect
    caught   share of faults that lie in the queue: of missed mentions (those that ``mask``
             does not wholly cover; `missed_caught` are theirs alone) and of wrong spans (with
             wrong edges or label, or in vain; `wrong_caught`)

of each role of a name the first five too, and of its people (surfaces in a document):

    right        share given this role, by most of the names found there
    other        share given another one
    kept         share with a mention that the policy leaves in clear
    publishable  share with a mention whose chance of being a parte's is below the
                 threshold of publishing by role: of a parte, those who would be exposed

and of the rulings:

    over              share of their other letters and digits that ``mask`` hides in vain
    over_provisional  the same with ``review``
    review            spans put before a person, per 1,000 words
    leaked            share with a parte's mention not wholly masked

A figure without any case is None.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.corpus import Gold
from models.counts import ALL, WHOLE, Counts, Key, count
from service.document import HIDDEN_LABELS, ROLES, Decision

Row = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Figures:
    """`labels`: a row for each label and for `ALL`, with the numbers ``n`` of its mentions,
    ``missed`` and ``wrong``. `roles`: a row for each, with ``n`` and ``people``."""

    documents: int
    words: int
    labels: dict[str, Row] = field(default_factory=dict)
    roles: dict[str, Row] = field(default_factory=dict)
    over: float | None = None
    over_provisional: float | None = None
    review: float | None = None
    leaked: float | None = None


Floats = NDArray[np.float64]
#: Sums of counts, one for each of several samples of rulings; and figures of them, NaN
#: where there is no case.
Totals = Mapping[Key, Floats]
Shares = dict[str, dict[str, Floats]]

_COVERAGE: Final = {
    "auto": ("auto", "chars"),
    "masked": ("masked", "chars"),
    "risk": ("open", "chars"),
    "full": ("full", "n"),
    "entity": ("entity", "surfaces"),
}
_LABEL: Final = _COVERAGE | {
    "P": ("right", "given"),
    "R": ("right", "wanted"),
    "brier": ("square", "spans"),
    "missed_caught": ("missed_caught", "missed"),
    "wrong_caught": ("wrong_caught", "wrong"),
}
_ROLE: Final = _COVERAGE | {name: (name, "people") for name in ("right", "other", "kept", "publishable")}
_WHOLE: Final = {
    "over": ("over", "other"),
    "over_provisional": ("over_provisional", "other"),
    "review": ("review", "words"),
    "leaked": ("leaked", "documents"),
}


def measure(pairs: Iterable[tuple[Gold, Sequence[Decision]]], hide: Sequence[str] = HIDDEN_LABELS) -> Figures:
    """Figures over documents, each with what the pipeline decided for it."""
    return figures([count(gold, decisions, hide) for gold, decisions in pairs], hide)


def figures(counts: Sequence[Counts], hide: Sequence[str] = HIDDEN_LABELS) -> Figures:
    """Figures of the rulings that `counts` are of."""
    sums: dict[Key, float] = defaultdict(float)
    for one in counts:
        for key, number in one.items():
            sums[key] += number
    found = shares({key: np.array([number]) for key, number in sums.items()}, hide)

    def row(name: str, numbers: Sequence[str]) -> Row:
        plain: Row = {number: int(sums[name, number]) for number in numbers}
        return plain | {figure: value(values) for figure, values in found[name].items()}

    return Figures(
        documents=int(sums[WHOLE, "documents"]),
        words=int(sums[WHOLE, "words"]),
        labels={label: row(label, ("n", "missed", "wrong")) for label in (*hide, ALL)},
        roles={role: row(role, ("n", "people")) for role in ROLES},
        **row(WHOLE, ()),
    )


def shares(totals: Totals, hide: Sequence[str] = HIDDEN_LABELS) -> Shares:
    """Every figure for every sample of `totals`."""
    size = max((len(values) for values in totals.values()), default=1)
    nothing = np.zeros(size)

    def get(row: str, name: str) -> Floats:
        return totals.get((row, name), nothing)

    rows = {row: _row(get, row, _LABEL) | _combined(get, row) for row in (*hide, ALL)}
    rows |= {row: _row(get, row, _ROLE) for row in ROLES}
    rows[WHOLE] = _row(get, WHOLE, _WHOLE)
    rows[WHOLE]["review"] = 1000 * rows[WHOLE]["review"]
    return rows


Get = Callable[[str, str], Floats]


def _row(get: Get, row: str, kinds: Mapping[str, tuple[str, str]]) -> dict[str, Floats]:
    return {name: ratio(get(row, part), get(row, total)) for name, (part, total) in kinds.items()}


def _combined(get: Get, row: str) -> dict[str, Floats]:
    """The figures that are no plain share of one count in another."""
    base = ratio(get(row, "true"), get(row, "spans"))
    brier = ratio(get(row, "square"), get(row, "spans"))
    return {
        "F1": ratio(2 * get(row, "right"), get(row, "given") + get(row, "wanted")),
        "caught": ratio(
            get(row, "missed_caught") + get(row, "wrong_caught"), get(row, "missed") + get(row, "wrong")
        ),
        "skill": 1 - ratio(brier, base * (1 - base)),
    }


def ratio(part: Floats, total: Floats) -> Floats:
    """``part / total``, NaN where `total` is 0 or NaN."""
    found: Floats = np.divide(part, total, out=np.full(len(total), np.nan), where=total > 0)
    return found


def value(values: Floats) -> float | None:
    """The first of `values`; None for NaN."""
    return None if np.isnan(values[0]) else float(values[0])
