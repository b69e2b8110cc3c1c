"""A document → windows of tokens with the tags that each token allows.

A file of windows (safetensors) holds them end to end: token ids and masks of allowed tags.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from models.corpus import Example
from models.tags import OUTSIDE, begin_mask, inside_mask, open_mask


@dataclass(frozen=True, slots=True)
class Window:
    """Model input: token ids with the two special tokens, and for each the mask of
    its allowed tags (0 for the special ones). Both have the same length."""

    input_ids: tuple[int, ...]
    labels: tuple[int, ...]


def cut(length: int, size: int, overlap: int) -> list[tuple[int, int]]:
    """Half-open windows of at most `size` over `length` tokens, each sharing at least
    `overlap` with the one before; all but a lone one are full."""
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and below size")
    if length <= size:
        return [(0, length)] if length else []
    starts = [*range(0, length - size, size - overlap), length - size]
    return [(start, start + size) for start in starts]


def token_masks(example: Example, offsets: list[tuple[int, int]]) -> list[int]:
    """Mask of allowed tags for each token, given its ``[start, end)`` in the text.

    A token belongs to an annotation when it shares a letter or digit with it; the
    tokenizer lets a token begin at the space before its word.
    """
    masks = [open_mask(example.open_classes)] * len(offsets)
    # Undecided places first, so that a real annotation at the same place wins.
    for annotation in sorted(example.annotations, key=lambda a: OUTSIDE not in a.classes):
        undecided = OUTSIDE in annotation.classes
        first = True
        for index, (start, end) in enumerate(offsets):
            if start >= annotation.end:
                break
            shared = example.text[max(start, annotation.start) : min(end, annotation.end)]
            if not shared.strip():
                continue
            if undecided:
                masks[index] |= open_mask(c for c in annotation.classes if c != OUTSIDE)
            else:
                masks[index] = (begin_mask if first else inside_mask)(annotation.classes)
            first = False
    return masks


def windows(example: Example, tokenizer: Tokenizer, size: int, overlap: int) -> list[Window]:
    """All windows of one document, `size` tokens without the special ones."""
    encoding = tokenizer.encode(example.text, add_special_tokens=False)
    masks = token_masks(example, encoding.offsets)
    begin, end = special_ids(tokenizer)
    return [
        Window((begin, *encoding.ids[a:b], end), (0, *masks[a:b], 0))
        for a, b in cut(len(encoding.ids), size, overlap)
    ]


def special_ids(tokenizer: Tokenizer) -> tuple[int, int]:
    """The ids that the tokenizer puts before and after a sequence."""
    ids = tokenizer.encode("").ids
    if len(ids) != 2:
        raise ValueError("the tokenizer does not frame a sequence with two special tokens")
    return ids[0], ids[1]


def write(made: Sequence[Window], path: Path, **more: NDArray[Any]) -> None:
    """Write windows into one file, and arrays of ``[tokens, …]`` that go with their tokens."""

    def joined(rows: Sequence[tuple[int, ...]]) -> NDArray[np.int32]:
        return np.concatenate([np.array(row, dtype=np.int32) for row in (*rows, ())])

    lengths = np.array([len(window.input_ids) for window in made], dtype=np.int32)
    ids, masks = joined([w.input_ids for w in made]), joined([w.labels for w in made])
    save_file({"lengths": lengths, "ids": ids, "masks": masks, **more}, path)


def read(path: Path) -> list[Window]:
    """The windows in a file that `write` wrote."""
    data = load_file(path)
    rows = zip(*(apart(data[name], data["lengths"]) for name in ("ids", "masks")), strict=True)
    return [Window(tuple(ids.tolist()), tuple(masks.tolist())) for ids, masks in rows]


def apart(joined: NDArray[Any], lengths: NDArray[np.int32]) -> list[NDArray[Any]]:
    """What lies end to end, cut into pieces of `lengths`."""
    return np.split(joined, np.cumsum(lengths)[:-1]) if len(lengths) else []
