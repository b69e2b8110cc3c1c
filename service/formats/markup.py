"""XML read without entities, document types, network, comments or processing instructions."""

from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from service.errors import BrokenFile, UnsafeFile
from service.formats.limits import MAX_DEPTH, MAX_TAGS, at_most

Element = etree._Element


def parse(data: bytes) -> Element:
    """The root of an XML document.

    Raises:
        BrokenFile: not well-formed.
        UnsafeFile: it has a document type: no format here needs one, and bombs do.
        FileLimit: too deep, or too many tags.
    """
    at_most(MAX_TAGS, data.count(b"<"), "tags")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        # `from None`: the parser's message quotes what it could not read.
        raise (UnsafeFile if b"<!DOCTYPE" in data else BrokenFile)("The XML is not well-formed.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeFile
    _check_depth(root)
    return root


def dump(root: Element) -> bytes:
    """`root` as a standalone document in UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def words(text: str) -> frozenset[str]:
    """A set of names, written with blanks between."""
    return frozenset(text.split())


def local(name: object) -> str:
    """An element's or attribute's name without its namespace; empty for what is no element."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def namespace(name: str) -> str:
    """The namespace of ``{namespace}name``; empty if it has none."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def drop(element: Element) -> None:
    """Take `element` out; what stands after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def drop_all(root: Element, tags: Iterable[str]) -> int:
    """Take every element of these names out; how many there were."""
    wanted = tuple(tags)
    found = list(root.iter(*wanted)) if wanted else []  # without names it would be all
    for element in found:
        drop(element)
    return len(found)


def unwrap_all(root: Element, tags: Iterable[str]) -> None:
    """Put the content of every element of these names in its place."""
    etree.strip_tags(root, *tags)


def attributes(element: Element) -> list[tuple[str, str]]:
    """Names and values of an element's attributes; a list, so that they may change meanwhile."""
    return [(str(name), str(value)) for name, value in element.items()]


def text_of(element: Element) -> Callable[[str], None]:
    """What puts another text into `element`, before its children."""

    def put(text: str) -> None:
        element.text = text or None

    return put


def tail_of(element: Element) -> Callable[[str], None]:
    """What puts another text after `element`."""

    def put(text: str) -> None:
        element.tail = text

    return put


def attribute_of(element: Element, name: str) -> Callable[[str], None]:
    """What puts another value into an attribute of `element`."""
    return lambda text: element.set(name, text)


def walk(root: Element) -> Iterator[tuple[str, Element]]:
    """``start`` and ``end`` of each element, in document order, without recursion."""
    yield from etree.iterwalk(root, events=("start", "end"))


def _check_depth(root: Element) -> None:
    depth = 0
    for event, _ in walk(root):
        depth += 1 if event == "start" else -1
        at_most(MAX_DEPTH, depth, "elements within elements")
