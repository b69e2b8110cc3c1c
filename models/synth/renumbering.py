"""The numbers and codes of a document → others of the same shape."""

import random
import re
from dataclasses import dataclass, field
from typing import Final

from models.synth.numbers import email, identifier
from models.synth.words import NUMBER_WORDS, in_words

_PERSONAL: Final = re.compile(
    r"(?:d\.?n\.?i|c[ée]dula(?: de \w+)?|c\. ?[ci]|r\.?u\.?[tn]|nie|nif)\.?(?:\s+n?[.°º]*o?\.?)?[\s:]*$",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19[5-9]|20[0-3])\d")
_RUN: Final = re.compile(r"\d+|[^\W\d_]+")
#: The letters of a plate, of a code that mixes both, or of a long code are as random as its figures; those
#: that stand for a court or office ("SUP-JDC", "FCB 123/2020") are not.
_PLATE: Final = re.compile(r"[A-Z]{1,4}[-. ]?\d{2,4}[-. ]?[A-Z\d]{0,3}|\d{3,4}[- ]?[A-Z]{3}")
_MIXED: Final = re.compile(r"(?=\w*\d)(?=\w*[^\W\d_])[^\W_]{5,}")
_LONG_CODE: Final = re.compile(r"(?<!\w)[A-Z]{7,}(?!\w)")
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"


@dataclass(slots=True)
class Registry:
    """How the numbers of one document change. The same figures give the same new ones,
    so that "123/2019" and "123-2019" stay one file. `shift` moves years."""

    dice: random.Random
    country: str
    shift: int
    _runs: dict[str, str] = field(default_factory=dict)
    _whole: dict[str, str] = field(default_factory=dict)

    def renumbered(self, surface: str, before: str) -> str:
        """Another number for `surface`, which stands after `before` in the text."""
        if surface not in self._whole:
            self._whole[surface] = self._renumbered(surface, before)
        return self._whole[surface]

    def _renumbered(self, surface: str, before: str) -> str:
        if "@" in surface:
            slug = "".join(self.dice.choice("abcdefgilmnoprstu") for _ in range(self.dice.randint(4, 12)))
            return email(self.dice, slug)[1]
        if _PERSONAL.search(before) and self.dice.random() < 0.15:
            return identifier(self.dice, self.country)[1]
        if not re.search(r"\d", surface) and any(w.lower() in NUMBER_WORDS for w in surface.split()):
            words = f"{in_words(self.dice.randint(1, 4999))} del {in_words(self.dice.randint(1998, 2025))}"
            return words.upper() if surface.isupper() else words
        free = _free_letters(surface)
        changed = _RUN.sub(lambda run: self._run(run, run.start() in free), surface)
        if changed == surface:
            changed = _RUN.sub(lambda run: self._run(run, True), surface)
        return changed

    def _run(self, run: re.Match[str], is_free: bool) -> str:
        found = run[0]
        if not found[0].isdigit():
            # A run of X hides what a court or bank does not show.
            return (
                found
                if not is_free or (len(found) > 2 and set(found.upper()) == {"X"})
                else self._letters(found)
            )
        if _YEAR.fullmatch(found):
            return str(int(found) + self.shift)
        bare = found.lstrip("0")
        if bare and bare not in self._runs:
            self._runs[bare] = "".join(self._digit(d, place == 0) for place, d in enumerate(bare))
        return found[: len(found) - len(bare)] + self._runs.get(bare, "")

    def _digit(self, digit: str, is_first: bool) -> str:
        return self.dice.choice([d for d in "0123456789" if d != digit and (d != "0" or not is_first)])

    def _letters(self, letters: str) -> str:
        made = "".join(self.dice.choice([c for c in _LETTERS if c != letter.upper()]) for letter in letters)
        return made.lower() if letters.islower() else made


def _free_letters(surface: str) -> set[int]:
    """Starts of the runs of letters that are part of the number."""
    if _PLATE.fullmatch(surface):
        return set(range(len(surface)))
    codes = (m for pattern in (_MIXED, _LONG_CODE) for m in pattern.finditer(surface))
    return {place for code in codes for place in range(code.start(), code.end())}
