"""The tag set of the single token-classification head: BIO over labels and roles.

A set of tags that an annotation allows at a token is an integer bit mask,
bit *i* standing for ``TAGS[i]``; the mask 0 means "not part of the loss".
"""

from collections.abc import Iterable
from typing import Final

LABELS: Final = ("NOMBRE", "FECHA", "LUGAR", "ID", "ORG")
ROLES: Final = ("parte", "autoridad", "profesional", "cita")

#: Classes of the head, each with a B- and an I- tag.
CLASSES: Final = (
    "NOMBRE-PARTE",
    "NOMBRE-AUTORIDAD",
    "NOMBRE-PROFESIONAL",
    "NOMBRE-CITA",
    "FECHA",
    "LUGAR",
    "ID",
    "ORG",
)

OUTSIDE: Final = "O"
TAGS: Final = (OUTSIDE, *(f"{prefix}-{name}" for name in CLASSES for prefix in "BI"))

_BIT: Final = {tag: 1 << index for index, tag in enumerate(TAGS)}


def classes_of(label: str, roles: Iterable[str] = ROLES) -> tuple[str, ...]:
    """The classes that `label` may be: one for each of `roles` if it is NOMBRE."""
    if label != "NOMBRE":
        return (label,)
    return tuple(f"NOMBRE-{role.upper()}" for role in roles)


def begin_mask(classes: Iterable[str]) -> int:
    """Mask of the B- tags of `classes`; ``O`` among them adds the outside tag."""
    return sum(_BIT[OUTSIDE if c == OUTSIDE else f"B-{c}"] for c in set(classes))


def inside_mask(classes: Iterable[str]) -> int:
    """Mask of the I- tags of `classes`; ``O`` among them adds the outside tag."""
    return sum(_BIT[OUTSIDE if c == OUTSIDE else f"I-{c}"] for c in set(classes))


def open_mask(classes: Iterable[str]) -> int:
    """Mask of a place where `classes` are undecided: outside, or B- or I- of any."""
    both = set(classes)  # read twice: it may be a generator
    return _BIT[OUTSIDE] | begin_mask(both) | inside_mask(both)
