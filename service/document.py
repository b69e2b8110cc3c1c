"""The values that travel through the pipeline. Frozen; none but `Document` holds text.

Offsets are code points of `Document.text`, 0-based, end-exclusive. What is made by the thousand
for one text, spans and decisions, is a struct, which costs a tenth of a dataclass to make.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import msgspec

Label = Literal["NOMBRE", "FECHA", "LUGAR", "ID", "ORG"]
Role = Literal["parte", "autoridad", "profesional", "cita"]
Attribute = Literal["adult", "minor", "victim", "third"]
Action = Literal["mask", "review", "keep"]

LABELS: Final[tuple[Label, ...]] = get_args(Label)
ROLES: Final[tuple[Role, ...]] = get_args(Role)
ATTRIBUTES: Final[tuple[Attribute, ...]] = get_args(Attribute)
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

#: Labels that the simplest policy hides. ORG is known to the model and kept.
HIDDEN_LABELS: Final[tuple[Label, ...]] = ("NOMBRE", "FECHA", "LUGAR", "ID")


@dataclass(frozen=True, slots=True)
class Part:
    """Where a piece ``[start, end)`` of the text came from: ``body``, ``header`` …"""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded document. The text stays out of the repr."""

    text: str = field(repr=False)
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file that came. Nothing but its format's name is in the repr.

    data: None where it is the document's text in UTF-8. name: its own. fields: what alone is read
    of it (`service.formats.format`)."""

    format: str = "txt"
    data: bytes | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    fields: frozenset[str] | None = field(default=None, repr=False)


#: Of a document that came as a text.
NO_FILE: Final = File()


@dataclass(frozen=True, slots=True)
class Party:
    """A person of whom the court says that a document speaks, and what it says of them besides."""

    name: str = field(repr=False)
    role: Role | None = None
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What the court says of a document it sends. Stays out of the repr, being text.

    parties: people in it. docket: its file number. hide, keep: surfaces
    that must go, or that must stay whatever is found there. reserved: that it is to be kept
    from the public more than its policy says.
    """

    parties: tuple[Party, ...] = field(default=(), repr=False)
    docket: str | None = field(default=None, repr=False)
    hide: tuple[str, ...] = field(default=(), repr=False)
    keep: tuple[str, ...] = field(default=(), repr=False)
    reserved: bool = False


class Span(msgspec.Struct, frozen=True):
    """A place that a detector found.

    score: probability that the place is to be hidden, 0 to 1.
    source: who found it: a model's version, ``pattern:<kind>``, ``propagation`` …
    doubt: why a person should look, if the finder already knows; else None.
    entity: id shared by the mentions of one person, place or number; None before `link`.
    p_parte: of a NOMBRE, the chance that its person is a private one, so that a policy which
        publishes a role can tell how surely it is none; None if no model read the name.
    attributes: of a NOMBRE, what its person is besides, or somebody whom it might mean: of
        age, a minor (or under guardianship), a victim, a third person (no party), as far as the
        text or the sender says it.
    rivals: entities that a NOMBRE might be instead, where that could not be told for certain.
    role_chances: of a NOMBRE that a model found, the chance of each of `ROLES` there; () once
        all mentions of its person together have told `role` and `p_parte`.
    """

    start: int
    end: int
    label: Label
    score: float
    source: str
    role: Role | None = None
    kind: str | None = None
    doubt: str | None = None
    entity: str | None = None
    p_parte: float | None = None
    attributes: tuple[Attribute, ...] = ()
    rivals: tuple[str, ...] = ()
    role_chances: tuple[float, ...] = ()


class Decision(msgspec.Struct, frozen=True):
    """What becomes of a span, and why. ``review``: masked until a person says otherwise."""

    span: Span
    action: Action
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A whole proposal for a document: number 0 is the machine's, then each reviewer's.

    engine: the version of what made it; None if a person did.
    """

    number: int
    author: str
    decisions: tuple[Decision, ...]
    engine: str | None = None
