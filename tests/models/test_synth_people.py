"""People and the forms of their names."""

import random
from pathlib import Path

import pytest

from models.synth import name_forms as forms
from models.synth.people import Names, Person, draw, titled

JUAN = Person(("Juan", "Carlos"), ("Albaflor", "de la Quimera"), "m", "CL")
COUNTRIES = ("AR", "CL", "CO", "EC", "ES", "MX", "PE", "PY", "UY", "VE")


def test_forms_of_a_name() -> None:
    assert forms.full(JUAN) == "Juan Carlos Albaflor de la Quimera"
    assert forms.inverted(JUAN) == "ALBAFLOR DE LA QUIMERA, Juan Carlos"
    assert forms.capitals(JUAN) == "JUAN CARLOS ALBAFLOR DE LA QUIMERA"
    assert forms.roll(JUAN) == "ALBAFLOR DE LA QUIMERA JUAN CARLOS"
    assert forms.short(JUAN) == "Juan Albaflor"
    assert forms.first_surname(JUAN) == "Albaflor"
    assert forms.given(JUAN) == "Juan Carlos"


def test_initials_leave_out_particles() -> None:
    dice = random.Random(1)
    drawn = {forms.initials(dice, JUAN) for _ in range(200)}
    assert {"J.C.A.Q.", "J. C. A. Q.", "A., J.", "JCAQ", "A.Q.J.C.", "A.Q., J. C."} == drawn


def test_abbreviated_forms() -> None:
    dice = random.Random(1)
    drawn = {forms.abbreviated(dice, JUAN) for _ in range(200)}
    assert {"Juan C. Albaflor de la Quimera", "J. C. Albaflor", "Juan Albaflor Q."} <= drawn


def test_a_compound_given_name_is_not_cut_at_its_particle() -> None:
    person = Person(("María", "del", "Carmen"), ("Zorita",), "f", "AR")
    assert forms.short(person) == "María del Carmen Zorita"


def test_accents_go_and_the_letter_enye_stays() -> None:
    assert forms.without_accents("Íñigo Güimar PEÑALÉN") == "Iñigo Guimar PEÑALEN"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("DE LA CRUZ", "de la Cruz"),
        ("o'connor", "O'Connor"),
        ("MARÍA JOSÉ", "María José"),
        ("paz-soldán", "Paz-Soldán"),
    ],
)
def test_titled(written: str, wanted: str) -> None:
    assert titled(written) == wanted


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_names_of_both_sexes_by_its_custom(country: str) -> None:
    names, dice = Names.builtin(country), random.Random(2)
    people = [draw(dice, names) for _ in range(400)]
    assert {person.sex for person in people} == {"f", "m"}
    assert len({person.family[0] for person in people}) > 60
    two = sum(len(person.family) == 2 for person in people) / len(people)
    assert two < 0.35 if country == "AR" else two > 0.4
    if country in {"ES", "CL", "PE"}:
        assert two > 0.8


def test_names_are_read_with_their_counts(tmp_path: Path) -> None:
    for kind, rows in {
        "females": "AURELIA,900\nBEGOÑA,0\n",
        "males": "ZENÓN,4\nX,9\nbad row\n",
        "surnames": "QUIMERA,1\nDE LA FUENTE,1\n",
    }.items():
        (tmp_path / f"uy.{kind}.csv").write_text(rows, encoding="utf-8")
    names = Names.read(tmp_path, "UY")
    assert names.women.words == ("Aurelia",)
    assert names.men.words == ("Zenón",)
    assert set(names.surnames.words) == {"Quimera", "de la Fuente"}


def test_a_country_without_lists_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Names.read(tmp_path, "UY")


def test_nobody_appears_in_a_repr() -> None:
    names = Names.builtin("AR")
    assert len(repr(names)) < 40
