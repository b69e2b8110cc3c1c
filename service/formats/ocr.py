"""Scanned PDF → PDF with a text layer, by tesseract if it is installed.

Pages that have text stay; of the others what goes on is what tesseract reads, as invisible text,
which `service.formats.pdf_read` tells from what was typed. Nothing is written to a disk.
"""

import io
import os
import shutil
import subprocess
from typing import Final

import pypdfium2 as pdfium

from service.errors import NoTextLayer
from service.formats.limits import MAX_PAGES, MAX_SCANNED_PAGES, at_most
from service.formats.pdf_read import ALONE, is_picture

_DPI: Final = 300
#: Pixels of a page's picture: larger pages are read at a lower resolution.
_PIXELS: Final = 12_000_000
#: Seconds that a page may take.
_PATIENCE: Final = 120
#: Share of dark pixels below which a page is blank.
_BLANK: Final = 0.0005


def readable(data: bytes, languages: str) -> bytes:
    """The PDF `data`, or, if pages of it are pictures, one in which they have text. Without
    tesseract, and where `data` cannot be read at all, `data`: reading it tells why.

    languages: tesseract's, as ``spa`` or ``spa+cat``.

    Raises:
        FileLimit: too many pages, or too many that are pictures.
        NoTextLayer: tesseract sees no text in one that is not blank, or fails.
    """
    program = shutil.which("tesseract")
    if program is None:
        return data
    try:
        scanned = _pictures(data)
    except pdfium.PdfiumError:
        return data
    if not scanned:
        return data
    at_most(MAX_SCANNED_PAGES, len(scanned), "pages that are pictures")
    read = {}
    for number in scanned:
        picture, blank = _picture(data, number)
        read[number] = _read(program, languages, picture, number)
        if not blank and not _has_text(read[number]):
            raise NoTextLayer(f"Page {number + 1}.")
    return _joined(data, read)


def _pictures(data: bytes) -> list[int]:
    with ALONE:
        document = pdfium.PdfDocument(data)
        try:
            at_most(MAX_PAGES, len(document), "pages")
            return [number for number in range(len(document)) if _is_picture(document, number)]
        finally:
            document.close()


def _is_picture(document: pdfium.PdfDocument, number: int) -> bool:
    page = document[number]
    text = page.get_textpage()
    try:
        return is_picture(page, text.count_chars())
    finally:
        text.close()
        page.close()


def _picture(data: bytes, number: int) -> tuple[bytes, bool]:
    """A page as PNG, and whether it is blank."""
    with ALONE:
        document = pdfium.PdfDocument(data)
        page = document[number]
        width, height = page.get_size()
        scale = min(_DPI / 72, (_PIXELS / max(1.0, width * height)) ** 0.5)
        image = page.render(scale=scale, grayscale=True).to_pil()
        page.close()
        document.close()
    dark = sum(image.histogram()[:128]) / (image.width * image.height)
    written = io.BytesIO()
    image.save(written, "PNG", dpi=(72 * scale, 72 * scale))
    return written.getvalue(), dark < _BLANK


def _read(program: str, languages: str, picture: bytes, number: int) -> bytes:
    """A PDF of one page that holds the text of `picture` and nothing else."""
    command = [program, "stdin", "stdout", "-l", languages, "-c", "textonly_pdf=1", "pdf"]
    try:
        done = subprocess.run(  # noqa: S603 (no shell, and nothing of the file but its pixels)
            command,
            input=picture,
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError):  # they hold what was read: not chained
        raise NoTextLayer(f"Page {number + 1}, which tesseract cannot read.") from None
    return done.stdout


def _has_text(data: bytes) -> bool:
    with ALONE:
        document = pdfium.PdfDocument(data)
        text = document[0].get_textpage()
        try:
            return bool(text.get_text_bounded().strip())
        finally:
            text.close()
            document.close()


def _joined(data: bytes, read: dict[int, bytes]) -> bytes:
    with ALONE:
        source, joined = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
        for number in range(len(source)):
            if number in read:
                page = pdfium.PdfDocument(read[number])
                joined.import_pages(page)
                page.close()
            else:
                joined.import_pages(source, [number])
        written = io.BytesIO()
        joined.save(written)
        joined.close()
        source.close()
        return written.getvalue()
