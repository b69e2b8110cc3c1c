"""Fictional people: how a name is drawn, by the custom of a country."""

import csv
import importlib
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Literal, Self

Sex = Literal["f", "m"]

#: Countries where a second surname is usual; elsewhere one is (and two are a family's choice).
_TWO_SURNAMES = {
    "ES": 0.97,
    "CL": 0.9,
    "CO": 0.88,
    "EC": 0.93,
    "MX": 0.93,
    "PE": 0.95,
    "BO": 0.85,
    "CR": 0.95,
}
_TWO_SURNAMES |= {"UY": 0.5, "PY": 0.45, "AR": 0.14}
#: The locales of Faker that stand for a country that has none of its own.
_LOCALES = {"AR": ("es_AR",), "UY": ("es_AR", "es_ES"), "PY": ("es_AR", "es_CO"), "CL": ("es_CL",)}
_LOCALES |= {"CO": ("es_CO",), "ES": ("es_ES",), "MX": ("es_MX",), "PE": ("es_CO", "es_MX")}
_LOCALES |= {"EC": ("es_CO", "es_MX"), "BO": ("es_CL", "es_CO")}
#: Surnames that those locales lack, of indigenous or of European origin.
_OWN_SURNAMES = {
    "PE": "Quispe Mamani Huamán Condori Chávez Ccori Huaranga Yupanqui Ticona Apaza Sulca Llanos Poma Choque",
    "BO": "Mamani Condori Choque Quispe Colque Apaza Nina Limachi Callisaya Huanca Calle Vaca Suárez Melgar",
    "EC": "Guamán Quishpe Chicaiza Toapanta Tipán Morocho Chango Pilco Zambrano Cedeño Intriago Macías Mero",
    "PY": "Benítez Cáceres Villalba Ayala Insaurralde Ovelar Duarte Britez Yegros Cabañas Recalde Chamorro",
    "UY": "Bentancor Olivera Da Silva Dos Santos Pereyra Etcheverry Bonilla Silveira Techera Machado Lemos",
    "AR": "Bianchi Ferrari Romano Colombo Kowalczuk Schmidt Etchepare D'Angelo Mansilla Quiroga Ledesma",
    "CL": "Huenchumil Catrileo Millaqueo Antilaf Curinao Painemal Oyarzún Barría Mansilla Errázuriz",
    "MX": "Xolocotzi Canul Chan Pech Tzab Cuautle Ku Balam Tlapanco Ek Uicab Chi",
    "GT": "Tzoc Xiloj Chávez Coc Caal Ixcot Tum Xol Choc Ajanel",
    "ES": "Etxeberria Agirre Puig Ferrer Vila Serra Otero Castiñeira Arrizabalaga Bofill Garmendia Rius",
}
_PARTICLES = (
    "de la",
    "del",
    "de",
    "de los",
    "de las",
    "San",
    "Da",
    "Di",
    "Mac",
    "von",
    "O'",
    "Ponce de",
    "D'",
)
_AFTER_PARTICLE = {
    "de la": "Cruz Torre Fuente Vega Rosa Barrera Puente Hoz Peña Maza Cuadra Calle",
    "del": "Río Valle Campo Castillo Pozo Pino Solar Águila Rosario Monte",
    "de": "León Jesús Haro Souza Oliveira Armas Vargas Luna Mier",
    "de los": "Santos Ríos Reyes Ángeles Heros Llanos",
    "de las": "Heras Casas Mercedes Salas",
    "San": "Martín Juan Román Miguel",
    "Da": "Costa Rosa Cunha Silva",
    "Di": "Pietro Marco Lorenzo Tullio",
    "Mac": "Lean Kenna Donald",
    "von": "Braun Appen Moltke",
    "O'": "Connor Higgins Brien",
    "Ponce de": "León",
    "D'": "Amico Onofrio Alessandro",
}
_SMALL = {"de", "del", "la", "las", "los", "y", "e", "von", "da", "dos"}


