"""ODT: content, notes, headers and footers, without what they hide."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from lxml import etree

from service.errors import BrokenFile, EncryptedFile
from service.formats.archive import MAGIC, Archive, pack
from service.formats.flow import Edit, Flow
from service.formats.format import Fields, Format, Reading
from service.formats.markup import (
    Element,
    attributes,
    drop,
    drop_all,
    dump,
    local,
    namespace,
    parse,
    tail_of,
    text_of,
    unwrap_all,
    words,
)

_MEDIA: Final = "application/vnd.oasis.opendocument.text"
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT: Final = f"{{{_ODF}text:1.0}}"
_TABLE: Final = f"{{{_ODF}table:1.0}}"
_DRAW: Final = f"{{{_ODF}drawing:1.0}}"
_OFFICE: Final = f"{{{_ODF}office:1.0}}"
_SVG: Final = f"{{{_ODF}svg-compatible:1.0}}"
_MANIFEST: Final = f"{_ODF}manifest:1.0"

#: Vocabularies that are kept: those of text documents and their look.
_KNOWN: Final = frozenset(
    {
        f"{_ODF}{name}:1.0"
        for name in words("office style text table drawing xsl-fo-compatible svg-compatible number")
    }
    | {"http://www.w3.org/1998/Math/MathML", "http://www.w3.org/XML/1998/namespace"}
)


def _names(space: str, names: str) -> list[str]:
    return [space + name for name in names.split()]


_GONE: Final = {
    "comments": _names(_OFFICE, "annotation"),
    "embedded": [
        *_names(
            _DRAW, "image object object-ole applet plugin floating-frame fill-image control contour-polygon"
        ),
        *_names(_OFFICE, "event-listeners binary-data"),
    ],
    "": [
        *_names(_OFFICE, "annotation-end dde-source settings forms scripts"),
        *_names(
            _TEXT,
            "tracked-changes change change-start change-end bookmark bookmark-start bookmark-end"
            " reference-mark reference-mark-start reference-mark-end variable-decls sequence-decls"
            " user-field-decls"
            " dde-connection-decls alphabetical-index-auto-mark-file soft-page-break toc-mark toc-mark-start"
            " toc-mark-end user-index-mark user-index-mark-start user-index-mark-end alphabetical-index-mark"
            " alphabetical-index-mark-start alphabetical-index-mark-end linenumbering-configuration script",
        ),
        *_names(_TABLE, "tracked-changes content-validations named-expressions database-ranges desc title"),
        *_names(_SVG, "title desc"),
    ],
}
_CHANGED: Final = _names(_TEXT, "changed-region")
#: Elements of `text` that stay; fields and whatever else become the text that they hold.
_KEPT: Final = frozenset(
    _names(
        _TEXT,
        "p h span list list-item list-header numbered-paragraph section note note-citation note-body"
        " s tab line-break page-number page-count ruby ruby-base ruby-text soft-hyphen"
        " list-style list-level-style-number list-level-style-bullet outline-style outline-level-style"
        " notes-configuration note-continuation-notice-forward note-continuation-notice-backward"
        " table-of-content index-body index-title table-of-content-source",
    )
)
_LINKS: Final = _names(_TEXT, "a") + _names(_DRAW, "a")
#: Attributes that name things in the writer's words, or repeat what stands there.
_TELLING: Final = words(
    "string-value formula value value-type date-value time-value boolean-value display-name condition author"
    " id title protection-key description label-string currency rsid paragraph-rsid officeooo"
)
_STRUCTURE: Final = frozenset(
    (f"{_TEXT}section", f"{_TEXT}table-of-content", f"{_TABLE}table", f"{_TEXT}index-title")
)
_PARAGRAPHS: Final = _names(_TEXT, "p h")
_PARTS: Final = ("content.xml", "styles.xml")


def read(data: bytes, fields: Fields = None) -> Reading:  # noqa: ARG001
    """The text of content and of page headers and footers: a paragraph a line.

    Raises:
        BrokenFile, EncryptedFile, UnsafeFile, FileLimit
    """
    roots, dropped = _opened(data)
    flow = _flow(roots)

    def write(edits: Sequence[Edit] = (), legend: str | None = None) -> bytes:
        flow.apply(edits)
        if legend is not None:
            _tell(roots["content.xml"], legend)
        return _packed(roots)

    return Reading(flow.document(), write, dropped)


def _tell(root: Element, legend: str) -> None:
    text = next(root.iter(f"{_OFFICE}text"), None)
    if text is not None:
        etree.SubElement(text, f"{_TEXT}p").text = f"[{legend}]"


def _packed(roots: dict[str, Element]) -> bytes:
    """A package of content and styles; nothing else."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in [("/", _MEDIA), *((name, "text/xml") for name in roots)]
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{_MANIFEST}" manifest:version="1.3">{entries}'
        "</manifest:manifest>"
    )
    members = {
        "mimetype": _MEDIA.encode(),
        **{name: dump(root) for name, root in roots.items()},
        "META-INF/manifest.xml": manifest.encode(),
    }
    return pack(members, stored="mimetype")


