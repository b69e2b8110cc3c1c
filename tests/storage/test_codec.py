"""What was sealed by an older version is still read."""

import json

from service.document import Decision, Hints, Party, Span
from service.storage.codec import dump_hints, dump_verdict, load_hints, load_verdict

PERSON = Span(
    1, 5, "NOMBRE", 0.9, "t", "parte", entity="e1", attributes=("minor",), rivals=("e2",), role_chances=(1, 0)
)


def test_a_span_without_the_fields_of_today() -> None:
    sealed = json.loads(dump_verdict([Decision(PERSON, "mask", "r")], None))
    for name in ("attributes", "rivals", "role_chances"):
        del sealed["decisions"][0]["span"][name]
    (decision,) = load_verdict(json.dumps(sealed).encode()).decisions
    assert decision.span == Span(1, 5, "NOMBRE", 0.9, "t", "parte", entity="e1")


def test_a_span_of_today_is_the_same_again() -> None:
    decisions = (Decision(PERSON, "mask", "r"),)
    assert load_verdict(dump_verdict(decisions, "a note")).decisions == decisions


def test_parties_by_name_alone() -> None:
    sealed = b'{"parties": ["Quirina"], "docket": null, "hide": [], "keep": []}'
    assert load_hints(sealed) == Hints((Party("Quirina"),))
    hints = Hints((Party("Quirina", "parte", ("minor", "victim")),), "7-B", ("a",), ("b",))
    assert load_hints(dump_hints(hints)) == hints
