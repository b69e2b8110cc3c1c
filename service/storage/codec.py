"""Values ↔ the bytes that are sealed: UTF-8 JSON, one key a field."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from msgspec import to_builtins

from service.document import Decision, File, Hints, Party, Span

#: Fields of a span that JSON has as lists.
_LISTS: Final = ("role_chances", "rivals", "attributes")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a revision says: its decisions and its author's note."""

    decisions: tuple[Decision, ...]
    note: str | None = field(default=None, repr=False)


def dump_verdict(decisions: Sequence[Decision], note: str | None) -> bytes:
    return _dump({"decisions": to_builtins(decisions), "note": note})


def load_verdict(data: bytes) -> Verdict:
    found = json.loads(data)
    decisions = tuple(
        Decision(_span(item["span"]), item["action"], item["reason"]) for item in found["decisions"]
    )
    return Verdict(decisions, found["note"])


def _span(fields: dict[str, Any]) -> Span:
    """A span as it was dumped, by this version or by one that knew fewer lists of it."""
    return Span(**{**fields, **{name: tuple(fields.get(name, ())) for name in _LISTS}})


def dump_hints(hints: Hints) -> bytes:
    return _dump(asdict(hints))


def load_hints(data: bytes) -> Hints:
    found = json.loads(data)
    parties = tuple(map(_party, found["parties"]))
    listed = {name: tuple(found[name]) for name in ("hide", "keep")}
    return Hints(**found | listed | {"parties": parties})


def _party(found: str | dict[str, Any]) -> Party:
    """A party as it was dumped, by this version or by one that knew names only."""
    if isinstance(found, str):
        return Party(found)
    return Party(found["name"], found["role"], tuple(found["attributes"]))


def _dump(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def dump_about(file: File) -> bytes | None:
    """A file's name and fields; None if it has neither."""
    if file.name is None and file.fields is None:
        return None
    return _dump({"name": file.name, "fields": None if file.fields is None else sorted(file.fields)})


def load_file(format_name: str, data: bytes | None, about: bytes | None) -> File:
    """The file of which `dump_about` told `about`."""
    told = json.loads(about) if about else {}
    fields = told.get("fields")
    return File(format_name, data, told.get("name"), None if fields is None else frozenset(fields))
