"""Where nothing is masked, a file goes through with its text unchanged."""

import io
import json
import os
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from docx import Document
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from service import formats
from service.formats.pdf_page import Block, Run
from service.formats.pdf_read import Page
from service.formats.pdf_write import write_pages
from tests.formats.docx_files import docx, paragraph, run
from tests.formats.odt_files import odt

#: Documents a format: as many as there is time for.
EXAMPLES = int(os.environ.get("INNOMINADO_TEST_EXAMPLES", "40"))

words = st.text("abcdeñáÉ.,;:()[]«»\"'&<>-0123 ", min_size=1, max_size=30)
paragraphs = st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=5)


def as_docx(drawn: list[list[str]]) -> bytes:
    return docx("".join(paragraph(*(run(escape(text)) for text in runs)) for runs in drawn))


def as_library_docx(drawn: list[list[str]]) -> bytes:
    """As python-docx writes it, with a table, a break and a line of Word's own furniture."""
    document = Document()
    for runs in drawn:
        added = document.add_paragraph()
        for n, text in enumerate(runs):
            added.add_run(text).bold = bool(n % 2)
        added.runs[-1]._r.append(OxmlElement("w:noBreakHyphen"))
    document.add_table(1, 2).cell(0, 1).text = drawn[0][0]
    document.sections[0].header.paragraphs[0].text = drawn[-1][-1]
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def as_odt(drawn: list[list[str]]) -> bytes:
    return odt(
        "".join(
            "<text:p>"
            + "".join(f"<text:span>{escape(text)}</text:span><text:s/>" for text in runs)
            + "</text:p>"
            for runs in drawn
        )
    )


def as_html(drawn: list[list[str]]) -> bytes:
    inside = "".join(f"<p>{''.join(f'<b>{escape(t)}</b>' for t in runs)}</p>" for runs in drawn)
    return f"<!DOCTYPE html><html><body>{inside}</body></html>".encode()


def as_xml(drawn: list[list[str]]) -> bytes:
    inside = "".join(f"<p>x{''.join(f'<b>{escape(t)}</b>' for t in runs)}</p>" for runs in drawn)
    return f'<?xml version="1.0"?><r>{inside}</r>'.encode()


def as_json(drawn: list[list[str]]) -> bytes:
    return "\n".join(
        json.dumps({"a": runs, "n": 1.5}, ensure_ascii=len(runs) % 2 == 0) for runs in drawn
    ).encode()


def as_csv(drawn: list[list[str]]) -> bytes:
    rows = [";".join('"' + text.replace('"', '""') + '"' for text in runs) for runs in drawn]
    return ("a;b;c;d\r\n" + "\r\n".join(rows)).encode()


def as_text(drawn: list[list[str]]) -> bytes:
    return b"x" + "\n".join(" ".join(runs) for runs in drawn).encode("cp1252")


def as_pdf(drawn: list[list[str]]) -> bytes:
    blocks = [
        Block(
            [Run(f"x{' '.join(text.split())} ", bool(n % 2)) for n, text in enumerate(runs)],
            12,
            56,
            500,
            700 - 20 * n,
        )
        for n, runs in enumerate(drawn)
    ]
    return write_pages([Page(595, 842, blocks, [], [])])


MAKERS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "docx": as_docx, "odt": as_odt, "html": as_html, "xml": as_xml,
    "jsonl": as_json, "csv": as_csv, "txt": as_text, "pdf": as_pdf,
}  # fmt: skip
#: Formats of which all but what is replaced stays byte for byte.
EXACT = {"jsonl", "csv", "txt"}


@pytest.mark.parametrize("name", MAKERS)
@settings(max_examples=EXAMPLES)
@given(paragraphs)
def test_a_file_goes_through_unchanged(name: str, drawn: list[list[str]]) -> None:
    data = MAKERS[name](drawn)
    format_ = formats.named(name)
    assert name in ("csv", "txt") or formats.sniff(data) is format_
    reading = formats.read(format_, data)
    before, written = reading.document, reading.write()
    after = formats.read(format_, written).document
    assert "".join(after.text.split()) == "".join(before.text.split())
    if name != "pdf":
        assert after == before
    if name in EXACT:
        assert written == data


def test_so_does_one_that_a_library_made() -> None:
    data = as_library_docx([["Vistos ", "y considerando"], ["Se resuelve: ", "rechazar."]])
    reading = formats.read(formats.sniff(data), data)
    before, written = reading.document, reading.write()
    assert formats.read(formats.named("docx"), written).document == before
    assert before.text.startswith("Vistos y considerando\u2011\nSe resuelve: rechazar.\u2011\n")
    again = Document(io.BytesIO(written))
    assert [p.text for p in again.paragraphs] == ["Vistos y considerando-", "Se resuelve: rechazar.-"]
    assert [run.bold for run in again.paragraphs[0].runs] == [False, True]
    assert again.tables[0].cell(0, 1).text == "Vistos "
    assert again.sections[0].header.paragraphs[0].text == "rechazar."


@settings(max_examples=EXAMPLES // 4)
@given(paragraphs)
def test_all_text_is_read(drawn: list[list[str]]) -> None:
    """What the file was made of stands in its text, in order."""
    for name in ("docx", "odt", "html", "jsonl", "csv"):
        text = formats.read(formats.named(name), MAKERS[name](drawn)).document.text
        at = 0
        for piece in (piece for runs in drawn for piece in runs):
            at = text.index(piece, at) + len(piece)
