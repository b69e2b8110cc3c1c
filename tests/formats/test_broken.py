"""Malicious and broken files: a clear error each, in little time and memory, that quotes nothing."""

import io
import zipfile

import pypdf
import pytest

from service import formats
from service.errors import (
    BrokenFile,
    EncryptedFile,
    FileError,
    FileLimit,
    InnominadoError,
    ReleaseHeld,
    UndecodableText,
    UnknownFormat,
    UnsafeFile,
    UnwantedContent,
)
from service.formats import limits
from service.formats.release import refuse
from tests.formats.canary import CANARY, FIRST, PLAIN, anonymized, members, zipped
from tests.formats.docx_files import docx, paragraph, part, run, says
from tests.formats.odt_files import odt
from tests.formats.pdf_files import pdf, plain_pdf

LAUGHS = (
    f'<!DOCTYPE r [<!ENTITY a "{CANARY}">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><r>&j;</r>"
)
EXTERNAL = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><r>&x;</r>'
DTD = '<!DOCTYPE r SYSTEM "https://example.com/r.dtd"><r/>'


def with_member(data: bytes, name: str, content: str | bytes) -> bytes:
    return zipped({**members(data), name: content}, stored="mimetype")


def bomb() -> bytes:
    """Members of zeros, a thousand times as large as the file."""
    return with_member(docx(), "word/media/zeros.bin", bytes(40_000_000))


