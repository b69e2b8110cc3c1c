"""Plain text, in whatever encoding it comes; it goes out in the same."""

import codecs
from collections.abc import Sequence
from typing import Final

from charset_normalizer import from_bytes

from service.errors import UndecodableText
from service.formats.flow import Edit, Flow, Source
from service.formats.format import Fields, Format, Reading
from service.pipeline.decode import decode_text
from service.wire import with_legend

#: What Spanish is written in, if not in UTF-8: Windows, ISO, DOS, old Macs.
_OLDER: Final = ("cp1252", "latin_1", "iso8859_15", "cp850", "mac_roman")
#: All that Spanish needs beyond ASCII: with these alone an encoding is the right one.
_SPANISH: Final = frozenset("áéíóúüñÁÉÍÓÚÜÑçÇàèòÀÈÒ¿¡«»ºª°§´·–—…“”‘’•€\xa0")
_MARKED: Final = {codecs.BOM_UTF16_LE: "utf_16_le", codecs.BOM_UTF16_BE: "utf_16_be"}


def read(data: bytes, fields: Fields = None) -> Reading:  # noqa: ARG001 (text has none)
    """The whole text. A byte order mark, CRLF and decomposed accents stay as they are.

    Raises:
        UndecodableText: no encoding that Spanish is written in; NUL; a lone surrogate.
    """
    encoding = encoding_of(data)
    source = Source(decode(data, encoding))
    flow = Flow()
    with flow.part("body"):
        flow.add(source.text, source.put(0, len(source.text)))

    def write(edits: Sequence[Edit] = (), legend: str | None = None) -> bytes:
        flow.apply(edits)
        told = with_legend("", legend).encode(encoding, "replace")
        return source.changed().encode(encoding) + told

    return Reading(flow.document(), write, encoding=encoding)


def encoding_of(data: bytes) -> str:
    """The encoding of `data`, by its byte order mark, as UTF-8, or by what its bytes look like.

    Raises:
        UndecodableText: none fits.
    """
    for mark, name in _MARKED.items():
        if data.startswith(mark):
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise UndecodableText("NUL, and no byte order mark.") from None
        if usual := next((name for name in _OLDER if _is_spanish(data, name)), None):
            return usual
        best = from_bytes(data, cp_isolation=list(_OLDER)).best()
        if best is None:
            raise UndecodableText(f"Not UTF-8 at byte {error.start}, and no older encoding.") from None
        return best.encoding
    return "utf-8"


def _is_spanish(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return all(character in _SPANISH for character in set(text) if not character.isascii())


def decode(data: bytes, encoding: str) -> str:
    """Raises UndecodableText."""
    try:
        return decode_text(data.decode(encoding)).text
    except UnicodeDecodeError as error:
        raise UndecodableText(f"Not {encoding} at byte {error.start}.") from None


PLAIN: Final = Format("txt", ("text/plain",), (".txt", ".text"), lambda _: True, read)
