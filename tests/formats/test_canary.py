"""A name in every corner of a file, and in none of what goes out; the rest as it was."""

import pytest

from service import formats
from service.formats.format import Format
from tests.formats.canary import CANARY, MASKED, PLAIN, anonymized, assert_no_trace
from tests.formats.docx_files import docx
from tests.formats.odt_files import odt
from tests.formats.pdf_files import pdf
from tests.formats.text_files import CSV, HTML, JSON, JSON_LINES, OLD_TEXT, XML

CSV_FORMAT = formats.named("csv")
FILES: dict[str, tuple[bytes, Format | None]] = {
    "txt": (PLAIN.encode(), None),
    "old": (OLD_TEXT, None),
    "utf16": (f"\ufeff{PLAIN}".encode("utf-16-le"), None),
    "html": (HTML, None),
    "xml": (XML, None),
    "jsonl": (JSON_LINES, None),
    "json": (JSON, None),
    "csv": (CSV, CSV_FORMAT),
    "docx": (docx(), None),
    "odt": (odt(), None),
    "pdf": (pdf(), None),
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_a_name_goes_out(name: str) -> None:
    data, format_ = FILES[name]
    written, reading = anonymized(data, format_)
    assert CANARY in reading.document.text
    assert_no_trace(written)


@pytest.mark.parametrize("name", FILES)
def test_all_else_stays(name: str) -> None:
    """What is read of the new file is what was read of the old one, with placeholders."""
    data, format_ = FILES[name]
    written, reading = anonymized(data, format_)
    format_ = format_ or formats.sniff(data)
    again = formats.read(format_, written).document.text
    expected = reading.document.text.replace("Quirina \tAlbaflor", CANARY).replace(
        "Quirina\tAlbaflor", CANARY
    )
    expected = expected.replace(CANARY, "[NOMBRE]")
    if name == "pdf":  # which has what stood aslant in a line of its own
        assert sorted(again.split()) == sorted(expected.split())
    else:
        assert again == expected


@pytest.mark.parametrize("name", FILES)
def test_what_went_out_goes_through_unchanged(name: str) -> None:
    data, format_ = FILES[name]
    written, _ = anonymized(data, format_)
    again, second = anonymized(written, format_)
    assert formats.sniff(written) is formats.sniff(data)
    assert not {"changes", "comments", "embedded", "links"} & second.dropped.keys()
    assert again == written or name == "pdf"


def test_text_keeps_its_encoding() -> None:
    written, reading = anonymized(OLD_TEXT)
    assert reading.encoding == "cp1252"
    assert written == OLD_TEXT.replace(CANARY.encode(), b"[NOMBRE]")
    marked, reading = anonymized(f"\ufeff{PLAIN}".encode("utf-16-le"))
    assert (reading.encoding, marked.decode("utf-16")) == ("utf_16_le", MASKED)


def test_json_and_csv_keep_every_other_byte() -> None:
    assert anonymized(JSON_LINES)[0].decode().splitlines() == [
        '{"id": 12, "texto": "Comparece [NOMBRE]\\nhoy", "monto": 1.50, "otro": null}',
        '{"id":13, "[NOMBRE]": [true, "[NOMBRE]", {"nombre":"[NOMBRE]"}]}',
    ]
    assert anonymized(CSV, CSV_FORMAT)[0] == CSV.replace(CANARY.encode(), b"[NOMBRE]")


@pytest.mark.parametrize(
    ("name", "fields", "text"),
    [
        ("xml", {"caratulado", "clave"}, f"{CANARY} c/ Banco\nlocación\n{CANARY}"),
        ("xml", {"autor"}, CANARY),
        ("jsonl", {"nombre"}, CANARY),
        ("csv", {"nota"}, 'dijo "hola"; y\nñu'),
    ],
)
def test_fields_that_are_named_alone_are_read(name: str, fields: set[str], text: str) -> None:
    data, format_ = FILES[name]
    format_ = format_ or formats.sniff(data)
    read = format_.read(data, frozenset(fields)).document.text
    assert [line for line in read.splitlines() if line] == text.splitlines()


def test_what_does_not_go_out_is_told() -> None:
    told = {name: set(anonymized(*FILES[name])[1].dropped) for name in ("docx", "odt", "pdf", "html")}
    assert told == {
        "docx": {"changes", "comments", "embedded", "fields", "links", "metadata"},
        "odt": {"changes", "comments", "embedded", "fields", "links", "metadata"},
        "pdf": {"comments", "links", "metadata"},
        "html": {"comments", "embedded", "links", "metadata", "scripts", "style"},
    }


def test_files_are_told_by_their_bytes() -> None:
    for name, (data, _) in FILES.items():
        found = {"old": "txt", "utf16": "txt", "json": "jsonl", "csv": "txt"}.get(name, name)
        assert formats.sniff(data).name == found
