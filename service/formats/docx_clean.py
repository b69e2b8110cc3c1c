"""What is taken out of every part of a DOCX before it is read: all that is not shown."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from lxml import etree

from service.formats.markup import Element, attributes, drop, drop_all, local, namespace, unwrap_all, words

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"

#: Vocabularies that are kept; elements and attributes of any other go, whoever made them.
_KNOWN: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    _R: "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.microsoft.com/office/drawing/2008/diagram": "dsp",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing": "wp14",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    "http://www.w3.org/XML/1998/namespace": "xml",
}


def _w(names: str) -> list[str]:
    return [_W + name for name in names.split()]


_DELETED: Final = _w("del moveFrom")
_INSERTED: Final = _w("ins moveTo")
_CHANGES: Final = _w(
    "rPrChange pPrChange sectPrChange tblPrChange tblGridChange trPrChange tcPrChange tblPrExChange"
    " numberingChange cellIns cellDel cellMerge moveFromRangeStart moveFromRangeEnd moveToRangeStart"
    " moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd"
    " customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd"
)
_GONE: Final = [
    *_w(
        "commentRangeStart commentRangeEnd commentReference annotationRef bookmarkStart bookmarkEnd proofErr"
        " permStart permEnd lastRenderedPageBreak sdtPr sdtEndPr smartTagPr customXmlPr dataBinding ffData"
        " numPicBullet lvlPicBulletId embedRegular embedBold embedItalic embedBoldItalic delText delInstrText"
        " object control altChunk subDoc movie contentPart docPartObj divId"
    ),
    f"{_MC}Fallback",
    f"{_V}imagedata",
    f"{_A}blip",
    f"{_A}hlinkClick",
    f"{_A}hlinkHover",
    f"{_A}hlinkMouseOver",
    f"{_A}extLst",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}externalData",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}userShapes",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}extLst",
    "{urn:schemas-microsoft-com:office:office}OLEObject",
]
_FORMULA: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"
_EMBEDDED: Final = (*_w("object control altChunk subDoc movie contentPart"),)
_WRAPPERS: Final = _w("hyperlink sdt sdtContent smartTag customXml fldSimple")
#: Attributes of free text, or that tell one writer from another.
_TELLING: Final = words(
    "author initials date descr title alt tooltip href hreflang docLocation history paraId textId"
    " anchorId editId tgtFrame phldrT Ignorable MustUnderstand ProcessContent src gfxdata"
)
#: What of settings.xml bears on the look.
_SETTINGS: Final = frozenset(
    _w(
        "zoom mirrorMargins evenAndOddHeaders bookFoldPrinting gutterAtTop defaultTabStop autoHyphenation"
        " consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps characterSpacingControl footnotePr"
        " endnotePr compat themeFontLang clrSchemeMapping decimalSymbol listSeparator displayBackgroundShape"
    )
)
_PAGE: Final = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION)(?!\w)")


def clean(root: Element, lost: Iterable[str]) -> Counter[str]:
    """Take out of `root` what is not shown; how many things of each kind went.

    Insertions are accepted, deletions and comments dropped, fields become their results (page
    numbers stay fields), links and content controls their text; pictures and embedded things go.
    lost: ids of relationships to what does not go out.
    """
    dropped: Counter[str] = Counter()
    if root.tag == f"{_W}settings":
        for setting in list(root):
            if setting.tag not in _SETTINGS:
                root.remove(setting)
    dropped["changes"] += _settle_changes(root)
    dropped["fields"] += _flatten_fields(root)
    dropped["embedded"] += _drop_pictures(root)
    dropped["embedded"] += sum(1 for _ in root.iter(*_EMBEDDED))
    dropped["links"] += sum(1 for _ in root.iter(f"{_W}hyperlink"))
    drop_all(root, _GONE)
    unwrap_all(root, _WRAPPERS)
    foreign = {e.tag for e in root.iter() if namespace(e.tag) not in _KNOWN} - {root.tag}
    drop_all(root, foreign)
    for formula in root.iter(_FORMULA):  # a sheet's name may say anything, but one there must be
        formula.text = "Sheet1!$A$1"
    lost = frozenset(lost)
    for element in root.iter():
        _clean_attributes(element, lost)
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(_KNOWN.values()))
    return dropped


def _settle_changes(root: Element) -> int:
    changes = sum(1 for _ in root.iter(*_DELETED, *_INSERTED))
    for mark in list(root.iter(f"{_W}del")):
        properties = mark.getparent()
        if properties is None:
            continue
        owner = properties.getparent()
        if properties.tag == f"{_W}trPr" and owner is not None:  # the whole row went
            drop(owner)
    drop_all(root, _DELETED)
    unwrap_all(root, _INSERTED)
    drop_all(root, _CHANGES)
    return changes


def _flatten_fields(root: Element) -> int:
    """Fields become what they show; those that number pages stay, bare of their switches."""
    flattened = 0
    for simple in list(root.iter(f"{_W}fldSimple")):
        page = _PAGE.match(simple.get(f"{_W}instr", ""))
        if page:
            simple.tag = f"{_W}r"
            for child in list(simple):
                simple.remove(child)
            simple.attrib.clear()
            for kind in ("begin", page[1], "end"):
                _page_step(simple, kind)
        flattened += not page
    stack: list[list[Element]] = []
    for element in list(root.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}t")):
        kind = element.get(f"{_W}fldCharType")
        if kind == "begin":
            stack.append([element])
        elif stack:
            stack[-1].append(element)
        if kind == "end" and stack:
            flattened += _flatten(stack.pop())
    for field in stack:  # never closed
        flattened += _flatten(field)
    return flattened


def _flatten(field: list[Element]) -> bool:
    """Leave of a field (its marks, instruction and texts) the texts, or, of a page's number,
    the rest. Whether it is no field any more."""
    instruction = "".join(e.text or "" for e in field if e.tag == f"{_W}instrText")
    page = _PAGE.match(instruction)
    for element in field:
        if (element.tag == f"{_W}t") == bool(page) or (page and element.tag == f"{_W}instrText"):
            drop(element)
    if page:
        mark = etree.Element(f"{_W}instrText")
        mark.text = f" {page[1]} "
        field[0].addnext(mark)
    return not page


def _page_step(run: Element, kind: str) -> None:
    if kind in ("begin", "end"):
        etree.SubElement(run, f"{_W}fldChar").set(f"{_W}fldCharType", kind)
    else:
        etree.SubElement(run, f"{_W}instrText").text = f" {kind} "


def _drop_pictures(root: Element) -> int:
    """Drawings that hold no text go whole; of the others the pictures in them."""
    pictures = 0
    for drawing in list(root.iter(f"{_W}drawing", f"{_W}pict", f"{_W}object")):
        shown = {local(e.tag) for e in drawing.iter()}
        has_picture = bool(shown & {"pic", "imagedata", "blip", "OLEObject"})
        pictures += has_picture
        if has_picture and not shown & {"txbxContent", "chart", "relIds", "textpath", "txbx"}:
            drop(drawing)
    drop_all(root, [f"{_PIC}pic"])
    return pictures


def _clean_attributes(element: Element, lost: frozenset[str]) -> None:
    for name, _ in attributes(element):
        bare, space = local(name), namespace(name)
        telling = bare in _TELLING or bare.startswith("rsid")
        if (space == _R and element.get(name) in lost) or telling or (space and space not in _KNOWN):
            del element.attrib[name]
    if local(element.tag) in ("docPr", "cNvPr") and "name" in element.attrib:
        element.set("name", "")
