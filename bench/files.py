"""Seconds and memory that a file of a hundred pages takes: `python -m bench.files [PAGES]`.

The text is the longest of `bench.texts` again and again, set by python-docx or reportlab, and goes
through the serving pipeline as `innominado anonymize` does it.
"""

import io
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import cycle

from docx import Document

from bench.texts import examples, words
from service import formats, pipeline
from service.engine import build_engine
from service.errors import ReleaseHeld
from service.formats import gate
from service.formats.flow import edits_of
from service.formats.pdf_page import Block, Run
from service.formats.pdf_read import Page
from service.formats.pdf_write import write_pages
from service.pipeline.render import render
from service.policies import DEFAULT, load_policies
from service.settings import Settings

WORDS_A_PAGE = 450


def docx_of(pages: list[str]) -> bytes:
    document = Document()
    for page in pages:
        for line in page.splitlines():
            document.add_paragraph(line)
        document.paragraphs[-1].paragraph_format.page_break_before = True
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def pdf_of(pages: list[str]) -> bytes:
    return write_pages(
        [
            Page(
                595, 842, [Block([Run(line)], 12, 56, 539, 780) for line in page.splitlines() if line], [], []
            )
            for page in pages
        ]
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    pages = pages_of(count)
    engine, policy = build_engine(Settings()), load_policies()[DEFAULT]
    makers: dict[str, Callable[[list[str]], bytes]] = {"docx": docx_of, "pdf": pdf_of}
    for name, make in makers.items():
        data = make(pages)
        format_ = formats.sniff(data)
        start = time.perf_counter()
        reading = formats.read(format_, data)
        read = time.perf_counter()
        result = pipeline.anonymize(reading.document, engine, policy)
        if result.status == "held":  # which says nothing of the time: as if nothing stayed in clear
            shown = render(reading.document.text, result.decisions)
            result = replace(result, status="done", text=shown.text, replacements=shown.replacements)
        found = time.perf_counter()
        written = reading.write(edits_of(result.text, result.replacements), result.legend)
        with suppress(ReleaseHeld):
            gate.check(written, result.text, reading.document.text, result.decisions)
        done = time.perf_counter()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        spent = (
            f"{done - start:.1f} s: read {read - start:.1f}, pipeline {found - read:.1f},"
            f" write and gate {done - found:.1f}"
        )
        size = f"{len(data):,} → {len(written):,} bytes, {words([reading.document.text]):,} words"
        print(f"{name}: {size}; {spent}; {memory:.2f} GB")


def pages_of(count: int) -> list[str]:
    """Pages of lines from one example: the people of several in one file are none of the court's."""
    lines = [line for line in max(examples(), key=len).splitlines() if line]
    pages: list[str] = []
    page: list[str] = []
    for line in cycle(lines):
        page.append(line)
        if words(page) >= WORDS_A_PAGE:
            pages.append("\n".join(page))
            page = []
        if len(pages) == count:
            return pages
    return pages


if __name__ == "__main__":
    main()
