"""Where a name or number stands again, however it is spelt there."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.document import Label
from service.pipeline.surfaces import Surfaces, fold, is_distinctive, joined, within
from tests.pipeline.strategies import FILLERS, NUMBERS, names, spellings, texts

FOUND = [
    ("Aurelia Quimera", "AURELIA QUIMERA"),
    ("Aurelia Quimera", "aurelia quimera"),
    ("Aurelia Quimera", "Aurelia\nQuimera"),
    ("Aurelia Quimera", "Aurelia  \r\n  Quimera"),
    ("Aurelia Quimera", "Aurelia\u00a0Quimera"),
    ("Aurelia Quimera", "Aurelia, Quimera"),
    ("Aurelia Quimera", "Aure-\nlia Quimera"),
    ("Aurelia Quimera", "Au\u00adre\u00adlia Qui\u200bmera"),
    ("Íñigo Peñalén", "INIGO PENALEN"),
    ("Íñigo Peñalén", unicodedata.normalize("NFD", "Íñigo Peñalén")),
    (unicodedata.normalize("NFD", "Peñalén"), "Peñalén"),
    ("O'Farril", "O’Farril"),
    ("Ruiz-Zorita", "Ruiz Zorita"),
    ("J. P. L.", "J.P.L"),
    ("Straße", "STRASSE"),
    ("27.334.501", "27334501"),
    ("27334501", "27 334 501"),
    ("20-12345678-6", "20123456786"),
    ("Expte. 4512/2021", "EXPTE 4512 - 2021"),
    ("aurelia@correo.example", "AURELIA@CORREO.EXAMPLE"),
    ("chato", "Chato"),
]

NOT_FOUND = [
    ("Quimera", "quimera"),  # a common word, as far as anybody can tell
    ("Quimera", "Quimeras"),
    ("Marjal", "Almarjal"),
    ("Eva", "Evaristo"),
    ("Eva", "Eva\u00adristo"),
    ("Ló", unicodedata.normalize("NFD", "López")),
    ("Pe", unicodedata.normalize("NFD", "Pérez")),
    ("Aurelia Quimera", "Aurelia\n\nQuimera"),  # another paragraph
    ("Aurelia Quimera", "Aurelia la Quimera"),
    ("27334501", "273345012"),
    ("27334501", "127334501"),
    ("27334501", "27 de 334 y 501"),
    ("Aurelia", "Aure lia"),
    ("—", "—"),
    ("", "Aurelia"),
]


@pytest.mark.parametrize(("surface", "spelt"), FOUND)
@pytest.mark.parametrize("frame", ["{}", "a {} b", "«{}»,", "x\n{}\ny", "({}).", "\ufeff{}"])
def test_a_surface_is_found_as_it_is_spelt(surface: str, spelt: str, frame: str) -> None:
    start = frame.index("{")
    places = Surfaces(frame.format(spelt)).places([surface])
    assert places == [(start, start + len(spelt))]


def test_a_footnote_does_not_belong_to_a_name() -> None:
    assert Surfaces("a Quimera2 y Quimera²").places(["Quimera"]) == [(2, 9), (13, 20)]


@pytest.mark.parametrize(("surface", "other"), NOT_FOUND)
def test_another_word_is_not_it(surface: str, other: str) -> None:
    assert Surfaces(f"a {other} b").places([surface]) == []


def test_any_case_finds_a_single_word_in_lower_case() -> None:
    assert Surfaces("el chato y Chato").places(["chato"]) == [(11, 16)]
    assert Surfaces("el chato y Chato").places(["chato"], any_case=True) == [(3, 8), (11, 16)]


@given(names() | st.sampled_from(NUMBERS), st.data(), st.sampled_from(FILLERS), st.sampled_from(FILLERS))
def test_every_spelling_is_found_between_other_words(
    surface: str, data: st.DataObject, before: str, after: str
) -> None:
    spelt = data.draw(spellings(surface))
    text = f"{before}; {spelt}; {after}"
    start = len(before) + 2
    places = Surfaces(text).places([surface])
    assert any(a <= start + 1 and start + len(spelt) - 1 <= b for a, b in places)


@given(texts(), st.data())
def test_what_is_found_is_spelt_so_and_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    surface = text[start : data.draw(st.integers(start, min(len(text), start + 12)))]
    for a, b in Surfaces(text).places([surface]):
        assert fold(surface) in fold(text[a:b])  # a character may fold to two letters
        assert not joined(text, b)
        assert not joined(text, a)


@given(texts(), st.lists(st.sampled_from(["García", "12", "Ñ", "ß"]), max_size=3))
def test_places_are_in_order_and_the_same_one_by_one(text: str, surfaces: list[str]) -> None:
    index = Surfaces(text)
    together = index.places(surfaces)
    assert together == sorted(set(together))
    assert set(together) == {place for surface in surfaces for place in index.places([surface])}


@pytest.mark.parametrize(
    ("surface", "label", "distinctive"),
    [
        ("Aurelia Quimera", "NOMBRE", True),
        ("Eva", "NOMBRE", True),
        ("J.P.L.M.", "NOMBRE", True),
        ("J.P.", "NOMBRE", False),
        ("A. B. C.", "NOMBRE", False),
        ("—", "NOMBRE", False),
        ("27334501", "ID", True),
        ("12-345", "ID", True),
        ("2021", "ID", False),
        ("12/34", "ID", False),
    ],
)
def test_what_says_whom_it_means(surface: str, label: Label, distinctive: bool) -> None:
    assert is_distinctive(surface, label) is distinctive


@pytest.mark.parametrize(
    ("text", "at", "one"),
    [
        ("ab", 1, True),
        ("12", 1, True),
        ("a1", 1, False),
        ("a ", 1, False),
        ("ab", 0, False),
        ("ab", 2, False),
        ("", 0, False),
        ("a\u0301b", 1, True),
        ("a\u0301b", 2, True),
        ("a\u00adb", 1, True),
        ("a\u0301 b", 2, False),
        ("a" + "\u0301" * 1000 + "b", 500, False),  # read no further than a few marks
    ],
)
def test_what_belongs_to_one_word(text: str, at: int, one: bool) -> None:
    assert joined(text, at) is one


@given(st.text("aÑ1² .", min_size=2, max_size=2), st.sampled_from(["\u00ad", "\u200b", "\u0301\u00ad"]))
def test_what_clings_changes_nothing(beside: str, between: str) -> None:
    assert joined(beside, 1) is joined(f"{beside[0]}{between}{beside[1]}", 1)


@pytest.mark.parametrize("surface", ["I", "Ib", "Iba", "K7", "Ño"])
def test_a_short_surface_is_found_among_what_begins_alike(surface: str) -> None:
    text = f"Ibarra I, Ib; Iba. Ibis K7 K77 {surface} K Ñoño Ño"
    wanted = [m.span() for m in re.finditer(rf"\b{surface}\b", text)]
    assert Surfaces(text).places([surface]) == wanted


@pytest.mark.parametrize(
    ("start", "end", "inside"), [(2, 4, True), (0, 5, True), (4, 6, False), (5, 7, False), (9, 9, True)]
)
def test_within(start: int, end: int, inside: bool) -> None:
    assert within([(0, 5), (7, 9)], start, end) is inside
    assert within([], start, end) is False
