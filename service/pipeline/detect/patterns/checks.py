"""Check digits: python-stdnum's, phonenumbers', and the few that neither knows.

Each takes the surface as it stands, with its dots and blanks, and never raises.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Final

from stdnum import luhn

_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"


def stdnum(*modules: str) -> Callable[[str], bool]:
    """Valid by any of python-stdnum's `modules`."""
    checks = [import_module(f"stdnum.{module}").is_valid for module in modules]
    return lambda surface: any(check(surface) for check in checks)


def either(*checks: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda surface: any(check(surface) for check in checks)


def international(surface: str) -> bool:
    """A telephone number with its country's prefix, by libphonenumber's numbering plans."""
    import phonenumbers  # few rulings have one

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(surface))
    except phonenumbers.NumberParseException:
        return False


def digits(surface: str) -> list[int]:
    return [int(c) for c in surface if c in "0123456789"]


def luhn_of(length: int) -> Callable[[str], bool]:
    """`length` figures of which the last is Luhn's."""
    return lambda surface: (
        len(figures := digits(surface)) == length and luhn.is_valid("".join(map(str, figures)))
    )


def card(surface: str) -> bool:
    """A payment card of 13 to 19 figures (ISO/IEC 7812)."""
    return any(luhn_of(length)(surface) for length in range(13, 20))


def clabe(surface: str) -> bool:
    """Mexico's interbank account (Banxico): weights 3, 7, 1 and each product modulo 10."""
    figures = digits(surface)
    total = sum(f * (3, 7, 1)[i % 3] % 10 for i, f in enumerate(figures[:17]))
    return len(figures) == 18 and (10 - total) % 10 == figures[17]


def social_security_es(surface: str) -> bool:
    """Spain's affiliation number: province, serial and their remainder by 97."""
    figures = "".join(map(str, digits(surface)))
    if len(figures) != 12:
        return False
    province, serial, control = int(figures[:2]), int(figures[2:10]), int(figures[10:])
    base = province * 10**7 + serial if serial < 10**7 else int(figures[:10])
    return base % 97 == control


def identity_uy(surface: str) -> bool:
    """Uruguay's identity card: weights 2, 9, 8, 7, 6, 3, 4 (Dirección Nacional de Identificación Civil)."""
    figures = digits(surface)
    if not 7 <= len(figures) <= 8:
        return False
    figures = [0] * (8 - len(figures)) + figures
    total = sum(f * w for f, w in zip(figures, (2, 9, 8, 7, 6, 3, 4), strict=False))
    return -total % 10 == figures[7]


def identity_gt(surface: str) -> bool:
    """Guatemala's CUI: eight figures, their check by 11, department (1 to 22) and municipality."""
    figures = digits(surface)
    if len(figures) != 13:
        return False
    total = sum(f * w for f, w in zip(figures, range(2, 10), strict=False))
    return total % 11 == figures[8] and 1 <= figures[9] * 10 + figures[10] <= 22


def identity_es(surface: str) -> bool:
    """Spain's DNI of any length, with its letter: old ones are written without their zeros."""
    figures = digits(surface)
    letter = surface.strip()[-1:].upper()
    return 0 < len(figures) <= 8 and _LETTERS[int("".join(map(str, figures))) % 23] == letter
