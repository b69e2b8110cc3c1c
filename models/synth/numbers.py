"""Numbers and codes that a ruling gives, each with the words before it.

All of them take the country's code; one that is not known here gets what is usual
anywhere. The number alone is the span. `identifier` and `case_number`, the two
large ones, have modules of their own.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from stdnum import iban, luhn
from stdnum.ar import cbu
from stdnum.es import ccc, referenciacatastral

from models.synth.case_numbers import case_number
from models.synth.identifiers import identifier
from models.synth.number_shapes import CODES, LICENCES, PHONES, PLATES, REGISTRIES
from models.synth.shapes import cue, draw_row, fill

__all__ = (
    "account",
    "case_number",
    "document_code",
    "email",
    "identifier",
    "licence",
    "phone",
    "plate",
    "registry",
)


def phone(dice: random.Random, country: str) -> tuple[str, str]:
    cues = "teléfono {no}|teléfono |celular |tel. |Tel.: |con número de teléfono |línea |abonado |móvil "
    return cue(dice, cues, country), fill(dice, PHONES.get(country, "%##-####|%###-####|+5## %### ####"))


def plate(dice: random.Random, country: str) -> tuple[str, str]:
    cues, shapes = PLATES.get(country, ("placa {no}|placas ", "@@@-###|@-######"))
    return cue(dice, cues, country), fill(dice, shapes)


def licence(dice: random.Random, country: str) -> tuple[str, str]:
    """The licence of a lawyer or other professional, or a driver's."""
    if dice.random() < 0.1:
        return cue(dice, "licencia de conducir {no}|carné profesional {no}", country), fill(
            dice, "%#######|@-%######"
        )
    rows = LICENCES.get(country, (("colegiado {no}|matrícula {no}|colegiatura {no}", "%###|%####"),))
    return draw_row(dice, rows, country)


def registry(dice: random.Random, country: str) -> tuple[str, str]:
    """An entry of land, of a company or of a birth, from its first figure to its last."""
    if country == "ES" and dice.random() < 0.5:
        body = fill(dice, "%######@@####@####")
        number = body + referenciacatastral.calc_check_digits(body + "AA")
        return "referencia catastral ", number
    rows = REGISTRIES.get(country, (("matrícula {no}|folio real {no}|finca {no}", "%#####|%-%#####|%####"),))
    return draw_row(dice, rows, country)


def account(dice: random.Random, country: str) -> tuple[str, str]:
    """A bank account, or one in five times a card."""
    if dice.random() < 0.2:
        return cue(dice, "tarjeta {no}|tarjeta de crédito {no}|tarjeta de débito {no}", country), _card(dice)
    if country in _CHECKED_ACCOUNTS and dice.random() < 0.6:
        cues, make = _CHECKED_ACCOUNTS[country]
        return cue(dice, cues, country), make(dice)
    cues = "cuenta corriente {no}|cuenta de ahorros {no}|cuenta {no}|cuenta bancaria {no}|caja de ahorro {no}"
    return cue(dice, cues, country), fill(
        dice,
        "%#########|%##-%######-#-##|%-%#######-#|0%#-######-##|%###-####-##-%#########|22########|%##-#####-#",
    )


def document_code(dice: random.Random, country: str) -> tuple[str, str]:
    """A code of a document or object of the case."""
    return draw_row(dice, CODES, country)


def email(dice: random.Random, slug: str) -> tuple[str, str]:
    """An address made of `slug` ("aurelia.quimera"), at a domain reserved for examples."""
    cues = "correo electrónico |e-mail: |mail |correo |casilla electrónica |email: |casilla "
    plain = unicodedata.normalize("NFD", slug.lower()).replace(" ", ".")
    name = re.sub(r"[^a-z0-9._-]+", "", plain).strip(".") or "contacto"
    if dice.random() < 0.4:
        name += fill(dice, "#|##|{year}|_##|.##")
    domain = dice.choice(_DOMAINS)
    return cue(dice, cues, ""), f"{name}@{domain}"


def _card(dice: random.Random) -> str:
    body = dice.choice("45") + fill(dice, "##############")
    number = body + luhn.calc_check_digit(body)
    match dice.randrange(4):
        case 0:
            return number
        case 1:
            return f"XXXX-XXXX-XXXX-{number[12:]}"
        case 2:
            return "-".join(number[i : i + 4] for i in (0, 4, 8, 12))
        case _:
            return " ".join(number[i : i + 4] for i in (0, 4, 8, 12))


def _cbu(dice: random.Random) -> str:
    bank, holder = fill(dice, "0######"), fill(dice, "#############")
    number = bank + cbu.calc_check_digit(bank) + holder + cbu.calc_check_digit(holder)
    return number if dice.random() < 0.8 else f"{number[:8]} {number[8:]}"


def _iban(dice: random.Random) -> str:
    bank, holder = fill(dice, "2#######"), fill(dice, "##########")
    body = bank + ccc.calc_check_digits(bank + "00" + holder) + holder
    number = "ES" + iban.calc_check_digits("ES00" + body) + body
    if dice.random() < 0.5:
        return number
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def _clabe(dice: random.Random) -> str:
    body = fill(dice, "0%#%#############")
    check = -sum(int(d) * w % 10 for d, w in zip(body, (3, 7, 1) * 6, strict=False)) % 10
    return f"{body}{check}"


def _cci(dice: random.Random) -> str:
    return fill(dice, "002-###-############-##|00%###############0#")


_CHECKED_ACCOUNTS: Final[Mapping[str, tuple[str, Callable[[random.Random], str]]]] = {
    "AR": ("CBU {no}|C.B.U. {no}|CBU: |CBU ", _cbu),
    "ES": ("IBAN |cuenta {no}|IBAN: |cuenta corriente {no}", _iban),
    "MX": ("CLABE |CLABE interbancaria |cuenta CLABE ", _clabe),
    "PE": ("CCI {no}|código de cuenta interbancario {no}|CCI: ", _cci),
}
_DOMAINS: Final = (
    "example.com",
    "example.org",
    "example.net",
    "correo.example",
    "mail.example.org",
    "abogados.example",
    "estudio.example.com",
    "defensoria.example",
    "poderjudicial.example",
    "empresa.example.net",
)
