"""Numbers in Spanish words, as rulings write their dates and file numbers."""

from typing import Final


def listed(words: str) -> tuple[str, ...]:
    """The words of a line: a table that reads as text."""
    return tuple(words.split())


_TO_29: Final = listed(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco "
    "veintiséis veintisiete veintiocho veintinueve"
)
_TENS: Final = listed("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS: Final = listed(
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)

#: Every word that `in_words` may use, save the conjunction.
NUMBER_WORDS: Final = frozenset((*_TO_29, *_TENS, *_HUNDREDS, "cien", "mil", "un"))


def in_words(number: int) -> str:
    """Lower case, masculine, as in "mil novecientos noventa y ocho".

    Raises:
        ValueError: `number` is not in 0–999999.
    """
    if not 0 <= number <= 999_999:
        raise ValueError("only numbers from 0 to 999999 have words here")
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest)
    head = "mil" if thousands == 1 else f"{_before_mil(_below_thousand(thousands))} mil"
    return f"{head} {_below_thousand(rest)}" if rest else head


def _below_thousand(number: int) -> str:
    if number < 30:
        return _TO_29[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 3] + (f" y {_TO_29[ones]}" if ones else "")
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    return _HUNDREDS[hundreds - 1] + (f" {_below_thousand(rest)}" if rest else "")


def _before_mil(words: str) -> str:
    """ "veintiuno" → "veintiún", "treinta y uno" → "treinta y un"."""
    if words.endswith("veintiuno"):
        return words[:-3] + "ún"
    return words[:-1] if words.endswith("uno") else words
