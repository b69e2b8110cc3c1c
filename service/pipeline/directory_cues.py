"""What a directory says of a ruling's people, where the ruling says so too.

A name alone proves nothing, for namesakes are persons. An entry counts where a mention of
its person stands with an office of the entry's role, or with a title ("Dra."), in the caption
under such an office, or in the signature; and not where a mention stands as only a party
does, or where two entries of one name would both do. "D.", "doña" and "señor" are no cue:
parties are called that as well. What a model is sure of stays a doubt, save beside the office.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from service.document import ROLES, Hints, Role, Span
from service.pipeline.dates import stem, stems
from service.pipeline.directory import Directory
from service.pipeline.persons import read
from service.pipeline.role_cues import CUE_WORD, LEADS, TITLES, Cue
from service.pipeline.surfaces import Surfaces
from service.pipeline.weigh import PROPAGATION

#: The chance from which a mention says by itself that its person is a private one.
SAYS_SO: Final = 0.5

#: Characters at the beginning of a text that are its caption, at its end that are signed, and
#: before a name in which the words that lead its block are looked for.
_HEAD, _END, _BLOCK = 1_500, 1_500, 300
#: Characters beside a name that tell of a party.
_BESIDE: Final = 48

_TITLED: Final = re.compile(r"(?i)\b(?:dra?|doctora?|lic|licenciad[oa]|abg|ab|mtr[oa])\b[.\s]*$")
_SIGNED: Final = stems(
    "firma firmado fdo suscrito suscribe rubricado digitalmente electronicamente por ante mi"
)
_SIDES_BEFORE: Final = re.compile(r"(?i)(?:\b[cv]\s?/|\bvs?\b\.?|\bcontra)\W{0,3}$")
_SIDES_AFTER: Final = re.compile(r"(?i)\W{0,3}(?:y\s+otr[oa]s?\s+)?(?:[cv]\s?/|vs?\b|contra\b|s/)")
_OWN_CAUSE: Final = re.compile(
    r"(?i)\b(?:derecho|causa|nombre)s?\s+propi[oa]s?\b|\bpropi[oa]\s+(?:derecho|causa)\b"
)
_REST_OF_LINE: Final = re.compile(r"[^\w\n]*(?:$|\n)")


@dataclass(frozen=True, slots=True)
class Official:
    """What the directory makes of an entity: its role, and its chance of being a private person."""

    role: Role
    p_parte: float


def officials(
    text: str,
    people: Mapping[str, Sequence[Span]],
    beside: Mapping[Span, Sequence[Cue]],
    directory: Directory,
    hints: Hints,
) -> Mapping[str, Official]:
    """Of the entities of `people` (their mentions) those that the directory and the text both know.

    beside: the cues of each mention. Whom the sender names is nobody's but the sender's to tell."""
    if not directory:
        return {}
    found: dict[str, Official] = {}
    for entity, mentions in people.items():
        roles = directory.roles(_fullest(text, mentions))
        proven = [role for role in ROLES if role in roles and _proven(text, mentions, beside, role)]
        if len(proven) == 1 and not any(_as_party(text, mention, beside[mention]) for mention in mentions):
            found[entity] = Official(proven[0], _left(mentions, beside, proven[0]))
    claimed = set(_named_by_sender(text, found, people, hints)) if found else set()
    return {entity: official for entity, official in found.items() if entity not in claimed}


def _fullest(text: str, mentions: Sequence[Span]) -> str:
    """The mention with the most words that are spelt out, the first of them."""
    surfaces = dict.fromkeys(text[mention.start : mention.end] for mention in mentions)
    return max(surfaces, key=lambda surface: sum(len(word) > 1 for word in read(surface).words))


def _proven(text: str, mentions: Sequence[Span], beside: Mapping[Span, Sequence[Cue]], role: Role) -> bool:
    return any(
        _by_office(beside[mention], role)
        or any(cue.signs for cue in beside[mention])
        or _by_place(text, mention, role)
        for mention in mentions
    )


def _by_office(beside: Sequence[Cue], role: Role) -> bool:
    return any(cue.role == role and not cue.signs and (cue.public or role != "autoridad") for cue in beside)


def _by_place(text: str, mention: Span, role: Role) -> bool:
    """Whether a title stands before a mention, or it signs, or stands in the caption under an office."""
    before = text[max(0, mention.start - _BLOCK) : mention.start]
    if _TITLED.search(before[-_BESIDE:]):
        return True
    half = len(text) / 2
    is_end = mention.start > max(half, len(text) - _END)
    if not (is_end or mention.start < min(half, _HEAD)) or not _REST_OF_LINE.match(text, mention.end):
        return False
    line = before[before.rfind("\n") + 1 :]
    words = [stem(word) for word in CUE_WORD.findall(line)]
    if any(word not in TITLES and word not in _SIGNED for word in words):
        return False
    return is_end or _leading(before[: len(before) - len(line)]) == role


def _leading(block: str) -> Role | None:
    """The role that the last word of an office or a side before a line says, in its paragraph."""
    for word in reversed(CUE_WORD.findall(block)):
        if not word[0].isalpha() and "\n" in word:
            return None
        if (role := LEADS.get(stem(word))) is not None:
            return role
    return None


def _as_party(text: str, mention: Span, beside: Sequence[Cue]) -> bool:
    """Whether a mention stands as only somebody in court for himself does."""
    before = text[max(0, mention.start - _BESIDE) : mention.start]
    after = text[mention.end : mention.end + _BESIDE]
    return bool(
        any(cue.role == "parte" for cue in beside)
        or _SIDES_BEFORE.search(before)
        or _SIDES_AFTER.match(after)
        or _OWN_CAUSE.search(before)
        or _OWN_CAUSE.search(after)
    )


def _left(mentions: Sequence[Span], beside: Mapping[Span, Sequence[Cue]], role: Role) -> float:
    """What remains of the chance of a private person: what a model is sure of away from the office."""
    private = [
        mention.role_chances[ROLES.index("parte")]
        for mention in mentions
        if mention.role_chances and mention.source != PROPAGATION and not _by_office(beside[mention], role)
    ]
    return max((chance for chance in private if chance >= SAYS_SO), default=0.0)


def _named_by_sender(
    text: str, found: Collection[str], people: Mapping[str, Sequence[Span]], hints: Hints
) -> Iterator[str]:
    """The entities of `found` of which the sender says that they are parties, or must go."""
    names = [*(party.name for party in hints.parties), *hints.hide]
    if not names:
        return
    index = Surfaces(text)
    places = [place for name in names for place in index.places([name], any_case=name[:1].islower())]
    starts = sorted((mention.start, mention.end, entity) for entity in found for mention in people[entity])
    for start, end in places:
        for at in range(bisect_left(starts, (end,)) - 1, -1, -1):
            if starts[at][1] <= start:
                break
            yield starts[at][2]
