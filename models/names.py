"""Names of people from gold rulings, each with names that are like it and never stood there.

The surnames of a training name are swapped for others that stand nowhere in what the model
read, with as many tokens, the same capitals, accents or none alike, and about as common.
Surnames so common that none like them is unread are left aside: they name nobody.
"""

import csv
import json
import lzma
import math
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from models.corpus import read_gold
from models.counts import folded

#: A control is at most this many times as common as the surname that it stands for.
CALIPER: Final = 3.0
#: Controls of a name.
CONTROLS: Final = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as it stands in a ruling. Stays out of the repr."""

    given: str = field(repr=False)
    family: tuple[str, ...] = field(repr=False)


def parties(path: Path) -> list[Name]:
    """The parties of the gold rulings in file `path` with a given name and a surname, one of
    each set of surnames, so that no family counts twice."""
    found: dict[str, Name] = {}
    for gold in read_gold(path):
        for entity in gold.entities:
            if entity.label == "NOMBRE" and entity.role == "parte":
                name = split(gold.text[entity.start : entity.end])
                if name:
                    found.setdefault(folded(" ".join(name.family)), name)
    return list(found.values())


def split(surface: str) -> Name | None:
    """Given names and surnames: by the comma of an inverted name, else two words are one of
    each, three end in two surnames, and of more than three the last two are. None for initials and lone
    words."""
    before, comma, after = surface.partition(",")
    words = (after if comma else before).split()
    family = before.split() if comma else words[-1:] if len(words) == 2 else words[-2:]
    given = words if comma else words[: -len(family)]
    if not given or not family or not all(re.fullmatch(r"[^\W\d_]{3,}", word) for word in family):
        return None
    return Name(" ".join(given), tuple(family))


def commonness(paths: Iterable[Path]) -> dict[str, tuple[str, int]]:
    """Surnames of CSV files (``surname,count``), folded → a form and its greatest count."""
    found: dict[str, tuple[str, int]] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                if len(row) >= 2 and row[1].strip().isdigit() and re.fullmatch(r"[^\W\d_]{3,}", row[0]):
                    key, number = folded(row[0]), int(row[1])
                    if number > found.get(key, ("", -1))[1]:
                        found[key] = row[0], number
    return found


def words_read(paths: Iterable[Path]) -> set[str]:
    """Every word, folded, of the ``text`` of JSON-lines files (``.jsonl``, ``.jsonl.xz``)."""
    return {folded(word) for text in _texts(paths) for word in set(re.findall(r"[^\W\d_]{3,}", text))}


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        opened = lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield str(json.loads(line)["text"])


def matched(
    names: Sequence[Name],
    surnames: Mapping[str, tuple[str, int]],
    unread: Iterable[str],
    tokens: Callable[[str], int],
    seed: int = 1,
) -> list[tuple[Name, tuple[Name, ...]]]:
    """Each of `names` with `CONTROLS` controls; names without enough are left out.

    surnames: how common each is, as of `commonness`; one that it lacks counts as 0.
    unread: surnames that the model never read. tokens: how many tokens a word has.
    """
    dice = random.Random(seed)
    shelves: dict[tuple[object, ...], list[tuple[float, str]]] = defaultdict(list)
    for word in sorted(set(unread)):
        for form in {word.capitalize(), word.upper()}:
            shelves[_kind(form, tokens)].append((_level(word, surnames), form))
    pairs = []
    for name in names:
        choices = [_like(_level(word, surnames), shelves[_kind(word, tokens)]) for word in name.family]
        if all(len(words) >= CONTROLS for words in choices):
            drawn = zip(*(dice.sample(words, CONTROLS) for words in choices), strict=True)
            pairs.append((name, tuple(Name(name.given, family) for family in drawn)))
    return pairs


def _like(level: float, shelf: Sequence[tuple[float, str]]) -> list[str]:
    return [form for other, form in shelf if abs(other - level) <= math.log(CALIPER)]


def _kind(word: str, tokens: Callable[[str], int]) -> tuple[object, ...]:
    return tokens(word), word.isupper(), word.isascii()


def _level(word: str, surnames: Mapping[str, tuple[str, int]]) -> float:
    return math.log1p(surnames.get(folded(word), ("", 0))[1])
