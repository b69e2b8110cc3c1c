"""Which mentions of a document are one person.

Mentions join from the fullest name down. A mention joins a person when every one of its
words is one of that person's, in order (either way round: surname first is common in
captions), an initial standing for a word that begins with it. Where several persons would
do, what stands beside it decides, or nobody: then it is a person of its own that names its
rivals, for a reader may follow one number too many but not a wrong one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from service.document import Role
from service.pipeline.surfaces import fold

Gender = Literal["f", "m"]

#: Words of a name that tell nothing of whose it is.
PARTICLES: Final = frozenset(
    ["de", "del", "la", "las", "los", "y", "e", "i", "da", "do", "dos", "das", "di", "van", "von", "der"]
)
#: How María is written short.
_MARIA: Final = re.compile(r"(?i)\bm\.?ª|\bma\.(?=\s)")
_WORD: Final = re.compile(r"([^\s.,;:()/«»\"“”-]+)(\.?)")
#: What readers of scans take for one another.
_LIKENESS: Final = str.maketrans("01i5", "olls")
#: Letters of a word from which its likeness may stand for it.
_LONG: Final = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands, and what stands around it.

    gender: of the title or article before it. mark: what tells father and son of one name
    apart, "h" or "p". The surface stays out of the repr.
    """

    surface: str = field(repr=False)
    role: Role | None = None
    gender: Gender | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """Of a mention: the number of its person, from 0 in order of first mention, and those
    of the persons that it might be instead."""

    person: int
    rivals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """Folded words, given names first where a comma says which they are; `surname` is the
    index of the word by which its bearer is called, None where it may be one of two."""

    words: tuple[str, ...] = field(repr=False)
    surname: int | None


def read(surface: str) -> Name:
    """The words of `surface`, without particles; initials are words of one letter."""
    before, comma, after = surface.partition(",")
    families, given = _words(before), _words(after) if after else ()
    if comma and families and given:
        return Name((*given, *families), len(given))
    words = (*families, *given)
    return Name(words, {1: 0, 2: 1, 4: 2, 5: 3}.get(len(words)))


def _words(text: str) -> tuple[str, ...]:
    """ "J.P." is two words, "JP" one; "Y." is an initial, "y" none."""
    found = [(fold(word), dot) for word, dot in _WORD.findall(_MARIA.sub("María ", text))]
    return tuple(word for word, dot in found if word and (word not in PARTICLES or (dot and len(word) == 1)))


def stands_for(short: Name, long: Name) -> bool:
    """Whether every word of `short` is one of `long`'s, in its order or surname first."""
    if len(short.words) > len(long.words) or not short.words:
        return False
    turns = range(len(long.words)) if len(short.words) > 1 else range(1)
    return any(_follows(short.words, long.words[n:] + long.words[:n]) for n in turns)


def _follows(short: Sequence[str], long: Sequence[str]) -> bool:
    at = 0
    for word in short:
        while at < len(long) and not _same(word, long[at]):
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


def _same(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one == other or (min(len(one), len(other)) >= _LONG and _likeness(one) == _likeness(other))


def _shares(short: Name, long: Name) -> bool:
    """Whether `short` is that very name, or has a word spelt out in both or several initials."""
    if short.words == long.words:
        return True
    if all(len(word) == 1 for word in short.words):
        return len(short.words) > 1
    spelt = [word for word in short.words if len(word) > 1]
    return any(len(other) > 1 and _same(word, other) for word in spelt for other in long.words)


def _likeness(word: str) -> str:
    return word.replace("rn", "m").translate(_LIKENESS)


@dataclass(slots=True)
class _Person:
    """What is known of a person while mentions join."""

    name: Name
    mark: str
    genders: set[Gender] = field(default_factory=set)
    roles: set[Role] = field(default_factory=set)
    rivals: list["_Person"] = field(default_factory=list)


class _Index:
    """People by their words, by the first letters of these, and by their initials: whoever a
    name may stand for is found without a look at everybody."""

    def __init__(self) -> None:
        self._by: dict[str, list[_Person]] = {}

    def add(self, person: _Person) -> None:
        for word in person.name.words:
            keys = (f"{word}.",) if len(word) == 1 else (_likeness(word), f"{word[0]}…")
            for key in keys:
                self._by.setdefault(key, []).append(person)

    def near(self, name: Name) -> list[_Person]:
        """In the order in which they were added."""
        wanted = []
        for word in name.words:
            keys = f"{word[0]}.", f"{word}…" if len(word) == 1 else _likeness(word)
            if self._by.keys().isdisjoint(keys):
                return []
            wanted.append(keys)
        fewest = min(wanted, key=lambda keys: sum(len(self._by.get(key, ())) for key in keys), default=())
        return list({id(p): p for key in fewest for p in self._by.get(key, ())}.values())


def persons(mentions: Sequence[Mention]) -> list[Membership]:
    """For each of `mentions`, in reading order, whose it is."""
    names = [read(mention.surface) for mention in mentions]
    people = _Index()
    owner: dict[int, _Person] = {}
    for n in sorted(range(len(names)), key=lambda n: _fullness(names[n])):
        name, mention = names[n], mentions[n]
        possible = [p for p in people.near(name) if _may_be(name, mention, p)]
        person = _chosen(name, mention, possible)
        if person is None:
            person = _Person(name, mention.mark, rivals=possible)
            people.add(person)
        if mention.gender:
            person.genders.add(mention.gender)
        if mention.role:
            person.roles.add(mention.role)
        owner[n] = person
    number: dict[int, int] = {}
    for n in range(len(mentions)):
        number.setdefault(id(owner[n]), len(number))
    return [
        Membership(number[id(owner[n])], tuple(sorted(number[id(r)] for r in owner[n].rivals)))
        for n in range(len(mentions))
    ]


def _fullness(name: Name) -> tuple[int, int]:
    """Fullest first: by the words that are spelt out, then by the initials."""
    spelt = [word for word in name.words if len(word) > 1]
    return -len(spelt), -len(name.words)


def _may_be(name: Name, mention: Mention, person: _Person) -> bool:
    if not stands_for(name, person.name):
        return False
    # Initials say little: one of them alone, or all that two names share, is no proof.
    if not _shares(name, person.name):
        return False
    # What lacks one of them is somebody else.
    if len(name.words) < len(person.name.words) and all(len(word) == 1 for word in person.name.words):
        return False
    if mention.mark != person.mark and (mention.mark or len(name.words) == len(person.name.words)):
        return False
    if mention.gender and person.genders and mention.gender not in person.genders:
        return False
    # A bare surname is no proof against what it is called: a judge is not the accused.
    told_apart = {"parte", "autoridad"} <= {*person.roles, mention.role}
    return not (told_apart and mention.role not in person.roles and len(name.words) == 1)


def _chosen(name: Name, mention: Mention, possible: Sequence[_Person]) -> _Person | None:
    """The only one of `possible`, or the only one of that very name, of that role, or who
    is called so by the first surname; None if none of these tells."""
    if len(possible) == 1:
        return possible[0]
    for tells in (
        lambda p: p.name.words == name.words,
        lambda p: mention.role is not None and mention.role in p.roles,
        lambda p: len(name.words) == 1 and _is_called(name.words[0], p.name),
    ):
        told = [p for p in possible if tells(p)]
        if len(told) == 1:
            return told[0]
    return None


def _is_called(word: str, name: Name) -> bool:
    return name.surname is not None and _same(word, name.words[name.surname])
