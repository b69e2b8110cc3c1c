"""DOCX: all parts that show text, without what they hide.

The package is taken apart and cleaned before it is read. What goes out is made of the parts
that remain, under our names; no other member of the file that came in is in it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from lxml import etree

from service.errors import BrokenFile
from service.formats import opc
from service.formats.archive import MAGIC
from service.formats.docx_clean import clean
from service.formats.flow import Edit, Flow
from service.formats.format import Fields, Format, Reading
from service.formats.markup import Element, attribute_of, local, text_of
from service.formats.opc import RELATIONSHIP, Kind, Package

_MEDIA: Final = "application/vnd.openxmlformats-officedocument."
_WORD: Final = f"{_MEDIA}wordprocessingml."
_MAIN: Final = Kind("word/document.xml", f"{_WORD}document.main+xml")
_DRAWING: Final = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
#: Relationships that are followed; every other part stays out.
_KINDS: Final = {
    **{
        name: Kind(f"word/{name}{'#' if name in ('header', 'footer') else ''}.xml", f"{_WORD}{name}+xml")
        for name in (
            "header",
            "footer",
            "footnotes",
            "endnotes",
            "styles",
            "numbering",
            "settings",
            "fontTable",
        )
    },
    "theme": Kind("word/theme/theme#.xml", f"{_MEDIA}theme+xml"),
    "chart": Kind("word/charts/chart#.xml", f"{_MEDIA}drawingml.chart+xml"),
    "diagramData": Kind("word/diagrams/data#.xml", f"{_MEDIA}drawingml.diagramData+xml"),
    "diagramLayout": Kind("word/diagrams/layout#.xml", f"{_MEDIA}drawingml.diagramLayout+xml"),
    "diagramQuickStyle": Kind("word/diagrams/quickStyle#.xml", f"{_MEDIA}drawingml.diagramStyle+xml"),
    "diagramColors": Kind("word/diagrams/colors#.xml", f"{_MEDIA}drawingml.diagramColors+xml"),
    "diagramDrawing": Kind(
        "word/diagrams/drawing#.xml", "application/vnd.ms-office.drawingml.diagramDrawing+xml"
    ),
}
_TYPES: Final = {name: f"{RELATIONSHIP}/{name}" for name in _KINDS} | {"diagramDrawing": _DRAWING}
#: Parts with text, in the order in which they are read.
_READ: Final = ("document", "footnotes", "endnotes", "header", "footer", "chart", "data", "drawing")

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
#: Elements that stand for a character.
_CHARACTERS: Final = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\xad",
}
#: Kinds of what is dropped, by the relationship's type; others are nobody's loss.
_LOSSES: Final = {
    "comments": "comments",
    "image": "embedded",
    "oleObject": "embedded",
    "package": "embedded",
    "vbaProject": "embedded",
    "aFChunk": "embedded",
    "subDocument": "embedded",
    "control": "embedded",
    "video": "embedded",
    "audio": "embedded",
    "hyperlink": "links",
    "attachedTemplate": "links",
    "customXml": "metadata",
}


def read(data: bytes, fields: Fields = None) -> Reading:  # noqa: ARG001
    """Body, notes, headers, footers, charts and diagrams: a paragraph a line.

    Raises:
        BrokenFile, EncryptedFile, UnsafeFile, FileLimit
    """
    package, dropped = _opened(data)
    flow = _flow(package)

    def write(edits: Sequence[Edit] = (), legend: str | None = None) -> bytes:
        flow.apply(edits)
        if legend is not None:
            _tell(package.main.root, legend)
        return opc.write(package, _TYPES)

    return Reading(flow.document(), write, dropped)


def _tell(root: Element, legend: str) -> None:
    """A last paragraph, before the properties of the last section."""
    body = next(root.iter(f"{_W}body"), root)
    paragraph = etree.Element(f"{_W}p")
    run = etree.SubElement(paragraph, f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = f"[{legend}]"
    last = len(body) and body[-1].tag == f"{_W}sectPr"
    body.insert(len(body) - 1 if last else len(body), paragraph)


def _opened(data: bytes) -> tuple[Package, dict[str, int]]:
    package = Package(data, _MAIN, _KINDS)
    if local(package.main.root.tag) != "document" or not package.main.root.tag.startswith(_W):
        raise BrokenFile("Its main document is not Word's.")
    dropped: Counter[str] = Counter()
    for type_ in package.dropped_types:
        if kind := _LOSSES.get(type_):
            dropped[kind] += 1
    dropped["metadata"] += sum(name.startswith("docProps/") for name in package.names)
    for part in package.parts():
        dropped += clean(part.root, part.lost)
    return package, dict(+dropped)


def _flow(package: Package) -> Flow:
    flow = Flow()
    parts = list(package.parts())
    for name in _READ:
        for part in parts:
            file = part.path.rpartition("/")[2].removesuffix(".xml")
            if file.rstrip("0123456789") == name:
                with flow.part("body" if name == "document" else file):
                    _add(flow, part.root)
    return flow


def _add(flow: Flow, root: Element) -> None:
    """Every paragraph of `root`, those in text boxes after the one that they hang on."""
    for element in root.iter():
        name = local(element.tag)
        if name == "p":
            _add_paragraph(flow, element)
            flow.gap("\n")
        elif name == "textpath" and element.get("string"):
            flow.add(element.get("string"), attribute_of(element, "string"))
            flow.gap("\n")
        elif name == "v" and not len(element):  # a chart's cached cell
            flow.add(element.text, text_of(element))
            flow.gap("\n")


def _add_paragraph(flow: Flow, paragraph: Element) -> None:
    """The paragraph's own text. A stack, for nesting is the file's to choose."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = local(element.tag)
        if name == "p":
            continue
        if name == "t":
            flow.add(element.text, _text(element))
        elif name in _CHARACTERS and _stands_in_text(element):
            flow.add(_CHARACTERS[name], _character(element))
        else:
            waiting.extend(reversed(element))


def _stands_in_text(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent.tag) in ("r", "p")


def _text(element: Element) -> Callable[[str], None]:
    def put(text: str) -> None:
        element.text = text or None
        if element.tag.startswith(_W):
            element.set(_SPACE, "preserve")

    return put


def _character(element: Element) -> Callable[[str], None]:
    """What puts text in the place of an element that stands for a character."""

    def put(text: str) -> None:
        element.tag = element.tag.replace(local(element.tag), "t")
        element.attrib.clear()
        element.set(_SPACE, "preserve")
        element.text = text or None

    return put


def _sniff(data: bytes) -> bool:
    return data.startswith(MAGIC) and b"[Content_Types].xml" in data and b"word/" in data


DOCX: Final = Format("docx", (f"{_WORD}document",), (".docx",), _sniff, read)
