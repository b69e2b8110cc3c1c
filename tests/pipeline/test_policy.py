"""Spans → decisions, each with its reason."""

import pytest

from service.document import LABELS, Action, Hints, Label, Span
from service.pipeline.decide import decide
from service.pipeline.policy import Policy, hiding
from tests.pipeline.strategies import THRESHOLDS

TODO = Policy("todo", "1", "Todo", hiding({"NOMBRE", "FECHA", "LUGAR", "ID"}))
NO_HINTS = Hints()


def action(text: str, span: Span, hints: Hints = NO_HINTS, policy: Policy = TODO) -> tuple[Action, str]:
    (decision,) = decide(text, [span], (), policy, THRESHOLDS, hints)
    assert decision.span == span
    return decision.action, decision.reason


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    ("score", "doubt", "expected"),
    [
        (0.99, None, "mask"),
        (0.5, None, "mask"),
        (0.49, None, "review"),
        (0.05, None, "review"),
        (0.05, "check digit", "review"),
        (0.99, "check digit", "review"),
        (0.049, None, "keep"),
        (0.0, "check digit", "keep"),
    ],
)
def test_a_hidden_label_is_kept_only_below_the_floor_of_review(
    label: Label, score: float, doubt: str | None, expected: Action
) -> None:
    decided, reason = action("Aurelia", Span(0, 7, label, score, "t", doubt=doubt))
    assert decided == ("keep" if label == "ORG" else expected)
    assert reason


def test_a_doubt_is_its_own_reason() -> None:
    assert action("Aurelia", Span(0, 7, "ID", 0.9, "t", doubt="check digit")) == ("review", "check digit")


def test_an_organisation_may_be_hidden_by_another_policy() -> None:
    policy = Policy("x", "1", "x", hiding({"ORG"}))
    assert action("Aurelia", Span(0, 7, "ORG", 0.9, "t"), policy=policy)[0] == "mask"
    assert action("Aurelia", Span(0, 7, "NOMBRE", 0.9, "t"), policy=policy)[0] == "keep"


@pytest.mark.parametrize(
    ("keep", "start", "end", "kept"),
    [
        (("Aurelia Quimera",), 0, 15, True),
        (("Aurelia Quimera",), 8, 15, True),
        (("AURELIA   QUIMERA",), 0, 15, True),
        (("Quimera",), 0, 15, False),  # what is kept must hold the whole span
        (("Aurelia Quimera Marjal", "Quimera"), 8, 22, True),  # one term inside another
        (("Marjal",), 0, 15, False),
        (("marjal",), 28, 34, True),  # asked for in lower case
        ((), 0, 15, False),
    ],
)
def test_what_the_sender_keeps_is_kept(keep: tuple[str, ...], start: int, end: int, kept: bool) -> None:
    text = "Aurelia Quimera Marjal, del marjal"
    decided, reason = action(text, Span(start, end, "NOMBRE", 0.9, "t"), Hints(keep=keep))
    assert (decided == "keep") is kept
    assert "Quimera" not in reason


def test_one_decision_a_span_in_their_order() -> None:
    spans = [Span(n, n + 1, LABELS[n % 5], 0.9, "t") for n in range(20)]
    assert [d.span for d in decide("x" * 20, spans, (), TODO, THRESHOLDS, NO_HINTS)] == spans
