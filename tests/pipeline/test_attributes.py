"""What the text, or the sender, says a person is besides."""

import re

import pytest

from service.document import Attribute, Hints, Party, Span
from service.pipeline import NO_HINTS
from service.pipeline.attributes import with_attributes
from service.pipeline.entities import identified

NAMES = r"(?:Eva|Noé)(?: Marjal)?|Marjal"


def told(text: str, hints: Hints = NO_HINTS) -> list[tuple[Attribute, ...]]:
    """The attributes of each name in `text`."""
    spans = [Span(m.start(), m.end(), "NOMBRE", 0.9, "model:x") for m in re.finditer(NAMES, text)]
    return [s.attributes for s in with_attributes(text, identified(text, spans), hints)]


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("la menor Eva vive", ["minor"]),
        ("el niño de nombre Noé", ["minor"]),
        ("la menor de edad Eva", ["minor"]),
        ("la NNA Eva", ["minor"]),
        ("Eva, menor de edad,", ["minor"]),
        ("Eva (7 años)", ["minor"]),
        ("Eva, de quince años de edad", ["minor"]),
        ("Eva, de 31 años de edad", ["adult"]),
        ("Eva, mayor de edad", ["adult"]),
        ("Eva, argentina, empleada de comercio, de 34 años, casada", ["adult"]),
        ("Noé, chileno, casado, empleado", ["adult"]),
        ("Eva, de nacionalidad peruana, de estado civil viuda,", ["adult"]),
        ("Noé, boliviano, soltero, de 16 años de edad", ["minor"]),
        ("su cónyuge doña Eva", ["adult"]),
        ("representada por su gerente don Noé", ["adult"]),
        ("Eva, cuya madre, casada, apeló", []),
        ("Noé, hijo de un vecino, casado", []),
        ("Noé, que vive con su tío, de 40 años,", []),
        ("el interdicto Noé", ["minor"]),
        ("la víctima, señora Eva", ["victim"]),
        ("la víctima menor de edad Eva", ["minor", "victim"]),
        ("la ofendida doña Eva", ["victim"]),
        ("el testigo presencial Noé", ["third"]),
        ("la tercera interesada Eva", ["third"]),
        ("Noé, tercero interesado", ["third"]),
        ("dijo Eva", []),
        ("se condena a Noé de 15 años de prisión", []),
        ("Es mayor. Noé", []),
        ("declara la víctima. Noé calla", []),
        ("víctima; Noé", []),
        ("un monto menor que Noé pagó", []),
        ("Noé es la mayor parte", []),
    ],
)
def test_what_stands_beside_a_name(text: str, attributes: list[Attribute]) -> None:
    assert told(text) == [tuple(attributes)]


def test_what_leads_to_the_next_name_is_not_the_one_befores() -> None:
    for text in ("el fiscal Noé, la víctima: Eva", "el fiscal Noé, la víctima doña Eva", "Noé, la menor Eva"):
        first, second = told(text)
        assert (first, bool(second)) == ((), True)


def test_a_cue_of_many_holds_for_the_list() -> None:
    assert told("los menores Eva, Noé y Eva Marjal") == [("minor",)] * 3
    assert told("la menor Eva y Noé Marjal") == [("minor",), ()]
    assert told("las víctimas Eva y Noé. Marjal") == [("victim",), ("victim",), ()]


def test_what_is_told_once_holds_for_all_mentions() -> None:
    assert told("Eva Marjal dijo. La niña Eva calla. Eva Marjal") == [("minor",)] * 3


def test_who_is_a_minor_anywhere_is_no_adult() -> None:
    assert told("la menor Eva; Eva, mayor de edad") == [("minor",)] * 2


def test_who_might_be_a_minor_is_kept_like_one() -> None:
    """ "Marjal" is she or he."""
    assert told("la menor Eva Marjal; Noé Marjal; Marjal") == [("minor",), (), ("minor",)]


def test_the_sender_says_more() -> None:
    hints = Hints(parties=(Party("Eva Marjal", attributes=("victim",)), Party("Noé")))
    assert told("Eva Marjal y Noé; Eva", hints) == [("victim",), (), ("victim",)]


def test_only_names_have_any() -> None:
    text = "la menor Eva"
    (place,) = with_attributes(text, [Span(9, 12, "LUGAR", 0.9, "t", entity="e1")], NO_HINTS)
    assert place.attributes == ()
