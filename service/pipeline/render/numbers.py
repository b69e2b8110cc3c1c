"""``[NOMBRE_1]``: the entities of each label, counted in reading order."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from service.document import Attribute, Role, Span

#: What a person is called in the proceedings; the first that is one of its attributes.
_ATTRIBUTES: Final[dict[Attribute, str]] = {"victim": "VÍCTIMA", "minor": "MENOR", "third": "TERCERO"}
_ROLES: Final[dict[Role, str]] = {"autoridad": "AUTORIDAD", "profesional": "PROFESIONAL"}


def entity_of(span: Span) -> str:
    """What `span` shares with the other mentions of what it means."""
    return span.entity or f"@{span.start}"


def numbered(spans: Sequence[Span], by_role: bool = False) -> list[str]:
    """by_role: victims, minors, third persons, officials and professionals are called so and
    counted apart."""
    called = _called(spans) if by_role else {}
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    written = []
    for span in spans:
        name = called.get(entity_of(span), span.label) if span.label == "NOMBRE" else span.label
        known = numbers[name]
        written.append(f"[{name}_{known.setdefault(entity_of(span), len(known) + 1)}]")
    return written


def _called(spans: Sequence[Span]) -> dict[str, str]:
    """What each person is called, if anything more telling than NOMBRE: one thing at all its mentions."""
    attributes: dict[str, set[Attribute]] = defaultdict(set)
    roles: dict[str, Role] = {}
    for span in spans:
        if span.label == "NOMBRE":
            attributes[entity_of(span)].update(span.attributes)
            if span.role:
                roles.setdefault(entity_of(span), span.role)
    called: dict[str, str] = {}
    for entity, found in attributes.items():
        name = next((name for attribute, name in _ATTRIBUTES.items() if attribute in found), None)
        if name := name or _ROLES.get(roles.get(entity, "parte")):
            called[entity] = name
    return called
