"""JSON, and JSON lines: strings and numbers, keys as well; every other byte stays as it is."""

import json
import re
from typing import Final

from service.errors import BrokenFile
from service.formats.flow import Flow, Source
from service.formats.format import Fields, Format, Reading
from service.formats.plain import decode, encoding_of

#: A string or a number of well-formed JSON, and whether it is a key.
_TOKEN: Final = re.compile(r'("(?:[^"\\]|\\.)*+"|-?\d[\d.eE+-]*+)(\s*+:)?')


def read(data: bytes, fields: Fields = None) -> Reading:
    """``key: value`` lines, in the file's order. fields: the keys whose values are read; then
    keys are not. A number in which something is replaced becomes a string.

    Raises:
        BrokenFile: not JSON, line by line or whole.
        UndecodableText: NUL or a lone surrogate, in whatever spelling.
    """
    encoding = encoding_of(data)
    text = decode(data, encoding)
    if not _is_json(text):
        raise BrokenFile("Not well-formed JSON.")
    source = Source(text)
    flow, keys = _flow(source, fields)
    return Reading(flow.document(), source.writer(flow, encoding), encoding=encoding, has=keys)


def _flow(source: Source, fields: Fields) -> tuple[Flow, frozenset[str]]:
    flow = Flow()
    key = None
    keys = set()
    with flow.part("body"):
        for token in _TOKEN.finditer(source.text):
            is_key = token[2] is not None
            plain = json.loads(token[1]) if token[1].startswith('"') else token[1]
            if is_key:
                key = plain
                keys.add(plain)
            if fields is None or (key in fields and not is_key):
                flow.add(plain, source.put(*token.span(1), _spelled))
                flow.gap(": " if is_key else "\n")
    return flow, frozenset(keys)


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
    tells=False,
)
