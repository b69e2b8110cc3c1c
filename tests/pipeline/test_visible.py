"""What stays visible: nothing that is capitalised, a number or a date escapes the list."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.pipeline.visible import Visible, visible

TEXT = (
    "SENTENCIA. El testigo Quirino, a quien llaman El Tuerto, pagó 1.500,50 el 3 de mayo de 2021.\n"
    "La sentencia cita a QUIRINO y el expediente 48.213/2019; correo q.tuerto@example.com."
)


def surfaces(items: tuple[Visible, ...], text: str = TEXT) -> list[str]:
    return [text[slice(*item.places[0])] for item in items]


def place(surface: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(surface)
    return start, start + len(surface)


def test_words_numbers_and_dates_are_listed_rarest_first() -> None:
    items = visible(TEXT)
    assert surfaces(items) == [
        "SENTENCIA", "Tuerto", "1.500,50", "3 de mayo de 2021", "La", "48.213/2019",
        "q.tuerto@example.com", "El", "Quirino",
    ]  # fmt: skip
    assert [item.sort for item in items[2:4]] == ["number", "date"]
    assert len(items[-1].places) == 2


def test_what_is_hidden_is_not_listed_and_what_is_hidden_in_part_is() -> None:
    start, end = place("Tuerto")
    assert "Tuerto" not in surfaces(visible(TEXT, [(start, end)]))
    assert "Tuerto" in surfaces(visible(TEXT, [(start, end - 1)]))


def test_a_capital_that_may_say_nothing_is_told_apart() -> None:
    common = {
        surface for surface, item in zip(surfaces(visible(TEXT)), visible(TEXT), strict=True) if item.common
    }
    assert common == {"SENTENCIA", "El"}


def test_a_citation_s_own_is_told_apart_unless_it_stands_outside_too() -> None:
    text = "Según Quimera (Fallos 332:111), y dijo Quimera."
    items = visible(text, cited=[place("Quimera (Fallos 332:111)", text)])
    assert [surface for surface, item in zip(surfaces(items, text), items, strict=True) if item.cited] == [
        "Fallos",
        "332:111",
    ]


@pytest.mark.parametrize("written", ["Pérez", "Pe\u0301rez", "PÉREZ", "Pé\u00adrez"])
def test_spelling_does_not_hide_a_word(written: str) -> None:
    text = f"Perez y {written}."
    [item] = visible(text)
    assert item.places == (place("Perez", text), place(written, text))


@given(st.text(st.sampled_from("aÁ Z9.-\n𝔘'@ñ\u0301\u00ad"), max_size=40), st.data())
def test_no_capital_and_no_digit_in_clear_escapes(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    hidden = list(zip(cuts[::2], cuts[1::2], strict=False))
    seen = {i for item in visible(text, hidden) for start, end in item.places for i in range(start, end)}
    gone = {i for start, end in hidden for i in range(start, end)}
    for i, character in enumerate(text):
        if re.match(r"\d", character) or character.isupper():
            assert i in seen | gone
