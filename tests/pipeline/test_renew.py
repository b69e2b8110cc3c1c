"""A review under another policy: what a person settled stands, the rest is decided anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.document import Action, Decision, Document, Hints, Role, Span
from service.pipeline import Engine
from service.pipeline.renew import NEWLY_PUBLISHED, renewed
from service.policies import load_audiences, load_policies
from tests.pipeline.strategies import THRESHOLDS

POLICIES = load_policies()
ENGINE = Engine((), THRESHOLDS, "t", parte=0.1)
NAME = Span(0, 15, "NOMBRE", 0.99, "t", role="parte", p_parte=0.9)
DATE = Span(20, 37, "FECHA", 0.99, "t")
TEXT = "Aurelia Quimera, el 3 de mayo de 2021."


def under(before: str, after: str, decision: Decision, *, asking: bool = True) -> list[tuple[Action, str]]:
    found = renewed(
        Document(TEXT), [decision], POLICIES[before], POLICIES[after], ENGINE, Hints(), asking=asking
    )
    return [(d.action, TEXT[d.span.start : d.span.end]) for d in found]


@pytest.mark.parametrize(
    ("before", "after", "span", "action", "expected"),
    [
        ("todo", "heredia", NAME, "mask", [("mask", "Aurelia Quimera")]),  # both hide it
        ("todo", "heredia", NAME, "keep", [("keep", "Aurelia Quimera")]),  # a person said it is none
        ("uy", "todo", DATE, "keep", [("mask", "3 de mayo de 2021")]),  # what the old one published
        ("todo", "uy", DATE, "mask", [("review", "3 de mayo de 2021")]),  # what the new one publishes
        ("todo", "estricta", DATE, "mask", [("mask", "3 de mayo"), ("review", "2021")]),
        ("estricta", "todo", replace(DATE, start=33), "keep", [("mask", "2021")]),
        ("estricta", "uy", replace(DATE, start=33), "keep", [("keep", "2021")]),
        ("estricta", "estricta", replace(DATE, start=33), "keep", [("keep", "2021")]),
    ],
)
def test_a_decision_under_another_policy(
    before: str, after: str, span: Span, action: Action, expected: list[tuple[Action, str]]
) -> None:
    assert under(before, after, Decision(span, action, "")) == expected
    unasked = [("keep" if a == "review" else a, surface) for a, surface in expected]
    assert under(before, after, Decision(span, action, ""), asking=False) == unasked


@pytest.mark.parametrize(
    ("source", "role", "p_parte", "action"),
    [
        ("model:x", "autoridad", 0.05, "keep"),
        ("model:x", "autoridad", 0.5, "review"),
        ("reviewer", "autoridad", None, "keep"),  # a person gave the role
        ("reviewer", "parte", None, "mask"),
        ("reviewer", None, None, "mask"),
    ],
)
def test_a_role_is_as_sure_as_who_gave_it(
    source: str, role: Role | None, p_parte: float | None, action: Action
) -> None:
    span = replace(NAME, source=source, role=role, p_parte=p_parte)
    found = under("todo", "es-cendoj", Decision(span, "mask", ""), asking=False)
    assert found == [(action, "Aurelia Quimera")]


def test_why_a_person_is_asked() -> None:
    (found,) = renewed(
        Document(TEXT), [Decision(DATE, "mask", "")], POLICIES["todo"], POLICIES["uy"], ENGINE, Hints(),
        asking=True,
    )  # fmt: skip
    assert found.reason == NEWLY_PUBLISHED


@given(st.sampled_from(sorted(POLICIES)), st.sampled_from(sorted(POLICIES)), st.booleans())
def test_nothing_is_published_unasked_that_was_hidden(before: str, after: str, minor: bool) -> None:
    name = replace(NAME, role="autoridad", p_parte=0.0, attributes=("minor",) if minor else ())
    decisions = [Decision(name, "mask", ""), Decision(DATE, "mask", "")]
    found = renewed(
        Document(TEXT), decisions, POLICIES[before], POLICIES[after], ENGINE, Hints(), asking=True
    )
    assert all(d.action != "keep" for d in found)
    again = renewed(
        Document(TEXT), decisions, POLICIES[before], POLICIES[before], ENGINE, Hints(), asking=True
    )
    assert list(again) == decisions


def test_the_court_itself_reads_everything() -> None:
    audiences = load_audiences()
    assert set(audiences) == {"parties", "internal"}
    decisions = [Decision(NAME, "mask", ""), Decision(DATE, "mask", "")]
    found = renewed(
        Document(TEXT), decisions, POLICIES["todo"], audiences["internal"], ENGINE, Hints(), asking=False
    )
    assert [d.action for d in found] == ["keep", "keep"]
    third = [Decision(replace(NAME, attributes=("third",)), "mask", "")]
    found = renewed(
        Document(TEXT), third, POLICIES["todo"], audiences["parties"], ENGINE, Hints(), asking=False
    )
    assert [d.action for d in found] == ["mask"]
