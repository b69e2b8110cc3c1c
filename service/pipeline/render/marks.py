"""What courts write in place of what they hide: ``NUM000``, ``DIRECCION000``, ``XXX``, ``AA``.

A mark that ends in zeros is counted, from zero: the second number is ``NUM001``. ``AA`` goes on
with ``BB``, ``CC`` … A style's name is that style. Everything else stands as it is.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from service.document import Span
from service.pipeline.general import kind_of
from service.pipeline.render.numbers import entity_of

LETTERS: Final = "AA"
_COUNTED: Final = re.compile(r"(.*?)(0+)")


def marked(
    text: str, spans: Sequence[Span], marks: Mapping[str, str], styles: Mapping[str, Sequence[str]]
) -> list[str]:
    """The mark of each span by its kind, else by its label. styles: what each style writes for
    each span, by name; "" for what has no mark."""
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    written = []
    for at, span in enumerate(spans):
        mark = marks.get(kind_of(text, span) or "", marks.get(span.label, ""))
        if mark in styles:
            written.append(styles[mark][at])
        else:
            known = numbers[mark]
            written.append(_write(mark, known.setdefault(entity_of(span), len(known))))
    return written


def _write(mark: str, number: int) -> str:
    if mark == LETTERS:
        return chr(ord("A") + number % 26) * (2 + number // 26)
    if counted := _COUNTED.fullmatch(mark):
        return f"{counted[1]}{number:0{len(counted[2])}}"
    return mark
