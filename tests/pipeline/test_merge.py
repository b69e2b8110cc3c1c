"""Coverage is never lost, output is disjoint, order does not matter, doubt stays doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.document import HIDDEN_LABELS, Label, Span
from service.pipeline.detect.patterns.form import CHECK_DIGIT
from service.pipeline.merge import IN_ORGANISATION, merge, sure
from service.pipeline.policy import LABEL_CONFLICT
from service.pipeline.spans import check
from tests.pipeline.strategies import THRESHOLDS, found_texts

TEXT = "Comparece Aurelia Quimera Marjal, de Talleres Quimera S.A., el 3 de mayo."


def span(surface: str, label: Label = "NOMBRE", score: float = 0.9, **fields: str) -> Span:
    start = TEXT.index(surface)
    return Span(start, start + len(surface), label, score, fields.pop("source", "model:x"), **fields)  # type: ignore[arg-type]


def covered(text: str, spans: list[Span] | tuple[Span, ...]) -> set[int]:
    """Positions of the letters and digits that `spans` cover."""
    return {at for s in spans for at in range(s.start, s.end) if text[at].isalnum()}


@given(found_texts())
def test_no_letter_or_digit_is_lost_and_none_is_added(found: tuple[str, list[Span]]) -> None:
    text, spans = found
    assert covered(text, merge(text, spans, THRESHOLDS)) == covered(text, spans)


@given(found_texts())
def test_a_hidden_letter_stays_hidden(found: tuple[str, list[Span]]) -> None:
    """An organisation, which policies keep, never takes a place that a hidden label has."""
    text, spans = found
    hidden = [s for s in spans if s.label in HIDDEN_LABELS]
    merged = [s for s in merge(text, spans, THRESHOLDS) if s.label in HIDDEN_LABELS]
    assert covered(text, merged) == covered(text, hidden)


@given(found_texts())
def test_the_result_is_in_order_and_disjoint(found: tuple[str, list[Span]]) -> None:
    text, spans = found
    check(merge(text, spans, THRESHOLDS), len(text))


@given(found_texts(), st.randoms(use_true_random=False))
def test_the_order_of_detectors_does_not_matter(found: tuple[str, list[Span]], random: st.DataObject) -> None:
    text, spans = found
    shuffled = [*spans, *spans[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merge(text, shuffled, THRESHOLDS) == merge(text, spans, THRESHOLDS)


@pytest.mark.parametrize("field", ["source", "role", "kind", "doubt"])
def test_a_tie_is_broken_by_what_the_spans_are(field: str) -> None:
    """Not by the order of a set, which the hash seed decides: of many ties each falls alike."""
    text = "x " * 50
    tied = [
        Span(n, n + 1, "NOMBRE", 0.4, **{"source": "s", field: value})  # type: ignore[arg-type]
        for n in range(0, 100, 2)
        for value in "ab"
    ]
    assert {getattr(s, field) for s in merge(text, tied, THRESHOLDS)} == {"a"}


@given(found_texts())
def test_a_merged_list_is_merged_already(found: tuple[str, list[Span]]) -> None:
    text, spans = found
    once = merge(text, spans, THRESHOLDS)
    assert merge(text, once, THRESHOLDS) == once


@given(found_texts())
def test_a_letter_is_sure_only_where_a_sure_span_of_that_label_saw_it(
    found: tuple[str, list[Span]],
) -> None:
    text, spans = found
    for merged in merge(text, spans, THRESHOLDS):
        if sure(merged, THRESHOLDS):
            seen = [s for s in spans if s.label == merged.label and sure(s, THRESHOLDS)]
            assert covered(text, [merged]) <= covered(text, seen)


@given(found_texts())
def test_every_merged_span_holds_a_letter_or_digit_unless_nothing_does(found: tuple[str, list[Span]]) -> None:
    text, spans = found
    for merged in merge(text, spans, THRESHOLDS):
        assert covered(text, [merged])


def test_the_longer_reach_of_a_sure_name_is_taken_whole() -> None:
    merged = merge(TEXT, [span("Aurelia Quimera", score=0.99), span("Quimera Marjal", score=0.8)], THRESHOLDS)
    assert [TEXT[s.start : s.end] for s in merged] == ["Aurelia Quimera Marjal"]
    assert merged[0].score == 0.99


def test_the_doubtful_reach_of_a_name_is_a_span_of_its_own() -> None:
    merged = merge(TEXT, [span("Aurelia Quimera", score=0.99), span("Quimera Marjal", score=0.3)], THRESHOLDS)
    assert [(TEXT[s.start : s.end], s.score) for s in merged] == [("Aurelia Quimera", 0.99), ("Marjal", 0.3)]


def test_a_doubt_with_a_high_score_lends_no_certainty() -> None:
    doubtful = span("Aurelia Quimera", score=0.99, doubt="check digit")
    merged = merge(TEXT, [doubtful, span("Quimera Marjal", score=0.8)], THRESHOLDS)
    assert [(TEXT[s.start : s.end], s.doubt) for s in merged] == [
        ("Aurelia Quimera", "check digit"),
        ("Marjal", None),
    ]


def test_sure_spans_of_two_labels_are_a_conflict() -> None:
    merged = merge(
        TEXT, [span("Aurelia Quimera", score=0.9), span("Aurelia Quimera", "LUGAR", 0.8)], THRESHOLDS
    )
    assert [(s.label, s.doubt) for s in merged] == [("NOMBRE", LABEL_CONFLICT)]


def test_a_name_inside_an_organisation_is_hidden_and_reviewed() -> None:
    start = TEXT.index("Talleres")
    name = Span(start + 9, start + 16, "NOMBRE", 0.6, "model:x")
    merged = merge(TEXT, [span("Talleres Quimera S.A.", "ORG", 0.99), name], THRESHOLDS)
    assert [(TEXT[s.start : s.end], s.label, s.doubt) for s in merged] == [
        ("Talleres", "ORG", None),
        ("Quimera", "NOMBRE", IN_ORGANISATION),
        ("S.A.", "ORG", None),
    ]


def test_a_wrong_check_digit_is_a_doubt_however_sure_another_finder_is() -> None:
    text = "DNI 12345678A"
    model = Span(4, 13, "ID", 0.999, "model:1")
    rule = Span(4, 13, "ID", 0.99, "pattern:dni", kind="dni", doubt=CHECK_DIGIT)
    (merged,) = merge(text, [model, rule], THRESHOLDS)
    assert (merged.score, merged.kind, merged.doubt) == (0.999, "dni", CHECK_DIGIT)


def test_kind_and_role_are_learned_from_a_less_sure_span() -> None:
    text = "DNI 27.334.501"
    model = Span(4, 14, "ID", 0.99, "model:x")
    merged = merge(text, [Span(4, 14, "ID", 0.98, "pattern:dni", kind="dni"), model], THRESHOLDS)
    assert [(s.kind, s.source) for s in merged] == [("dni", "model:x")]


@pytest.mark.parametrize(("text", "end"), [("Firma J. P. L. en acto", 14), ("Firma Jose\u0301, juez", 11)])
def test_the_edges_that_a_finder_chose_stay(text: str, end: int) -> None:
    """The dot of an initial, and an accent that is a character of its own."""
    merged = merge(text, [Span(6, end, "NOMBRE", 0.9, "model:x")], THRESHOLDS)
    assert [(s.start, s.end) for s in merged] == [(6, end)]


def test_what_is_cut_off_loses_its_punctuation() -> None:
    text = "Aurelia, (Marjal)"
    merged = merge(text, [Span(0, 7, "NOMBRE", 0.9, "a"), Span(0, 17, "NOMBRE", 0.2, "b")], THRESHOLDS)
    assert [text[s.start : s.end] for s in merged] == ["Aurelia", "Marjal)"]
