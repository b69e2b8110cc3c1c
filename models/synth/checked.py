"""Personal numbers of each country, with true check digits, in the formats that are written."""

import random

from stdnum import luhn
from stdnum.ar import cuit
from stdnum.cl import rut
from stdnum.co import nit as co_nit_
from stdnum.es import cif, dni, nie
from stdnum.gt import nit as gt_nit_
from stdnum.mx import curp, rfc
from stdnum.pe import ruc as pe_ruc_
from stdnum.py import ruc as py_ruc_
from stdnum.uy import rut as uy_rut_
from stdnum.ve import rif

from models.synth.shapes import digits, dotted, fill


def any_number(dice: random.Random, low: int = 4_000_000, high: int = 60_000_000) -> str:
    return str(dice.randint(low, high))


def grouped(dice: random.Random, number: str, dotted_share: float = 0.6) -> str:
    """Thousands in dots mostly, else bare, rarely in spaces."""
    if dice.random() < dotted_share:
        return dotted(number)
    return dotted(number).replace(".", " ") if dice.random() < 0.08 else number


def _checked(dice: random.Random, body: str, check: str, dots: float, mark: str = "-") -> str:
    """Body and check digit, as a RUT or NIT is written."""
    return grouped(dice, body, dots) + mark + check


def ar_dni(dice: random.Random) -> str:
    return grouped(dice, any_number(dice), 0.75)


def ar_old_document(dice: random.Random) -> str:
    return grouped(dice, any_number(dice, 400_000, 8_999_999), 0.75)


def ar_cuit(dice: random.Random) -> str:
    body = dice.choice(("20", "27", "23", "24", "30", "33")) + f"{dice.randint(5_000_000, 60_000_000):08}"
    check = cuit.calc_check_digit(body)
    mark = dice.choice(("-", "-", "-", "", "/", " "))
    return mark.join((body[:2], body[2:], check))


def cl_rut(dice: random.Random) -> str:
    body = any_number(dice, 3_000_000, 27_000_000)
    check = rut.calc_check_digit(body)
    return _checked(dice, body, check.lower() if dice.random() < 0.3 else check, 0.75)


def cl_company_rut(dice: random.Random) -> str:
    body = any_number(dice, 50_000_000, 99_000_000)
    return _checked(dice, body, rut.calc_check_digit(body), 0.85)


def co_cedula(dice: random.Random) -> str:
    """Of eight digits before 2003, of ten since."""
    low, high = (3_000_000, 99_999_999) if dice.random() < 0.5 else (10**9, 1_299_999_999)
    return grouped(dice, any_number(dice, low, high))


def co_nit(dice: random.Random) -> str:
    body = any_number(dice, 800_000_000, 901_999_999)
    if dice.random() < 0.25:
        return grouped(dice, body, 0.7)
    return _checked(dice, body, co_nit_.calc_check_digit(body), 0.7)


def ec_cedula(dice: random.Random) -> str:
    body = f"{dice.randint(1, 24):02}{dice.randint(0, 5)}" + fill(dice, "######")
    number = body + luhn.calc_check_digit(body)  # the cédula's check is Luhn's
    return f"{number[:9]}-{number[9]}" if dice.random() < 0.3 else number


def ec_ruc(dice: random.Random) -> str:
    body = f"{dice.randint(1, 24):02}{dice.randint(0, 5)}" + fill(dice, "######")
    return body + luhn.calc_check_digit(body) + "001"


def es_dni(dice: random.Random) -> str:
    body = f"{dice.randint(1_000_000, 79_999_999):08}"
    mark = dice.choice(("", "", "-", " "))
    return (dotted(body) if dice.random() < 0.3 else body) + mark + dni.calc_check_digit(body)


def es_nie(dice: random.Random) -> str:
    body = dice.choice("XYZ") + fill(dice, "#######")
    mark = dice.choice(("", "", "-"))
    return body[0] + mark + body[1:] + mark + nie.calc_check_digit(body)


