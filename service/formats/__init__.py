"""Files in, the same files out: bytes ↔ `Document`, a file a format.

`sniff` tells a format by the bytes alone; `read` gives their text and, as `Reading.write`, what
puts edits of it back. `service.formats.release` does so with decisions, and lets nothing out that
`service.formats.gate` finds a masked name in.
"""

from typing import Final

from service.errors import BrokenFile, EncryptedFile, UnknownFormat
from service.formats import office
from service.formats.columns import COLUMNS
from service.formats.docx import DOCX
from service.formats.elements import ELEMENTS
from service.formats.flow import Edit
from service.formats.format import Fields, Format, Reading
from service.formats.limits import MAX_BYTES, MAX_TEXT, at_most
from service.formats.odt import ODT
from service.formats.pdf import PDF
from service.formats.plain import PLAIN
from service.formats.records import RECORDS
from service.formats.webpage import WEBPAGE

__all__ = ["FORMATS", "Edit", "Fields", "Format", "Reading", "named", "read", "sniff", "take"]

#: In the order in which they are tried: plain text takes what is no other.
FORMATS: Final = (DOCX, ODT, PDF, WEBPAGE, ELEMENTS, RECORDS, COLUMNS, PLAIN)

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What begins like this is no text, whatever it is: archives, pictures, programs, sound.
_OTHERS: Final = (
    b"PK", _OLE, b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"\x1f\x8b",
    b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x7fELF", b"MZ", b"OggS", b"ID3", b"RIFF", b"\0\0\0",
)  # fmt: skip


def sniff(data: bytes) -> Format:
    """The format of `data`, by its bytes.

    Raises:
        UnknownFormat: none that is read here.
        EncryptedFile: Office's, with a password.
        FileLimit: too many bytes.
    """
    at_most(MAX_BYTES, len(data), "bytes")
    found = next(format_ for format_ in FORMATS if format_.sniff(data))
    if found is PLAIN and data.startswith(_OTHERS):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedFile
        raise UnknownFormat
    return found


def take(data: bytes, name: str | None = None, ocr: str | None = None) -> tuple[Format, bytes]:
    """The format of `data`, or the one called `name`, and the bytes to read and to keep: of
    RTF and DOC the DOCX that LibreOffice makes of them, of a scanned PDF one with text.

    ocr: languages in which pictures of text are read; None: they are not.

    Raises:
        FileError: see `sniff`, `named` and `service.formats.office`.
    """
    at_most(MAX_BYTES, len(data), "bytes")
    if office.is_foreign(data):
        return DOCX, office.as_docx(data)
    format_ = sniff(data) if name is None else named(name)
    if ocr and format_ is PDF:
        from service.formats.ocr import readable  # see `service.formats.pdf`

        return format_, readable(data, ocr)
    return format_, data


def named(name: str) -> Format:
    """The format called `name`. Raises UnknownFormat."""
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    raise UnknownFormat(f"There are {', '.join(f.name for f in FORMATS)}.")


def read(format_: Format, data: bytes, fields: Fields = None) -> Reading:
    """`data` as `format_` reads it, within the limits.

    Raises:
        FileError, UndecodableText: see the formats.
    """
    at_most(MAX_BYTES, len(data), "bytes")
    reading = format_.read(data, fields)
    at_most(MAX_TEXT, len(reading.document.text), "characters")
    if fields is not None and not reading.document.text.strip():
        # Else a misspelled field would let the whole file go out as it came.
        raise BrokenFile("It has none of the fields that are asked for.")
    return reading
