"""Calendar dates in the forms that rulings write.

Each function gives the text of the span alone: no day of the week, no "el", no
comma after it. Every date exists.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from models.synth.words import in_words, listed

MONTHS: Final = listed(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
ROMAN: Final = listed("I II III IV V VI VII VIII IX X XI XII")
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: Where "2 de marzo del 2015" is as usual as "de 2015".
_SAYS_DEL: Final = frozenset({"EC", "PA", "PY", "CL", "DO", "CR"})


@dataclass(frozen=True, slots=True)
class Day:
    year: int
    month: int
    day: int


def written_date(dice: random.Random, country: str) -> str:
    """A date of a fact or act, in any form."""
    day = _recent(dice)
    forms, weights = zip(*_ANY, strict=True)
    (form,) = dice.choices(forms, weights)
    return _cased(form(day, dice, country), dice, country)


def header_date(dice: random.Random, country: str) -> str:
    """The date at the head or foot of a ruling, always whole."""
    worded = {"CL": 0.7, "MX": 0.6, "PE": 0.4, "PA": 0.6, "GT": 0.8, "CO": 0.35}.get(country, 0.15)
    day = _recent(dice)
    if dice.random() < worded:
        return _cased(dice.choice((_worded, _worded, _worded_figures))(day, dice, country), dice, country)
    if dice.random() < (0.3 if country == "AR" else 0.1):
        return _slashed(day, dice, country)
    return _cased(_long(day, dice, country), dice, country)


def worded_date(dice: random.Random, country: str) -> str:
    """A date in words, perhaps with its figures in brackets."""
    form = dice.choice((_worded, _worded, _worded, _worded_figures, _solemn))
    return _cased(form(_recent(dice), dice, country), dice, country)


def birth_date(dice: random.Random, country: str) -> str:
    """The date of birth of somebody who may be 1 or 85 years old."""
    day = _day(dice.randint(1940, 2023), dice)
    (form,) = dice.choices((_long, _slashed, _worded), (5, 4, 1))
    return form(day, dice, country)


def _recent(dice: random.Random) -> Day:
    """Most facts of a ruling are some years old; a few go far back."""
    year = dice.randint(2012, 2025) if dice.random() < 0.8 else dice.randint(1955, 2011)
    return _day(year, dice)


def _day(year: int, dice: random.Random) -> Day:
    month = dice.randint(1, 12)
    return Day(year, month, dice.randint(1, _LENGTHS[month - 1]))


def _cased(date: str, dice: random.Random, country: str) -> str:
    luck = dice.random()
    if luck < 0.03:
        return date.upper()
    if luck < (0.2 if country == "EC" else 0.06):
        return " ".join(w.capitalize() if w.lower() in MONTHS else w for w in date.split(" "))
    if luck > 0.98 and date[0].isalpha():
        return date[0].upper() + date[1:]
    return date


def _month(month: int, dice: random.Random) -> str:
    return "setiembre" if month == 9 and dice.random() < 0.15 else MONTHS[month - 1]


def _figure(day: int, dice: random.Random) -> str:
    if day == 1 and dice.random() < 0.4:
        return dice.choice(("1º", "1°", "1ro", "1ro."))
    return f"{day:02}" if dice.random() < 0.35 else str(day)


def _year(year: int, dice: random.Random) -> str:
    return f"{year // 1000}.{year % 1000:03}" if dice.random() < 0.03 else str(year)


def _of(dice: random.Random, country: str) -> str:
    """What stands between month and year, with its spaces."""
    if dice.random() < (0.45 if country in _SAYS_DEL else 0.06):
        return " del "
    return " del año " if dice.random() < 0.07 else " de "


def _long(day: Day, dice: random.Random, country: str) -> str:
    month = _month(day.month, dice)
    return f"{_figure(day.day, dice)} de {month}{_of(dice, country)}{_year(day.year, dice)}"


def _day_month(day: Day, dice: random.Random, _country: str) -> str:
    return f"{_figure(day.day, dice)} de {_month(day.month, dice)}"


def _month_year(day: Day, dice: random.Random, country: str) -> str:
    return f"{_month(day.month, dice)}{_of(dice, country)}{_year(day.year, dice)}"


def _careless(day: Day, dice: random.Random, _country: str) -> str:
    """With an "de" forgotten: "29 junio 2023"."""
    first, second = dice.choice(((" de ", " "), (" ", " "), (" ", " de ")))
    return f"{day.day}{first}{_month(day.month, dice)}{second}{day.year}"


def _slashed(day: Day, dice: random.Random, _country: str) -> str:
    (mark,) = dice.choices(("/", "-", "."), (7, 2, 1))
    d, m = (f"{day.day:02}", f"{day.month:02}") if dice.random() < 0.7 else (str(day.day), str(day.month))
    year = f"{day.year % 100:02}" if dice.random() < 0.2 else str(day.year)
    return mark.join((d, m, year))


def _iso(day: Day, dice: random.Random, _country: str) -> str:
    return dice.choice(("-", "-", ".", "/")).join((str(day.year), f"{day.month:02}", f"{day.day:02}"))


def _slashed_month(day: Day, dice: random.Random, _country: str) -> str:
    return f"{day.month:02}/{day.year}" if dice.random() < 0.6 else f"{day.month}/{day.year}"


def _roman(day: Day, dice: random.Random, _country: str) -> str:
    mark = dice.choice(".-/")
    return mark.join((str(day.day), ROMAN[day.month - 1], str(day.year)))


def _stamp(day: Day, dice: random.Random, _country: str) -> str:
    """As an office's rubber stamp: "03 MAR 2019"; or abbreviated: "3-mar-19"."""
    month = MONTHS[day.month - 1][:3]
    month = dice.choice((month.upper(), month.upper(), month, f"{month}.", month.capitalize()))
    if dice.random() < 0.3:
        return (
            f"{day.day:02}-{month.rstrip('.')}-{day.year if dice.random() < 0.6 else f'{day.year % 100:02}'}"
        )
    return f"{day.day:02} {month} {day.year}"


