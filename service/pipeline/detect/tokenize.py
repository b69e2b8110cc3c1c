"""Text → the tokens that the model reads.

What a tokenizer tells of a text takes fifty times as much memory as the text, so a long one is
read stretch by stretch. They end where a word does: no token goes over such an end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

#: Characters of a stretch, at least; one or more.
STRETCH: Final = 100_000

#: Between a plain letter or figure and a space: nothing that is read as one stands on both sides.
_END: Final = re.compile(r"(?<=[0-9A-Za-z])(?=[ \n])")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Of each token its id, its place ``[start, end)`` in the text, and whether there is anything
    but space: arrays ``[tokens]``. Ids are as good as the text, and stay out of the repr."""

    ids: NDArray[np.int64] = field(repr=False)
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    written: NDArray[np.bool_]


def tokenize(tokenizer: Tokenizer, text: str, stretch: int = STRETCH) -> Tokens:
    """The tokens of `text`, without the special ones."""
    read = [_tokens(tokenizer, text, start, end) for start, end in _stretches(text, stretch)]
    return Tokens(*(np.concatenate([getattr(each, part.name) for each in read]) for part in fields(Tokens)))


def _stretches(text: str, size: int) -> Iterator[tuple[int, int]]:
    start = 0
    while end := _END.search(text, start + size):
        yield start, end.start()
        start = end.start()
    yield start, len(text)


def _tokens(tokenizer: Tokenizer, text: str, start: int, end: int) -> Tokens:
    piece = text[start:end]
    encoding = tokenizer.encode(piece, add_special_tokens=False)
    ids, offsets = encoding.ids, encoding.offsets
    places = start + np.fromiter(chain.from_iterable(offsets), np.int64, 2 * len(ids))
    written = np.array([not piece[first:last].isspace() for first, last in offsets], np.bool_)
    return Tokens(np.array(ids, np.int64), places[::2], places[1::2], written)
