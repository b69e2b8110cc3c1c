"""What a slot of a sentence is in a case: a person, a date, a place, a number …

`PIECES` has slots that are one mention, `CUED` those that are a cue and a number
("DNI N° " and "23.456.789"), `PLAIN` those that are never annotated.
"""

import random
from collections.abc import Callable
from typing import Final

from models.synth import addresses, dates, numbers, organisations, places, streets
from models.synth import name_forms as forms
from models.synth.cast import Cast

Maker = Callable[[random.Random, Cast], str]
CuedMaker = Callable[[random.Random, str], tuple[str, str]]


def _date(dice: random.Random, cast: Cast) -> str:
    return dates.written_date(dice, cast.country)


def _district(dice: random.Random, cast: Cast) -> str:
    if cast.towns and dice.random() < 0.2:
        return places.lettering(dice, dice.choice(cast.towns))
    return places.lettering(dice, places.district(dice, cast.country))


def _town(dice: random.Random, cast: Cast) -> str:
    if cast.towns and dice.random() < 0.5:
        return places.lettering(dice, dice.choice(cast.towns))
    return places.lettering(dice, places.town(dice, cast.country))


def _seat(dice: random.Random, cast: Cast) -> str:
    return cast.seat.upper() if dice.random() < 0.1 else cast.seat


def _employer(dice: random.Random, cast: Cast) -> str:
    cast.named["employer"] += 1
    return cast.employer.name if cast.named["employer"] == 1 or dice.random() < 0.5 else cast.employer.short


def _lender(dice: random.Random, cast: Cast) -> str:
    cast.named["lender"] += 1
    return cast.lender.name if cast.named["lender"] == 1 or dice.random() < 0.5 else cast.lender.short


#: Slots that are one mention: the class, and what makes the text.
PIECES: Final[dict[str, tuple[str, Maker]]] = {
    "date": ("FECHA", _date),
    "day": ("FECHA", lambda dice, cast: dates.header_date(dice, cast.country)),
    "header_date": ("FECHA", lambda dice, cast: dates.header_date(dice, cast.country)),
    "words_date": ("FECHA", lambda dice, cast: dates.worded_date(dice, cast.country)),
    "birth": ("FECHA", lambda dice, cast: dates.birth_date(dice, cast.country)),
    "year": ("FECHA", lambda dice, _: str(dice.randint(1995, 2025))),
    "town": ("LUGAR", _town),
    "seat": ("LUGAR", _seat),
    "district": ("LUGAR", _district),
    "province": ("LUGAR", lambda dice, cast: places.province(dice, cast.country)),
    "country": ("LUGAR", lambda dice, cast: places.country_name(dice, cast.country)),
    "river": ("LUGAR", lambda dice, cast: places.river(dice, cast.country)),
    "farm": ("LUGAR", lambda dice, _: places.lettering(dice, places.farm(dice))),
    "place": ("LUGAR", lambda dice, _: places.lettering(dice, places.made_up(dice))),
    "address": ("LUGAR", lambda dice, cast: addresses.address(dice, cast.country)),
    "street": ("LUGAR", lambda dice, cast: addresses.partial_address(dice, cast.country)),
    "road": ("LUGAR", lambda dice, cast: streets.road(dice, cast.country)),
    "employer": ("ORG", _employer),
    "lender": ("ORG", _lender),
    "company": ("ORG", lambda dice, cast: organisations.company(dice, cast.country, cast.names).name),
    "bank": ("ORG", lambda dice, cast: organisations.bank(dice, cast.country).name),
    "insurer": ("ORG", lambda dice, cast: organisations.insurer(dice, cast.country)),
    "school": ("ORG", lambda dice, cast: organisations.school(dice, cast.country, cast.names)),
    "hospital": ("ORG", lambda dice, cast: organisations.hospital(dice, cast.country, cast.names)),
    "university": ("ORG", lambda dice, cast: organisations.university(dice, cast.country)),
    "union": ("ORG", lambda dice, cast: organisations.union(dice, cast.country)),
    "paper": ("ORG", lambda dice, cast: organisations.newspaper(dice, cast.country)),
    "alias": ("NOMBRE-PARTE", lambda dice, _: forms.alias(dice)),
}

#: Slots that are words and then a number.
CUED: Final[dict[str, CuedMaker]] = {
    "id": numbers.identifier,
    "case": numbers.case_number,
    "phone": numbers.phone,
    "plate": numbers.plate,
    "licence": numbers.licence,
    "account": numbers.account,
    "registry": numbers.registry,
    "code": numbers.document_code,
}


def _money(dice: random.Random, cast: Cast) -> str:
    sign = {"ES": "€", "PE": "S/", "UY": "$", "PY": "Gs.", "EC": "USD", "MX": "$"}.get(cast.country, "$")
    amount = f"{dice.randint(1, 900) * 10 ** dice.randint(2, 5):,}"
    amount = amount.replace(",", ".") if cast.country != "MX" else amount
    cents = dice.choice(("", "", ",00", ".-"))
    if cast.country == "ES":
        return f"{amount}{cents.replace('.-', '')} {dice.choice(('€', 'euros'))}"
    return f"{sign}{dice.choice((' ', ''))}{amount}{cents}"


def _hour(dice: random.Random, _: Cast) -> str:
    hour, minute = dice.randint(0, 23), dice.choice((0, 15, 20, 30, 40, 45, 5))
    return dice.choice(
        (
            f"{hour:02}:{minute:02} horas",
            f"{hour}:{minute:02} hs.",
            f"{hour}h{minute:02}",
            f"{hour:02}.{minute:02} horas",
        )
    )


_ORDINALS = ("Primera", "Segunda", "Tercera", "Cuarta", "Quinta", "Sexta", "Primer", "Segundo", "Tercer")

#: Slots that look like mentions and are none.
PLAIN: Final[dict[str, Maker]] = {
    "money": _money,
    "hour": _hour,
    "age": lambda dice, _: str(dice.randint(18, 84)),
    "minor_age": lambda dice, _: str(dice.randint(1, 17)),
    "n": lambda dice, _: str(dice.randint(2, 90)),
    "nn": lambda dice, _: str(dice.randint(100, 999)),
    "article": lambda dice, _: (
        f"{dice.randint(1, 900)}{dice.choice(('', '', '', ' bis', ', inciso 2', ' inc. 1'))}"
    ),
    "sheet": lambda dice, _: dice.choice(
        (
            f"fs. {dice.randint(1, 900)}",
            f"fs. {dice.randint(1, 90)}/{dice.randint(91, 400)}",
            f"fojas {dice.randint(1, 99)} vta.",
            f"folio {dice.randint(1, 300)}",
        )
    ),
    "law_number": lambda dice, _: (
        f"{dice.randint(1, 29)}.{dice.randint(100, 999)}"
        if dice.random() < 0.6
        else str(dice.randint(100, 9999))
    ),
    "law_year": lambda dice, _: str(dice.randint(1948, 2024)),
    "law_date": lambda dice, _: f"{dice.randint(1, 28)} de {dice.choice(dates.MONTHS)}",
    "volume": lambda dice, _: str(dice.randint(180, 347)),
    "page": lambda dice, _: str(dice.randint(10, 2900)),
    "number": lambda dice, _: str(dice.randint(10, 9999)),
    "letter": lambda dice, _: dice.choice("ABCDEF"),
    "roman": lambda dice, _: dice.choice(("I", "II", "III", "IV", "V", "VI")),
    "ordinal": lambda dice, _: dice.choice(_ORDINALS),
}
