"""Whether the names of training rulings can be drawn out of a model's weights.

How likely the model finds a party's surnames after the given names (`models.cloze`), over
how likely it finds its controls there (`models.names`: surnames that it never read), is the
name's exposure. A reference that never read the rulings, the public base, takes from it
what names merely have by nature. A sign-flip test says whether the mean is above what
chance gives. Only figures leave this module.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.bootstrap import Interval, interval, resample
from models.cloze import TOP, Reader, guess, load
from models.counts import folded
from models.names import Name, commonness, matched, parties, words_read

#: Below this chance of an innocent model the weights count as giving names away.
ALPHA: Final = 0.01

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Exposure:
    """names: how many were compared; unmatched: how many had no controls. difference: mean
    of log-probability a token over the controls' (less the same in the reference, if there
    is one), with its interval; p: chance of as much if training had left no trace. drawn:
    share of the names, and of the controls, that the first guesses hold."""

    names: int
    unmatched: int
    difference: float
    interval: Interval | None
    p: float
    drawn: float
    drawn_controls: float

    @property
    def passes(self) -> bool:
        return self.p >= ALPHA

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"passes": self.passes, "top": TOP, "alpha": ALPHA}


def run(
    checkpoint: Path,
    rulings: Path,
    held_out: Path,
    surnames: Sequence[Path],
    read: Sequence[Path],
    reference: Path | None = None,
    seed: int = 1,
) -> Exposure:
    """The exposure of the parties of gold `rulings` in `checkpoint`, which has a masked-language
    head (``adapt --head-only`` fits one to a model that has none, as whoever holds its weights can).

    held_out: gold rulings that it never read, and surnames: CSV files, whose surnames are
    the controls, save those that stand in any text of `read` (JSON lines: all that the
    model was trained on). reference: a checkpoint that never read the rulings.
    """
    reader = load(checkpoint)
    names = parties(rulings)
    known = commonness(surnames)
    others = {form for form, _ in known.values()}
    others |= {word for name in parties(held_out) for word in name.family}
    seen = words_read([rulings, *read])
    pairs = matched(
        names,
        known,
        [word for word in others if folded(word) not in seen],
        lambda word: len(reader.tokenizer.encode(word, add_special_tokens=False).ids),
        seed,
    )
    other = load(reference) if reference else None
    return exposure(pairs, reader, other, len(names) - len(pairs), seed)


def exposure(
    pairs: Sequence[tuple[Name, tuple[Name, ...]]],
    reader: Reader,
    reference: Reader | None = None,
    unmatched: int = 0,
    seed: int = 1,
) -> Exposure:
    """Compare each name with its controls.

    Raises:
        ValueError: there is no pair.
    """
    if not pairs:
        raise ValueError("no name has controls")
    scores, drawn, drawn_controls = _over_controls(pairs, reader)
    if reference is not None:
        scores = scores - _over_controls(pairs, reference)[0]
    sums = resample([{("names", "sum"): score} for score in scores.tolist()], samples=2000, seed=seed)
    return Exposure(
        names=len(pairs),
        unmatched=unmatched,
        difference=float(scores.mean()),
        interval=interval(sums["names", "sum"] / len(pairs)) if len(pairs) > 1 else None,
        p=sign_flip(scores, seed),
        drawn=drawn,
        drawn_controls=drawn_controls,
    )


def sign_flip(differences: Floats, seed: int, times: int = 9999) -> float:
    """Chance that the mean is as high when every difference is as likely of either sign."""
    dice = np.random.default_rng(seed)
    signs = dice.choice((-1.0, 1.0), size=(times, len(differences)))
    higher = (signs @ differences >= differences.sum() - 1e-9).sum()
    return float((higher + 1) / (times + 1))


def _over_controls(
    pairs: Sequence[tuple[Name, tuple[Name, ...]]], reader: Reader
) -> tuple[Floats, float, float]:
    """What each name has over the mean of its controls; shares drawn of both."""
    differences, drawn, others = [], [], []
    for name, controls in pairs:
        own, seen = guess(reader, name)
        rest = [guess(reader, control) for control in controls]
        differences.append(own - float(np.mean([score for score, _ in rest])))
        drawn.append(seen)
        others += [found for _, found in rest]
    return np.array(differences), float(np.mean(drawn)), float(np.mean(others))
