"""Text and annotations, piece by piece."""

import pytest

from models.synth.writing import Writer, trimmed


@pytest.mark.parametrize(
    ("piece", "kept"),
    [
        ("Villa Quimera", "Villa Quimera"),
        (" «Zenón», ", "Zenón"),
        ("J. P.", "J. P."),
        ("Transportes Marjal S.A.", "Transportes Marjal S.A."),
        ("Zorita y Cía.", "Zorita y Cía."),
        ("Bogotá, D.C.", "Bogotá, D.C."),
        ("(011) 4555-1234", "(011) 4555-1234"),
        ("dos mil quince (2015)", "dos mil quince (2015)"),
        ("(Montevideo)", "Montevideo"),
        ("Montevideo.", "Montevideo"),
        ("T° 52 F° 118", "T° 52 F° 118"),
        ("calle Marjal 12, piso 3.", "calle Marjal 12, piso 3"),
    ],
)
def test_edges_of_a_mention(piece: str, kept: str) -> None:
    start, end = trimmed(piece)
    assert piece[start:end] == kept


def test_offsets_count_code_points_of_all_that_was_written() -> None:
    writer = Writer()
    writer.add("Doña ")
    writer.add("Íñiga,", "NOMBRE-PARTE")
    writer.add(" de 𝕏 ")
    writer.add("Güimar", "LUGAR")
    writer.add(" ... ", "LUGAR")
    example = writer.example("a", "b", "c")
    surfaces = [(example.text[a.start : a.end], a.classes) for a in example.annotations]
    assert surfaces == [("Íñiga", ("NOMBRE-PARTE",)), ("Güimar", ("LUGAR",))]
    assert (example.id, example.ruling, example.source, example.open_classes) == ("a", "b", "c", ())
