"""Where a name or number stands again, however it is spelt there.

Case, accents, spacing, line breaks, end-of-line hyphens and the punctuation inside
numbers do not count. Words do: a surface is found as whole words only.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from service.document import Label
from service.pipeline.view import INVISIBLE

Place = tuple[int, int]

#: What may part the characters of one word: a break of the line, or nothing visible.
_WORD_BREAK = re.compile(rf"[\u0300-\u036f{INVISIBLE}]*(?:[-\u2010\u00ac]?[ \t]*\r?\n[ \t]*)?[{INVISIBLE}]*")
#: What may stand between two words of one surface; a blank line ends it.
_WORD_GAP = re.compile(r"(?:(?!\n[ \t\r]*\n)\W){1,8}")

#: A run of letters and digits, or a sign that may stand for some, as a trade mark's does.
_RUN = re.compile(r"[^\W_]+|[^\w\x00-\xa0]")

#: Letters by which the words of a text are found; accents and the like read at a boundary.
_HEAD = 3
_CLINGING = 8


class _Fold(dict[str, str]):
    """Character → its bare lower-case letters or digits (perhaps none, perhaps two)."""

    def __missing__(self, character: str) -> str:
        decomposed = unicodedata.normalize("NFKD", character)
        folded = "".join(c for c in decomposed.casefold() if c.isalnum())
        self[character] = folded
        return folded


_FOLD = _Fold()


def fold(surface: str) -> str:
    """The letters and digits of `surface`, bare of case, accents and all between them."""
    if surface.isascii() and surface.isalnum():
        return surface.lower()
    return "".join(map(_FOLD.__getitem__, surface))


def is_distinctive(surface: str, label: Label) -> bool:
    """Whether `surface` says whom or what it means wherever it stands.

    A name needs a word of three letters, or four initials; a number five letters and
    digits, for shorter ones are years, articles and amounts too.
    """
    if label == "ID":
        return len(fold(surface)) >= 5
    return len(fold(surface)) >= 4 or any(len(fold(word)) >= 3 for word in surface.split())


class Surfaces:
    """An index of one text. Building it is all but linear; a surface costs little more
    than the places that begin as it does."""

    def __init__(self, text: str) -> None:
        self._text = text
        pieces: list[str] = []
        positions: list[int] = []
        starts: list[int] = []
        known: dict[str, tuple[str, bool]] = {}
        for run in _RUN.finditer(text):
            written, first = run[0], run.start()
            if (found := known.get(written)) is None:
                folded = fold(written)
                word = len(folded) == len(written) and (written.isalpha() or written.isdigit())
                found = known[written] = folded, word
            folded, word = found
            pieces.append(folded)
            if word:
                if not (first and text[first - 1] > "\xa0" and joined(text, first)):
                    starts.append(len(positions))
                positions += range(first, first + len(written))
            else:
                spelt = [i for i, c in enumerate(written, first) for _ in _FOLD[c]]
                starts += (n for n, i in enumerate(spelt, len(positions)) if not joined(text, i))
                positions += spelt
        self._positions = positions
        self._folded = "".join(pieces)
        self._starting: dict[str, list[int]] = defaultdict(list)
        for at in starts:
            self._starting[self._folded[at : at + _HEAD]].append(at)

    def places(self, surfaces: Iterable[str], any_case: bool = False) -> list[Place]:
        """Places of any of `surfaces`, in order. A single word counts only where it
        begins with a capital or digit, as names do, unless `any_case`; several words
        in any case."""
        found = {place for surface in surfaces for place in self._places(surface, any_case)}
        return sorted(found)

    def _places(self, surface: str, any_case: bool) -> Iterator[Place]:
        bare = "".join(character for character in surface if not _clings(character))
        words = [folded for word in re.split(r"\W+", bare) if (folded := fold(word))]
        key = "".join(words)
        if not key:
            return
        number = any(character.isdigit() for character in key)
        any_case = any_case or len(words) > 1
        ends = {sum(map(len, words[:n])) for n in range(1, len(words))}
        for at in self._beginning(key):
            positions = self._positions[at : at + len(key)]
            place = positions[0], self._end(positions[-1])
            if (
                not joined(self._text, place[1])
                and self._is_one(positions, ends, number)
                and (any_case or not self._text[place[0]].islower())
            ):
                yield place

    def _beginning(self, key: str) -> Iterator[int]:
        """Where a word begins, and with it the folded text `key`."""
        if len(key) < _HEAD:
            heads = [head for head in self._starting if head.startswith(key)]
        else:
            heads = [key[:_HEAD]]
        for head in heads:
            for at in self._starting.get(head, ()):
                if self._folded.startswith(key, at):
                    yield at

    def _end(self, last: int) -> int:
        """End of the place whose last letter is at `last`, with its combining accents."""
        end = last + 1
        while end < len(self._text) and unicodedata.combining(self._text[end]):
            end += 1
        return end

    def _is_one(self, positions: Sequence[int], ends: set[int], number: bool) -> bool:
        """Whether what parts the characters found is what may part a surface's."""
        for n in range(1, len(positions)):
            left, right = positions[n - 1] + 1, positions[n]
            if left >= right or _WORD_BREAK.fullmatch(self._text, left, right):
                continue
            if not (n in ends or number) or not _WORD_GAP.fullmatch(self._text, left, right):
                return False
        return True


def joined(text: str, at: int) -> bool:
    """Whether what stands before and after `at` belongs to one word: letters or digits
    both, whatever accents and invisible characters stand between. A footnote's digit
    glued to a name does not belong to it."""
    before, after = at - 1, at
    while before >= max(0, at - _CLINGING) and _clings(text[before]):
        before -= 1
    while after < min(len(text), at + _CLINGING) and _clings(text[after]):
        after += 1
    if before < 0 or after >= len(text):
        return False
    left, right = text[before], text[after]
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def _clings(character: str) -> bool:
    """Whether `character` is an accent of the one before it, or invisible."""
    return character > "\xa0" and (unicodedata.combining(character) > 0 or character in INVISIBLE)


def within(places: Sequence[Place], start: int, end: int) -> bool:
    """Whether one of `places` (disjoint, in order) holds all of ``[start, end)``."""
    before = bisect_right(places, start, key=lambda place: place[0]) - 1
    return before >= 0 and end <= places[before][1]
