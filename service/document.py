"""The values that travel through the pipeline. Frozen; none but `Document` holds text.

Offsets are code points of `Document.text`, 0-based, end-exclusive.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Label = Literal["NOMBRE", "FECHA", "LUGAR", "ID", "ORG"]
Role = Literal["parte", "autoridad", "profesional", "cita"]
Action = Literal["mask", "review", "keep"]

LABELS: Final[tuple[Label, ...]] = get_args(Label)
ROLES: Final[tuple[Role, ...]] = get_args(Role)
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
class Hints:
    """What the court says of a document it sends. Stays out of the repr, being text.

    parties: names of the people in it. docket: its file number. hide, keep: surfaces
    that must go, or that must stay whatever is found there.
    """

    parties: tuple[str, ...] = field(default=(), repr=False)
    docket: str | None = field(default=None, repr=False)
    hide: tuple[str, ...] = field(default=(), repr=False)
    keep: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Span:
    """A place that a detector found.

    score: probability that the place is to be hidden, 0 to 1.
    source: who found it: a model's version, ``pattern:<kind>``, ``propagation`` …
    doubt: why a person should look, if the finder already knows; else None.
    entity: id shared by the mentions of one person, place or number; None before `link`.
    p_parte: of a NOMBRE that a model found, the chance that it names a private person, so
        that a policy which publishes a role can tell how surely it is none.
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


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a span, and why. ``review``: masked until a person says otherwise."""

    span: Span
    action: Action
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A whole proposal for a document: number 0 is the machine's, then each reviewer's."""

    number: int
    author: str
    decisions: tuple[Decision, ...]
