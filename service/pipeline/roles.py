"""Names with their entity → the same with one role a person, told by all mentions together.

Every place where a model read the name is a witness, and so is what stands beside it: "la
jueza", "en calidad de perito", "DNI", a signature. Their log-probabilities add up over a
person's mentions. For `Span.p_parte` the sum alone would promise too much, for mentions are
no independent witnesses: it is never below that of the surest mention, as which the bound of
publication is measured; it is that of the least sure where a mention by itself says a private
person; and no lower than that of anybody whom the mention might mean instead. A public office
beside the name, and nothing of a private person's, lowers it once.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from service.document import ROLES, Hints, Role, Span
from service.pipeline.detect.terms import named
from service.pipeline.directory import NOBODY, Directory
from service.pipeline.directory_cues import SAYS_SO, officials
from service.pipeline.role_cues import Cue, cues
from service.pipeline.weigh import PROPAGATION

#: A chance of each of `ROLES`.
Chances = tuple[float, ...]

#: How sure a cue is of its role; no witness goes below `_LEAST` for any role.
_SURE: Final = 0.85
_LEAST: Final = 0.01
_SAID: Final[Mapping[Role, Chances]] = {
    said: tuple(_SURE if role == said else (1 - _SURE) / (len(ROLES) - 1) for role in ROLES) for said in ROLES
}
#: The source of a span whose person the court's directory tells.
DIRECTORY: Final = "directory"

#: How many times rarer a private person is where a public office stands beside the name. Counted
#: on training rulings it is 240 times; the model has read the office too, so the root of that.
_RARER: Final = 15


def with_roles(
    text: str, spans: Sequence[Span], hints: Hints, directory: Directory = NOBODY
) -> tuple[Span, ...]:
    """`spans` (disjoint, in order, each with its entity), those of a person with one role and
    one chance of being a private person's; None where nothing tells. What the court's directory
    says counts where the text says so too; what the sender says of a person's role is so."""
    people: dict[str, list[Span]] = {}
    for span in spans:
        if span.label == "NOMBRE" and span.entity:
            people.setdefault(span.entity, []).append(span)
    names = [span for span in spans if span.label == "NOMBRE"]
    beside = dict(zip(names, cues(text, names), strict=True))
    roles = {entity: _role(mentions, beside) for entity, mentions in people.items()}
    partes = {entity: _p_parte(mentions, beside) for entity, mentions in people.items()}
    listed = officials(text, people, beside, directory, hints)
    for entity, official in listed.items():
        roles[entity], partes[entity] = official.role, official.p_parte
    for entity, party in named(text, spans, hints.parties).items():
        if party.role:
            roles[entity], partes[entity] = party.role, float(party.role == "parte")

    def told(span: Span, entity: str) -> Span:
        known = [p for e in (entity, *span.rivals) if (p := partes.get(e)) is not None]
        return replace(
            span,
            source=DIRECTORY if entity in listed else span.source,
            role=roles[entity],
            p_parte=max(known, default=None),
            role_chances=(),
        )

    return tuple(told(span, span.entity) if span.entity in people else span for span in spans)


def _role(mentions: Sequence[Span], beside: Mapping[Span, Sequence[Cue]]) -> Role | None:
    """The likeliest after all witnesses; without any, what a finder says."""
    witnesses = [w for mention in mentions for w in _witnesses(mention, beside[mention])]
    if not witnesses:
        return next((mention.role for mention in mentions if mention.role), None)
    totals = _totals(witnesses)
    return ROLES[totals.index(max(totals))]


def _witnesses(mention: Span, beside: Sequence[Cue]) -> Iterator[Chances]:
    if mention.role_chances and mention.source != PROPAGATION:
        yield mention.role_chances
    for cue in beside:
        yield _SAID[cue.role]


def _totals(witnesses: Sequence[Chances]) -> list[float]:
    """Of each role the sum of its log-probabilities."""
    return [
        sum([math.log(max(chance, _LEAST)) for chance in of_role]) for of_role in zip(*witnesses, strict=True)
    ]


def _p_parte(mentions: Sequence[Span], beside: Mapping[Span, Sequence[Cue]]) -> float | None:
    """The chance of being a private person's, None if no model read the name."""
    read = [m.role_chances for m in mentions if m.role_chances and m.source != PROPAGATION]
    if not read:
        return None
    single = [chances[ROLES.index("parte")] for chances in read]
    if max(single) >= SAYS_SO:
        return max(single)
    totals = _totals(read)
    greatest = max(totals)
    weights = [math.exp(total - greatest) for total in totals]
    chance = max(min(single), weights[ROLES.index("parte")] / sum(weights))
    said = [cue for mention in mentions for cue in beside[mention]]
    if any(cue.public for cue in said) and all(cue.role != "parte" for cue in said):
        return chance / (chance + _RARER * (1 - chance))
    return chance