def _opened(data: bytes) -> tuple[dict[str, Element], dict[str, int]]:
    archive = Archive(data)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise EncryptedFile
    if "content.xml" not in archive:
        raise BrokenFile("The package has no content.")
    dropped: Counter[str] = Counter()
    dropped["embedded"] += sum(
        name.startswith(("Basic/", "Scripts/", "Dialogs/", "Object ")) for name in archive.names
    )
    dropped["metadata"] += "meta.xml" in archive
    roots = {name: parse(archive.read(name)) for name in _PARTS if name in archive}
    for root in roots.values():
        if not root.tag.startswith(_OFFICE):
            raise BrokenFile("Its content is not that of a text document.")
        dropped += _clean(root)
    return roots, dict(+dropped)


def _clean(root: Element) -> Counter[str]:
    dropped: Counter[str] = Counter()
    dropped["changes"] = sum(1 for _ in root.iter(*_CHANGED))
    dropped["links"] = sum(1 for _ in root.iter(*_LINKS))
    # LibreOffice writes both, empty, into every file.
    dropped["embedded"] = sum(len(e) > 0 for e in root.iter(*_names(_OFFICE, "forms scripts")))
    for kind, tags in _GONE.items():
        count = drop_all(root, tags)
        if kind:
            dropped[kind] += count
    unwrap_all(root, _LINKS)
    foreign = {e.tag for e in root.iter() if namespace(e.tag) not in _KNOWN}
    for element in list(root.iter(*foreign)) if foreign else ():
        # In a paragraph it may hold text that is shown.
        if next(element.iterancestors(*_PARAGRAPHS), None) is None:
            drop(element)
    unwrap_all(root, foreign)
    other = {e.tag for e in root.iter() if e.tag.startswith(_TEXT)} - _KEPT
    fields = [e for e in root.iter(*other) if e.text] if other else []
    dropped["fields"] += len(fields)
    unwrap_all(root, other)
    numbers: Counter[str] = Counter()
    for element in root.iter():
        for name, _ in attributes(element):
            bare = local(name)
            space = namespace(name)
            if bare in _TELLING or (space and space not in _KNOWN):
                del element.attrib[name]
            elif bare == "name" and (element.tag in _STRUCTURE or element.tag.startswith(_DRAW)):
                numbers[bare] += 1
                element.set(name, f"n{numbers[bare]}")
    etree.cleanup_namespaces(root)
    return dropped


def _flow(roots: dict[str, Element]) -> Flow:
    flow = Flow()
    for name, root in roots.items():
        with flow.part("body" if name == "content.xml" else "headers"):
            for element in root.iter(*_PARAGRAPHS):
                _add_paragraph(flow, element)
                flow.gap("\n")
    return flow


def _add_paragraph(flow: Flow, paragraph: Element) -> None:
    """The paragraph's own text; those within it (notes, text boxes) have their own turn."""
    flow.add(paragraph.text, text_of(paragraph))
    waiting = [(child, False) for child in reversed(paragraph)]
    while waiting:
        element, done = waiting.pop()
        if not done:
            name = element.tag
            waiting.append((element, True))
            if name in _PARAGRAPHS or name == f"{_TEXT}note-citation":  # a number glued to a word
                continue
            if character := _character(element):
                flow.add(character, _spelled(element))
            else:
                flow.add(element.text, text_of(element))
                waiting.extend((child, False) for child in reversed(element))
        elif not _holds_paragraphs(element.getparent()):
            flow.add(element.tail, tail_of(element))


def _holds_paragraphs(element: Element | None) -> bool:
    return element is not None and element.tag in (f"{_TEXT}note-body", f"{_DRAW}text-box")


def _character(element: Element) -> str:
    """What an element that stands for characters stands for; empty for any other."""
    match element.tag.removeprefix(_TEXT):
        case "s":
            count = element.get(f"{_TEXT}c", "1")
            return " " * (int(count) if re.fullmatch(r"[0-9]{1,4}", count) else 1)
        case "tab":
            return "\t"
        case "line-break":
            return "\n"
    return ""


def _spelled(element: Element) -> Callable[[str], None]:
    """What puts text in the place of an element that stands for characters."""

    def put(text: str) -> None:
        element.tag = f"{_TEXT}span"
        element.attrib.clear()
        element.text = text or None

    return put


def _sniff(data: bytes) -> bool:
    return data.startswith(MAGIC) and f"mimetype{_MEDIA}".encode() in data[:200]


ODT: Final = Format("odt", (_MEDIA,), (".odt",), _sniff, read)
