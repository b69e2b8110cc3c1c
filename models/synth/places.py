"""Places of a country: towns, districts, provinces, rivers and farms, real and made up.

The lists in ``geography/`` are public geography, a file a country; ``xx`` serves
the countries without one. What is made up joins a word to "Villa", "Los", "Cerro" …
"""

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.synth.wordlists import wordlists

_WORDS = wordlists("lists/places")
_FEMININE = {"Loma", "Cañada", "Quebrada", "Laguna", "Isla", "Barranca", "Villa", "Colonia", "Estación"}


@dataclass(frozen=True, slots=True)
class Geography:
    """Names of a country's places."""

    country: tuple[str, ...]
    provinces: tuple[str, ...]
    towns: tuple[str, ...]
    districts: tuple[str, ...]
    streets: tuple[str, ...]
    rivers: tuple[str, ...]


@cache
def geography(country: str) -> Geography:
    """The lists of a country by its two letters."""
    known = Path(__file__).with_name("geography").joinpath(f"{country.lower()}.txt").exists()
    return Geography(**wordlists(f"geography/{country.lower() if known else 'xx'}"))


def read_towns(folder: Path, country: str) -> tuple[str, ...]:
    """Towns of a gazetteer, ``dr5hn/<COUNTRY>.cities.tsv`` of `folder`: the first column; none
    if it has no such file."""
    path = folder / "dr5hn" / f"{country}.cities.tsv"
    if not path.exists():
        return ()
    names = (line.split("\t")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(name for name in names if _TOWN.fullmatch(name))


#: A town's name; not "Departamento de …", for a generic word is no part of a place.
_TOWN = re.compile(
    r"(?!(?:Departamento|Provincia|Municipio|Partido|Cantón|Distrito) )[^\W\d_]{2}[\w .'’-]{0,40}[^\W\d_]"
)


def made_up(dice: random.Random) -> str:
    """A place that a map may or may not know: "Villa Alegre", "Los Maitenes", "San Gregorio"."""
    front = dice.choice(_WORDS["fronts"])
    if front.lower() in _WORDS:
        return f"{front} {dice.choice(_WORDS[front.lower()])}"
    if front in {"San", "Santo"} or (front in {"Pueblo", "Colonia", "Villa"} and dice.random() < 0.5):
        return f"{front.replace('Santo', 'San')} {dice.choice(_WORDS['saints'])}"
    if front in {"Santa", "Rincón de"}:
        return f"{front.replace('de', 'de Santa')} {dice.choice(_WORDS['saintesses'])}"
    if front in {"Nueva", "Alto", "Bajo"} or dice.random() < 0.35:
        return f"{front} {dice.choice(_WORDS['nouns'])}"
    adjective = dice.choice(_WORDS["adjectives"])
    return (
        f"{front} {adjective[:-1]}a"
        if front in _FEMININE and adjective[-1] == "o"
        else f"{front} {adjective}"
    )


def town(dice: random.Random, country: str) -> str:
    """A city, town or village."""
    if dice.random() < 0.12:
        return made_up(dice)
    return dice.choice(geography(country).towns)


def district(dice: random.Random, country: str) -> str:
    """The name of a barrio, sector, locality, vereda, caserío, parish, colonia …, without the word."""
    if dice.random() < 0.45:
        return made_up(dice)
    return dice.choice(geography(country).districts)


def province(dice: random.Random, country: str) -> str:
    """A province, region, department or state, without the word."""
    return dice.choice(geography(country).provinces)


def country_name(dice: random.Random, country: str) -> str:
    """The country itself, or now and then another one."""
    if dice.random() < 0.3:
        return dice.choice(_WORDS["abroad"])
    return dice.choice(geography(country).country)


def river(dice: random.Random, country: str) -> str:
    """A river, without the word."""
    return dice.choice(geography(country).rivers)


def farm(dice: random.Random) -> str:
    """A farm or estate, without the word."""
    return dice.choice(_WORDS["farms"])


def lettering(dice: random.Random, place: str) -> str:
    """`place` as a typist may leave it: as it is, in capitals, or in lower case."""
    chance = dice.random()
    if chance < 0.08:
        return place.upper()
    return place.lower() if chance < 0.14 else place
