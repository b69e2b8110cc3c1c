"""A name that nothing that goes out may hold, the look for it, and the way of a file."""

import io
import re
import zipfile
import zlib

from service import formats, pipeline
from service.formats.format import Format, Reading
from service.formats.release import release
from tests.small import CANARY as CANARY
from tests.small import ENGINE, POLICIES

FIRST, LAST = CANARY.split()
PLAIN = f"Comparece {CANARY} ante este juzgado."
MASKED = "Comparece [NOMBRE] ante este juzgado."
#: Each word of the name, as any corner might keep it.
TRACES = tuple(re.compile(form, re.IGNORECASE) for word in (FIRST, LAST) for form in (
    word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode().hex().encode(),
))  # fmt: skip


def anonymized(data: bytes, format_: Format | None = None) -> tuple[bytes, Reading]:
    """What goes out for the file `data`, and what was read of it."""
    format_ = format_ or formats.sniff(data)
    reading = formats.read(format_, data)
    result = pipeline.anonymize(reading.document, ENGINE, POLICIES["doubts"])
    return release(reading, result), reading


def texts_of(data: bytes) -> list[bytes]:
    """The file's bytes, its members unpacked, its streams inflated."""
    found = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found += [archive.read(name) for name in archive.namelist()]
            found += [name.encode() for name in archive.namelist()]
            # Without tags, too: a name may be split over runs.
            found += [re.sub(rb"<[^>]*>", b"", archive.read(name)) for name in archive.namelist()]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return found


def assert_no_trace(data: bytes) -> None:
    for text in texts_of(data):
        for trace in TRACES:
            assert not trace.search(text), trace.pattern


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(content: dict[str, str | bytes], stored: str = "") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            how = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, how)
    return written.getvalue()
