"""What a reader still sees: every capitalised word, number and date that stays in clear.

It asks no model, so it shows what the model missed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from service.pipeline.detect.patterns.dates import DATES
from service.pipeline.surfaces import Place, fold, within
from service.pipeline.view import INVISIBLE

Sort = Literal["word", "number", "date"]

_LETTER: Final = r"[^\W_]"
#: A word with its accents, a number with its punctuation, an address of e-mail.
_WORD: Final = re.compile(
    rf"[\w.+-]+@[\w.-]*\w"
    rf"|{_LETTER}(?:{_LETTER}|[\u0300-\u036f{INVISIBLE}]|(?<=\d)[,:](?=\d)|[-.'’/](?={_LETTER}))*"
)

_SLIGHT: Final = re.compile(r"\w|\d{2}|[ivxl]+")


@dataclass(frozen=True, slots=True)
class Visible:
    """A word, number or date, however often it stands in clear.

    places: where, in the original, in order. cited: all of them are a citation's.
    common: it says little by itself: a word that the text has in small letters too, a
        single letter, a Roman numeral, a number of one or two digits.
    """

    sort: Sort
    places: tuple[Place, ...]
    cited: bool
    common: bool


def visible(text: str, hidden: Sequence[Place] = (), cited: Sequence[Place] = ()) -> tuple[Visible, ...]:
    """What stays in clear if `hidden` goes (places, disjoint, in order), rarest first.

    Words are one whatever their case and accents, numbers and dates as they are written.
    A place that is hidden in part only is still seen.
    """
    found: dict[tuple[Sort, str], list[Place]] = {}
    small = set()
    for sort, start, end in _tokens(text):
        surface = text[start:end]
        if sort == "word" and surface.islower():
            small.add(fold(surface))
        elif not within(hidden, start, end):
            key = sort, fold(surface) if sort == "word" else surface
            found.setdefault(key, []).append((start, end))
    items = [
        Visible(
            sort,
            tuple(places),
            cited=all(within(cited, *place) for place in places),
            common=(sort == "word" and key in small) or _SLIGHT.fullmatch(key) is not None,
        )
        for (sort, key), places in found.items()
    ]
    return tuple(sorted(items, key=lambda item: (len(item.places), item.places[0])))


def _tokens(text: str) -> Iterator[tuple[Sort, int, int]]:
    """Words, numbers and dates, disjoint."""
    dates = _united(sorted((span.start, span.end) for form in DATES for span in form.find(text)))
    for start, end in dates:
        yield "date", start, end
    for match in _WORD.finditer(text):
        start, end = match.span()
        if within(dates, start, end):
            continue
        is_number = any(character.isdigit() or character == "@" for character in match[0])
        yield "number" if is_number else "word", start, end


def _united(places: Sequence[Place]) -> list[Place]:
    """`places` (sorted), those that overlap as one."""
    united: list[Place] = []
    for start, end in places:
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united
