"""Seconds and memory that malicious and broken files take: `python -m bench.hostile`.

Each is read, as over HTTP, in a process of its own, whose largest resident size is told; those of
`tests.formats.test_broken`, and larger ones of the kinds that only size makes bad. Fails above 1 GB.
"""

import io
import multiprocessing
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Final

from service.errors import InnominadoError
from service.formats.limits import MAX_BYTES, MAX_TAGS
from service.formats.whole import Way, open_file
from tests.formats.canary import zipped
from tests.formats.docx_files import docx, paragraph, part, run
from tests.formats.test_broken import FILES, many_pages, with_member

LIMIT: Final = 1_000_000  # KB


def dense() -> bytes:
    """A main document as large as an archive may hold when it is unpacked."""
    body = paragraph(run("Fallo. " * 20)) * 500_000
    return with_member(docx(), "word/document.xml", part("w:document", f"<w:body>{body}</w:body>"))


def largest() -> bytes:
    """A main document of as many tags as are let in, and text that compresses badly."""
    drawn = random.Random(1)
    body = "".join(paragraph(run(f"{drawn.random()} {drawn.random()}")) for _ in range(MAX_TAGS // 6 - 1000))
    return with_member(docx(), "word/document.xml", part("w:document", f"<w:body>{body}</w:body>"))


def nested_zip() -> bytes:
    inside = zipped({"a.bin": bytes(100_000_000)})
    return with_member(docx(), "word/embeddings/a.zip", inside)


def lying_zip() -> bytes:
    """A member that says that it is small."""
    data = bytearray(with_member(docx(), "word/document.xml", b"<a>" + b" " * 400_000_000 + b"</a>"))
    size = (400_000_007).to_bytes(4, "little")
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = (10_000).to_bytes(4, "little")
        at = data.find(size, at + 4)
    return bytes(data)


def many_paragraphs() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", "<a>" + "<b/>" * 3_000_000 + "</a>")
    return written.getvalue()


MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    **{name: make for name, (make, _) in FILES.items()},
    "dense docx": dense,
    "largest docx": largest,
    "zip in docx": nested_zip,
    "zip that lies": lying_zip,
    "empty elements in odt": many_paragraphs,
    "many elements": lambda: b"<?xml version='1.0'?><a>" + b"<b/>" * 8_000_000 + b"</a>",
    "2,000 pages": lambda: many_pages(2000),
    "long line": lambda: b"a" * 20_000_000,
    "brackets": lambda: b"[" * 20_000_000,
    "html of depth": lambda: b"<html>" + b"<div>" * 1_000_000,
    "bytes of 64 MB": lambda: bytes(MAX_BYTES),
}


def read(data: bytes, told: Connection) -> None:
    """Read `data`, and tell the outcome, the seconds and the memory, before and at most, in KB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    try:
        opened = open_file(data, Way())
        outcome = f"{len(opened.reading.document.text):,} characters"
    except InnominadoError as error:
        outcome = error.code
    spent = time.perf_counter() - start
    told.send((outcome, spent, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def main() -> None:
    context, worst = multiprocessing.get_context("forkserver"), 0
    context.set_forkserver_preload(["service.formats.whole", "tests.formats.test_broken"])
    for name, make in MAKERS.items():
        data = make()
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=read, args=(data, there))
        child.start()
        there.close()
        try:
            outcome, spent, _, most = here.recv()
        except EOFError:
            outcome, spent, most = "the process died", 0.0, LIMIT + 1
        child.join()
        worst = max(worst, most)
        print(f"{name}: {len(data):,} bytes; {outcome}; {spent:.1f} s; {most / 1000:.0f} MB", flush=True)
    print(f"At most {worst / 1000:.0f} MB of {LIMIT / 1000:.0f}.")
    sys.exit(worst > LIMIT)


if __name__ == "__main__":
    main()
