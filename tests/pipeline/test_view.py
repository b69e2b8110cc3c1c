"""The text as detectors read it, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from service.document import Span
from service.pipeline.view import INVISIBLE, View
from tests.pipeline.strategies import texts


@given(texts(), st.data())
def test_a_place_of_the_view_is_the_same_letters_in_the_document(text: str, data: st.DataObject) -> None:
    view = View.of(text)
    assert view.text == "".join(c for c in text if c not in INVISIBLE)
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    back = view.to_document(Span(start, end, "ID", 0.5, "t", kind="dni"))
    surface = text[back.start : back.end]
    assert "".join(c for c in surface if c not in INVISIBLE) == view.text[start:end]
    assert surface[0] not in INVISIBLE
    assert surface[-1] not in INVISIBLE
    assert (back.label, back.kind, back.score) == ("ID", "dni", 0.5)


def test_a_text_without_any_is_itself() -> None:
    view = View.of("Aurelia Quimera")
    assert view.positions is None
    assert view.to_document(span := Span(0, 7, "NOMBRE", 1, "t")) is span


def test_a_view_does_not_show_its_text() -> None:
    assert "Aure" not in repr(View.of("Aure\u00adlia"))
