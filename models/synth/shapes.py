"""A shape of a number or code → one such number.

In a shape ``#`` is a digit, ``%`` a digit but 0, ``@`` a capital letter, ``&`` a
capital letter or digit, ``{year}`` a year, ``{yy}`` its last two digits (the same
year within one shape), ``{n}`` one to four digits and ``{nn}`` four to seven,
neither with a leading 0. All else stands for itself; ``|`` parts alternatives.

A cue is a shape too, where ``{no}`` is one of the ways to write "number",
with its space if it has one: "N° ", "núm. ", "Nº".
"""

import random
import re
import string
from collections.abc import Mapping, Sequence
from typing import Final

#: Cues and shapes of one kind of number; each side may hold alternatives.
Row = tuple[str, str]

_SLOT: Final = re.compile(r"[#%@&]|\{(?:year|yy|nn|n|no)\}")
_LETTERS: Final = string.ascii_uppercase
_EVERYWHERE: Final = (
    "N° ",
    "Nº ",
    "N.º ",
    "n° ",
    "nº ",
    "n.º ",
    "No. ",
    "Nro. ",
    "nro. ",
    "número ",
    "N°",
    "Nº",
)
_NUMBER: Final[Mapping[str, Sequence[str]]] = {
    "AR": ("N° ", "Nº ", "n° ", "nº ", "nro. ", "Nro. ", "N°", "número ", ""),
    "CL": ("N°", "N° ", "Nº ", "Nº", "n° ", "número ", "", ": "),
    "CO": ("n.° ", "No. ", "N° ", "n.º ", "No ", "número ", "n.°", "#"),
    "EC": ("No. ", "No. ", "Nro. ", "N° ", "número ", "No.", "N.- ", ""),
    "ES": ("núm. ", "n.º ", "nº ", "número ", "n° ", "num. ", "n.º: ", ""),
    "MX": ("número ", "No. ", "núm. ", "no. ", ""),
    "PE": ("N.° ", "N° ", "Nro. ", "N.º ", "número ", "NRO. ", "N°"),
    "CR": ("número ", "N° ", "n° ", ""),
    "DO": ("núm. ", "No. ", "número "),
}


def fill(dice: random.Random, shape: str) -> str:
    """One number of `shape`."""
    year = dice.randint(2010, 2025) if dice.random() < 0.85 else dice.randint(1985, 2009)

    def filler(slot: re.Match[str]) -> str:
        match slot[0]:
            case "#":
                return dice.choice(string.digits)
            case "%":
                return dice.choice("123456789")
            case "@":
                return dice.choice(_LETTERS)
            case "&":
                return dice.choice(_LETTERS + string.digits)
            case "{year}":
                return str(year)
            case "{yy}":
                return f"{year % 100:02}"
            case "{nn}":
                return str(dice.randint(10**3, 10 ** dice.randint(4, 7) - 1))
            case _:
                return str(dice.randint(1, 10 ** dice.randint(1, 4) - 1))

    return _SLOT.sub(filler, dice.choice(shape.split("|")))


def cue(dice: random.Random, cues: str, country: str) -> str:
    """One of the alternatives of `cues`, with its ``{no}`` written out."""
    number = dice.choice(_NUMBER.get(country, _EVERYWHERE))
    chosen = dice.choice(cues.split("|")).replace("{no}", number)
    return chosen.replace(" : ", ": ")


def draw_row(dice: random.Random, rows: Sequence[Row], country: str) -> tuple[str, str]:
    """The cue and the number of one of `rows`."""
    cues, shapes = dice.choice(rows)
    return cue(dice, cues, country), fill(dice, shapes)


def digits(dice: random.Random, count: int) -> str:
    """`count` digits, the first of them not 0."""
    return fill(dice, "%" + "#" * (count - 1))


def dotted(number: str) -> str:
    """Dots between thousands: "12345678" → "12.345.678"."""
    return f"{int(number):,}".replace(",", ".")
