"""Scanned PDF: held without tesseract, read with it, and never final without a person."""

import io
import shutil

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from service import formats
from service.errors import NoTextLayer
from tests.conftest import absent
from tests.formats.canary import CANARY, FIRST, LAST, PLAIN, anonymized, assert_no_trace
from tests.formats.pdf_files import pdf, scanned

LINES = (PLAIN, "La actora alega que la demandada no cumplió", "el contrato de locación de la vivienda.")


@pytest.fixture
def tesseract() -> str:
    return shutil.which("tesseract") or absent("tesseract", "tesseract is not installed")


def test_without_tesseract_or_the_setting_it_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    data = scanned(*LINES)
    assert formats.take(data) == (formats.named("pdf"), data)
    monkeypatch.setenv("PATH", "/nowhere")
    assert formats.take(data, ocr="spa") == (formats.named("pdf"), data)
    with pytest.raises(NoTextLayer, match=r"Page 1\."):
        anonymized(data)


def test_with_it_pictures_have_text(tesseract: str) -> None:
    typed = "Esta página tiene texto de sobra para leerla."
    format_, data = formats.take(scanned(*LINES, typed=typed, blank=True), ocr="spa")
    written, reading = anonymized(data)
    assert format_.name == "pdf"
    assert reading.guessed == 1
    lines = reading.document.text.splitlines()
    assert typed in lines
    assert f"{PLAIN} {' '.join(LINES[1:])}" in " ".join(lines)
    text = formats.read(format_, written).document.text
    assert "Comparece [NOMBRE] ante este juzgado." in text
    assert_no_trace(written)


def test_a_pdf_with_text_stays_as_it_came(tesseract: str) -> None:
    data = pdf()
    assert formats.take(data, ocr="spa")[1] == data
    assert formats.read(formats.named("pdf"), data).guessed == 0


def test_a_picture_of_no_text_is_held(tesseract: str) -> None:
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.drawImage(ImageReader(Image.radial_gradient("L")), 0, 0, 595, 842)
    canvas.save()
    with pytest.raises(NoTextLayer, match="Page 1"):
        formats.take(data.getvalue(), ocr="spa")


def test_a_language_that_is_not_there_is_told(tesseract: str) -> None:
    with pytest.raises(NoTextLayer, match="tesseract cannot read") as caught:
        formats.take(scanned(*LINES), ocr="xxx")
    for word in (CANARY, FIRST, LAST):
        assert word not in str(caught.value)
