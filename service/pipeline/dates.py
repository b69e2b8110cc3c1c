"""What a FECHA's surface means: its value.

A surface is made plain (no case, no accents, no broken words), cut into words, and each
word made a token whose code is one letter: what it may be in a date. The codes are then
matched with the few shapes that dates have. What fits none has no value: better none
than a wrong one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

import msgspec

from service.pipeline.view import INVISIBLE

#: Of two figures, from here on a year is of the 1900s and below of the 2000s: "39" is 2039,
#: "40" is 1940. Fixed, so that one surface means one thing on every day it is read.
PIVOT: Final = 40
#: What may be a year: land titles go far back, and no ruling has seen the next century.
YEARS: Final = range(1500, 2100)
_LEAP: Final = 2000


def _numbered(rows: str, first: int = 1, step: int = 1) -> dict[str, int]:
    """Word → number; ``|`` parts the words of one number from those of the next."""
    words = [row.split() for row in rows.split("|")]
    return {word: first + step * n for n, row in enumerate(words) for word in row}


def each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MONTHS: Final = _numbered(
    "enero ene|febrero feb|marzo mar mzo|abril abr|mayo may|junio jun|julio jul|agosto ago agto|"
    "septiembre setiembre sept sep set|octubre oct|noviembre nov|diciembre dic"
)
_ROMAN: Final = _numbered("i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii")
_UNITS: Final = _numbered("uno un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve")
_TENS: Final = _numbered("diez|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa", 10, 10)
_TO_31: Final = _numbered(
    "primero primer||||||||||once|doce|trece|catorce|quince|dieciseis|diecisiete|dieciocho|diecinueve||"
    "veintiuno veintiun|veintidos|veintitres|veinticuatro|veinticinco|veintiseis|veintisiete|veintiocho|"
    "veintinueve||treintaiuno treintiuno"
)
BELOW_HUNDRED: Final = {**_UNITS, **_TO_31, **_TENS}
_HUNDREDS: Final = _numbered("quinientos|seiscientos|setecientos|ochocientos|novecientos", 500, 100)
_THOUSANDS: Final = ((["dos", "mil"], 2000), (["dosmil"], 2000), (["un", "mil"], 1000), (["mil"], 1000))
_NUMERALS: Final = {*BELOW_HUNDRED, *(head for (head, *_), _ in _THOUSANDS)}

WEEKDAYS: Final = "lunes martes miercoles jueves viernes sabado domingo"
#: Words that a date may be wrapped in. Those for "this year" say nothing that a surface can tell.
_NOISE: Final = each(
    "el la los de del dia dias mes ano anos en fecha desde curso corriente cte presente actual mismo dicho "
    f"este ese pasado ultimo proximo : {WEEKDAYS}"
)
_JOINTS: Final = {"a": "a", "al": "a", "hasta": "a", "y": "e", "e": "e"}
_FIGURES: Final = {1: "d", 2: "t", 4: "y"}

#: Day before month always. d, t: a number of one or two figures; w: a day in words; y: a year;
#: m: a month by name; r: in Roman; a: "a", "al", "hasta"; e: "y". The first that fits counts.
_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<day>[dt])(?P<mark>[/.-])(?P<month>[dtmr])(?P=mark)(?P<year>[yt])",  # 3/5/2010, 3-V-10
        r"(?P<year>y)(?P<mark>[/.-])(?P<month>[dtm])(?P=mark)(?P<day>[dt])",  # 2010-05-03
        r"(?P<day>[dtw])[/.-]?(?P<month>m)[,/.-]{0,2}(?P<year>y)",  # 3 de mayo de 2010
        r"(?P<day>[dtw])\.?(?P<month>m)\.?(?P<year>t)",  # 3 de mayo del 98
        r"(?P<month>m)(?P<day>[dtw])[,/.-]?(?P<year>y)",  # mayo 3 de 2010, as in Colombia
        r"(?P<day>[dtw])[/.-]?(?P<month>m)",  # 3 de mayo
        r"(?P<month>m)[,/.-]{0,2}(?P<year>y)",  # mayo de 2010
        r"(?P<month>[dt])[/.-](?P<year>y)",  # 05/2010
        r"(?P<year>y)[/-](?P<month>t)",  # 2010-05
        r"(?P<day>[dt])/(?P<month>[dt])",  # 15/03
        r"(?P<year>y)",
        r"(?P<month>m)",  # of "enero a marzo de 2010"
        r"(?P<day>[dtw])",  # of "2 al 5 de marzo"
    )
)
_JOINT: Final = re.compile(r",?([ae]),?|([,-])")

#: A hyphen between letters, at the end of a line.
BROKEN: Final = re.compile(r"[-\u2010\u00ac\u00ad](?<=[^\W\d_].)[ \t]*\r?\n\s*(?=[^\W\d_])")
#: "1º" is "1", "'98" is "98", and every dash is one.
_PLAIN: Final = {
    **dict.fromkeys(map(ord, INVISIBLE), ""),
    **dict.fromkeys(map(ord, "º°ª˚'’"), " "),
    **dict.fromkeys(range(0x2010, 0x2016), "-"),
    ord("−"): "-",
}
_ODD: Final = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_SPACED: Final = re.compile(r" ?([/.-]) ?")
#: "del" misread, where no day follows: "de1 3 de mayo" may as well have been "de 13".
_DEL: Final = re.compile(r"(?<![a-z0-9])de1 (?=(?:ano|mes) |[12][.,]?[0-9]{3}(?![0-9]))")
_WORD: Final = re.compile(r"(?<![0-9.,])[12][.,][0-9]{3}(?![0-9])|[a-z0-9]+|\S")
#: Letters read for figures. "2o" is not among them: it is 20 or 2º.
_MISREAD: Final = re.compile(r"[oil][0-9]|[0-9][il]|[12][0-9o][0-9oil]{2}")
_FIGURES_READ: Final = str.maketrans("oil", "011")
#: A lost space: "3de", "mayo2010". No day after letters: "de13" may be "del 3".
_GLUED: Final = re.compile(r"([0-9]{1,2})?([a-z]+)([0-9]{4})?")


class _Token(msgspec.Struct, frozen=True):
    code: str
    value: int = 0


class _Date(msgspec.Struct, frozen=True):
    """A date as far as its words tell."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def known(self) -> tuple[bool, bool, bool]:
        return self.year is not None, self.month is not None, self.day is not None


