"""Makes fictional rulings, annotated whole, to learn from. No sentence of them was ever ruled.

The way of one ruling, as `generate` goes it::

    people, places, organisations, dates, numbers   what a case is made of
    cast       a country + a matter → the people of one case and how they are named
    grammar    the sentences of ``sentences/``, by country and matter
    slots      what a word in braces stands for
    filling    a sentence + the cast → text and annotations (``writing``)
    noise      what typists and scanners do to it

All chance comes from one `random.Random`, so a seed makes the same ruling anywhere.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from models.corpus import Example
from models.corpus import write as write_examples
from models.synth.cast import cast
from models.synth.filling import fill
from models.synth.grammar import grammar
from models.synth.noise import noisy
from models.synth.people import Names, names_for
from models.synth.places import read_towns
from models.synth.writing import Writer

#: Countries by their share of rulings; those after UY have one common layout.
SHARES: Final = {
    **dict.fromkeys(("AR", "CL", "CO", "EC", "ES", "MX", "PE", "PY", "UY"), 10),
    **dict.fromkeys(("BO", "CR", "DO", "GT", "PA", "VE"), 2),
}
MATTERS: Final = ("criminal", "civil", "family", "labour", "administrative", "rights")
_MATTER_WEIGHTS: Final = (30, 22, 16, 14, 10, 14)
_NOISY: Final = 0.35
SOURCE: Final = "synth"


def generate(
    country: str,
    seed: int,
    names: Names,
    *,
    towns: tuple[str, ...] = (),
    matter: str | None = None,
    noise: float = _NOISY,
) -> Example:
    """One fictional ruling of `country`, of some 700 to 1,400 words, the same for the same arguments.

    `towns` are more places of the country, beside those of ``geography/``. No `matter` draws one of
    `MATTERS`. `noise` is the chance that typists and scanners spoil the ruling.
    """
    dice = random.Random(f"{country} {seed}")
    subject = matter or dice.choices(MATTERS, _MATTER_WEIGHTS)[0]
    writer = Writer()
    fill(writer, dice, cast(dice, country, subject, names, towns), grammar(country), "{ruling}")
    ruling = f"synth-{country.lower()}-{seed}"
    example = writer.example(ruling, ruling, SOURCE)
    if dice.random() < noise:
        return noisy(example, dice, dice.uniform(0.2, 0.9))
    return example


def write(count: int, out: Path, seed: int, gazetteers: Path | None = None) -> int:
    """Write `count` rulings of all countries to `out` as JSON lines; the number written.

    `gazetteers` is a folder with ``names_by_country/`` and perhaps ``geo/``; without it,
    names are Faker's and places those of ``geography/``.
    """
    return write_examples(rulings(count, seed, gazetteers), out)


def rulings(count: int, seed: int, gazetteers: Path | None = None) -> Iterator[Example]:
    """`count` rulings, spread over the countries by `SHARES`."""
    dice = random.Random(f"rulings {seed}")
    countries = dice.choices(tuple(SHARES), tuple(SHARES.values()), k=count)
    # Half of the rulings take Faker's names, which have other spellings.
    sources = {country: _names(country, gazetteers) for country in sorted(set(countries))}
    towns = {country: _towns(country, gazetteers) for country in sources}
    for number, country in enumerate(countries):
        names = sources[country][number % len(sources[country])]
        yield generate(country, seed * 1_000_000 + number, names, towns=towns[country])


def _names(country: str, gazetteers: Path | None) -> tuple[Names, ...]:
    builtin = Names.builtin(country)
    return (builtin,) if gazetteers is None else (names_for(gazetteers)(country), builtin)


def _towns(country: str, gazetteers: Path | None) -> tuple[str, ...]:
    return () if gazetteers is None else read_towns(gazetteers / "geo", country)
