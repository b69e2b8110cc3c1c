"""Where a name or number stands again, however it is spelt there.

Case, accents, spacing, line breaks, end-of-line hyphens and the punctuation inside
numbers do not count. Words do: a surface is found as whole words only.
"""

import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from service.document import Label
from service.pipeline.view import INVISIBLE

Place = tuple[int, int]

_WORD = re.compile(r"\w+")
#: What may part the characters of one word: a break of the line, or nothing visible.
_WORD_BREAK = re.compile(rf"[\u0300-\u036f{INVISIBLE}]*(?:[-\u2010\u00ac]?[ \t]*\r?\n[ \t]*)?[{INVISIBLE}]*")
#: What may stand between two words of one surface; a blank line ends it.
_WORD_GAP = re.compile(r"(?:(?!\n[ \t\r]*\n)\W){1,8}")

#: Letters by which the words of a text are found, each of so many bits; accents and the like
#: read at a boundary.
_HEAD = 3
_LETTER_BITS = 21
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
        self._folded, self._positions, starts = _letters(text)
        letters = np.frombuffer((self._folded + "\0" * _HEAD).encode("utf-32-le"), np.uint32)
        heads = np.zeros(len(starts), np.int64)
        for n in range(_HEAD):
            heads = heads << _LETTER_BITS | letters[starts + n]
        order = np.argsort(heads, kind="stable")
        self._starts, self._heads = starts[order].tolist(), heads[order].tolist()

    def places(self, surfaces: Iterable[str], any_case: bool = False) -> list[Place]:
        """Places of any of `surfaces`, in order. A single word counts only where it
        begins with a capital or digit, as names do, unless `any_case`; several words
        in any case."""
        return sorted({place for surface in surfaces for place in self._places(surface, any_case)})

    def _places(self, surface: str, any_case: bool) -> Iterator[Place]:
        words = _words(surface)
        key = "".join(words)
        if not key:
            return
        any_case = any_case or len(words) > 1
        for at in self._beginning(key):
            first, last = int(self._positions[at]), int(self._positions[at + len(key) - 1])
            if not any_case and self._text[first].islower():
                continue
            end = self._end(last)
            if not joined(self._text, end) and (
                (last - first == len(key) - 1 and self._text[first : last + 1].isalnum())
                or self._is_one(self._positions[at : at + len(key)].tolist(), words)
            ):
                yield first, end

    def _beginning(self, key: str) -> list[int]:
        """Where a word begins, and with it the folded text `key`."""
        head = 0
        for letter in key[:_HEAD]:
            head = head << _LETTER_BITS | ord(letter)
        rest = _LETTER_BITS * max(0, _HEAD - len(key))
        least, following = head << rest, head + 1 << rest
        near = self._starts[bisect_left(self._heads, least) : bisect_left(self._heads, following)]
        return [at for at in near if self._folded.startswith(key, at)]

    def _end(self, last: int) -> int:
        """End of the place whose last letter is at `last`, with its combining accents."""
        end = last + 1
        while end < len(self._text) and unicodedata.combining(self._text[end]):
            end += 1
        return end

    def _is_one(self, positions: Sequence[int], words: Sequence[str]) -> bool:
        """Whether what parts the characters found is what may part those of a surface's `words`."""
        number = any(map(str.isdigit, "".join(words)))
        ends = set(accumulate(map(len, words)))
        for n, (before, right) in enumerate(pairwise(positions), 1):
            left = before + 1
            if left < right and not (
                ((n in ends or number) and _WORD_GAP.fullmatch(self._text, left, right))
                or _WORD_BREAK.fullmatch(self._text, left, right)
            ):
                return False
        return True


def _words(surface: str) -> list[str]:
    """The words of `surface`, each folded; what clings to a letter parts none."""
    if surface.isalnum():
        return [fold(surface)]
    bare = surface if surface.isascii() else "".join([c for c in surface if not _clings(c)])
    return [folded for word in _WORD.findall(bare) if (folded := fold(word))]


class _Characters:
    """What every character is, as tables by code point, filled in as texts bring them."""

    ALPHA, DIGIT, CLINGS, UNKNOWN = 1, 2, 3, 255

    def __init__(self) -> None:
        size = sys.maxunicode + 1
        self.kinds = np.full(size, self.UNKNOWN, np.uint8)
        self.lengths = np.zeros(size, np.uint8)
        self.letters = np.zeros(size, np.uint32)

    def codes(self, text: str) -> NDArray[np.uint32]:
        """The code points of `text`, all of them known to the tables."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        for code in set(codes[self.kinds[codes] == self.UNKNOWN].tolist()):
            character = chr(code)
            folded = _FOLD[character]
            self.lengths[code], self.letters[code] = len(folded), ord(folded) if len(folded) == 1 else 0
            # Last, for another thread takes what is known for whole.
            self.kinds[code] = (
                self.ALPHA
                if character.isalpha()
                else self.DIGIT
                if character.isdigit()
                else self.CLINGS
                if _clings(character)
                else 0
            )
        return codes


_CHARACTERS = _Characters()


def _letters(text: str) -> tuple[str, NDArray[np.int32], NDArray[np.intp]]:
    """`text` folded; where in it each letter of that comes from; and which of these letters
    begin a word, see `joined`."""
    codes = _CHARACTERS.codes(text)
    lengths = _CHARACTERS.lengths[codes]
    positions = np.repeat(np.arange(len(codes), dtype=np.int32), lengths)
    if lengths.max(initial=0) > 1:
        folded = fold(text)
    else:
        folded = _CHARACTERS.letters[codes[positions]].tobytes().decode("utf-32-le")
    kinds = _CHARACTERS.kinds[codes]
    places = np.arange(len(codes), dtype=np.int32)
    # The last character before each that does not cling to its own.
    before = np.maximum.accumulate(np.where(kinds == _CHARACTERS.CLINGS, -1, places))
    before = np.concatenate([[-1], before[:-1]])[: len(codes)]
    same = (before >= 0) & (places - before <= _CLINGING + 1) & (kinds[before] == kinds) & (kinds > 0)
    return folded, positions, np.flatnonzero(~same[positions])


def joined(text: str, at: int) -> bool:
    """Whether what stands before and after `at` belongs to one word: letters or digits
    both, whatever accents and invisible characters stand between. A footnote's digit
    glued to a name does not belong to it."""
    if (beside := text[max(0, at - 1) : at + 1]).isascii():
        return at > 0 and len(beside) == 2 and (beside.isalpha() or beside.isdigit())
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
    before = bisect_right(places, (start, sys.maxsize)) - 1
    return before >= 0 and end <= places[before][1]
