"""Noise in letters: capitals, accents, letters misread or lost."""

import random
import re
import unicodedata
from collections.abc import Callable
from typing import Final

from models.corpus import Example
from models.synth.edits import Edit, changed, edited

_ACCENTED: Final = re.compile("[áéíóúÁÉÍÓÚñÑüÜ]")
_INNER_ACCENTED: Final = re.compile(r"(?<=[^\W\d_])[áéíóúñÁÉÍÓÚÑ](?=[^\W\d_])")
_CONFUSED: Final = {
    "l": "1I|", "1": "lI", "O": "0Q", "0": "O", "o": "0c", "I": "1l", "e": "c", "é": "6e", "c": "e",
    "ó": "6o", "á": "4a", "í": "f1i", "ú": "u", "ñ": "fin", "Ñ": "N", "B": "8", "8": "B", "S": "5", "5": "S",
    "Z": "2", "a": "s", "u": "ii", "h": "li", "G": "C6", "t": "f", "i": "j1", ",": ".", ".": ",", "6": "ó",
    "z": "x",
}  # fmt: skip
_CONFUSED_PAIRS: Final = {"rn": "m", "cl": "d", "ri": "n", "li": "h", "vv": "w", "ll": "11", "nn": "m"}


def capitals(example: Example, dice: random.Random) -> Example:
    """A passage in capitals."""
    return _recased(example, dice, str.upper)


def small_letters(example: Example, dice: random.Random) -> Example:
    """A passage without capitals."""
    return _recased(example, dice, str.lower)


def displaced_accents(example: Example, dice: random.Random) -> Example:
    """ "González" as "Gonza´lez", as "Gonz´alez" or with a combining mark."""
    form = dice.choice(("after", "after", "before", "combining", "combining"))

    def change(letter: str) -> str:
        base, *marks = list(unicodedata.normalize("NFD", letter))
        if form == "combining":
            return base + "".join(marks)
        spacing = {"\u0301": "´", "\u0303": "˜", "\u0308": "¨"}[marks[0]]
        return base + spacing if form == "after" else spacing + base

    rate = dice.choice((0.3, 0.8, 1.0))
    return changed(example, dice, rate, _ACCENTED, change)


def lost_accents(example: Example, dice: random.Random) -> Example:
    """Words without their accents; ñ mostly stays."""
    keeps = dice.random() < 0.8

    def change(letter: str) -> str:
        return letter if keeps and letter in "ñÑ" else unicodedata.normalize("NFD", letter)[0]

    return changed(example, dice, dice.choice((0.2, 0.6, 1.0)), _ACCENTED, change)


def lost_letters(example: Example, dice: random.Random) -> Example:
    """ "González" as "Gonz lez" or "Gonzlez": letters that the font's table did not name."""
    instead = dice.choice((" ", " ", "", "\ufffd", "?"))
    return changed(example, dice, dice.choice((0.1, 0.3, 0.8)), _INNER_ACCENTED, lambda _: instead)


def confusions(example: Example, dice: random.Random) -> Example:
    """Letters read as others of like shape."""
    rate = dice.choice((0.002, 0.005, 0.015))
    example = changed(
        example,
        dice,
        rate,
        re.compile("[" + re.escape("".join(_CONFUSED)) + "]"),
        lambda letter: dice.choice(_CONFUSED[letter]),
    )
    pairs = re.compile("|".join(_CONFUSED_PAIRS))
    return changed(example, dice, 2 * rate, pairs, lambda pair: _CONFUSED_PAIRS[pair])


def _recased(example: Example, dice: random.Random, case: Callable[[str], str]) -> Example:
    start, end = _passage(example.text, dice)
    letters = enumerate(example.text[start:end], start)
    return edited(example, [Edit(p, p + 1, case(c)) for p, c in letters if case(c) != c])


def _passage(text: str, dice: random.Random) -> tuple[int, int]:
    """``[start, end)`` of one to four paragraphs, at most 1,500 letters."""
    breaks = [0, *(m.end() for m in re.finditer(r"\n+", text)), len(text)]
    first = dice.randrange(len(breaks) - 1)
    start = breaks[first]
    return start, min(breaks[min(first + dice.randint(1, 4), len(breaks) - 1)], start + 1500)
