"""PDF → pages of paragraphs, through pdfium; running heads and page numbers apart."""

import ctypes
import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as c

from service.errors import BrokenFile, EncryptedFile, GarbledText, NoTextLayer
from service.formats.limits import MAX_PAGES, at_most
from service.formats.pdf_page import Block, Glyph, Line, Run, blocks_of, in_reading_order, lines_of, unligated

#: pdfium is not made for two threads at once.
ALONE: Final = threading.Lock()
_LINK: Final = 2
_WIDGET: Final = 20
_ITALIC: Final = 1 << 6
_FORCE_BOLD: Final = 1 << 18
#: Characters below which a page with a picture is a picture of text.
_FEW: Final = 16
_NUMBER: Final = re.compile(
    r"\W*(?:(?:p[áa]g(?:ina)?|fs?|foja)\.?\s*)?\d{1,4}(?:\s*(?:de|/)\s*\d{1,4})?\W*", re.IGNORECASE
)


@dataclass(slots=True)
class Page:
    """A page: its paragraphs, and the lines above and below them that pages share.

    guessed: it has text that is not seen: a program's reading of a picture."""

    width: float
    height: float
    blocks: list[Block]
    heads: list[Block]
    feet: list[Block]
    guessed: bool = False


def read_pages(data: bytes) -> tuple[list[Page], dict[str, int]]:
    """The pages, and how many things of each kind they lose.

    Raises:
        BrokenFile: pdfium cannot read it, or there are no pages.
        EncryptedFile: it takes a password.
        FileLimit: too many pages.
        NoTextLayer: a page is a picture, or drawn; tells which.
        GarbledText: fonts that tell no characters.
    """
    with ALONE:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            kind = EncryptedFile if "assword" in str(error) or "security" in str(error) else BrokenFile
            raise kind from None
        try:
            at_most(MAX_PAGES, len(document), "pages")
            if not len(document):
                raise BrokenFile("There are no pages in it.")
            return _read(document)
        except pdfium.PdfiumError:
            raise BrokenFile("A page cannot be read.") from None
        finally:
            document.close()


def _read(document: pdfium.PdfDocument) -> tuple[list[Page], dict[str, int]]:
    dropped: Counter[str] = Counter()
    dropped["embedded"] += max(0, c.FPDFDoc_GetAttachmentCount(document))
    dropped["embedded"] += max(0, c.FPDFDoc_GetJavaScriptActionCount(document))
    sizes: list[tuple[float, float]] = []
    found: list[list[Line]] = []
    aslant: list[str] = []
    guessed: list[bool] = []
    for number in range(len(document)):
        lines, turned, size, unseen = _read_page(document, number, dropped)
        found.append(lines)
        aslant.append(turned)
        sizes.append(size)
        guessed.append(unseen)
    _check_text("".join(line.text for lines in found for line in lines) + "".join(aslant))
    repeated = _repeated(found, sizes)
    pages = []
    for lines, turned, (width, height), unseen in zip(found, aslant, sizes, guessed, strict=True):
        page = Page(width, height, [], [], [], unseen)
        ends = _ends(lines, height, repeated)
        body = [line for n, line in enumerate(lines) if n not in ends]
        for n in sorted(ends):
            (page.heads if n < len(lines) / 2 else page.feet).extend(blocks_of([lines[n]]))
        for stretch in in_reading_order(body, width):
            page.blocks += blocks_of(stretch)
        if turned:
            page.feet.append(_aside(turned))
        pages.append(page)
    return pages, dict(+dropped)


def _read_page(
    document: pdfium.PdfDocument, number: int, dropped: Counter[str]
) -> tuple[list[Line], str, tuple[float, float], bool]:
    """The page's lines, the text that stands aslant on it, its size, and whether some is invisible."""
    page = document[number]
    kinds = [_subtype(page, n) for n in range(c.FPDFPage_GetAnnotCount(page))]
    dropped["links"] += kinds.count(_LINK)
    dropped["comments"] += sum(kind not in (_LINK, _WIDGET) for kind in kinds)
    if _WIDGET in kinds:  # what a form shows is text of the page
        c.FPDFPage_Flatten(page, c.FLAT_NORMALDISPLAY)
        page.close()
        page = document[number]
    size = page.get_size()
    things = page.get_objects(max_depth=4)
    dropped["embedded"] += sum(thing.type == c.FPDF_PAGEOBJ_IMAGE for thing in things)
    text = page.get_textpage()
    upright, turned = [], []
    guessed = False
    for glyph, angle, unseen in _glyphs(text, page):
        guessed |= unseen
        if abs(angle) < 0.05:
            upright.append(glyph)
        else:
            turned.append(glyph.text)
    seen = sum(not glyph.text.isspace() for glyph in upright) + len(turned)
    text.close()
    try:
        if is_picture(page, seen):
            raise NoTextLayer(f"Page {number + 1}.")
    finally:
        page.close()
    return lines_of(upright), "".join(turned).strip(), size, guessed


