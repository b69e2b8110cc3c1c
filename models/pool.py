"""Unlabelled rulings → passages, drawn so that no source drowns the others.

A pool is JSON-lines files (``.jsonl`` or ``.jsonl.xz``), one document each, with its
``text`` and perhaps its ``source``.
"""

import json
import lzma
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: Characters of a passage: about 500 tokens.
PASSAGE = 2_000
#: Characters of a token of the base's vocabulary, in rulings.
CHARACTERS_PER_TOKEN = 4.0
#: Words of a shingle; share of its shingles from which a passage counts as the same text. A
#: statute that both quote stays under it.
SHINGLE = 8
SHARED = 0.2


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document, cut at a line's or a word's end. The text stays out of the repr."""

    source: str
    text: str = field(repr=False)


def draw(
    files: Iterable[Path],
    characters: int,
    seed: int,
    size: int = PASSAGE,
    apart: frozenset[int] = frozenset(),
) -> list[Passage]:
    """About `characters` characters of passages of about `size`, without repetition.

    A source is drawn with a chance in proportion to the root of what it holds: large
    collections lead, small countries are heard. The same seed draws the same passages.
    apart: `shingles` of texts of which no piece may be drawn.
    """
    dice = random.Random(seed)
    stock = _stock(files, size)
    for passages in stock.values():
        dice.shuffle(passages)
    weights = {source: sum(len(p.text) for p in passages) ** 0.5 for source, passages in stock.items()}
    drawn: list[Passage] = []
    total = 0
    while total < characters and (sources := [s for s in stock if stock[s]]):
        (source,) = dice.choices(sources, [weights[s] for s in sources])
        passage = stock[source].pop()
        if apart and _shared(passage.text, apart) > SHARED:
            continue
        drawn.append(passage)
        total += len(passage.text)
    return drawn


def write(passages: Iterable[Passage], path: Path) -> None:
    """Write `passages` as a pool (``.jsonl.xz``)."""
    # A window as large as the pool: what rulings repeat is packed once.
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 27}]
    with lzma.open(path, "wt", encoding="utf-8", newline="\n", filters=filters) as lines:
        for passage in passages:
            fields = {"source": passage.source, "text": passage.text}
            lines.write(json.dumps(fields, ensure_ascii=False) + "\n")


def rest(files: Iterable[Path], apart: frozenset[int], size: int = PASSAGE) -> Iterator[Passage]:
    """Every passage, in order, but those that are in the texts of which `apart` are shingles."""
    for passages in _stock(files, size).values():
        yield from (passage for passage in passages if _shared(passage.text, apart) <= SHARED)


def shingles(texts: Iterable[str]) -> frozenset[int]:
    """Hashes of every run of `SHINGLE` words in `texts`."""
    return frozenset(shingle for text in texts for shingle in _runs(text))


def _runs(text: str) -> list[int]:
    words = text.split()
    return [hash(tuple(words[i : i + SHINGLE])) for i in range(max(len(words) - SHINGLE + 1, 1))]


def _shared(text: str, apart: frozenset[int]) -> float:
    runs = _runs(text)
    return sum(run in apart for run in runs) / len(runs)


def _stock(files: Iterable[Path], size: int) -> dict[str, list[Passage]]:
    stock: dict[str, list[Passage]] = defaultdict(list)
    for file in sorted(files):
        for document in _documents(file):
            source = str(document.get("source", file.name))
            stock[source] += [Passage(source, piece) for piece in pieces(str(document["text"]), size)]
    return stock


def _documents(file: Path) -> Iterator[dict[str, object]]:
    opened = lzma.open if file.suffix == ".xz" else open
    with opened(file, "rt", encoding="utf-8", newline="\n") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def pieces(text: str, size: int) -> Sequence[str]:
    """`text` in pieces of at most `size` characters, which together are all of it. A piece
    ends after a line where one ends in its second half, else after a word."""
    found = []
    start = 0
    while start < len(text):
        end = start + size
        if end < len(text):
            half = start + size // 2
            cut = max(text.rfind("\n", half, end), 0) or max(text.rfind(" ", half, end), 0)
            end = cut + 1 if cut else end
        found.append(text[start:end])
        start = end
    return found
