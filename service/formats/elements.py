"""XML of any vocabulary: the text of its elements and the values of its attributes, or of
those that are named alone."""

import re
from collections.abc import Sequence
from typing import Final

from service.formats.flow import Edit, Flow
from service.formats.format import Fields, Format, Reading
from service.formats.markup import (
    Element,
    attribute_of,
    attributes,
    dump,
    local,
    namespace,
    parse,
    tail_of,
    text_of,
    walk,
)

_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml\s|[A-Za-z_!])")
_UTF16: Final = (b"\xff\xfe<\0", b"\xfe\xff\0<")
_XML: Final = "http://www.w3.org/XML/1998/namespace"


def read(data: bytes, fields: Fields = None) -> Reading:
    """Text in document order, then attributes' values; each element on a line of its own, save
    within a sentence. What is written is in UTF-8, without comments and processing instructions.

    Raises:
        BrokenFile, UnsafeFile, FileLimit: see `service.formats.markup.parse`.
    """
    root = parse(data)
    flow = _flow(root, fields)
    comments = data.count(b"<!--")

    def write(edits: Sequence[Edit] = (), legend: str | None = None) -> bytes:  # noqa: ARG001
        flow.apply(edits)
        return dump(root)

    names = {local(name) for element in root.iter("*") for name in (element.tag, *dict(attributes(element)))}
    return Reading(flow.document(), write, {"comments": comments} if comments else {}, has=frozenset(names))


def _flow(root: Element, fields: Fields) -> Flow:
    flow = Flow()
    with flow.part("body"):
        reading = 0  # how many of the elements around are asked for
        for event, element in walk(root):
            asked = fields is None or local(element.tag) in fields
            if event == "start":
                reading += asked
                if reading:
                    if not _in_sentence(element):
                        flow.gap("\n")
                    flow.add(element.text, text_of(element))
            else:
                if reading and not _in_sentence(element):
                    flow.gap("\n")
                reading -= asked
                if reading:
                    flow.add(element.tail, tail_of(element))
    with flow.part("attributes"):
        for element in root.iter():
            for name, value in attributes(element):
                if namespace(name) != _XML and (fields is None or local(name) in fields):
                    flow.add(value, attribute_of(element, name))
                    flow.gap("\n")
    return flow


def _in_sentence(element: Element) -> bool:
    """Whether text stands beside `element`, so that what it holds is read on with it."""
    parent = element.getparent()
    if parent is None:
        return False
    return bool((parent.text or "").strip()) or any((child.tail or "").strip() for child in parent)


def _sniff(data: bytes) -> bool:
    return _START.match(data, 0, 4096) is not None or data.startswith(_UTF16)


ELEMENTS: Final = Format("xml", ("application/xml", "text/xml"), (".xml",), _sniff, read, tells=False)