def value_of(surface: str) -> str | None:
    """What `surface` says, in ISO 8601: ``2010-05-03``, ``2010-05``, ``2010``, or ``--05-03``
    where it names no year. "2 al 5 de marzo de 2015" is ``2015-03-02/2015-03-05``; of "5 y 8
    de agosto" both, with a comma between. None if it cannot be read for certain.

    A day of the week is not compared with its date, nor does "del año en curso" give a year.
    """
    tokens = _said_once(_tokens(_words(surface)))
    codes = "".join(token.code for token in tokens).rstrip(",.-")
    at = len(codes) - len(codes.lstrip("a,.-"))
    dates: list[_Date] = []
    joints = set()
    while True:
        shape = next((match for shape in _SHAPES if (match := shape.match(codes, at))), None)
        if shape is None or (shape[0] in ("y-t", "y/t") and tokens[at].value % 100 < tokens[at + 2].value):
            return None  # no date, or "2009-10", which may be two years
        dates.append(_date(shape, tokens))
        at = shape.end()
        if at == len(codes):
            break
        joint = _JOINT.match(codes, at)
        if joint is None:
            return None
        joints.add("/" if (joint[1] or joint[2]) in "a-" else ",")
        at = joint.end()
    if len(joints) > 1 or ("/" in joints and len(dates) != 2):
        return None
    return _together(dates, "".join(joints), slashed="/" in codes)


