"""CSV: cells, in all columns or in those named in the first row. Never sniffed, for any text
with commas looks like it: ask for it by name."""

import re
from functools import partial
from typing import Final

from service.formats.flow import Flow, Source
from service.formats.format import Fields, Format, Reading
from service.formats.plain import decode, encoding_of

_DELIMITERS: Final = ",;\t|"


def read(data: bytes, fields: Fields = None) -> Reading:
    """A cell a line, a blank line after each row. A cell is quoted if it was, or if it must be.

    Raises:
        UndecodableText: see `service.formats.plain`.
    """
    encoding = encoding_of(data)
    source = Source(decode(data, encoding))
    flow, header = _flow(source, fields)
    return Reading(flow.document(), source.writer(flow, encoding), encoding=encoding, has=frozenset(header))


def _flow(source: Source, fields: Fields) -> tuple[Flow, list[str]]:
    delimiter = delimiter_of(source.text)
    cell = re.compile(rf'("(?:[^"]|"")*+"[^{delimiter}\r\n]*+|[^{delimiter}\r\n]*+)({delimiter}|\r?\n|\r|\Z)')
    flow = Flow()
    header: list[str] = []
    row = column = 0
    with flow.part("body"):
        for found in cell.finditer(source.text):
            plain = _plain(found[1])
            if row == 0:
                header.append(plain.strip().removeprefix("\ufeff"))
            named = header[column] if column < len(header) else None
            if fields is None or (row > 0 and (named is None or named in fields)):
                flow.add(plain, source.put(*found.span(1), partial(_spelled, found[1], delimiter)))
                flow.gap("\n")
            column += 1
            if found[2] != delimiter:
                row, column = row + 1, 0
                flow.gap("\n")
    return flow, header


def delimiter_of(text: str) -> str:
    """The delimiter that the first row has most of."""
    first = text.partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _plain(raw: str) -> str:
    if not raw.startswith('"'):
        return raw
    inside, _, after = raw[1:].rpartition('"')
    return inside.replace('""', '"') + after


def _spelled(raw: str, delimiter: str, text: str) -> str:
    if raw.startswith('"') or any(c in text for c in (delimiter, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


COLUMNS: Final = Format("csv", ("text/csv",), (".csv", ".tsv"), lambda _: False, read, tells=False)