def _bare_year(day: Day, dice: random.Random, _country: str) -> str:
    return in_words(day.year) if dice.random() < 0.06 else _year(day.year, dice)


def _day_in_words(day: int, dice: random.Random, country: str) -> str:
    if day == 1:
        return "uno" if country == "CL" and dice.random() < 0.6 else "primero"
    words = in_words(day)
    if country == "EC" and 20 < day < 30 and dice.random() < 0.4:
        return f"veinte y {in_words(day - 20)}"
    return words


def _year_in_words(year: int, dice: random.Random, country: str) -> str:
    if country == "EC" and year > 2020 and dice.random() < 0.4:
        return f"dos mil veinte y {in_words(year - 2020)}"
    return in_words(year)


def _worded(day: Day, dice: random.Random, country: str) -> str:
    words = _day_in_words(day.day, dice, country)
    year = _year_in_words(day.year, dice, country)
    return f"{words} de {_month(day.month, dice)}{_of(dice, country)}{year}"


def _worded_figures(day: Day, dice: random.Random, country: str) -> str:
    """ "dos (2) de marzo de dos mil quince (2015)", or one half of it."""
    words = f"{_day_in_words(day.day, dice, country)} ({day.day if dice.random() < 0.6 else f'{day.day:02}'})"
    year = f"{in_words(day.year)} ({day.year})" if dice.random() < 0.7 else in_words(day.year)
    if dice.random() < 0.15:
        words = str(day.day)
    return f"{words} de {_month(day.month, dice)}{_of(dice, country)}{year}"


def _solemn(day: Day, dice: random.Random, country: str) -> str:
    """ "veintidós días del mes de octubre de dos mil veinte", after "a los"."""
    words = _day_in_words(day.day, dice, country) if dice.random() < 0.7 else str(day.day)
    days = "día" if day.day == 1 else "días"
    year = str(day.year) if words.isdigit() else _year_in_words(day.year, dice, country)
    month = _month(day.month, dice)
    return f"{words} {days} del mes de {month}{_of(dice, country)}{year}"


def _several(day: Day, dice: random.Random, country: str) -> str:
    """Days of one month, or months of one year: one span, for the rest is shared."""
    of = _of(dice, country)
    if dice.random() < 0.25 and day.month < 12:
        later = dice.randint(day.month + 1, 12)
        joint = dice.choice((" y ", " a ", " hasta ", " y "))
        return f"{MONTHS[day.month - 1]}{joint}{MONTHS[later - 1]}{of}{day.year}"
    days = sorted(dice.sample(range(1, _LENGTHS[day.month - 1] + 1), dice.choice((2, 2, 2, 3))))
    joint = dice.choice((" y ", " al ", " y ", " a ")) if len(days) == 2 else " y "
    text = ", ".join(str(d) for d in days[:-1]) + joint + str(days[-1])
    month = _month(day.month, dice)
    return f"{text} de {month}" if dice.random() < 0.15 else f"{text} de {month}{of}{day.year}"


_Form = Callable[[Day, random.Random, str], str]
#: Every form and its share.
_ANY: Final[tuple[tuple[_Form, float], ...]] = (
    (_long, 38),
    (_slashed, 20),
    (_worded, 8),
    (_day_month, 7),
    (_bare_year, 7),
    (_month_year, 5),
    (_iso, 3),
    (_worded_figures, 3),
    (_several, 3),
    (_careless, 2),
    (_solemn, 1.5),
    (_slashed_month, 1.5),
    (_stamp, 1.5),
    (_roman, 0.8),
)
