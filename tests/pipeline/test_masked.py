"""What was hidden before is left and counted."""

import pytest

from service.document import Document, Span
from service.pipeline import Engine, anonymize
from service.pipeline.masked import _NUMBERED, masked_places, unmasked
from tests.pipeline.strategies import THRESHOLDS
from tests.pipeline.test_verify import TODO


@pytest.mark.parametrize(
    "text",
    [
        "X.X.", "X. X. X.", "XXXX", "XXX", "xxxx", "*****", "***", "NUM000", "DIRECCION012", "CALLE001",
        "ELIMINADO", "N14-ELIMINADO", "ELIMINADA", "SUPRIMIDO", "[NOMBRE]", "[NOMBRE_12]", "[FECHA]",
        "[Nombre 001]", "[Nombre1]", "[Dirección 02]",
    ],
)  # fmt: skip
def test_what_is_hidden_already(text: str) -> None:
    for around in ("{}", "don {}, de", "({})", "«{}»"):
        whole = around.format(text)
        assert [whole[start:end] for start, end in masked_places(whole)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "A.X.", "X.", "X. Quimera", "XX", "siglo XX", "xxx", "ABC123", "MARJAL123", "NUM0001", "Eliminado",
        "**", "[Nombre]", "XXXI", "NUM00", "aXXXX",
    ],
)  # fmt: skip
def test_what_is_not(text: str) -> None:
    assert masked_places(text) == []


@pytest.mark.parametrize("word", _NUMBERED.split("|"))
def test_what_cendoj_numbers(word: str) -> None:
    assert masked_places(f"vive en {word}004, de Niebla") == [(8, 11 + len(word))]


def test_a_find_that_is_nothing_else_is_left_out() -> None:
    text = "don XXXX y don XXXX Quimera, X.X."
    spans = [
        Span(4, 8, "NOMBRE", 0.9, "t"),
        Span(15, 27, "NOMBRE", 0.9, "t"),
        Span(29, 33, "NOMBRE", 0.9, "t"),
    ]
    assert unmasked(text, spans) == (spans[1],)


def test_what_comes_hidden_stays_and_is_counted() -> None:
    def detect(text: str) -> list[Span]:
        return [Span(4, 8, "NOMBRE", 0.9, "t"), Span(15, 22, "NOMBRE", 0.9, "t")]

    result = anonymize(Document("don XXXX y don Quimera, NUM000"), Engine((detect,), THRESHOLDS, "t"), TODO)
    assert result.text == "don XXXX y don [NOMBRE], NUM000"
    assert result.already_masked == 2
