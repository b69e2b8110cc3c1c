"""Spans → decisions: what a policy hides, what it keeps, what a person must see.

Where two policies are in force at once (a ruling that orders its own reserve) the more
protective of their two rules counts.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec.structs import replace

from service.document import Decision, Hints, Span
from service.pipeline.detect.citations import Citation
from service.pipeline.general import general
from service.pipeline.policy import LABEL_CONFLICT, Policy, Rule, Threshold, Thresholds
from service.pipeline.shield import shielded
from service.pipeline.surfaces import Place, Surfaces, within

TOO_UNLIKELY = "too unlikely to be one"
ASKED = "the sender asked to keep it"
UNSURE_ROLE = "the role is not sure enough to publish the name"


def decide(
    text: str,
    spans: Sequence[Span],
    cited: Sequence[Citation],
    policy: Policy,
    thresholds: Thresholds,
    hints: Hints,
    parte: float = 0.0,
    stricter: Policy | None = None,
) -> tuple[Decision, ...]:
    """Decisions for `spans` (disjoint, in order), in their order: one for each, or of one that
    is cut down to its general form two or three, which lie inside it.

    cited: where the text cites law. parte: the chance of naming a private person below which a
    name may be published by its role (0: never). stricter: a policy in force beside `policy`.
    """
    index = Surfaces(text) if hints.keep else None
    kept = [index.places([term], any_case=term[:1].islower()) for term in hints.keep] if index else []
    shields = shielded(text, spans, cited, hints)
    decisions: list[Decision] = []
    for span, shield in zip(spans, shields, strict=True):
        rule = policy.rule(text, span)
        if stricter is not None:
            rule = max(rule, stricter.rule(text, span), key=Rule.protection)
        asked = any(within(places, span.start, span.end) for places in kept)
        why = ASKED if asked else f"citation: {shield}" if shield else None
        decisions += _decide(text, span, rule, thresholds[span.label], parte, why)
    return tuple(decisions)


def _decide(
    text: str, span: Span, rule: Rule, threshold: Threshold, parte: float, shielded: str | None
) -> Sequence[Decision]:
    published = rule.action == "keep"
    if published and not rule.by_role and (span.label == "ORG" or span.doubt != LABEL_CONFLICT):
        return [Decision(span, "keep", rule.reason())]
    if shielded:
        return [Decision(span, "keep", shielded)]
    if span.score < threshold.review:
        return [Decision(span, "keep", TOO_UNLIKELY)]
    if published and span.doubt != LABEL_CONFLICT:
        if span.p_parte is not None and span.p_parte < parte:
            return [Decision(span, "keep", rule.reason())]
        return [Decision(span, "review", UNSURE_ROLE)]
    if span.doubt:
        return [Decision(span, "review", span.doubt)]
    if span.score < threshold.mask:
        return [Decision(span, "review", "low score")]
    if rule.to and (place := general(text, span, rule.to)):
        return list(cut_down(text, span, place, rule.reason()))
    return [Decision(span, "mask", f"its {rule.to} cannot be told" if rule.to else rule.reason())]


def pieces_of(spans: Sequence[Span], decisions: Sequence[Decision]) -> Iterator[list[Decision]]:
    """What `decide` made of each of `spans`."""
    at = 0
    for span in spans:
        first = at
        while at < len(decisions) and decisions[at].span.end <= span.end:
            at += 1
        yield list(decisions[first:at])


#: What leads from what is hidden to its general form, and is left as it is.
_LEADING: Final = re.compile(r"(?:[\W_]|\b(?:de|del|la|las|los|el|año|esta|en)\b)*$", re.IGNORECASE)


def cut_down(text: str, span: Span, place: Place, reason: str) -> Iterator[Decision]:
    """`span` in pieces: what is hidden before its general form, the form, what is hidden after."""
    before = span.start + len(_LEADING.sub("", text[span.start : place[0]]))
    after = next((i for i in range(place[1], span.end) if text[i].isalnum()), span.end)
    for start, end in ((span.start, before), place, (after, span.end)):
        if start < end:
            action: Literal["keep", "mask"] = "keep" if (start, end) == place else "mask"
            yield Decision(replace(span, start=start, end=end), action, reason)
