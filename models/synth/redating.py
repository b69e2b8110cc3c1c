"""The dates of a document → other dates in the same written form."""

import random
import re
from dataclasses import dataclass, field
from typing import Final

from models.synth.dates import MONTHS, ROMAN
from models.synth.words import NUMBER_WORDS, in_words

_VALUES: Final = {in_words(n): n for n in range(2100)} | {"primero": 1}
_MONTH_WORDS: Final = (
    {name: n for n, name in enumerate(MONTHS, 1)}
    | {name[:3]: n for n, name in enumerate(MONTHS, 1)}
    | {"setiembre": 9, "set": 9, "sept": 9}
)
_NUMBERS: Final = NUMBER_WORDS | {"primero"}
_ORDINALS: Final = ("º", "°", "ª", ".º", ".°", "ro", "er")
#: Words and figures, each with what tells its sense.
_PIECE: Final = re.compile(r"\d\.\d{3}(?!\d)|\d+|[^\W\d_]+(?:\s+(?:y\s+)?[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the days, months and years of one document change, so that one date written
    in two ways stays one date. Figures keep their number of digits."""

    shift: int
    days: dict[int, int] = field(default_factory=dict)
    months: dict[int, int] = field(default_factory=dict)

    @staticmethod
    def draw(dice: random.Random) -> "Calendar":
        days = _shuffled(dice, range(1, 10)) | _shuffled(dice, range(10, 29))
        # Every month has the days up to 28.
        days |= {day: dice.randint(10, 28) for day in (29, 30, 31)}
        months = _shuffled(dice, range(1, 10)) | _shuffled(dice, range(10, 13))
        return Calendar(dice.choice((-12, -9, -7, -6, -5, -4, -3, -2, -1, 1)), days, months)


def _shuffled(dice: random.Random, numbers: range) -> dict[int, int]:
    """Each number to another one: a shuffled ring, each to the next."""
    ring = dice.sample(numbers, len(numbers))
    return dict(zip(ring, ring[1:] + ring[:1], strict=True))


def redated(surface: str, calendar: Calendar) -> str:
    """`surface` with its days, months and years changed; unchanged where there is none."""
    numeric = re.fullmatch(r"(\d{1,2})(\D{1,3})(\d{1,2})(\D{1,3})(\d{4}|\d{2})", surface)
    if numeric:
        d, first, m, second, y = numeric.groups()
        return f"{_day(d, calendar)}{first}{_month(m, calendar)}{second}{_year(y, calendar)}"
    if numeric := re.fullmatch(r"(\d{4})(\D)(\d{1,2})(\D)(\d{1,2})", surface):
        y, first, m, second, d = numeric.groups()
        return f"{_year(y, calendar)}{first}{_month(m, calendar)}{second}{_day(d, calendar)}"
    if numeric := re.fullmatch(r"(\d{1,2})([/.-])(\d{4})", surface):
        m, first, y = numeric.groups()
        return f"{_month(m, calendar)}{first}{_year(y, calendar)}"
    seen_month = False

    def change(piece: re.Match[str]) -> str:
        nonlocal seen_month
        found = piece[0]
        if found[0].isdigit():
            if len(found) >= 4 or (seen_month and len(found) == 2):
                return _year(found, calendar)
            # Only the first of a month is an ordinal.
            return found if surface[piece.end() :].startswith(_ORDINALS) else _day(found, calendar)
        changed = _worded(found, calendar)
        seen_month = seen_month or any(w.lower() in _MONTH_WORDS for w in found.split())
        return changed

    return _PIECE.sub(change, surface)


def _day(figure: str, calendar: Calendar) -> str:
    day = calendar.days.get(int(figure))
    return figure if day is None else f"{day:0{len(figure)}}"


def _month(figure: str, calendar: Calendar) -> str:
    month = calendar.months.get(int(figure))
    return figure if month is None else f"{month:0{len(figure)}}"


def _year(figure: str, calendar: Calendar) -> str:
    if len(figure) == 2:
        return f"{(int(figure) + calendar.shift) % 100:02}"
    year = str(int(figure.replace(".", "")) + calendar.shift)
    return f"{year[0]}.{year[1:]}" if "." in figure else year


def _worded(phrase: str, calendar: Calendar) -> str:
    """Months and numbers in a run of words; roman months stand alone between marks."""
    if phrase in ROMAN:
        return ROMAN[calendar.months[ROMAN.index(phrase) + 1] - 1]
    pieces = re.split(r"(\s+)", phrase)  # words at even places, spaces between
    out: list[str] = []
    place = 0
    while place < len(pieces):
        if place % 2 == 0 and pieces[place].lower() in _NUMBERS:
            end = _number_end(pieces, place)
            out.append(_number(pieces[place:end], calendar))
            place = end
            continue
        out.append(_month_word(pieces[place], calendar) if place % 2 == 0 else pieces[place])
        place += 1
    return "".join(out)


def _number_end(pieces: list[str], start: int) -> int:
    """One past the last piece of the number in words that begins at `start`."""
    end = start + 1
    for place in range(start + 2, len(pieces), 2):
        word = pieces[place].lower()
        if word in _NUMBERS:
            end = place + 1
        elif word != "y":
            break
    return end


def _number(pieces: list[str], calendar: Calendar) -> str:
    phrase = "".join(pieces)
    plain = " ".join(phrase.lower().split())
    # Some write "veinte y cuatro" for "veinticuatro".
    value = _VALUES.get(plain)
    if value is None and (split := re.fullmatch(r"(.*\bveinte) y (\w+)", plain)):
        tens, ones = _VALUES.get(split[1]), _VALUES.get(split[2])
        value = tens + ones if tens is not None and ones is not None else None
    if value is None:
        return phrase
    changed = value + calendar.shift if value >= 1000 else calendar.days.get(value)
    if changed is None:
        return phrase
    words = "primero" if changed == 1 and plain != "uno" else in_words(changed)
    if phrase.isupper():
        return words.upper()
    return words.capitalize() if phrase[0].isupper() else words


def _month_word(word: str, calendar: Calendar) -> str:
    number = _MONTH_WORDS.get(word.lower())
    if number is None:
        return word
    name = MONTHS[calendar.months[number] - 1]
    if len(word) < 5 and word.lower() not in MONTHS:
        name = name[:3]
    if word.isupper():
        return name.upper()
    return name.capitalize() if word[0].isupper() else name