def es_cif(dice: random.Random) -> str:
    body = dice.choice("ABG") + fill(dice, "%######")
    return body[0] + dice.choice(("", "-")) + body[1:] + cif.calc_check_digits(body)[0]


def es_social_security(dice: random.Random) -> str:
    return fill(dice, "28/########/##|08########%#|46 ######## ##|41/%#######/##")


def _born(dice: random.Random) -> str:
    return f"{dice.randint(40, 99):02}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"


def mx_curp(dice: random.Random) -> str:
    letters = fill(dice, "@") + dice.choice("AEIOUX") + fill(dice, "@@")
    state = dice.choice(("DF", "MC", "JC", "VZ", "PL", "NL", "OC", "CS", "GT", "MN", "SR", "YN"))
    consonants = "".join(dice.choice("BCDFGHJKLMNPQRSTVWXYZ") for _ in range(3))
    body = letters + _born(dice) + dice.choice("HM") + state + consonants + "0"
    return body + curp.calc_check_digit(body)


def mx_rfc(dice: random.Random) -> str:
    person = dice.random() < 0.7
    body = fill(dice, "@") + dice.choice("AEIOU") + fill(dice, "@@" if person else "@") + _born(dice)
    body += fill(dice, "&&")
    check = rfc.calc_check_digit(body if person else " " + body)
    return body + check


def mx_elector(dice: random.Random) -> str:
    return (
        fill(dice, "@@@@@@") + _born(dice) + fill(dice, "0#|1#|2#|3#") + dice.choice("HM") + fill(dice, "###")
    )


def pe_ruc(dice: random.Random) -> str:
    body = dice.choice(("10", "10", "20")) + fill(dice, "########")
    return body + pe_ruc_.calc_check_digit(body)


def py_ruc(dice: random.Random) -> str:
    body = any_number(dice, 400_000, 6_000_000) if dice.random() < 0.6 else fill(dice, "800#####")
    return f"{body}-{py_ruc_.calc_check_digit(body)}"


def uy_ci(dice: random.Random) -> str:
    body = f"{dice.randint(900_000, 6_200_000):07}"
    total = sum(int(d) * w for d, w in zip(body, (2, 9, 8, 7, 6, 3, 4), strict=True))
    return _checked(dice, body, str(-total % 10), 0.8)


def uy_rut(dice: random.Random) -> str:
    body = f"{dice.randint(1, 21):02}" + fill(dice, "%#####") + "001"
    check = uy_rut_.calc_check_digit(body)
    # A remainder of 10 gives no number: such bodies are not issued.
    return body + check if len(check) == 1 else uy_rut(dice)


def ve_ci(dice: random.Random) -> str:
    number = any_number(dice, 2_000_000, 33_000_000)
    mark = dice.choice(("V-", "V-", "V", "", "V.-", "E-"))
    return mark + grouped(dice, number, 0.75)


def ve_rif(dice: random.Random) -> str:
    body = dice.choice("VJJGE") + fill(dice, "%#######")
    mark = dice.choice(("-", "-", ""))
    return body[0] + mark + body[1:] + mark + rif.calc_check_digit(body)


def do_cedula(dice: random.Random) -> str:
    body = fill(dice, "00#|0##|40%") + fill(dice, "#######")
    number = body + luhn.calc_check_digit(body)
    return f"{number[:3]}-{number[3:10]}-{number[10]}" if dice.random() < 0.75 else number


def gt_cui(dice: random.Random) -> str:
    """Eight digits, a check by weights 2–9 modulo 11, department and municipality."""
    body = digits(dice, 8)
    check = sum(int(d) * w for d, w in zip(body, range(2, 10), strict=True)) % 11
    if check == 10:  # not issued
        return gt_cui(dice)
    tail = f"{dice.randint(1, 22):02}{dice.randint(1, 17):02}"
    number = f"{body}{check}{tail}"
    return f"{number[:4]} {number[4:9]} {tail}" if dice.random() < 0.6 else number


def gt_nit(dice: random.Random) -> str:
    body = digits(dice, dice.choice((6, 7, 7)))
    return body + dice.choice(("-", "-", "")) + gt_nit_.calc_check_digit(body)