def is_picture(page: pdfium.PdfPage, characters: int) -> bool:
    """Whether a page on which so many characters are is a picture of text, or drawn."""
    if characters >= _FEW:
        return False
    width, height = page.get_size()
    images, paths = 0.0, 0
    for thing in page.get_objects(max_depth=4):
        if thing.type == c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            images += max(0.0, right - left) * max(0.0, top - bottom)
        paths += thing.type == c.FPDF_PAGEOBJ_PATH
    return images > 0.3 * width * height or paths > 300


def _glyphs(text: pdfium.PdfTextPage, page: pdfium.PdfPage) -> Iterator[tuple[Glyph, float, bool]]:
    """The characters that stand within the page, with the angle of their baseline, and whether
    they are invisible."""
    left, bottom, right, top = page.get_bbox()
    box = c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    # A call each for character and question is what reading takes its time for.
    handle, box_at, x_at, y_at = text.raw, ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    looks: dict[int | None, tuple[bool, bool, float, bool]] = {}
    for n in range(text.count_chars()):
        code = c.FPDFText_GetUnicode(handle, n)
        if code in (0xA, 0xD) or c.FPDFText_IsGenerated(handle, n) == 1:
            continue
        c.FPDFText_GetLooseCharBox(handle, n, box_at)
        c.FPDFText_GetCharOrigin(handle, n, x_at, y_at)
        if not (left - 1 <= x.value <= right + 1 and bottom - 1 <= y.value <= top + 1):
            continue
        # The characters of one text object have one font and one direction.
        thing = c.FPDFText_GetTextObject(handle, n)
        address = ctypes.cast(thing, ctypes.c_void_p).value
        if address not in looks:
            looks[address] = _look(handle, n, thing)
        bold, italic, angle, unseen = looks[address]
        size = max(1.0, box.top - box.bottom)
        code = 0x2D if code == 0x2 else code  # pdfium's word for a hyphen that breaks a word
        character = "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF else unligated(chr(code))
        glyph = Glyph(character, min(box.left, x.value), box.right, y.value, size, bold, italic)
        yield glyph, angle, unseen


def _look(handle: Any, n: int, thing: Any) -> tuple[bool, bool, float, bool]:
    """Whether a character is bold and italic, the angle of its baseline, whether it is invisible."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    c.FPDFText_GetFontInfo(handle, n, name, len(name), flags)
    told = name.value.decode("latin-1").lower()
    heavy = c.FPDFText_GetFontWeight(handle, n) >= 600 or bool(flags.value & _FORCE_BOLD)
    bold = heavy or "bold" in told or "black" in told
    italic = "italic" in told or "oblique" in told or bool(flags.value & _ITALIC)
    unseen = c.FPDFTextObj_GetTextRenderMode(thing) == c.FPDF_TEXTRENDERMODE_INVISIBLE
    return bold, italic, c.FPDFText_GetCharAngle(handle, n), unseen


def _subtype(page: pdfium.PdfPage, number: int) -> int:
    annotation: Any = c.FPDFPage_GetAnnot(page, number)
    try:
        return int(c.FPDFAnnot_GetSubtype(annotation))
    finally:
        c.FPDFPage_CloseAnnot(annotation)


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold()).strip()


def _edges(lines: list[Line], height: float) -> set[int]:
    """Where a running head or foot may be: in the margins above and below."""
    return {n for n, line in enumerate(lines) if not 0.09 * height < line.y < 0.91 * height}


def _repeated(pages: list[list[Line]], sizes: list[tuple[float, float]]) -> frozenset[tuple[str, int]]:
    """Lines, by text and height, that stand at the edge of many pages."""
    if len(pages) < 2:
        return frozenset()
    seen = Counter(
        place
        for lines, (_, height) in zip(pages, sizes, strict=True)
        for place in {(_key(lines[n]), round(lines[n].y / 6)) for n in _edges(lines, height)}
    )
    return frozenset(place for place, count in seen.items() if count >= max(2, 0.3 * len(pages)))


def _ends(lines: list[Line], height: float, repeated: frozenset[tuple[str, int]]) -> set[int]:
    """Indices of a page's running heads, feet and number, from its edges inwards."""
    found: set[int] = set()
    edges = _edges(lines, height)
    for way in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        for n in way:
            line = lines[n]
            near = round(line.y / 6)
            key = _key(line)
            if n in edges and (
                any((key, at) in repeated for at in (near - 1, near, near + 1))
                or _NUMBER.fullmatch(line.text)
            ):
                found.add(n)
            else:
                break
    return found


def _aside(text: str) -> Block:
    return Block([Run(text)], 8.0, 0.0, 0.0, 0.0)


def _check_text(text: str) -> None:
    """Raises GarbledText where a font's characters are not those that it shows."""
    letters = [character for character in text.casefold() if character.isalpha()]
    strange = sum(
        character == "\ufffd"
        or "\ue000" <= character <= "\uf8ff"
        or (character < " " and character not in "\t\2")
        for character in text
    )
    if strange > 0.01 * len(text):
        raise GarbledText
    if len(letters) > 200:
        vowels = sum(letter in "aeiouáéíóúü" for letter in letters)
        if not 0.25 < vowels / len(letters) < 0.65:
            raise GarbledText
