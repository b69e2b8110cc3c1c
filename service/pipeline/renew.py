"""The decisions of a review under another policy: what a person settled stays settled.

Where both policies treat a place alike its decision stands. Elsewhere the new policy decides on
the span as the review left it, by the same rules as on a new document; and where it would
publish what the old one hid, a person is asked first.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from service.document import Decision, Document, Hints, Span
from service.pipeline import Engine, choose
from service.pipeline.decide import pieces_of
from service.pipeline.policy import Policy, Rule

NEWLY_PUBLISHED: Final = "the new policy publishes it, the old one did not"


def renewed(
    document: Document,
    decisions: Sequence[Decision],
    before: Policy,
    after: Policy,
    engine: Engine,
    hints: Hints,
    *,
    asking: bool,
) -> tuple[Decision, ...]:
    """`decisions`, made under `before` and none of them in doubt, under `after`.

    asking: put what is newly published to review; else it is published, if it is sure enough.
    """
    settled = [_settled(decision) for decision in decisions]
    pieces = pieces_of(settled, choose(document, settled, engine, after, hints))
    found: list[Decision] = []
    for decision, fresh in zip(decisions, pieces, strict=True):
        rules = before.rule(document.text, decision.span), after.rule(document.text, decision.span)
        if _stands(decision, *rules):
            found.append(decision)
        elif asking and decision.action == "mask":
            found += [_asked(piece) if piece.action == "keep" else piece for piece in fresh]
        else:
            found += fresh
    return tuple(found)


def _stands(decision: Decision, before: Rule, after: Rule) -> bool:
    """Both treat it alike; or it was kept against its policy, so that somebody says it is none."""
    alike = (before.action, before.to) == (after.action, after.to)
    return alike or (decision.action == "keep" and before.action == "mask")


def _settled(decision: Decision) -> Span:
    """The span as sure as its decision has made it; a role that a person gave is as sure."""
    span = decision.span
    if decision.action == "mask":
        span = replace(span, score=1.0, doubt=None)
    if span.source == "reviewer" and span.role not in (None, "parte"):
        span = replace(span, p_parte=-1.0)
    return span


def _asked(decision: Decision) -> Decision:
    return replace(decision, action="review", reason=NEWLY_PUBLISHED)
