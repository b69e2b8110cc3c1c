"""PDF files made for the tests by reportlab."""

import io
from collections.abc import Sequence
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.formats.canary import CANARY

BODY = (
    (70, "Comparece doña Quirina Alba-"),
    (70, "flor, con domicilio en la ciudad, y dice que la deman-"),
    (70, "dada, según el relato que precede y que consta, Quirina"),
    (70, "Albaflor no cumplió con el contrato de locación ni pagó lo debido."),
    (95, "Segundo párrafo de la sentencia, que sigue aquí con más texto y acaba."),
)


def pdf(pages: int = 3, canary: str = CANARY) -> bytes:
    """Pages with a running head, a title, wrapped and hyphenated paragraphs, emphasis, a note
    that stands aslant, a link, an outline, a form's field, an attachment and properties."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    canvas.setAuthor(canary)
    canvas.setTitle(canary)
    canvas.setSubject(canary)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(200, 805, f"Expediente de {canary}")
        canvas.drawString(290, 30, f"{number}")
        canvas.setFont("Times-Bold", 14)
        canvas.drawCentredString(297, 740, f"SENTENCIA {number}")
        canvas.setFont("Times-Roman", 11)
        lines(canvas, BODY, 700)
        canvas.setFont("Times-Italic", 11)
        canvas.drawString(70, 600, f"Nota {number}: {canary}.")
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, f"Firmado por {canary}")
        canvas.restoreState()
        canvas.linkURL(f"https://example.com/{canary.replace(' ', '-')}", (70, 600, 200, 612))
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(canary, f"p{number}")
        canvas.acroForm.textfield(name=canary, tooltip=canary, value=f"Campo {canary}", x=70, y=400)
        canvas.textAnnotation(canary, (70, 300, 90, 320))
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def lines(canvas: Canvas, rows: Sequence[tuple[float, str]], top: float, leading: float = 14) -> None:
    for n, (left, text) in enumerate(rows):
        canvas.drawString(left, top - n * leading, text)


def plain_pdf(pages: Sequence[Sequence[tuple[float, float, str]]]) -> bytes:
    """Pages of lines, each at its place."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    for page in pages:
        canvas.setFont("Times-Roman", 11)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def scanned(*lines: str, typed: str = "", blank: bool = False) -> bytes:
    """A page with text, if `typed`; one that is a picture of `lines`; a blank picture, if so."""
    with as_file(files("service.formats") / "fonts" / "DejaVuSans.ttf") as path:
        font = ImageFont.truetype(str(path), 42)
    picture = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(picture)
    for n, line in enumerate(lines):
        draw.text((150, 200 + 70 * n), line, font=font, fill=0)
    written = io.BytesIO()
    canvas = Canvas(written)
    if typed:
        canvas.drawString(70, 700, typed)
        canvas.showPage()
    for page in [picture] + [Image.new("L", (100, 140), 255)] * blank:
        canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return written.getvalue()
