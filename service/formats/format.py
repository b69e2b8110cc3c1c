"""What a format is: a name, a way to tell it by its bytes, and the way in, which knows the way out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from service.document import Document
from service.formats.flow import Edit

#: Names of XML elements, JSON keys or CSV columns whose text is read; None: of all.
Fields = frozenset[str] | None


class Write(Protocol):
    """The same file with `edits` of its text, without what was told as dropped; where its format
    has a place for one, with `legend` as its last paragraph. Once: it changes what was read."""

    def __call__(self, edits: Sequence[Edit] = (), legend: str | None = None) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read, and what writes it again.

    dropped: how many things of each kind do not go out: ``changes`` (tracked), ``comments``,
        ``embedded`` (images, files, macros), ``links``, ``metadata``, ``fields``.
    encoding: of a text file, as it was found.
    guessed: pages whose text a program read from a picture, and may have misread: a person has
        to see what comes of it.
    has: the names of all its fields; None: its format has none.
    """

    document: Document
    write: Write = field(repr=False)
    dropped: Mapping[str, int] = field(default_factory=dict)
    encoding: str | None = None
    guessed: int = 0
    has: Fields = None


class Read(Protocol):
    def __call__(self, data: bytes, fields: Fields = None) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files.

    media_types: the first is what is written. suffixes: likewise.
    sniff: whether these bytes are of it; names and declared types count for nothing.
    read: bytes → their text, in parts, and what writes them again.
    tells: whether it has a place for a legend.
    """

    name: str
    media_types: tuple[str, ...]
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Read
    tells: bool = True
