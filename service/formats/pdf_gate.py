"""A written PDF as a second library reads it: pypdf, where pdfium and reportlab read and wrote."""

import io
import re
from collections.abc import Iterator
from typing import Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    StreamObject,
    TextStringObject,
)

_STRING: Final = re.compile(r"\(((?:[^()\\]|\\.)*+)\)", re.DOTALL)


def pdf_views(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Text by page, the strings of all streams and those outside; see `service.formats.gate`."""
    reader = PdfReader(io.BytesIO(data))
    yield "text", "pages", "\n".join(page.extract_text() for page in reader.pages)
    strings: list[str] = []
    streams: list[str] = []
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(number)
        if isinstance(found, StreamObject):
            # What it writes, not where: places are numbers, too, and numbers match numbers.
            streams += _STRING.findall(found.get_data().decode("cp1252", "replace"))
        waiting: list[object] = [found]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, DictionaryObject):
                waiting.extend(thing.values())
            elif isinstance(thing, ArrayObject):
                waiting.extend(thing)
            elif isinstance(thing, TextStringObject):
                strings.append(str(thing))
            elif isinstance(thing, ByteStringObject):
                strings.append(thing.decode("cp1252", "replace"))
    yield "marks", "objects", "\n\n".join(strings)
    yield "marks", "streams", "\n\n".join(streams)
