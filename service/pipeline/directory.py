"""A court's directory: judges, clerks, prosecutors, lawyers, experts, by their whole names.

A name is looked up by pairs of its words, so that the size of the directory does not matter.
What an entry says counts only where the text says so too: `service.pipeline.directory_cues`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, Literal

from service.document import Role
from service.pipeline.persons import Name, read

#: What an entry may say of somebody.
ListedRole = Literal["autoridad", "profesional"]

#: Words of a name that are looked at.
_WORDS: Final = 8

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in a directory. name: given name first, or after a comma. The texts stay out of
    the repr."""

    name: str = field(repr=False)
    role: ListedRole
    office: str | None = field(default=None, repr=False)


class Directory:
    """Roles by name. Built once, read by many. A name that is not whole says nothing."""

    def __init__(self, entries: Iterable[Listed] = ()) -> None:
        self._by: dict[_Pair, list[tuple[Name, Role]]] = {}
        for entry in entries:
            name = read(entry.name)
            for key in _keys(name) if _is_whole(name) else ():
                self._by.setdefault(key, []).append((name, entry.role))

    def __bool__(self) -> bool:
        return bool(self._by)

    def roles(self, surface: str) -> frozenset[Role]:
        """The roles of everybody whose name `surface` is: a given name and a surname at least, or
        the given name's initial and both surnames."""
        name = read(surface)
        spelt = sorted({word for word in name.words[:_WORDS] if len(word) > 1})
        near = (one for key in combinations(spelt, 2) for one in self._by.get(key, ()))
        return frozenset(role for listed, role in near if is_name_of(name, listed))


#: Of a court that has none.
NOBODY: Final = Directory()


def is_whole(name: str) -> bool:
    """Whether `name` may stand in a directory: a given name and a surname, both spelt out."""
    return _is_whole(read(name))


def _is_whole(name: Name) -> bool:
    words = name.words
    return 2 <= len(words) <= _WORDS and len(words[0]) > 1 and len(words[-1]) > 1


def _keys(name: Name) -> set[_Pair]:
    """Pairs of words of which a mention must have one: the given name with any other, and the
    two surnames."""
    given, *others = name.words
    pairs = [(given, other) for other in others] + [(name.words[-2], name.words[-1])]
    return {(min(pair), max(pair)) for pair in pairs if len(pair[0]) > 1 and len(pair[1]) > 1}


def is_name_of(name: Name, listed: Name) -> bool:
    """Whether a mention, its words either way round, is the whole name of who is listed."""
    if len(name.words) > len(listed.words):
        return any(_follows(listed.words, turned) for turned in _turns(name.words))
    for turn in range(len(listed.words)):
        found = _matched(name.words, listed.words[turn:] + listed.words[:turn])
        if found is not None and _suffices(name, listed, [(n + turn) % len(listed.words) for n in found]):
            return True
    return False


def _suffices(name: Name, listed: Name, found: list[int]) -> bool:
    """Whether a mention whose words are those `found` of the listed name's tells who it is."""
    spelt = {n for word, n in zip(name.words, found, strict=True) if len(word) > 1 < len(listed.words[n])}
    families = range(len(listed.words) - 1 if listed.surname is None else listed.surname, len(listed.words))
    if 0 in spelt:
        return bool(spelt.intersection(families)) or (listed.surname is None and len(spelt) > 1)
    last_two = {len(listed.words) - 2, len(listed.words) - 1}
    return 0 in found and len(listed.words) > 2 and last_two <= spelt


def _turns(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (words[n:] + words[:n] for n in range(len(words)))


def _follows(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return _matched(short, long) is not None


def _matched(short: tuple[str, ...], long: tuple[str, ...]) -> list[int] | None:
    """Where in `long` the words of `short` stand, in order; None if one of them does not."""
    found, at = [], 0
    for word in short:
        while at < len(long) and not _is_one(word, long[at]):
            at += 1
        if at == len(long):
            return None
        found.append(at)
        at += 1
    return found


def _is_one(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) == 1 and word[0] == other[0])
