"""Bytes or JSON text → a document, as it is or not at all."""

import pytest
from hypothesis import given

from service.document import Part
from service.errors import InputError, TextTooLong, UndecodableText
from service.pipeline.decode import decode_bytes, decode_text
from tests.pipeline.strategies import texts


@given(texts())
def test_nothing_is_normalised(text: str) -> None:
    document = decode_bytes(text.encode())
    assert document.text == text
    assert document == decode_text(text)
    assert document.parts == (Part(0, len(text), "body"),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeffAurelia",
        "Aurelia\r\nQuimera\rMarjal\n",
        "Jose\u0301 y José",
        "Qui\u00admera\u200b",
        "\U0001f9d1⚖",
    ],
)
def test_what_counts_stays(text: str) -> None:
    assert decode_bytes(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (b"\xff", 0),
        ("año".encode("latin-1"), 1),
        ("Aurelia".encode("utf-16"), 0),
        (b"abc\xc3", 3),
        (b"ab\xed\xa0\x80", 2),
        (b"a\xc0\x80", 1),
        (b"\xf5\x80\x80\x80", 0),
    ],
)
def test_other_bytes_are_refused_by_place(data: bytes, at: int) -> None:
    with pytest.raises(UndecodableText, match=rf"at byte {at}\.$"):
        decode_bytes(data)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Aurelia\0", "NUL at character 7"),
        ("\ud83d", "lone surrogate at character 0"),
        ("a\udfff\0", "surrogate at character 1"),
        ("año\0\ud800", "NUL at character 3"),
    ],
)
def test_nul_and_lone_surrogates_are_refused_by_place(text: str, what: str) -> None:
    with pytest.raises(UndecodableText, match=what):
        decode_text(text)


def test_nul_in_bytes_is_refused() -> None:
    with pytest.raises(UndecodableText, match="NUL at character 3"):
        decode_bytes("año\0".encode())


def test_the_limit_counts_code_points() -> None:
    text = "ñ\U0001f9d1" * 5
    assert decode_text(text, 10).text == decode_bytes(text.encode(), 10).text == text
    with pytest.raises(TextTooLong, match="9 characters"):
        decode_text(text, 9)
    with pytest.raises(TextTooLong, match="9 characters"):
        decode_bytes(text.encode(), 9)


@pytest.mark.parametrize("data", [b"Quirina Albaflor \xff", b"Quirina Albaflor \0"])
def test_an_error_holds_nothing_of_the_text(data: bytes) -> None:
    """Neither itself nor what it was raised from: it may be logged and sent."""
    with pytest.raises(InputError) as caught:
        decode_bytes(data)
    error = caught.value
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    assert "Quirina" not in f"{error} {error.args} {vars(error)}"


def test_a_document_does_not_show_its_text() -> None:
    assert "Quirina" not in repr(decode_text("Quirina Albaflor"))
