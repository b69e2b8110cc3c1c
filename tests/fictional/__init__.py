"""Fictional rulings, annotated by hand to measure on: marked text → a text and its gold spans.

A folder holds a country's rulings, one plain file each. A mark stands around a mention and
names its label, and of a name its role: ``[[Aurelia Quimera|NOMBRE parte]], vecina de
[[Villa Sauce|LUGAR]]``. README.md says what is marked.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from models.corpus import Entity, Gold
from service.document import LABELS, ROLES

FOLDER: Final = Path(__file__).parent

_MARK: Final = re.compile(r"\[\[([^\[\]|]+)\|(\w+)(?: (\w+))?\]\]")
_REST: Final = re.compile(r"\[\[|\]\]|\|")
#: No mention begins or ends with these: they belong to the sentence.
_OUTSIDE: Final = " \n\t,;:\"'“”«»‘’"


class MalformedMark(ValueError):
    """A marked text is not what it should be; names the line."""


def rulings(folder: Path = FOLDER) -> Iterator[Gold]:
    """Every ruling of `folder`, by country and number.

    Raises:
        MalformedMark: a file's marks cannot be read.
    """
    for path in sorted(folder.glob("*/*.txt")):
        country = path.parent.name.upper()
        text, entities = unmarked(path.read_bytes().decode("utf-8"), path.name)
        yield Gold(f"{path.parent.name}-{path.stem}", "fictional", country, text, entities)


def unmarked(marked: str, name: str = "text") -> tuple[str, tuple[Entity, ...]]:
    """The text without its marks, and what they mark, in code points of that text.

    Raises:
        MalformedMark: a mark that is not closed, not a label's, without a name's role, or
            that takes in space, a comma or a quotation mark at an edge; with `name` and line.
    """
    text = ""
    entities: list[Entity] = []
    at = 0

    def refuse(place: int, why: str) -> MalformedMark:
        return MalformedMark(f"{name}, line {marked.count(chr(10), 0, place) + 1}: {why}")

    for match in _MARK.finditer(marked):
        between, (surface, label, role) = marked[at : match.start()], match.groups()
        if _REST.search(between):
            raise refuse(at, "a mark is not whole")
        if label not in LABELS:
            raise refuse(match.start(), "no such label")
        if not (role in ROLES if label == "NOMBRE" else role is None):
            raise refuse(match.start(), "a name has one of the roles, nothing else has any")
        if surface != surface.strip(_OUTSIDE):
            raise refuse(match.start(), "an edge takes in what is the sentence's")
        start = len(text) + len(between)
        entities.append(Entity(start, start + len(surface), label, role or ""))
        text += between + surface
        at = match.end()
    if _REST.search(marked[at:]):
        raise refuse(at, "a mark is not whole")
    return text + marked[at:], tuple(entities)