@dataclass(frozen=True, slots=True)
class Person:
    """A fictional person; `given` and `family` in their full form, in order. A particle is
    part of its surname ("de la Cruz"), a married name the last of `family` ("de Pérez")."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    sex: Sex
    country: str


@dataclass(frozen=True, slots=True)
class Weighted:
    """Words with cumulative weights."""

    words: tuple[str, ...]
    upto: tuple[float, ...]

    @classmethod
    def of(cls, counts: Iterable[tuple[str, float]]) -> Self:
        words, weights = zip(*counts, strict=True)
        return cls(tuple(words), tuple(accumulate(weights)))

    def draw(self, dice: random.Random) -> str:
        return dice.choices(self.words, cum_weights=self.upto)[0]


@dataclass(frozen=True, slots=True)
class Names:
    """What names are drawn from, for a country. Out of the repr: gazetteers are large."""

    country: str
    women: Weighted = field(repr=False)
    men: Weighted = field(repr=False)
    surnames: Weighted = field(repr=False)

    @classmethod
    def read(cls, folder: Path, country: str) -> Self:
        """Names counted in ``<country>.{females,males,surnames}.csv`` of `folder`.

        Raises:
            FileNotFoundError: `folder` has no lists of that country.
        """
        files = (folder / f"{country.lower()}.{kind}.csv" for kind in ("females", "males", "surnames"))
        return cls(country, *(Weighted.of(_counts(file)) for file in files))

    @classmethod
    def builtin(cls, country: str) -> Self:
        """Names of Faker's Spanish locales."""
        locales = _LOCALES.get(country, ("es_MX", "es_CO"))
        own = [(word, 2.0) for word in re.findall(r"D[ao]s? \w+|\S+", _OWN_SURNAMES.get(country, ""))]
        return cls(
            country,
            Weighted.of(_builtin(locales, "first_names_female")),
            Weighted.of(_builtin(locales, "first_names_male")),
            Weighted.of(_builtin(locales, "last_names") + own),
        )


def names_for(gazetteers: Path | None) -> Callable[[str], Names]:
    """Names of a country: from ``names_by_country/`` of `gazetteers` where it has that
    country's, else Faker's."""

    @cache
    def names(country: str) -> Names:
        try:
            if gazetteers is not None:
                return Names.read(gazetteers / "names_by_country", country)
        except FileNotFoundError:
            pass
        return Names.builtin(country)

    return names


def _counts(path: Path) -> list[tuple[str, float]]:
    """Names of a file with the square root of their counts, so that rare ones come too."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [(row[0].strip(), row[1]) for row in csv.reader(lines) if len(row) == 2]
    return [(titled(name), float(n) ** 0.5) for name, n in rows if _NAME.fullmatch(name) and float(n) > 0]


_NAME = re.compile(r"[^\W\d_]{2,}(?:[ '’-][^\W\d_]+){0,4}")


def _builtin(locales: Iterable[str], what: str) -> list[tuple[str, float]]:
    counts: dict[str, float] = {}
    for locale in locales:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for rank, name in enumerate(getattr(provider, what)):
            counts[name] = counts.get(name, 0.0) + 1.0 + 20.0 / (rank + 10)
    return list(counts.items())


def titled(name: str) -> str:
    """`name` with capitals where Spanish puts them: "DE LA CRUZ" → "de la Cruz"."""
    words = name.lower().split()
    return " ".join(w if w in _SMALL else re.sub(r"(?:^|(?<=['’-]))\w", _upper, w) for w in words)


def _upper(match: re.Match[str]) -> str:
    return match[0].upper()


def draw(dice: random.Random, names: Names, sex: Sex | None = None) -> Person:
    """A person of the country of `names`."""
    sex = sex or ("f" if dice.random() < 0.46 else "m")
    given = _given(dice, names, sex)
    family = [_surname(dice, names)]
    if dice.random() < _TWO_SURNAMES.get(names.country, 0.8):
        family.append(_surname(dice, names))
    if sex == "f" and dice.random() < (0.02 if names.country in {"ES", "CL", "MX", "CO"} else 0.08):
        family[1:] = [f"de {names.surnames.draw(dice)}"]
    if names.country == "ES" and len(family) == 2 and dice.random() < 0.05:
        family[1] = f"{dice.choice(('y', 'i'))} {family[1]}"
    return Person(given, tuple(family), sex, names.country)


def _given(dice: random.Random, names: Names, sex: Sex) -> tuple[str, ...]:
    """One to three given names; a list may hold compound ones ("María del Carmen")."""
    source = names.women if sex == "f" else names.men
    wanted = dice.choices((1, 2, 3), (7, 3, 0) if names.country == "ES" else (35, 60, 5))[0]
    given = source.draw(dice).split()
    while len(given) < wanted:
        given += source.draw(dice).split()
    if sex == "f" and dice.random() < 0.04:
        given = ["María", *dice.choice(("del Carmen", "de los Ángeles", "de la Luz", "del Pilar")).split()]
    return tuple(given[:5])


def _surname(dice: random.Random, names: Names) -> str:
    if dice.random() < 0.05:
        particle = dice.choice(_PARTICLES)
        rest = dice.choice(_AFTER_PARTICLE[particle].split())
        return f"{particle}{rest}" if particle.endswith(("'", "Mac")) else f"{particle} {rest}"
    if dice.random() < 0.012:
        return f"{names.surnames.draw(dice)}-{names.surnames.draw(dice)}"
    return names.surnames.draw(dice)
