"""Reviewed rulings as training data: what a person's verdict says, in the form that models learn from.

What the machine hid and the verdict does not know of is a hard negative; what the verdict
added is a miss. Pure: no storage.
"""

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace

from service.document import LABELS, Decision, Label, Role, Span
from service.pipeline.decide import TOO_UNLIKELY
from service.pipeline.policy import Policy

#: Published by a reviewer because it names nobody (`service.api.verdicts.PublishReason`).
_NOBODY: Final = "published by a reviewer: no_person"
#: … because the name is that of somebody of this role.
_ROLES: Final[dict[str, Role]] = {
    "published by a reviewer: office": "autoridad",
    "published by a reviewer: professional": "profesional",
    "published by a reviewer: citation": "cita",
}
#: Characters between the pieces of a mention that was cut down: ", de ", " del año ".
_PIECES_APART: Final = 12


def gold_of(
    document_id: str,
    case: str,
    text: str,
    machine: Sequence[Decision],
    verdict: Sequence[Decision],
    policy: Policy | None,
) -> dict[str, Any]:
    """A ruling in the gold format, with `hard_negatives` and `misses` beside its entities.

    case: the same for the rulings of one case, which training keeps together.
    policy: what it was reviewed under; None if that is not known any more, and then no
    label counts as annotated whole.
    """
    kept = _mentions(machine, verdict, policy)
    entities = [decision.span for decision in kept]
    hidden = [d.span for d in machine if d.action != "keep"]
    return {
        "id": document_id,
        "ruling": case,
        "source": "review",
        "country": "",
        "part": "",
        "text": text,
        "entities": [_plain(d.span, _ROLES.get(d.reason, d.span.role)) for d in kept],
        "exhaustive": _exhaustive(policy),
        "split": "train",
        "hard_negatives": [_plain(span) for span in hidden if not _touches(span, entities)],
        "misses": [_plain(span) for span in entities if not _touches(span, hidden)],
    }


def _mentions(
    machine: Sequence[Decision], verdict: Sequence[Decision], policy: Policy | None
) -> list[Decision]:
    """What the verdict holds for names, dates, places and numbers; in one piece what was cut down."""
    thought = {_place(decision): decision for decision in machine}
    cut_down = {rule.reason() for rule in policy.rules if rule.to} if policy else set()
    found: list[Decision] = []
    last: str | None = None
    for decision in verdict:
        before = thought.get(_place(decision))
        if not _is_entity(decision, before):
            continue
        reason = before.reason if before else None
        if reason in cut_down and reason == last and _are_one(found[-1], decision):
            found[-1] = replace(found[-1], span=replace(found[-1].span, end=decision.span.end))
        else:
            found.append(decision)
        last = reason
    return found


def _is_entity(decision: Decision, thought: Decision | None) -> bool:
    """Whether the verdict holds the place for a name, date, place or number at all.

    What it hides, it does; what it publishes for a reason too, unless that is that it is
    nobody; what it publishes without one only where the machine did so as well.
    """
    if decision.action != "keep":
        return True
    if decision.reason.startswith("published by a reviewer"):
        return decision.reason != _NOBODY
    return thought is not None and thought.action == "keep" and thought.reason != TOO_UNLIKELY


def _are_one(decision: Decision, following: Decision) -> bool:
    """Whether they are pieces of one mention, of which a part was published: a date's year."""
    one, other = decision.span, following.span
    return one.label == other.label and one.entity == other.entity and other.start - one.end <= _PIECES_APART


def _exhaustive(policy: Policy | None) -> list[Label]:
    """The labels of which a reviewer saw every place: those that the policy never publishes at large."""
    if policy is None:
        return []
    at_large = {
        rule.label
        for rule in policy.rules
        if rule.action == "keep" and not (rule.role or rule.attribute or rule.kind)
    }
    return [label for label in LABELS if label not in at_large]


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


def _place(decision: Decision) -> tuple[int, int, Label]:
    return decision.span.start, decision.span.end, decision.span.label


def _plain(span: Span, role: Role | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"start": span.start, "end": span.end, "tag": span.label}
    return found | ({"role": role} if role and span.label == "NOMBRE" else {})
