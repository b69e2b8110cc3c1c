"""HTML: the text that is shown and the marks of its look. All else goes: scripts, comments,
metadata, pictures, links' addresses, and every attribute that is not of the look."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree, html

from service.errors import BrokenFile, UndecodableText
from service.formats.flow import Edit, Flow
from service.formats.format import Fields, Format, Reading
from service.formats.limits import MAX_TAGS, at_most
from service.formats.markup import Element, attributes, drop_all, tail_of, text_of, unwrap_all, walk, words
from service.formats.plain import decode, encoding_of

_BLOCKS: Final = words(
    "html head title body address article aside blockquote caption center dd details dir div dl dt fieldset"
    " figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul"
)
_INLINE: Final = words(
    "abbr b bdi bdo big br cite code col colgroup del dfn em font i ins kbd mark q rp rt ruby s samp small"
    " span strike strong sub sup tt u var wbr"
)
#: Dropped with all that they hold; what is in neither list gives way to its content.
_GONE: Final = {
    "scripts": words("script template noscript"),
    "links": ["link", "base"],
    "metadata": ["meta"],
    "style": ["style"],
    "embedded": words(
        "img picture svg math canvas audio video source track iframe frame frameset object embed applet"
        " param area map input select textarea button datalist output progress meter dialog slot portal"
    ),
}
_ATTRIBUTES: Final = words(
    "align valign bgcolor border cellpadding cellspacing colspan rowspan width height dir lang start type"
    " color size face style clear nowrap span"
)
#: A style that fetches, or that writes.
_UNSAFE_STYLE: Final = re.compile(r"url|@|\\|content|expression|image", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\A\ufeff?\s*<\?xml[^>]*>")
_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|p|div|table|h[1-6]|span|center)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)


def read(data: bytes, fields: Fields = None) -> Reading:  # noqa: ARG001
    """The text of title and body, each block on lines of its own. What is written is in UTF-8.

    Raises:
        UndecodableText: not of the encoding that it names, or of none.
        BrokenFile: there is nothing in it.
    """
    root, dropped = _cleaned(data)
    flow = _flow(root)

    def write(edits: Sequence[Edit] = (), legend: str | None = None) -> bytes:
        flow.apply(edits)
        if legend is not None:
            body = root.find("body")
            etree.SubElement(root if body is None else body, "p").text = f"[{legend}]"
        root[0].insert(0, etree.Element("meta", charset="utf-8"))
        return etree.tostring(root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")

    return Reading(flow.document(), write, dropped, _encoding(data))


def _encoding(data: bytes) -> str:
    named = _CHARSET.search(data, 0, 4096)
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or named is None:
        return encoding_of(data)
    name = named[1].decode("ascii").lower()
    # Browsers read Latin 1 as Windows 1252.
    return {"iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252"}.get(name, name)


def _cleaned(data: bytes) -> tuple[Element, dict[str, int]]:
    try:
        text = _DECLARATION.sub("", decode(data, _encoding(data)))
    except LookupError:
        raise UndecodableText("The page names an unknown encoding.") from None
    at_most(MAX_TAGS, text.count("<"), "tags")
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise BrokenFile("There is no page in it.") from None
    dropped = {kind: drop_all(root, tags) for kind, tags in _GONE.items()}
    dropped["comments"] = len(re.findall("<!--", text))
    dropped["links"] += sum(1 for _ in root.iter("a"))
    unknown = {e.tag for e in root.iter() if isinstance(e.tag, str)} - _BLOCKS - _INLINE
    unwrap_all(root, unknown)
    for element in root.iter():
        for name, value in attributes(element):
            if name not in _ATTRIBUTES or (name == "style" and _UNSAFE_STYLE.search(value)):
                del element.attrib[name]
    if root.find("head") is None:
        root.insert(0, etree.Element("head"))
    return root, {kind: count for kind, count in dropped.items() if count}


def _flow(root: Element) -> Flow:
    flow = Flow()
    with flow.part("body"):
        for event, element in walk(root):
            block = element.tag in _BLOCKS
            if event == "start":
                if element.tag == "br" or block:
                    flow.gap("\n")
                flow.add(element.text, text_of(element))
            else:
                if block:
                    flow.gap("\n")
                flow.add(element.tail, tail_of(element))
    return flow


WEBPAGE: Final = Format(
    "html",
    ("text/html", "application/xhtml+xml"),
    (".html", ".htm", ".xhtml"),
    lambda data: _START.match(data, 0, 4096) is not None,
    read,
)
