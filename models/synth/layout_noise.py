"""Noise between letters: spaces, line ends, hyphens, footnotes and pages."""

import random
import re
from typing import Final

from models.corpus import Example
from models.synth.edits import Edit, changed, edited, harmless, interrupted

_LONG_WORD: Final = re.compile(r"[^\W\d_]{6,}")
_FOOTERS: Final = (
    "\n{page}\n",
    "\n\n{page}\n\n",
    "\n- {page} -\n",
    "\nPágina {page} de {pages}\n",
    "\n\nPágina {page}\n\n",
    "\nPág. {page}/{pages}\n\n",
    "\n{page}\n\nPODER JUDICIAL\nSALA PRIMERA\n\n",
    "\n{page}/{pages}\n",
    "\n\x0c\n",
    "\n{page} de {pages}\n\x0c\n",
    "\nFojas {page}\n\n",
    " {page} ",
    "\n\nJURISPRUDENCIA\n\n{page}\n\n",
    "\nCorte Suprema de Justicia\n{page}\n",
)


def glued(example: Example, dice: random.Random) -> Example:
    """Spaces lost beside and within mentions, and "Nº 1234" as "Nº1234"."""
    text = example.text
    places = {p for a in example.annotations for p in (a.start - 1, a.end) if 0 < p < len(text) - 1}
    places |= {m.start() + 2 for m in re.finditer(r"[Nn][°º] \d", text)}
    rate = dice.choice((0.05, 0.15))
    edits = [Edit(p, p + 1, "") for p in sorted(places) if text[p] == " " and dice.random() < rate]
    inner = [p for a in example.annotations for p in range(a.start + 1, a.end - 1) if text[p] == " "]
    edits += [Edit(p, p + 1, "") for p in inner if p not in places and dice.random() < rate / 4]
    return edited(example, _apart(harmless(example, edits)))


def footnotes(example: Example, dice: random.Random) -> Example:
    """The number of a footnote glued to a name; it stays outside of the mention."""
    names = [a for a in example.annotations if a.classes[0].startswith(("NOMBRE", "ORG"))]
    ends = {a.end for a in names if example.text[a.end : a.end + 1] in {" ", ",", ".", ";", ""}}
    inside = {p for a in example.annotations for p in range(a.start + 1, a.end)}
    number = dice.randint(1, 60)
    edits = []
    for end in sorted(ends - inside):
        # A digit after a digit would be read as part of it.
        if dice.random() < 0.08 and not example.text[end - 1].isdigit():
            edits.append(Edit(end, end, str(number)))
            number += 1
    return edited(example, edits)


def loose_spaces(example: Example, dice: random.Random) -> Example:
    """Spaces doubled, as justified lines come out, or put inside words and numbers."""
    rate = dice.choice((0.02, 0.1, 0.4))
    example = changed(
        example, dice, rate, re.compile(r"(?<=\S) (?=\S)"), lambda _: dice.choice(("  ", "  ", "   "))
    )
    splits = re.compile(r"(?<=\w)(?=\w)")
    return changed(example, dice, dice.choice((0.0, 0.001, 0.004)), splits, lambda _: " ")


def wrapped(example: Example, dice: random.Random) -> Example:
    """Lines broken at 70 to 100 columns."""
    width = dice.randint(70, 100)
    gap = "\n\n" if dice.random() < 0.1 else "\n"
    edits, begin, space = [], 0, -1
    for place, letter in enumerate(example.text):
        if letter == "\n":
            begin, space = place + 1, -1
        elif letter == " ":
            space = place
        if place - begin >= width and space > begin:
            edits.append(Edit(space, space + 1, gap))
            begin, space = space + 1, -1
    return edited(example, edits)


def hyphenated(example: Example, dice: random.Random) -> Example:
    """Words parted at the end of a line."""
    mark = dice.choice(("-\n", "-\n", "-\n", "-", "- ", "\u00ad\n", "¬\n"))
    return _parted(example, dice, mark, dice.choice((0.01, 0.03)))


def soft_hyphens(example: Example, dice: random.Random) -> Example:
    """Words with the invisible hyphen that a word processor leaves."""
    return _parted(example, dice, "\u00ad", dice.choice((0.03, 0.15)))


def paged(example: Example, dice: random.Random) -> Example:
    """Page numbers, headers and footers, some of them inside a mention, which they cut in two."""
    footer = dice.choice(_FOOTERS)
    page = dice.randint(1, 40)
    for _ in range(1 + len(example.text) // dice.randint(1500, 4000)):
        spaces = [m.start() for m in re.finditer(r"(?<=\S)[ \n](?=\S)", example.text)]
        within = [p for p in spaces if any(a.start < p < a.end - 1 for a in example.annotations)]
        if not spaces:
            return example
        place = dice.choice(within if within and dice.random() < 0.4 else spaces)
        example = interrupted(example, place, place + 1, footer.format(page=page, pages=page + 17))
        page += 1
    return example


def _parted(example: Example, dice: random.Random, mark: str, rate: float) -> Example:
    """`mark` put into a share `rate` of the long words, twice as many in mentions."""
    edits = []
    inside = {p for a in example.annotations for p in range(a.start, a.end)}
    for word in _LONG_WORD.finditer(example.text):
        if dice.random() < (2 * rate if word.start() in inside else rate):
            place = dice.randint(word.start() + 2, word.end() - 3)
            edits.append(Edit(place, place, mark))
    return edited(example, edits)


def _apart(edits: list[Edit]) -> list[Edit]:
    """`edits` in order, each place once."""
    return sorted({e.start: e for e in edits}.values(), key=lambda e: e.start)
