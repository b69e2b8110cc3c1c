"""How what is hidden is written: numbers, initials, invented names, courts' own marks."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.document import Attribute, Decision, Label, Role, Span
from service.pipeline.render import LEGEND, Manner, Style, render
from service.pipeline.surfaces import fold
from tests.pipeline.strategies import names

#: A place as its surface, its entity and, but for names of parties, its label or role.
Told = tuple[str, str] | tuple[str, str, str]


def written(
    text: str,
    told: Sequence[Told],
    manner: Manner,
    attributes: dict[str, tuple[Attribute, ...]] | None = None,
) -> str:
    decisions = []
    at = 0
    for surface, entity, *what in told:
        start = text.index(surface, at)
        at = start + len(surface)
        label: Label = what[0] if what and what[0].isupper() else "NOMBRE"  # type: ignore[assignment]
        role: Role = what[0] if what and what[0].islower() else "parte"  # type: ignore[assignment]
        span = Span(
            start, at, label, 1, "t", role, entity=entity, attributes=(attributes or {}).get(entity, ())
        )
        decisions.append(Decision(span, "mask", ""))
    return render(text, decisions, manner).text


RULING = (
    "Doña Aurelia Quimera Marjal y JUAN PÉREZ DE LA TORRE contra Marjal, Berta. Dijo A. Quimera que Pérez, "
    "DNI 27.334.501, vive en calle Mayor 3 de Albaflor."
)
PLACES: tuple[Told, ...] = (
    ("Aurelia Quimera Marjal", "e1"),
    ("JUAN PÉREZ DE LA TORRE", "e2"),
    ("Marjal, Berta", "e3"),
    ("A. Quimera", "e1"),
    ("Pérez", "e2"),
    ("27.334.501", "e4", "ID"),
    ("calle Mayor 3", "e5", "LUGAR"),
    ("Albaflor", "e6", "LUGAR"),
)


@pytest.mark.parametrize(
    ("manner", "people", "rest"),
    [
        (Manner("numbered"), "[NOMBRE_1] [NOMBRE_2] [NOMBRE_3]", "[ID_1] [LUGAR_1] [LUGAR_2]"),
        (Manner("numbered", by_role=True), "[VÍCTIMA_1] [NOMBRE_1] [MENOR_1]", "[ID_1] [LUGAR_1] [LUGAR_2]"),
        (Manner("court", {"NOMBRE": "AA", "ID": "NUM000", "LUGAR": "XXX"}), "AA BB CC", "NUM000 XXX XXX"),
        (Manner("court", {"NOMBRE": "X", "address": "CALLE000", "ID": "*"}), "X X X", "* CALLE000 [LUGAR_2]"),
    ],
)  # fmt: skip
def test_a_ruling(manner: Manner, people: str, rest: str) -> None:
    one, two, three = people.split()
    number, street, town = rest.split()
    assert written(RULING, PLACES, manner, {"e1": ("victim", "minor"), "e3": ("minor",)}) == (
        f"Doña {one} y {two} contra {three}. Dijo {one} que {two}, DNI {number}, vive en {street} de {town}."
    )


@pytest.mark.parametrize("manner", [Manner("initials"), Manner("court", {"NOMBRE": "initials"})])
def test_a_ruling_in_initials(manner: Manner) -> None:
    assert written(RULING, PLACES, manner).startswith(
        "Doña A. Q. M. y J. P. T. contra B. M. Dijo A. Q. M. que J. P. T., DNI [ID"
    )


def test_officials_and_professionals_are_called_so_by_role() -> None:
    told: list[Told] = [("Zenón", "e1", "autoridad"), ("Noé", "e2", "profesional"), ("Eva", "e3")]
    assert written("Zenón, Noé y Eva.", told, Manner("numbered", by_role=True)) == (
        "[AUTORIDAD_1], [PROFESIONAL_1] y [NOMBRE_1]."
    )


def test_marks_are_counted_by_entity() -> None:
    text = "1111111 2222222 1111111"
    told: list[Told] = [("1111111", "e1", "ID"), ("2222222", "e2", "ID"), ("1111111", "e1", "ID")]
    assert written(text, told, Manner("court", {"ID": "NUM000"})) == "NUM000 NUM001 NUM000"
    many = [(f"{n:07}", f"e{n}", "ID") for n in range(30)]
    letters = written(" ".join(n for n, *_ in many), many, Manner("court", {"ID": "AA"})).split()
    assert (letters[0], letters[25], letters[26], letters[27]) == ("AA", "ZZ", "AAA", "BBB")


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        (
            "Eva Marjal y Elsa Muñoz, y Eva Marjal",
            [("Eva Marjal", "e1"), ("Elsa Muñoz", "e2"), ("Eva Marjal", "e1")],
            "E. M. (1) y E. M. (2), y E. M. (1)",
        ),
        ("QUIMERA GÜIMAR, Juan Carlos", [("QUIMERA GÜIMAR, Juan Carlos", "e1")], "J. C. Q. G."),
        ("J.P.G.", [("J.P.G.", "e1")], "J. P. G."),
        ("Martín de la Cruz", [("Martín de la Cruz", "e1")], "M. C."),
        ("alias «El Chino»", [("El Chino", "e1")], "alias «E. C.»"),
        ("—", [("—", "e1")], "[NOMBRE]"),
        ("Ñu Ávila.", [("Ñu Ávila", "e1")], "N. A."),
    ],
)
def test_initials(text: str, told: Sequence[Told], expected: str) -> None:
    assert written(text, told, Manner("initials")) == expected


def surrogate(text: str, told: Sequence[Told], country: str = "ES", seed: bytes = b"k") -> str:
    return written(text, told, Manner("surrogate", country=country, seed=seed))


def test_an_invented_name_keeps_the_form_of_each_mention() -> None:
    found = surrogate(RULING, PLACES)
    form = re.fullmatch(
        r"Doña (\w+) (\w+) (\w+) y ([A-ZÁÉÍÓÚÑ]+) ([A-ZÁÉÍÓÚÑ]+) ([A-ZÁÉÍÓÚÑ]+) contra (\w+), (\w+)\. "
        r"Dijo (\w)\. (\w+) que (\w+), DNI \[ID\], vive en \[LUGAR\] de \[LUGAR\]\.",
        found,
    )
    assert form
    given, first, second, _, other, _, family, _, initial, again, mention = form.groups()
    assert (family, initial, again) == (second, given[0], first)
    assert fold(mention) == fold(other)
    assert len({fold(word) for word in form.groups()[:6]}) == 6


@pytest.mark.parametrize(
    ("text", "surface", "women"),
    [
        ("Doña Zulmira Quimera", "Zulmira Quimera", True),
        ("don Zulmiro Quimera", "Zulmiro Quimera", False),
        ("Compareció María Quimera", "María Quimera", True),
        ("Compareció Juan Quimera", "Juan Quimera", False),
    ],
)
def test_sex_is_kept(text: str, surface: str, women: bool) -> None:
    from faker.providers.person.es_ES import Provider

    given = surrogate(text, [(surface, "e1")]).split()[1]
    assert given in (Provider.first_names_female if women else Provider.first_names_male)


def test_another_seed_or_text_has_other_names_and_the_same_ones_the_same() -> None:
    once = surrogate(RULING, PLACES)
    assert once == surrogate(RULING, PLACES)
    assert once != surrogate(RULING, PLACES, seed=b"other")
    assert once != surrogate(RULING, PLACES, country="CL")


@given(st.lists(names(), min_size=1, max_size=6), st.binary(min_size=1, max_size=8))
def test_no_invented_word_occurs_in_the_ruling(people: list[str], seed: bytes) -> None:
    text = " contra ".join(people)
    found = surrogate(text, [(person, f"e{n}") for n, person in enumerate(people)], seed=seed)
    before, after = (
        {fold(w) for w in re.findall(r"[^\W_]{2,}", t)} - {"contra", "nombre"} for t in (text, found)
    )
    assert not before & after


def test_what_has_invented_names_says_so() -> None:
    named = Decision(Span(0, 3, "NOMBRE", 1, "t"), "mask", "")
    number = Decision(Span(4, 6, "ID", 1, "t"), "mask", "")
    assert render("Eva 12", [named, number], Manner("surrogate")).legend == LEGEND
    assert render("Eva 12", [named], Manner("court", {"NOMBRE": "surrogate"})).legend == LEGEND
    assert render("Eva 12", [number], Manner("surrogate")).legend is None
    assert render("Eva 12", [named, number], Manner("numbered")).legend is None


@pytest.mark.parametrize("style", ["initials", "surrogate", "court"])
def test_the_same_for_every_hash_seed(style: Style) -> None:
    program = (
        "from tests.pipeline.test_styles import *;"
        f"print(written(RULING, PLACES, Manner({style!r}, {{'NOMBRE': 'surrogate'}}, seed=b'k')))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
