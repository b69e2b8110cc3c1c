"""The sentences of rulings, and how an alternative of them is chosen.

A file of ``sentences/`` has sections ``== name``, each line below one alternative:
text with ``¶`` for a new line, ``[this|that|]`` for a free choice, and slots:

    {name}         a section, or something of the case (``models.synth.slots``)
    {name*3-6}     three to six different alternatives of a section, joined by spaces;
    {name*3-6/}    … or each on a line of its own
    {name!}        the same in capitals
    {-name}        the same without annotations

A section ``name.criminal`` serves the cases of that matter. A country's file comes
before ``common``: its section is used as often as the common one, if both exist;
``== name only`` leaves the common one out.
"""

import random
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "sentences"
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Grammar:
    """Sections of a country; of each the pools that serve it. Out of the repr: it is long."""

    country: str
    sections: dict[str, tuple[tuple[str, ...], ...]] = field(repr=False)

    def has(self, name: str) -> bool:
        return name in self.sections

    def pools(self, name: str, matter: str) -> tuple[tuple[str, ...], ...]:
        """The pools of `name`: those of the matter and the general ones."""
        return self.sections.get(f"{name}.{matter}", ()) + self.sections.get(name, ())


@cache
def grammar(country: str) -> Grammar:
    """The sentences of a country, by its two letters; ``xx`` where it has no file."""
    path = _FOLDER / f"{country.lower()}.txt"
    own = _sections((path if path.exists() else _FOLDER / "xx.txt").read_text(encoding="utf-8"))
    merged: dict[str, tuple[tuple[str, ...], ...]] = {}
    for file in sorted(_FOLDER.glob("common*.txt")):
        for name, lines in _sections(file.read_text(encoding="utf-8")).items():
            merged[name] = (*merged.get(name, ()), lines)
    # What the common files say of one section is one pool.
    merged = {name: (tuple(line for pool in pools for line in pool),) for name, pools in merged.items()}
    for name, lines in own.items():
        bare = name.removesuffix(" only")
        merged[bare] = (lines,) if bare != name else (lines, *merged.get(bare, ()))
    return Grammar(country, merged)


def _sections(text: str) -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("== "):
            lines = sections.setdefault(line[3:].strip(), [])
        elif line.strip() and not line.startswith("#"):
            lines.append(line.replace("¶", "\n"))
    return {name: tuple(lines) for name, lines in sections.items()}


def choose(dice: random.Random, template: str) -> str:
    """`template` with its free choices made, the innermost first."""
    while "|" in template:
        chosen = _CHOICE.sub(lambda match: dice.choice(match[1].split("|")), template)
        if chosen == template:
            break
        template = chosen
    return template


def draw(dice: random.Random, pools: tuple[tuple[str, ...], ...], count: int) -> list[str]:
    """`count` different alternatives of `pools`, each pool as likely as the next; fewer
    if there are no more."""
    left = [dice.sample(pool, len(pool)) for pool in pools]
    drawn: list[str] = []
    while len(drawn) < count and (left := [pool for pool in left if pool]):
        drawn.append(dice.choice(left).pop())
    return drawn
