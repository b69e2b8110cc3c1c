"""Numbers are of their country, mostly with true check digits, and the same for the same dice."""

import random
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from stdnum import iban, luhn
from stdnum.ar import cbu, cuit
from stdnum.cl import rut
from stdnum.co import nit as co_nit
from stdnum.do import cedula
from stdnum.ec import ci
from stdnum.es import dni, nie
from stdnum.gt import nit as gt_nit
from stdnum.mx import curp, rfc
from stdnum.pe import ruc as pe_ruc
from stdnum.py import ruc as py_ruc
from stdnum.uy import rut as uy_rut
from stdnum.ve import rif

from models.synth import checked, numbers, shapes
from models.synth.identifiers import mistyped

COUNTRIES = ("AR", "CL", "CO", "EC", "ES", "MX", "PE", "PY", "UY", "BO", "CR", "DO", "GT", "PA", "VE", "NI")
KINDS = (
    numbers.identifier,
    numbers.case_number,
    numbers.phone,
    numbers.plate,
    numbers.licence,
    numbers.account,
    numbers.registry,
    numbers.document_code,
)


def many(make: Callable[[random.Random, str], tuple[str, str]], country: str, count: int = 150) -> list[str]:
    dice = random.Random(11)
    return [make(dice, country)[1] for _ in range(count)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("country", COUNTRIES)
def test_a_number_is_a_span_that_the_rules_of_annotation_allow(
    kind: Callable[[random.Random, str], tuple[str, str]], country: str
) -> None:
    dice = random.Random(3)
    for _ in range(60):
        cue, number = kind(dice, country)
        assert number == number.strip(" ,;:")
        assert number
        # No slot of a table is left unfilled, and the cue's end decides whether the number is glued on.
        assert not re.search(r"[#%&{}|]", number), number
        assert not re.search(r"[%&{}|]|  $", cue), cue


@pytest.mark.parametrize(
    ("make", "is_valid"),
    [
        (checked.ar_cuit, lambda n: cuit.is_valid(n.replace("/", ""))),
        (checked.cl_rut, rut.is_valid),
        (checked.cl_company_rut, rut.is_valid),
        (checked.co_nit, lambda n: co_nit.is_valid(n) or "-" not in n),
        (checked.ec_cedula, ci.is_valid),
        (checked.es_dni, lambda n: dni.is_valid(n.replace(".", ""))),
        (checked.es_nie, nie.is_valid),
        (checked.mx_curp, curp.is_valid),
        (checked.mx_rfc, rfc.is_valid),
        (checked.pe_ruc, pe_ruc.is_valid),
        (checked.py_ruc, py_ruc.is_valid),
        (checked.uy_rut, uy_rut.is_valid),
        (checked.ve_rif, rif.is_valid),
        (checked.do_cedula, cedula.is_valid),
        (checked.gt_nit, gt_nit.is_valid),
    ],
)
def test_check_digits_are_true(make: Callable[[random.Random], str], is_valid: Callable[[str], bool]) -> None:
    dice = random.Random(5)
    made = [make(dice) for _ in range(60)]
    assert [number for number in made if not is_valid(number)] == []


def test_about_one_in_six_personal_numbers_is_mistyped() -> None:
    ruts = [n for n in many(numbers.identifier, "CL", 3000) if re.fullmatch(r"[\d. ]+-[\dkK]", n)]
    share = sum(not rut.is_valid(n) for n in ruts) / len(ruts)
    assert 0.11 < share < 0.23


def test_a_mistyped_number_differs_in_one_digit() -> None:
    wrong = mistyped("12.345.678-5", random.Random(1))
    assert sum(a != b for a, b in zip(wrong, "12.345.678-5", strict=True)) == 1


@pytest.mark.parametrize(
    ("country", "form", "is_valid"),
    [
        ("AR", r"\d{22}", cbu.is_valid),
        ("ES", r"ES\d{22}", iban.is_valid),
        ("CL", r"[45]\d{15}", luhn.is_valid),
    ],
)
def test_accounts_have_true_check_digits(country: str, form: str, is_valid: Callable[[str], bool]) -> None:
    found = [n for n in many(numbers.account, country, 400) if re.fullmatch(form, n)]
    assert len(found) > 10
    assert all(is_valid(n) for n in found)


def test_every_format_of_a_personal_number_comes() -> None:
    written = many(numbers.identifier, "AR", 600)
    for form in (r"\d{2}\.\d{3}\.\d{3}", r"\d{8}", r"\d{2}-\d{8}-\d", r"\d{11}"):
        assert any(re.fullmatch(form, n) for n in written), form


@pytest.mark.parametrize(
    ("country", "form"),
    [
        ("CL", r"[CO]-\d+-\d{4}"),
        ("CO", r"\d{5}-31-0\d-0\d\d-\d{4}-00\d{3}-01"),
        ("EC", r"0\d{4}-\d{4}-0\d{4}"),
        ("ES", r"ECLI:ES:TS:\d{4}:\d+"),
        ("PE", r"0\d{4}-\d{4}-0-1801-JR-CI-0\d"),
    ],
)
def test_case_numbers_are_those_of_the_country(country: str, form: str) -> None:
    assert any(re.fullmatch(form, n) for n in many(numbers.case_number, country, 1500))


def test_an_address_is_at_a_domain_for_examples() -> None:
    dice = random.Random(2)
    for slug in ("aurelia.quimera", "Íñigo Peñalén", "日本"):
        _, address = numbers.email(dice, slug)
        assert re.fullmatch(r"[a-z0-9._-]+@(?:[a-z]+\.)*(?:example|example\.(?:com|org|net))", address)


def test_a_shape_has_one_year() -> None:
    year, short = shapes.fill(random.Random(4), "{year}/{yy}").split("/")
    assert year[2:] == short


def test_the_same_dice_give_the_same_numbers_whatever_the_hash_seed() -> None:
    program = (
        "import random; from models.synth import numbers; dice = random.Random(7); "
        "print([numbers.identifier(dice, 'MX') + numbers.case_number(dice, 'EC') for _ in range(20)])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": s}, check=True, capture_output=True
        ).stdout
        for s in ("0", "4242")
    }
    assert len(printed) == 1
