"""The release gate: the written file is read again, by other means than those that wrote it,
and searched for what is masked by the rules of `service.pipeline.verify`."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Final
from xml.parsers import expat

from service.document import Decision
from service.errors import ReleaseHeld
from service.formats.markup import words
from service.pipeline.surfaces import Surfaces, fold, is_distinctive

#: Elements after which another line begins, in any of the vocabularies that are written.
_LINES: Final = words("p h tr td th li div title v pt br tab s line-break")
#: Attributes that are sizes, colours, references: they say nothing of anybody.
_MEASURE: Final = re.compile(r"#?[-\d.,%; ]*(?:[a-fA-F\d]{6}|[a-z%]{1,4})?")


_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


def check(data: bytes, output: str, text: str, decisions: Sequence[Decision]) -> None:
    """Nothing that is masked as a name or identifier stands in the file `data`, save as often
    as the verified `output` has it, where `decisions` keep it.

    Raises:
        ReleaseHeld: it does; names the parts, never what stands there.
    """
    surfaces = {
        text[d.span.start : d.span.end]
        for d in decisions
        if d.action == "mask"
        and d.span.label in ("NOMBRE", "ID")
        and is_distinctive(text[d.span.start : d.span.end], d.span.label)
    }
    if not surfaces:
        return
    allowed = len(Surfaces(output).places(surfaces))
    found: Counter[tuple[str, str]] = Counter()
    for way, part, view in views(data):
        wanted = filter(_is_telling, surfaces) if way == "marks" else surfaces
        found[way, part] += len(Surfaces(view).places(wanted))
    held: set[str] = set()
    for way in {way for way, _ in found}:
        parts = {part: count for (how, part), count in found.items() if how == way and count}
        if sum(parts.values()) > (allowed if way != "marks" else 0):
            held |= parts.keys()
    if held:
        raise ReleaseHeld(tuple(sorted(held)))


def _is_telling(surface: str) -> bool:
    """Whether `surface` can be no font's, style's or size's: several words, or a long number."""
    return len(surface.split()) > 1 or (not surface.isalpha() and len(fold(surface)) >= 7)


def views(data: bytes) -> Iterator[tuple[str, str, str]]:
    """``(way, part, text)`` of a written file. ways: ``text``, as it is read; ``nodes``, each
    text node on a line of its own; ``marks``: attributes and the names of members."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "marks", "archive", "\n".join([*archive.namelist(), archive.comment.decode("latin-1")])
            for member in archive.infolist():
                part = _part(member.filename)
                yield from _xml_views(part, archive.read(member), member.filename)
    elif data.startswith(b"%PDF"):
        from service.formats.pdf_gate import pdf_views  # see `service.formats.pdf`

        yield from pdf_views(data)
    elif data.lstrip()[:15].lower().startswith(b"<!doctype html"):
        yield from _html_views(data.decode("utf-8"))
    elif data.startswith(b"<?xml"):
        yield from _xml_views("body", data, ".xml")
    else:
        text = _decoded(data)
        yield "text", "body", text
        if "\\u" in text:  # as JSON spells what is not ASCII
            yield "nodes", "body", _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _part(name: str) -> str:
    """A member's name in words of this project; those that were written are."""
    return re.sub(r"\d+|\.xml$|\.rels$", "", name.rpartition("/")[2]) or "relations"


def _xml_views(part: str, data: bytes, name: str) -> Iterator[tuple[str, str, str]]:
    if not name.endswith((".xml", ".rels")):
        yield "text", part, _decoded(data)
        return
    read: list[str] = []
    nodes: list[str] = []
    marks: list[str] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        marks.append(tag)
        marks.extend(value for value in attributes.values() if not _MEASURE.fullmatch(value))
        _line(tag)

    def _line(tag: str) -> None:
        if tag.rpartition(":")[2] in _LINES:
            read.append("\n")

    def text(piece: str) -> None:
        read.append(piece)
        nodes.append(piece)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = _line
    parser.CharacterDataHandler = text
    parser.CommentHandler = marks.append
    parser.ProcessingInstructionHandler = lambda target, rest: marks.append(f"{target} {rest}")
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise ReleaseHeld((part,)) from None  # what cannot be read is not known to be clean
    yield "text", part, "".join(read)
    yield "nodes", part, "\n\n".join(nodes)
    yield "marks", part, "\n\n".join(marks)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self.marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_endtag(tag)
        self.marks.extend(value for _, value in attrs if value and not _MEASURE.fullmatch(value))

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES or re.fullmatch(r"h\d", tag):
            self.read.append("\n")

    def handle_data(self, data: str) -> None:
        self.read.append(data)

    def handle_comment(self, data: str) -> None:
        self.marks.append(data)


def _html_views(text: str) -> Iterator[tuple[str, str, str]]:
    page = _Page()
    page.feed(text)
    page.close()
    yield "text", "body", "".join(page.read)
    yield "marks", "body", "\n\n".join(page.marks)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
