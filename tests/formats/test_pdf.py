"""PDF: reading order, what is a head and what is text, and what the new file is made of."""

import io
from typing import Any

import pypdf
import pytest

from service import formats
from service.formats.pdf import PDF
from tests.formats.pdf_files import pdf, plain_pdf

LINES = [
    "Este es un renglón de la columna,",
    "que sigue en el renglón de abajo y",
    "llega hasta aquí sin acabar todavía",
    "porque la frase es larga, como en",
]  # fmt: skip


def body(data: bytes) -> str:
    document = formats.read(PDF, data).document
    part = next(part for part in document.parts if part.name == "body")
    return document.text[part.start : part.end]


def test_wrapped_and_hyphenated_lines_are_one_paragraph() -> None:
    first, second = body(pdf(1)).splitlines()[2:4]
    assert first == (
        "Comparece doña Quirina Albaflor, con domicilio en la ciudad, y dice que la demandada, según el"
        " relato que precede y que consta, Quirina Albaflor no cumplió con el contrato de locación ni"
        " pagó lo debido."
    )
    assert second.startswith("Segundo párrafo")


def test_running_heads_and_page_numbers_are_apart() -> None:
    text = body(pdf())
    assert "Expediente" not in text
    assert [line for line in text.splitlines() if line.strip().isdigit()] == []
    whole = formats.read(PDF, pdf()).document
    heads = next(part for part in whole.parts if part.name == "headers")
    assert whole.text[heads.start : heads.end].count("Expediente de Quirina Albaflor\n") == 3


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(60, 700 - 14 * n, f"I{n} {LINES[n % 4]}") for n in range(24)]
    right = [(320, 700 - 14 * n, f"D{n} {LINES[n % 4]}") for n in range(24)]
    text = body(
        plain_pdf(
            [[(60, 760, "Título que va de lado a lado de la página, sobre las dos columnas"), *left, *right]]
        )
    )
    marks = [word for word in text.split() if word[0] in "ID" and word[1:].isdigit()]
    assert marks == [f"I{n}" for n in range(24)] + [f"D{n}" for n in range(24)]
    assert text.startswith("Título")


def test_cells_of_a_row_stand_side_by_side() -> None:
    rows = [[(60, 700 - 20 * n, f"Dato {n}:"), (250, 700 - 20 * n, f"valor {n}")] for n in range(5)]
    assert body(plain_pdf([[cell for row in rows for cell in row]])).splitlines() == [
        f"Dato {n}: valor {n}" for n in range(5)
    ]


def test_pages_and_emphasis_stay() -> None:
    written = pypdf.PdfReader(io.BytesIO(PDF.read(pdf()).write()))
    assert len(written.pages) == 3
    for page in written.pages:
        assert [float(side) for side in page.mediabox] == pytest.approx([0, 0, 595.3, 841.9], abs=1)
        resources: Any = page["/Resources"]
        fonts = {font["/BaseFont"] for font in resources["/Font"].values()}
        assert {"/Times-Roman", "/Times-Bold", "/Times-Italic"} <= fonts


def test_nothing_of_the_old_file_is_in_the_new_one() -> None:
    written = pypdf.PdfReader(io.BytesIO(PDF.read(pdf()).write()))
    root: Any = written.trailer["/Root"]
    assert set(root) <= {"/Type", "/Pages", "/PageMode", "/Lang"}
    assert all("/Annots" not in page for page in written.pages)
    assert written.attachments == {}
    assert written.metadata is not None
    assert {str(value) for value in written.metadata.values()} <= {
        "", "Innominado", "D:20000101000000+00'00'", "(anonymous)", "(unspecified)", "/False",
    }  # fmt: skip


def test_characters_that_no_reader_has_a_font_for_stay() -> None:
    block = PDF.read(plain_pdf([[(70, 700, "a")]])).document.text
    assert block.startswith("a")
    from service.formats.pdf_page import Block, Run
    from service.formats.pdf_read import Page
    from service.formats.pdf_write import write_pages

    text = "Monto ≥ 3 ☐ sí ☑ no, Δ y −5"
    data = write_pages([Page(595, 842, [Block([Run(text)], 11, 56, 500, 700)], [], [])])
    assert body(data).strip() == text
