"""Office Open XML packages: parts found by their relationships, written anew under our names."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from service.errors import BrokenFile
from service.formats.archive import Archive, pack
from service.formats.markup import Element, dump, parse

RELATIONSHIP: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_RELS: Final = f"{{{_PACKAGE}/relationships}}Relationship"
_RELATIONS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Kind:
    """What is kept of a type of relationship: its part's name (``#`` is a number) and type."""

    path: str
    media_type: str


@dataclass(slots=True)
class Part:
    """A part that is kept: where it goes, its tree, and its relationships to other such parts."""

    path: str
    kind: Kind
    root: Element
    targets: dict[str, tuple[str, "Part"]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)


class Package:
    """The parts of a package that are of known kinds, from the main one on, in a fixed order.

    dropped_types: of each relationship that is not followed, the last step of its type.
    """

    def __init__(self, data: bytes, main: Kind, kinds: Mapping[str, Kind]) -> None:
        self._archive = Archive(data)
        self._kinds = kinds
        self._numbers: dict[Kind, int] = {}
        self._known: dict[str, Part] = {}
        self.names: Final = self._archive.names
        self.dropped_types: Final[list[str]] = []
        found = [target for _, kind, target in self._relations("") if kind == "officeDocument" and target]
        if not found:
            raise BrokenFile("The package has no main document.")
        self.main: Final = self._take(found[0], main)

    def parts(self) -> Iterator[Part]:
        """Each part once, the main one first."""
        yield from self._known.values()

    def _take(self, name: str, kind: Kind) -> Part:
        self._numbers[kind] = number = self._numbers.get(kind, 0) + 1
        part = Part(kind.path.replace("#", str(number)), kind, parse(self._archive.read(name)))
        self._known[name] = part
        for key, type_, target in self._relations(name):
            if target is None or type_ not in self._kinds or target not in self._archive:
                part.lost.add(key)
                self.dropped_types.append(type_)
                continue
            known = self._known.get(target) or self._take(target, self._kinds[type_])
            part.targets[key] = (type_, known)
        return part

    def _relations(self, name: str) -> Iterator[tuple[str, str, str | None]]:
        """Id, type's last step and target of a part's relationships; no target: outside."""
        folder, _, file = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self._archive:
            return
        for relation in parse(self._archive.read(rels)).iter(_RELS):
            target = None
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(relation.get("Target", ""))))[
                    1:
                ]
            yield relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], target


def write(package: Package, types: Mapping[str, str]) -> bytes:
    """The package with its parts as they are now, and nothing else. types: the whole name of
    each kept relationship type."""
    parts = list(package.parts())
    overrides = "".join(
        f'<Override PartName="/{part.path}" ContentType="{part.kind.media_type}"/>' for part in parts
    )
    members = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        ),
        "_rels/.rels": _relationships([("rId1", f"{RELATIONSHIP}/officeDocument", package.main.path)]),
    }
    written = {name: _HEAD + text.encode() for name, text in members.items()}
    for part in parts:
        written[part.path] = dump(part.root)
        if part.targets:
            folder, _, file = part.path.rpartition("/")
            rels = _relationships(
                [
                    (key, types[type_], posixpath.relpath(target.path, folder))
                    for key, (type_, target) in part.targets.items()
                ]
            )
            written[f"{folder}/_rels/{file}.rels"] = _HEAD + rels.encode()
    return pack(written)


def _relationships(relations: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{_attribute(key)}" Type="{type_}" Target="{target}"/>'
        for key, type_, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _attribute(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
