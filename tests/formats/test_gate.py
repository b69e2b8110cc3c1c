"""The gate: what it finds in a written file, and what it lets pass."""

import pytest

from service import formats, pipeline
from service.document import Decision, Span
from service.errors import ReleaseHeld
from service.formats import gate
from tests.formats.canary import CANARY, MASKED, PLAIN, members, zipped
from tests.formats.docx_files import docx, paragraph, part, run, says
from tests.formats.odt_files import odt
from tests.formats.pdf_files import pdf, plain_pdf
from tests.formats.text_files import HTML, JSON_LINES, XML
from tests.small import ENGINE, POLICIES

RESULT = pipeline.anonymize(
    formats.read(formats.named("txt"), PLAIN.encode()).document, ENGINE, POLICIES["doubts"]
)
CLEAN = docx(paragraph(run(MASKED)))


def clean(**changed: str) -> bytes:
    """A DOCX as it would go out, but for some parts."""
    written = members(formats.named("docx").read(CLEAN).write())
    bare = {n: d for n, d in written.items() if b"Albaflor" not in d}
    names = {"document": "word/document.xml", "styles": "word/styles.xml", "other": "word/other.xml"}
    return zipped({**bare, **{names[name]: content for name, content in changed.items()}})


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (clean(document=part("w:document", says("texto"))), ("document",)),
        (clean(document=part("w:document", paragraph(run("Quirina Alba"), run("flor")))), ("document",)),
        (clean(document=part("w:document", paragraph(f'<w:r w:x="de {CANARY}"/>'))), ("document",)),
        (clean(other=f"<a><!-- {CANARY} --></a>"), ("other",)),
        (clean(other=f"<a b='{CANARY}'/>"), ("other",)),
        (clean(other="<a><b>Albaflor, Quirina</b><c>QUIRINA ALBAFLOR</c></a>"), ("other",)),
        (zipped({**members(clean()), f"word/{CANARY}.bin": ""}), ("archive",)),
        (odt(), None),  # with a module that is no XML
        (pdf(1), None),
        (plain_pdf([[(70, 700, f"Dice {CANARY}.")]]), ("pages", "streams")),
        (HTML, ("body",)),
        (f"<!DOCTYPE html><p title='{CANARY}'>".encode(), ("body",)),
        (XML, ("body",)),
        (JSON_LINES, ("body",)),
        (b'{"a": "Quirina \\u0041lbaflor"}', ("body",)),
        (PLAIN.encode("utf-16"), ("body",)),
    ],
)
def test_what_is_masked_is_found_wherever_it_stands(data: bytes, parts: tuple[str, ...] | None) -> None:
    with pytest.raises(ReleaseHeld) as caught:
        gate.check(data, RESULT.text, PLAIN, RESULT.decisions)
    assert parts is None or caught.value.parts == parts
    assert "Albaflor" not in str(caught.value)


def test_a_clean_file_passes() -> None:
    for data in (clean(), plain_pdf([[(70, 700, MASKED)]]), MASKED.encode()):
        gate.check(data, RESULT.text, PLAIN, RESULT.decisions)


def test_what_was_kept_passes_as_often_as_it_was_kept() -> None:
    text = f"{CANARY} y otra vez {CANARY}."
    first, second = Span(0, 16, "NOMBRE", 1, "t"), Span(28, 44, "NOMBRE", 1, "t")
    decisions = [Decision(first, "mask", ""), Decision(second, "keep", "")]
    output = f"[NOMBRE] y otra vez {CANARY}."
    gate.check(output.encode(), output, text, decisions)
    with pytest.raises(ReleaseHeld):
        gate.check(text.encode(), output, text, decisions)


def test_sizes_and_fonts_are_nobody() -> None:
    """A number that is a page's width, a surname that is a font's."""
    text = "Comparece Román, causa 12240, de Roman."
    decisions = [
        Decision(Span(10, 15, "NOMBRE", 1, "t"), "mask", ""),
        Decision(Span(23, 28, "ID", 1, "t"), "mask", ""),
    ]
    furniture = '<w:sectPr><w:pgSz w:w="12240"/></w:sectPr><w:rFonts w:ascii="Times New Roman"/>'
    gate.check(clean(other=part("w:x", furniture)), "", text, decisions)
