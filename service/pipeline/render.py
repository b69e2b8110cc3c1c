"""Decisions → the text that goes out, with a placeholder for each masked entity."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from service.document import Decision, Label
from service.pipeline.spans import check

Style = Literal["tag", "numbered"]

STYLES: tuple[Style, ...] = get_args(Style)


@dataclass(frozen=True, slots=True)
class Replacement:
    """``[start, end)`` of the original became ``[output_start, output_end)``."""

    start: int
    end: int
    output_start: int
    output_end: int


@dataclass(frozen=True, slots=True)
class Rendered:
    text: str = field(repr=False)
    replacements: tuple[Replacement, ...]


def render(text: str, decisions: Sequence[Decision], style: Style = "tag") -> Rendered:
    """Replace every span decided ``mask`` or ``review``; all else stays as it is.

    ``tag`` writes ``[NOMBRE]``; ``numbered`` ``[NOMBRE_1]``, counting the entities of
    each label in reading order.

    Raises:
        InvalidSpans: spans that overlap, are out of order, empty or outside the text.
    """
    check([decision.span for decision in decisions], len(text))
    numbers: dict[Label, dict[str, int]] = defaultdict(dict)
    pieces: list[str] = []
    replacements: list[Replacement] = []
    at = written = 0
    for decision in decisions:
        if decision.action == "keep":
            continue
        span = decision.span
        placeholder = f"[{span.label}]"
        if style == "numbered":
            known = numbers[span.label]
            number = known.setdefault(span.entity or f"{span.start}", len(known) + 1)
            placeholder = f"[{span.label}_{number}]"
        kept = text[at : span.start]
        pieces += (kept, placeholder)
        start = written + len(kept)
        written = start + len(placeholder)
        replacements.append(Replacement(span.start, span.end, start, written))
        at = span.end
    pieces.append(text[at:])
    return Rendered("".join(pieces), tuple(replacements))