def twins() -> bytes:
    written = io.BytesIO(docx())
    with zipfile.ZipFile(written, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", part("w:document", "<w:body/>"))
    return written.getvalue()


def damaged() -> bytes:
    """A bit of the compressed main document is another."""
    data = bytearray(docx())
    data[data.index(b"word/document.xml") + 300] ^= 1
    return bytes(data)


def lying() -> bytes:
    """A member that says that it is small."""
    size = 30_000_000
    data = bytearray(with_member(docx(), "word/document.xml", b" " * size))
    at = data.find(size.to_bytes(4, "little"))
    while at >= 0:
        data[at : at + 4] = (10_000).to_bytes(4, "little")
        at = data.find(size.to_bytes(4, "little"), at + 4)
    return bytes(data)


def locked_zip(data: bytes) -> bytes:
    """Every member marked as encrypted."""
    locked = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(magic)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(magic, at + 4)
    return bytes(locked)


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf()))
    writer.encrypt("secreto", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def cyclic_pdf() -> bytes:
    """A tree of pages that is its own branch."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def many_pages(count: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


FILES = {
    "zip bomb": (bomb, FileLimit),
    "many members": (
        lambda: zipped({**members(docx()), **{f"x{n}": "" for n in range(limits.MAX_MEMBERS + 1)}}),
        FileLimit,
    ),
    "two members of one name": (twins, BrokenFile),
    "member that lies about its size": (lying, BrokenFile),
    "encrypted docx": (lambda: locked_zip(docx()), EncryptedFile),
    "encrypted office": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
        EncryptedFile,
    ),
    "encrypted odt": (
        lambda: with_member(odt(), "META-INF/manifest.xml", "<manifest:encryption-data/>"),
        EncryptedFile,
    ),
    "encrypted pdf": (locked_pdf, EncryptedFile),
    "truncated docx": (lambda: docx()[:-200], BrokenFile),
    "truncated odt": (lambda: odt()[:3000], BrokenFile),
    "truncated pdf": (lambda: pdf()[:300], BrokenFile),
    "damaged member": (damaged, BrokenFile),
    "docx without a document": (lambda: zipped({"[Content_Types].xml": "", "word/x": ""}), BrokenFile),
    "docx of other xml": (lambda: with_member(docx(), "word/document.xml", "<a/>"), BrokenFile),
    "docx of no xml": (lambda: with_member(docx(), "word/document.xml", f"<a {CANARY}"), BrokenFile),
    "laughs in docx": (lambda: with_member(docx(), "word/document.xml", LAUGHS), UnsafeFile),
    "laughs in odt": (lambda: with_member(odt(), "content.xml", LAUGHS), UnsafeFile),
    "laughs": (lambda: f"<?xml version='1.0'?>{LAUGHS}".encode(), UnsafeFile),
    "laughs in utf-16": (
        lambda: f"<?xml version='1.0' encoding='utf-16'?>{LAUGHS}".encode("utf-16"),
        FileError,
    ),
    "external entity": (lambda: f"<?xml version='1.0'?>{EXTERNAL}".encode(), UnsafeFile),
    "external document type": (lambda: f"<?xml version='1.0'?>{DTD}".encode(), UnsafeFile),
    "deep xml": (lambda: b"<a>" * 300 + b"</a>" * 300, FileError),
    "very deep xml": (lambda: b"<a>" * 200_000 + b"</a>" * 200_000, FileError),
    "deep docx": (
        lambda: docx(paragraph("<w:smartTag>" * 300 + run("x") + "</w:smartTag>" * 300)),
        FileError,
    ),
    "broken xml": (lambda: f"<?xml version='1.0'?><a>{CANARY}".encode(), BrokenFile),
    "cyclic pdf": (cyclic_pdf, BrokenFile),
    "5,000 pages": (lambda: many_pages(5000), FileLimit),
    "spreadsheet": (lambda: zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), UnknownFormat),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + CANARY.encode(), UnknownFormat),
    "old doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FileError),
    "lone surrogate in json": (lambda: b'{"a": "\\ud800"}', UndecodableText),
    "nul in json": (lambda: b'{"a": "\\u0000"}', UndecodableText),
    "lone surrogate in utf-8": (lambda: b"Quirina \xed\xa0\x80", None),
    "half of utf-16": (lambda: b"\xff\xfea", UndecodableText),
    "bytes": (lambda: b"a\0b", UndecodableText),
    "page of no known encoding": (
        lambda: b'<html><meta charset="x-klingon"><p>a</html>',
        UndecodableText,
    ),
    "empty page": (lambda: b"<html>", None),
    "empty": (lambda: b"", None),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_taken_is_told_by_name(name: str) -> None:
    make, expected = FILES[name]
    data = make()
    if expected is None:  # nothing is wrong with it
        anonymized(data)
        return
    with pytest.raises(expected) as caught:
        anonymized(data)
    assert isinstance(caught.value, InnominadoError)
    assert FIRST not in str(caught.value)
    assert caught.value.__cause__ is None


def test_limits_are_told() -> None:
    with pytest.raises(FileLimit) as caught:
        anonymized(many_pages(2001))
    assert (caught.value.what, caught.value.limit) == ("pages", 2000)


def test_a_wrong_extension_changes_nothing() -> None:
    """Only the bytes count: there is nothing here that a name could be passed to."""
    assert formats.sniff(pdf()).name == "pdf"
    assert formats.sniff(docx()).name == "docx"
    with pytest.raises(BrokenFile):
        formats.read(formats.named("pdf"), docx())
    with pytest.raises(BrokenFile):
        formats.read(formats.named("docx"), odt())


def test_what_is_not_to_be_dropped_holds_the_file() -> None:
    reading = formats.read(formats.named("docx"), docx())
    with pytest.raises(UnwantedContent) as caught:
        refuse(reading, {"comments", "changes", "embedded"})
    assert caught.value.kinds == ("changes", "comments", "embedded")
    clean = formats.read(formats.named("docx"), formats.named("docx").read(docx()).write())
    refuse(clean, {"comments", "changes", "embedded"})


STYLE = f'<w:style w:type="paragraph" w:styleId="x"><w:name w:val="{CANARY}"/></w:style>'


@pytest.mark.parametrize(
    ("data", "places"),
    [
        # Where nothing reads, and nothing cleans: the names that a writer gave to styles.
        (with_member(docx(says("texto")), "word/styles.xml", part("w:styles", STYLE)), ("styles",)),
        (odt(f'<text:p text:style-name="de {CANARY}">{PLAIN}</text:p>'), ("content",)),
    ],
)  # fmt: skip
def test_what_the_reader_did_not_see_the_gate_does(data: bytes, places: tuple[str, ...]) -> None:
    with pytest.raises(ReleaseHeld) as caught:
        anonymized(data)
    assert caught.value.parts == places


def test_pictures_of_text_are_held() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.drawString(70, 700, "Esta página tiene texto de sobra para leerla.")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (100, 140), 128)), 0, 0, 590, 840)
    canvas.showPage()
    canvas.save()
    with pytest.raises(FileError, match=r"pictures of text. Page 2\.") as caught:
        anonymized(written.getvalue())
    assert caught.value.code == "no_text_layer"


def test_garbled_text_is_held() -> None:
    shifted = "".join(chr((ord(c) - 97 + 13) % 26 + 97) if "a" <= c <= "z" else c for c in PLAIN.lower())
    data = plain_pdf([[(70, 700 - 14 * n, shifted * 2) for n in range(10)]])
    with pytest.raises(FileError) as caught:
        anonymized(data)
    assert caught.value.code == "garbled_text"
