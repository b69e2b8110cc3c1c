"""PDF with a text layer. What goes out is a new PDF of the same pages, paragraphs and emphasis:
no picture, link, form, attachment or other object of the one that came in.

The libraries of PDF, three tenths of a second to load, are imported where a PDF is read or written:
most files are none.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from service.formats.flow import Edit, Flow
from service.formats.format import Fields, Format, Reading
from service.formats.pdf_page import Block, Run

if TYPE_CHECKING:
    from service.formats.pdf_read import Page

#: Points: a legend's letters.
_SMALL: Final = 10.0


def read(data: bytes, fields: Fields = None) -> Reading:  # noqa: ARG001
    """Paragraphs in reading order, a line each; then running heads, feet and page numbers.

    Raises:
        BrokenFile, EncryptedFile, FileLimit, NoTextLayer, GarbledText
    """
    from service.formats.pdf_read import read_pages

    pages, dropped = read_pages(data)
    flow = _flow(pages)

    def write(edits: Sequence[Edit] = (), legend: str | None = None) -> bytes:
        from service.formats.pdf_write import write_pages

        flow.apply(edits)
        if legend is not None:
            pages[-1].feet.append(Block([Run(f"[{legend}]")], _SMALL, 0.0, 0.0, 0.0))
        return write_pages(pages)

    guessed = sum(page.guessed for page in pages)
    return Reading(flow.document(), write, {**dropped, "metadata": 1}, guessed=guessed)


def page_starts(data: bytes) -> list[int]:
    """At which code points of the text its pages begin. Raises what `read` does."""
    from service.formats.pdf_read import read_pages

    pages, _ = read_pages(data)
    flow, starts = Flow(), []
    for page in pages:
        starts.append(flow.length)
        _add(flow, page.blocks)
    return starts


def _flow(pages: "Sequence[Page]") -> Flow:
    flow = Flow()
    with flow.part("body"):
        for page in pages:
            _add(flow, page.blocks)
    with flow.part("headers"):
        for page in pages:
            _add(flow, [*page.heads, *page.feet])
    return flow


def _add(flow: Flow, blocks: Sequence[Block]) -> None:
    for block in blocks:
        for run in block.runs:
            flow.add(run.text, _text_of(run))
        flow.gap("\n")


def _text_of(run: Run) -> Callable[[str], None]:
    def put(text: str) -> None:
        run.text = text

    return put


PDF: Final = Format("pdf", ("application/pdf",), (".pdf",), lambda data: b"%PDF-" in data[:1024], read)
