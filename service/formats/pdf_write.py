"""Pages of paragraphs → a new PDF, which holds no object of any other."""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from service.formats.pdf_page import Run
from service.formats.pdf_read import Page

_MARGIN: Final = 56.0
_SIZES: Final = (6.0, 20.0)
#: For what the fonts that every reader has do not hold.
_FALLBACK: Final = "DejaVuSans"


def write_pages(pages: Sequence[Page]) -> bytes:
    """Each page begins a new one of its size; its paragraphs flow, so that no gap tells the
    length of what stood there."""
    _register()
    written = io.BytesIO()
    document = BaseDocTemplate(
        written, title="", author="", subject="", creator="Innominado", producer="Innominado", invariant=1
    )
    sizes = sorted({_size(page) for page in pages})
    # The first page's template is the one that is listed first.
    sizes.sort(key=lambda size: size != _size(pages[0]))
    document.addPageTemplates([_template(size) for size in sizes])
    story: list[Flowable] = []
    for number, page in enumerate(pages):
        if number:
            story += [NextPageTemplate(_name(_size(page))), PageBreak()]
        story += _flowables(page)
    document.build(story)
    return written.getvalue()


def _flowables(page: Page) -> Iterator[Flowable]:
    blocks = [*page.heads, *page.blocks, *page.feet]
    left = min((block.left for block in page.blocks), default=0.0)
    yield Spacer(1, 0.1)  # an empty page is one, too
    for block in blocks:
        size = min(max(block.size * 0.95, _SIZES[0]), _SIZES[1])
        style = ParagraphStyle(
            "",
            fontName="Times-Roman",
            fontSize=size,
            leading=size * 1.25,
            spaceAfter=size * 0.5,
            alignment=1 if block.centred else 0,
            leftIndent=0 if block.centred else min(max(block.left - left, 0.0), 120.0),
            splitLongWords=1,
        )
        yield Paragraph("".join(map(_marked, block.runs)), style)


def _marked(run: Run) -> str:
    """A run in reportlab's own markup."""
    pieces = []
    for latin, text in _by_font(run.text):
        shown = escape(text)
        pieces.append(shown if latin else f'<font name="{_FALLBACK}">{shown}</font>')
    marked = "".join(pieces)
    if run.italic:
        marked = f"<i>{marked}</i>"
    return f"<b>{marked}</b>" if run.bold else marked


def _by_font(text: str) -> Iterator[tuple[bool, str]]:
    """Stretches of `text`, and whether the fonts that every reader has hold them."""
    start = 0
    for n in range(1, len(text) + 1):
        if n == len(text) or _latin(text[n]) != _latin(text[start]):
            yield _latin(text[start]), text[start:n]
            start = n


@cache
def _latin(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _register() -> None:
    with as_file(files("service.formats") / "fonts" / f"{_FALLBACK}.ttf") as path:
        pdfmetrics.registerFont(TTFont(_FALLBACK, str(path)))
    pdfmetrics.registerFontFamily(_FALLBACK, _FALLBACK, _FALLBACK, _FALLBACK, _FALLBACK)


def _size(page: Page) -> tuple[float, float]:
    return round(max(page.width, 200.0), 1), round(max(page.height, 200.0), 1)


def _name(size: tuple[float, float]) -> str:
    return f"{size[0]}x{size[1]}"


def _template(size: tuple[float, float]) -> PageTemplate:
    width, height = size
    frame = Frame(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN, 0, 0, 0, 0)
    return PageTemplate(_name(size), [frame], pagesize=size)
