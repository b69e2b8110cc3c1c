"""Decisions → the text that goes out, with a placeholder for each masked entity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, get_args

from service.document import Decision, Span
from service.pipeline.render.initials import initials
from service.pipeline.render.marks import marked
from service.pipeline.render.numbers import numbered
from service.pipeline.render.surrogate import surrogates
from service.pipeline.spans import check

Style = Literal["tag", "numbered", "initials", "surrogate", "court"]

STYLES: Final[tuple[Style, ...]] = get_args(Style)

#: What a text with invented names says of itself.
LEGEND: Final = "Los nombres de personas de este texto son ficticios: ocupan el lugar de los verdaderos."


@dataclass(frozen=True, slots=True)
class Manner:
    """How what is hidden is written.

    ``tag`` writes ``[NOMBRE]``; ``numbered`` ``[NOMBRE_1]``, counting the entities of each label
    in reading order; ``initials`` ``J. P. G.``; ``surrogate`` an invented name; ``court`` what
    `marks` say. All but names are tags in the last but one and the one before it.

    marks: by kind or label a court's own mark (`service.pipeline.render.marks`).
    by_role: `numbered` counts victims, minors … apart: ``[VÍCTIMA_1]``.
    country: whose names are invented. seed: what they are drawn from: secret, one a document.
    """

    style: Style = "tag"
    marks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    by_role: bool = False
    country: str | None = None
    seed: bytes = field(default=b"", repr=False)

    @property
    def invents(self) -> bool:
        """Whether it writes names that nobody has."""
        return self.style == "surrogate" or (self.style == "court" and "surrogate" in self.marks.values())

    @property
    def counts(self) -> bool:
        """Whether its placeholders depend on what else is hidden, and may shift until that is final."""
        return self.style != "tag"


TAG: Final = Manner()


@dataclass(frozen=True, slots=True)
class Replacement:
    """``[start, end)`` of the original became ``[output_start, output_end)``."""

    start: int
    end: int
    output_start: int
    output_end: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """legend: what has to be said beside the text, if anything has."""

    text: str = field(repr=False)
    replacements: tuple[Replacement, ...]
    legend: str | None = None


def render(text: str, decisions: Sequence[Decision], manner: Manner = TAG) -> Rendered:
    """Replace every span decided ``mask`` or ``review``; all else stays as it is.

    Raises:
        InvalidSpans: spans that overlap, are out of order, empty or outside the text.
    """
    check([decision.span for decision in decisions], len(text))
    hidden = [decision.span for decision in decisions if decision.action != "keep"]
    pieces: list[str] = []
    replacements: list[Replacement] = []
    at = written = 0
    for span, placeholder in zip(hidden, placeholders(text, hidden, manner), strict=True):
        kept = text[at : span.start]
        pieces += (kept, placeholder)
        start = written + len(kept)
        written = start + len(placeholder)
        replacements.append(Replacement(span.start, span.end, start, written))
        at = span.end
    pieces.append(text[at:])
    invented = manner.invents and any(span.label == "NOMBRE" for span in hidden)
    return Rendered("".join(pieces), tuple(replacements), LEGEND if invented else None)


def placeholders(text: str, hidden: Sequence[Span], manner: Manner) -> list[str]:
    """What is written in place of each of `hidden` (disjoint, in order)."""

    def styled(style: str) -> list[str]:
        match style:
            case "numbered":
                return numbered(hidden, manner.by_role)
            case "initials":
                return initials(text, hidden)
            case "surrogate":
                return surrogates(text, hidden, manner.country, manner.seed)
            case _:
                return [f"[{span.label}]" for span in hidden]

    if manner.style != "court":
        return styled(manner.style)
    # What has no mark of its own is numbered: no court's text has two kinds of tags.
    styles = {mark: styled(mark) for mark in dict.fromkeys(manner.marks.values()) if mark in STYLES}
    return marked(text, hidden, manner.marks, styles | {"": styled("numbered")})
