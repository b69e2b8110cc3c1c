"""Where a name or number stands again, however it is spelt there.

Case, accents, spacing, line breaks, end-of-line hyphens and the punctuation inside
numbers do not count. Words do: a surface is found as whole words only.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from service.document import Label
from service.pipeline.view import INVISIBLE

Place = tuple[int, int]

#: What may part the characters of one word: a break of the line, or nothing visible.
_WORD_BREAK = re.compile(rf"[\u0300-\u036f{INVISIBLE}]*(?:[-\u2010\u00ac]?[ \t]*\r?\n[ \t]*)?[{INVISIBLE}]*")
#: What may stand between two words of one surface; a blank line ends it.
_WORD_GAP = re.compile(r"(?:(?!\n[ \t\r]*\n)\W){1,8}")


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
    return "".join(_FOLD[character] for character in surface)


def is_distinctive(surface: str, label: Label) -> bool:
    """Whether `surface` says whom or what it means wherever it stands.

    A name needs a word of three letters, or four initials; a number five letters and
    digits, for shorter ones are years, articles and amounts too.
    """
    if label == "ID":
        return len(fold(surface)) >= 5
    return len(fold(surface)) >= 4 or any(len(fold(word)) >= 3 for word in surface.split())


class Surfaces:
    """An index of one text. Building it is linear; each surface costs one search."""

    def __init__(self, text: str) -> None:
        self._text = text
        pieces = [(_FOLD[character], i) for i, character in enumerate(text)]
        self._folded = "".join(piece for piece, _ in pieces)
        self._positions = [i for piece, i in pieces for _ in piece]

    def places(self, surfaces: Iterable[str]) -> list[Place]:
        """Places of any of `surfaces`, in order. A single word counts only where it
        begins with a capital or digit, as names do; several words in any case."""
        found = {place for surface in surfaces for place in self._places(surface)}
        return sorted(found)

    def _places(self, surface: str) -> Iterator[Place]:
        words = [folded for word in re.split(r"\W+", surface) if (folded := fold(word))]
        key = "".join(words)
        if not key:
            return
        number = any(character.isdigit() for character in key)
        ends = {sum(map(len, words[:n])) for n in range(1, len(words))}
        at = self._folded.find(key)
        while at >= 0:
            positions = self._positions[at : at + len(key)]
            place = positions[0], self._end(positions[-1])
            if (
                self._is_whole(place)
                and self._is_one(positions, ends, number)
                and (len(words) > 1 or self._stands_as_name(place[0]))
            ):
                yield place
            at = self._folded.find(key, at + 1)

    def _end(self, last: int) -> int:
        """End of the place whose last letter is at `last`, with its combining accents."""
        end = last + 1
        while end < len(self._text) and unicodedata.combining(self._text[end]):
            end += 1
        return end

    def _stands_as_name(self, start: int) -> bool:
        return not self._text[start].islower()

    def _is_whole(self, place: Place) -> bool:
        start, end = place
        return not (start and same_word(self._text[start - 1], self._text[start])) and not (
            end < len(self._text) and same_word(self._text[end - 1], self._text[end])
        )

    def _is_one(self, positions: Sequence[int], ends: set[int], number: bool) -> bool:
        """Whether what parts the characters found is what may part a surface's."""
        for n in range(1, len(positions)):
            left, right = positions[n - 1] + 1, positions[n]
            if left >= right or _WORD_BREAK.fullmatch(self._text, left, right):
                continue
            if not (n in ends or number) or not _WORD_GAP.fullmatch(self._text, left, right):
                return False
        return True


def same_word(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word: letters or digits both.
    A footnote's digit glued to a name does not belong to it."""
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def within(places: Sequence[Place], start: int, end: int) -> bool:
    """Whether one of `places` (disjoint, in order) holds all of ``[start, end)``."""
    before = bisect_right(places, start, key=lambda place: place[0]) - 1
    return before >= 0 and end <= places[before][1]
