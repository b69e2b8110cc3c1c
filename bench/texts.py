"""Fictional rulings as bench material: those of examples/, and those of tests/fictional/."""

import re
from itertools import product
from pathlib import Path

from service.pipeline.directory import is_whole

ROOT = Path(__file__).parent.parent

_NAME = re.compile(r"\b[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+(?: [A-ZÁÉÍÓÚÑ][a-záéíóúñ]+){1,3}\b")

#: Rulings that contestants are compared on.
COMPARED = 60


def examples() -> list[str]:
    """The text of every example, in order of file name."""
    return [path.read_bytes().decode("utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]


def rulings(count: int = COMPARED) -> list[str]:
    """The examples and fictional rulings of every country in turn, `count` of them at most."""
    from tests.fictional import rulings as fictional  # it needs the development environment

    by_country: dict[str, list[str]] = {}
    for ruling in fictional():
        by_country.setdefault(ruling.country, []).append(ruling.text)
    rounds = max(map(len, by_country.values()))
    turns = [texts[n] for n in range(rounds) for texts in by_country.values() if n < len(texts)]
    return (examples() + turns)[:count]


def grown(size: int, seed: int = 0) -> str:
    """A text of `size` words, made of rulings whose people and numbers are each time others.

    Every capitalised word of five letters gets a syllable, and every number other figures, so
    that a long text has as many more names as it is longer.
    """
    pieces: list[str] = []
    left, turn = size, seed
    sources = rulings()
    while left > 0:
        words = list(re.finditer(r"\S+", _varied(sources[turn % len(sources)], turn)))
        text = words[0].string
        pieces.append(text if len(words) <= left else text[: words[left - 1].end()])
        left -= len(words)
        turn += 1
    return "\n\n".join(pieces)


def people(size: int) -> list[str]:
    """`size` whole names: those of the rulings, and the same with other syllables."""
    names: dict[str, None] = {}
    for turn, text in product(range(240), rulings()):
        if len(names) >= size:
            break
        names.update(dict.fromkeys(filter(is_whole, _NAME.findall(_varied(text, turn) if turn else text))))
    return list(names)[:size]


def _varied(text: str, turn: int) -> str:
    syllable = "bcdfglmnprst"[turn % 12] + "aeiou"[turn // 12 % 5] + "lnrs"[turn // 60 % 4]
    text = re.sub(r"\b([A-ZÁÉÍÓÚÑ][a-záéíóúñ]{4,})\b", rf"\1{syllable}", text)
    return re.sub(r"\d{5,}", lambda number: str(int(number[0]) + turn).zfill(len(number[0])), text)


def words(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)
