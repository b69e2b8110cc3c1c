"""Spans → the same with their entity: whom or what a mention means.

People are told apart by `service.pipeline.persons`, dates are one where their value is,
places and numbers where their letters and digits are.
"""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from service.document import Span
from service.pipeline.date_cues import REACH, kind_of
from service.pipeline.dates import value_of
from service.pipeline.persons import Gender, Membership, Mention, persons
from service.pipeline.surfaces import fold

#: Characters before a date that are read for what it is the date of: more than count.
_CUE: Final = 2 * REACH
#: Characters before a name that hold its title.
_TITLE: Final = 16

_FEMALE: Final = "la|doña|dña|dª|señora|sra|señorita|srta|dra|doctora|jueza"
_MALE: Final = "el|don|señor|sr|dr|doctor|juez"
_TITLED: Final = re.compile(rf"(?i)\b(?:(?P<f>{_FEMALE})|(?P<m>{_MALE}))\.?\s*$")
_GENERATION: Final = re.compile(r"(?i)\s?\(?\s?(h|hijo|p|padre)\s?\)")


def identified(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` (disjoint, in order), each with its entity, ``e1``, ``e2`` … in reading order;
    and dates with their kind, where the words before say it."""
    left = iter(_memberships(text, [span for span in spans if span.label == "NOMBRE"]))
    members = [next(left) if span.label == "NOMBRE" else None for span in spans]
    keys: list[tuple[str, str | int]] = [
        (span.label, member.person if member else _meaning(text, span))
        for span, member in zip(spans, members, strict=True)
    ]
    entities = {key: f"e{n}" for n, key in enumerate(dict.fromkeys(keys), 1)}
    return tuple(
        replace(
            span,
            entity=entities[key],
            kind=_kind(text, span),
            rivals=tuple(entities["NOMBRE", rival] for rival in member.rivals) if member else (),
        )
        for span, key, member in zip(spans, keys, members, strict=True)
    )


def _memberships(text: str, names: Sequence[Span]) -> list[Membership]:
    """Of each name. A mention that stands a thousand times is looked at once."""
    mentions = [_mention(text, name) for name in names]
    distinct = list(dict.fromkeys(mentions))
    of = dict(zip(distinct, persons(distinct), strict=True))
    return [of[mention] for mention in mentions]


def gender_before(text: str, start: int) -> Gender | None:
    """What the title or article before a name at `start` says of its bearer."""
    title = _TITLED.search(text[max(0, start - _TITLE) : start])
    return None if title is None else "f" if title["f"] else "m"


def _mention(text: str, name: Span) -> Mention:
    gender = gender_before(text, name.start)
    generation = _GENERATION.match(text, name.end)
    mark = generation[1][0].lower() if generation else ""
    return Mention(text[name.start : name.end], name.role, gender, mark)


def _meaning(text: str, span: Span) -> str:
    surface = text[span.start : span.end]
    value = value_of(surface) if span.label == "FECHA" else None
    return value or fold(surface) or surface


def _kind(text: str, span: Span) -> str | None:
    """The kind of `span`; of a date, what it is the date of."""
    cue = kind_of(text[max(0, span.start - _CUE) : span.start]) if span.label == "FECHA" else None
    return f"{cue}_date" if cue else span.kind
