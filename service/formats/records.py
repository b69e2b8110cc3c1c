"""JSON, and JSON lines: strings and numbers, keys as well; every other byte stays as it is."""

import json
import re
from collections.abc import Sequence
from typing import Final

from service.errors import BrokenFile
from service.formats.flow import Edit, Flow, Source
from service.formats.format import Fields, Format, Reading
from service.formats.plain import decode, encoding_of

#: A string or a number of well-formed JSON, and whether it is a key.
_TOKEN: Final = re.compile(r'("(?:[^"\\]|\\.)*+"|-?\d[\d.eE+-]*+)(\s*+:)?')


def read(data: bytes, fields: Fields = None) -> Reading:
    """``key: value`` lines, in the file's order. fields: the keys whose values are read; then
    keys are not.

    Raises:
        BrokenFile: not JSON, line by line or whole.
        UndecodableText: NUL or a lone surrogate, in whatever spelling.
    """
    text = decode(data, encoding_of(data))
    if not _is_json(text):
        raise BrokenFile("Not well-formed JSON.")
    return Reading(_flow(Source(text), fields).document(), encoding=encoding_of(data))


def write(data: bytes, edits: Sequence[Edit], fields: Fields = None) -> bytes:
    """`data` with `edits`; a number in which something is replaced becomes a string."""
    encoding = encoding_of(data)
    source = Source(decode(data, encoding))
    _flow(source, fields).apply(edits)
    return source.changed().encode(encoding)


def _flow(source: Source, fields: Fields) -> Flow:
    flow = Flow()
    key = None
    with flow.part("body"):
        for token in _TOKEN.finditer(source.text):
            is_key = token[2] is not None
            plain = json.loads(token[1]) if token[1].startswith('"') else token[1]
            if is_key:
                key = plain
            if fields is None or (key in fields and not is_key):
                flow.add(plain, source.put(*token.span(1), _spelled))
                flow.gap(": " if is_key else "\n")
    return flow


def _spelled(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _is_json(text: str) -> bool:
    text = text.removeprefix("\ufeff")
    if not text.lstrip().startswith(("{", "[")):
        return False
    return _loads(text) or all(_loads(line) for line in text.split("\n") if line.strip())


def _loads(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _sniff(data: bytes) -> bool:
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
        return False
    try:
        return _is_json(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


RECORDS: Final = Format(
    "jsonl",
    ("application/jsonl", "application/x-ndjson", "application/json"),
    (".jsonl", ".ndjson", ".json"),
    _sniff,
    read,
    write,
)