@lru_cache(maxsize=1024)
def _bare(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def bare(text: str) -> str:
    """`text` in lower case and without accents. One character at a time: to put a million
    accents of one letter in order would take their number's square."""
    return text.lower() if text.isascii() else "".join(map(_bare, text))


def stem(word: str) -> str:
    """`word`, bare, without its ending: the same of "nacido", "nacida", "nacidos" …"""
    found = bare(word)
    if len(found) > 3 and found[-1] == "s":
        found = found[:-1]
    return found[:-1] if len(found) > 3 and found[-1] in "oa" else found


def stems(words: str) -> frozenset[str]:
    """`words`, each in all its genders and numbers."""
    return frozenset(map(stem, words.split()))


def plain(text: str) -> str:
    """`text` with no word broken at the end of a line, and one form of every mark."""
    whole = BROKEN.sub("", text)
    return whole.translate(_PLAIN) if _ODD.search(whole) else whole


def _words(surface: str) -> Iterator[str]:
    one_line = " ".join(plain(bare(surface)).split())
    for run in _WORD.findall(_DEL.sub("del ", _SPACED.sub(r"\1", one_line))):
        if run.isalpha() or run.isdigit():
            yield run
        elif run in ("1o", "1ro", "1er", "1ero"):
            yield "primero"
        elif _MISREAD.fullmatch(run):
            yield run.translate(_FIGURES_READ)
        elif glued := _GLUED.fullmatch(run):
            yield from filter(None, glued.groups())
        else:
            yield run


def _tokens(words: Iterable[str]) -> Iterator[_Token]:
    words = list(words)
    at = 0
    while at < len(words):
        value, end = _in_words(words, at) if words[at] in _NUMERALS else (0, at)
        if end > at:
            yield _Token("y" if value in YEARS else "w" if value <= 31 else "x", value)
        elif words[at] not in _NOISE:
            yield _token(words[at])
        at = max(end, at + 1)


def _token(word: str) -> _Token:
    """The token of one word that is no number in words; its code is x if no date has it."""
    figures = word.replace(".", "").replace(",", "")
    if figures.isascii() and figures.isdigit() and len(figures) in _FIGURES:
        value = int(figures)
        return _Token("x" if len(figures) == 4 and value not in YEARS else _FIGURES[len(figures)], value)
    if word in _MONTHS:
        return _Token("m", _MONTHS[word])
    if word in _ROMAN:
        return _Token("r", _ROMAN[word])
    return _Token(word if word in ("/", "-", ".", ",", "(", ")") else _JOINTS.get(word, "x"))


def _in_words(words: Sequence[str], at: int) -> tuple[int, int]:
    """The number that begins at `at`, "dos mil diez", and where it ends: at `at` if none does."""
    value = 0
    for head, thousands in _THOUSANDS:
        if words[at : at + len(head)] == head:
            value, at = thousands, at + len(head)
            break
    if value and at < len(words) and words[at] in _HUNDREDS:
        value, at = value + _HUNDREDS[words[at]], at + 1
    small = BELOW_HUNDRED.get(words[at], 0) if at < len(words) else 0
    if not small:
        return value, at
    unit = _UNITS.get(words[at + 2], 0) if words[at + 1 : at + 2] == ["y"] and at + 2 < len(words) else 0
    # "diez y seis" is a number and "diez y dos" two; "veinte y dos mil …" is two as well.
    joined = words[at] in _TENS and unit > (5 if small == 10 else 0) and words[at + 3 : at + 4] != ["mil"]
    return (value + small + unit, at + 3) if joined else (value + small, at + 1)


def _said_once(tokens: Iterable[_Token]) -> list[_Token]:
    """`tokens` with "dos (2)" as its "dos"; if the two differ, no date has what is left."""
    once: list[_Token] = []
    for token in tokens:
        once.append(token)
        if token.code == ")" and re.fullmatch(r"[dtwym]\([dtwymr]\)", "".join(t.code for t in once[-4:])):
            said, _, again, _ = once[-4:]
            once[-4:] = [said if said.value == again.value else _Token("x")]
    return once


def _date(shape: re.Match[str], tokens: Sequence[_Token]) -> _Date:
    parts = {name: shape.start(name) for name in ("year", "month", "day") if name in shape.re.groupindex}
    values = {name: tokens[at].value for name, at in parts.items()}
    if "year" in parts and tokens[parts["year"]].code == "t":
        values["year"] += 1900 if values["year"] >= PIVOT else 2000
    return _Date(**values)


def _together(dates: Sequence[_Date], joint: str, slashed: bool) -> str | None:
    """`dates`, of which the first take from the last the month and year that they lack."""
    whole: list[_Date] = []
    month = year = None
    for each in reversed(dates):
        month = month if each.month is None and each.day is not None else each.month
        year = year if each.year is None else each.year
        whole.append(_Date(year, month, each.day))
    said = [value for each in reversed(whole) if (value := _iso(each))]
    if len(said) < len(whole) or len({each.known() for each in whole}) > 1:
        return None
    if slashed and any(each.year is None and (each.day or 0) <= 12 for each in whole):
        return None  # "03/05" may be of 2005
    # What goes back in time was given a year that it may not have: "28 de diciembre al 3 de enero de 2015".
    if any(earlier >= later for earlier, later in pairwise(said)):
        return None
    return joint.join(said)


def _iso(each: _Date) -> str | None:
    try:
        match each.known():
            case True, False, False:
                return f"{each.year}"
            case True, True, False:
                return f"{date(each.year or 0, each.month or 0, 1):%Y-%m}"
            case has_year, True, True:
                day = date(each.year or _LEAP, each.month or 0, each.day or 0)
                return day.isoformat() if has_year else f"{day:--%m-%d}"
    except ValueError:
        pass
    return None
