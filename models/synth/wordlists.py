"""Lists of words, a file each: lines of ``name: one, another, "one, with a comma"``."""

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def wordlists(file: str) -> dict[str, tuple[str, ...]]:
    """The lists of ``<file>.txt`` in this folder."""
    lines = (_FOLDER / f"{file}.txt").read_text(encoding="utf-8").splitlines()
    return {name: _listed(words) for name, words in (line.split(": ", 1) for line in lines)}


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip('"') for word in re.findall(r'"[^"]+"|[^,\s"][^,"]*', words))
