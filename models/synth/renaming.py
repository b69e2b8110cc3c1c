"""The people of a document → other people, their names in the same written form."""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from models.synth.name_forms import alias
from models.synth.people import Names, Sex, draw
from models.synth.words import listed

#: A word of a name, with accents beside their letter and parted by a line end as some texts have them.
_WORD: Final = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad´`˜¨'’](?=[^\W\d_])|-\n(?=[a-zá-ÿ]))*[\u0300-\u036f´]?"
)
_PARTICLES: Final = frozenset(
    listed("de del la las los el y i e da das do dos di von van vda viuda san santa h hijo sic")
)
_INITIALS: Final = "ABCDEFGHJLMNOPRSTV"
_ALIAS: Final = re.compile(r"(?:el|la|los)\s+[^\W\d_]+", re.IGNORECASE)


@dataclass(slots=True)
class Recast:
    """Who plays whom in one document. A word of a name gives the same new word wherever it
    stands, so that a surname alone, and relatives who share it, stay together.

    `share` is the chance that a name is replaced; the others stay themselves throughout.
    """

    dice: random.Random
    names: Names
    share: float = 1.0
    _words: dict[str, str | None] = field(default_factory=dict)  # None: stays itself
    _whole: dict[str, str] = field(default_factory=dict)

    def renamed(self, surface: str) -> str:
        """`surface` with other words in it; capitals, commas, particles, dots and spaces stay."""
        if surface not in self._whole:
            self._whole[surface] = self._renamed(surface)
        return self._whole[surface]

    def _renamed(self, surface: str) -> str:
        if _ALIAS.fullmatch(surface) and not surface.isupper():
            return _other(surface, lambda: alias(self.dice)) if self.dice.random() < self.share else surface
        kinds = _kinds(surface, self.names)
        replaces = self.dice.random() < self.share
        player = draw(self.dice, self.names, _sex(surface, self.names))
        pools = {"given": _pool(player.given), "family": _pool(player.family)}

        def change(found: re.Match[str]) -> str:
            word = found[0]
            kind = kinds.get(found.start())
            if kind is None:
                return word
            key = folded(word)
            if key not in self._words:
                self._words[key] = self._new(key, kind, pools) if replaces else None
            new = self._words[key]
            return word if new is None else _like(new, word)

        return _WORD.sub(change, surface)

    def _new(self, key: str, kind: str, pools: dict[str, list[str]]) -> str:
        if kind == "initials":
            return "".join(self.dice.choice([c for c in _INITIALS if c.lower() != letter]) for letter in key)
        pool = pools[kind]
        for _ in range(8):
            if not pool:
                other = draw(self.dice, self.names)
                pool += _pool(other.given if kind == "given" else other.family)
            if pool and folded(word := pool.pop(0)) != key:
                return word
        return key[::-1].capitalize()  # lists of one name alone


def folded(word: str) -> str:
    """`word` in lower case, with neither accents nor what parts it."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in decomposed if c.isalpha() and not unicodedata.combining(c))


def _other(surface: str, make: Callable[[], str]) -> str:
    made = make()
    while made.casefold() == surface.casefold():
        made = make()
    return made


def _pool(parts: tuple[str, ...]) -> list[str]:
    """Single words, without the particles: those of the replaced name stay where they are."""
    words = [word for part in parts for word in part.split()]
    return [word for word in words if word.lower() not in _PARTICLES]


def _like(new: str, old: str) -> str:
    """`new` in the capitals of `old`."""
    letters = [c for c in old if c.isalpha()]
    if len(letters) > 1 and old.isupper():
        return new.upper()
    return new.lower() if old.islower() else new


@lru_cache(maxsize=32)
def _known(names: Names) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Folded women's and men's names, and surnames."""
    lists = (names.women, names.men, names.surnames)
    women, men, families = (frozenset(folded(w) for n in x.words for w in n.split()) for x in lists)
    return women, men, families


def _is_drafting(word: str) -> bool:
    """Whether it looks like the initials of who wrote or typed a ruling: LMR, ecb."""
    if len(word) > 4 or not (word.isupper() or word.islower()):
        return False
    return len(word) < 4 or not set(folded(word)) & set("aeiou")


def _sex(surface: str, names: Names) -> Sex | None:
    """The sex that the given names of `surface` tell, if they tell one."""
    women, men, _ = _known(names)
    for found in _WORD.finditer(surface):
        word = folded(found[0])
        if (word in women) != (word in men):
            return "f" if word in women else "m"
    return None


def _kinds(surface: str, names: Names) -> dict[int, str]:
    """The kind of each word to be replaced, by its start: given, family or initials."""
    women, men, families = _known(names)
    words = [m for m in _WORD.finditer(surface) if m[0].lower() not in _PARTICLES or len(m[0]) == 1]
    comma = surface.find(",")
    last_family = 1 if names.country in {"AR", "UY", "PY"} or len(words) < 3 else 2
    kinds = {}
    for place, found in enumerate(words):
        word = folded(found[0])
        given, family = word in women or word in men, word in families
        if len(word) == 1 or (len(words) == 1 and _is_drafting(found[0]) and not given and not family):
            kind = "initials"
        elif comma >= 0:
            kind = "family" if found.start() < comma else "given"
        elif given != family:
            kind = "given" if given else "family"
        else:
            kind = "family" if place >= len(words) - last_family else "given"
        kinds[found.start()] = kind
    return kinds
