"""Invented names: one for each word of a name, the same wherever that word names somebody.

They are those of Faker's Spanish locales, chosen by an HMAC of the true one under a seed that
is secret and the document's own: the same text has the same names at each rendering, another
text has others. Brothers keep one surname, a mention its form (``PÉREZ, Juan``, ``J. Pérez``),
a person its sex, which the title before it or the given name shows. No name is invented that
occurs in the ruling.
"""

import hmac
import importlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import Final, Literal

from service.document import Span
from service.pipeline.dates import BROKEN
from service.pipeline.entities import gender_before
from service.pipeline.persons import PARTICLES, Gender
from service.pipeline.render.numbers import entity_of
from service.pipeline.surfaces import fold
from service.pipeline.view import INVISIBLE

#: A given name of a woman, of a man, of either; a surname.
Pool = Literal["f", "m", "either", "family"]

_ALL: Final = ("es_AR", "es_CL", "es_CO", "es_ES", "es_MX")
_LOCALES: Final[dict[str | None, tuple[str, ...]]] = {
    "AR": ("es_AR",),
    "UY": ("es_AR", "es_ES"),
    "PY": ("es_AR", "es_CO"),
    "CL": ("es_CL",),
    "CO": ("es_CO",),
    "ES": ("es_ES",),
    "MX": ("es_MX",),
}
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*[ªº]?")


def surrogates(text: str, spans: Sequence[Span], country: str | None, seed: bytes) -> list[str]:
    """Of each name an invented one; of all else, and where the names run out, the tag.

    country: whose names they are; those of all countries if there is none of its own.
    """
    people: dict[str, list[Span]] = {}
    for span in spans:
        if span.label == "NOMBRE":
            people.setdefault(entity_of(span), []).append(span)
    names = _Names(text, country, seed)
    pools = {entity: _pools(text, mentions) for entity, mentions in people.items()}
    written = []
    for span in spans:
        name = None
        if span.label == "NOMBRE":
            name = names.of(_plain(text[span.start : span.end]), pools[entity_of(span)])
        written.append(name or f"[{span.label}]")
    return written


class _Names:
    """The invented words of one document, each given once."""

    def __init__(self, text: str, country: str | None, seed: bytes) -> None:
        self._locales = _LOCALES.get(country, _ALL)
        self._seed = seed
        self._given: dict[tuple[Pool, str], str] = {}
        self._taken = {fold(word) for word in re.findall(r"[^\W_]+", _plain(text))}

    def of(self, surface: str, pools: dict[str, Pool]) -> str | None:
        """`surface` with every word exchanged; None if names run out or there is no word."""
        words: list[str] = []
        at = 0
        for found in _WORD.finditer(surface):
            if fold(found[0]) in PARTICLES and fold(found[0]) != fold(surface):
                between, at = surface[at : found.start()].rstrip(), found.end()
                words.append(between)
                continue
            word = self._word(found[0], pools)
            if word is None:
                return None
            words += (surface[at : found.start()], word)
            at = found.end()
        return "".join([*words, surface[at:]]).strip() if at else None

    def _word(self, word: str, pools: dict[str, Pool]) -> str | None:
        folded = fold(word)
        if len(folded) == 1:  # an initial is that of the word which it stands for
            folded = next((known for known in pools if known.startswith(folded)), folded)
        name = self._invented(pools.get(folded) or _pool(folded, None), folded)
        if name is None or len(fold(word)) == 1:
            return name and name[0]
        return name.upper() if word.isupper() else name

    def _invented(self, pool: Pool, folded: str) -> str | None:
        if (pool, folded) not in self._given:
            names = _pool_of(self._locales, pool) or _pool_of(_ALL, pool)
            drawn = hmac.digest(self._seed, f"{pool}/{folded}".encode(), sha256)
            first = int.from_bytes(drawn[:8], "big") % len(names)
            free = (name for name in (*names[first:], *names[:first]) if fold(name) not in self._taken)
            name = next(free, None)
            if name is None:
                return None
            self._taken.add(fold(name))
            self._given[pool, folded] = name
        return self._given[pool, folded]


def _pools(text: str, mentions: Sequence[Span]) -> dict[str, Pool]:
    """Of each folded word of a person's fullest mention, what it is."""
    surfaces = [_plain(text[span.start : span.end]) for span in mentions]
    fullest = max(surfaces, key=lambda surface: len([w for w in _WORD.findall(surface) if len(w) > 1]))
    families, comma, given = fullest.partition(",")
    words = _words(given if comma and _words(given) else fullest)
    count = len(words) if comma and _words(given) else _given_count(words)
    titles = Counter(gender for span in mentions if (gender := gender_before(text, span.start)))
    sex = titles.most_common(1)[0][0] if titles else None
    pools: dict[str, Pool] = dict.fromkeys(words[count:], "family")
    if comma and _words(given):
        pools |= dict.fromkeys(_words(families), "family")
    first = words[0] if words else ""
    return pools | dict.fromkeys(words[:count], _pool(first, sex) if count else "family")


def _given_count(words: Sequence[str]) -> int:
    """How many of a name's first words are given names: those that are some at least, and not all."""
    if len(words) == 1:
        return int(_is_given(words[0]))
    count = 1
    while count < len(words) - 1 and _is_given(words[count]):
        count += 1
    return max(count, 2) if len(words) == 4 else count


def _pool(given: str, sex: Gender | None) -> Pool:
    """Where the name for a given name comes from: by its bearer's sex, else by its own."""
    if sex:
        return sex
    woman, man = given in _folded("f"), given in _folded("m")
    if woman != man:
        return "f" if woman else "m"
    if woman:
        return "either"
    return "family"


def _is_given(folded: str) -> bool:
    return folded in _folded("f") or folded in _folded("m")


def _words(surface: str) -> list[str]:
    return [word for found in _WORD.findall(surface) if (word := fold(found)) not in PARTICLES]


def _plain(surface: str) -> str:
    joined = BROKEN.sub("", unicodedata.normalize("NFC", surface))
    return "".join(character for character in joined if character not in INVISIBLE)


@cache
def _pool_of(locales: tuple[str, ...], pool: Pool) -> tuple[str, ...]:
    """The names of one word of some of Faker's locales, in a fixed order."""
    if pool == "either":
        men = frozenset(_pool_of(locales, "m"))
        return tuple(name for name in _pool_of(locales, "f") if name in men)
    lists = {"f": "first_names_female", "m": "first_names_male", "family": "last_names"}
    providers = [importlib.import_module(f"faker.providers.person.{locale}").Provider for locale in locales]
    names = {name for provider in providers for name in getattr(provider, lists[pool])}
    return tuple(sorted(name for name in names if name.isalpha() and len(name) > 2))


@cache
def _folded(pool: Pool) -> frozenset[str]:
    return frozenset(map(fold, _pool_of(_ALL, pool)))
