"""What is found once is found everywhere, and is one entity."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from msgspec.structs import replace

from service.document import ROLES, Label, Role, Span
from service.pipeline import NO_HINTS
from service.pipeline.detect.lexicon import BY_TITLE
from service.pipeline.link import link as told
from service.pipeline.merge import merge, sure
from service.pipeline.policy import Thresholds
from service.pipeline.propagate import MOSTLY, SINGLE_WORD, propagate
from service.pipeline.spans import check
from service.pipeline.surfaces import fold
from tests.pipeline.strategies import THRESHOLDS, found_texts
from tests.pipeline.test_merge import covered


def first(
    text: str, surface: str, label: Label = "NOMBRE", score: float = 0.9, doubt: str | None = None
) -> Span:
    start = text.index(surface)
    role = "parte" if label == "NOMBRE" else None
    return Span(start, start + len(surface), label, score, "model:x", role=role, doubt=doubt)  # type: ignore[arg-type]


def link(text: str, spans: Sequence[Span], thresholds: Thresholds) -> tuple[Span, ...]:
    """Further mentions, and whom each means."""
    return told(text, propagate(text, spans, thresholds), NO_HINTS)


def linked(text: str, *spans: Span) -> list[tuple[str, str | None]]:
    """Surfaces and entities."""
    return [(text[s.start : s.end], s.entity) for s in link(text, merge(text, spans, THRESHOLDS), THRESHOLDS)]


def test_a_name_is_found_in_any_spelling_and_is_one_entity() -> None:
    text = "Aurelia Quimera dijo. AURELIA\nQUIMERA y Aure\u00adlia Quimera firman."
    assert linked(text, first(text, "Aurelia Quimera")) == [
        ("Aurelia Quimera", "e1"),
        ("AURELIA\nQUIMERA", "e1"),
        ("Aure\u00adlia Quimera", "e1"),
    ]


def test_a_further_mention_has_label_role_and_kind_of_the_first() -> None:
    text = "DNI 27.334.501; luego 27334501."
    (known, further) = link(text, [replace(first(text, "27.334.501", "ID"), kind="dni")], THRESHOLDS)
    assert (further.label, further.kind, further.source, further.doubt) == ("ID", "dni", "propagation", None)
    assert further.entity == known.entity == "e1"


def test_a_word_of_a_name_is_found_alone_and_reviewed() -> None:
    text = "Aurelia Quimera dijo. Quimera firma. AURELIA no."
    spans = link(text, [first(text, "Aurelia Quimera")], THRESHOLDS)
    assert [(text[s.start : s.end], s.doubt) for s in spans] == [
        ("Aurelia Quimera", None),
        ("Quimera", MOSTLY),
        ("AURELIA", MOSTLY),
    ]


def test_a_word_that_is_a_name_at_most_of_its_places_is_a_better_doubt() -> None:
    """Of the four places of "Marjal" two are names; then of five."""
    text = "Noé Marjal; Eva Marjal; Marjal y el juzgado de Marjal"
    spans = link(text, [first(text, "Noé Marjal"), first(text, "Eva Marjal")], THRESHOLDS)
    assert [s.doubt for s in spans] == [None, None, MOSTLY, MOSTLY]
    more = link(text + "; Marjal", [first(text, "Noé Marjal"), first(text, "Eva Marjal")], THRESHOLDS)
    assert [s.doubt for s in more][2:] == [SINGLE_WORD] * 3


def test_a_title_and_the_name_elsewhere_are_believed_together() -> None:
    text = "Aurelia Quimera dijo. La señora Quimera firma."
    cue = Span(32, 39, "NOMBRE", 0.3, "lexicon", doubt=BY_TITLE)
    _, again = link(text, [first(text, "Aurelia Quimera"), cue], THRESHOLDS)
    assert sure(again, THRESHOLDS)
    alone = link(text, [cue], THRESHOLDS)
    assert not any(sure(s, THRESHOLDS) for s in alone)


def test_a_common_word_of_a_name_is_not() -> None:
    text = "Rosa Marjal dijo que la rosa y el marjal son suyos. Rosa firma."
    assert [surface for surface, _ in linked(text, first(text, "Rosa Marjal"))] == ["Rosa Marjal"]


def test_a_date_and_a_place_are_never_propagated() -> None:
    text = "en Valdeniebla, el 3 de mayo; el Juzgado de Valdeniebla, el 3 de mayo"
    spans = [first(text, "Valdeniebla", "LUGAR"), first(text, "3 de mayo", "FECHA")]
    assert len(linked(text, *spans)) == 2


def test_neither_is_a_doubtful_number_or_what_says_nothing() -> None:
    text = "4512-B, J.P. y 2021; 4512-B, J.P. y 2021"
    low, doubtful = first(text, "4512-B", "ID", 0.3), first(text, "4512-B", "ID", doubt="check digit")
    assert len(linked(text, low)) == len(linked(text, doubtful)) == 1
    assert len(linked(text, first(text, "J.P."), first(text, "2021", "ID"))) == 2


def test_a_doubtful_name_has_doubtful_mentions() -> None:
    text = "Aurelia Quimera dijo. Aurelia Quimera firma. Quimera no."
    for known in (first(text, "Aurelia Quimera", score=0.3), first(text, "Aurelia Quimera", doubt="a title")):
        spans = link(text, [known], THRESHOLDS)
        assert [text[s.start : s.end] for s in spans] == ["Aurelia Quimera", "Aurelia Quimera"]
        assert not any(sure(s, THRESHOLDS) for s in spans)


def test_a_doubtful_name_of_a_common_word_has_none() -> None:
    text = "la Rosa Quimera; la rosa; la Rosa Quimera"
    assert len(linked(text, first(text, "Rosa Quimera", score=0.3))) == 1


def test_a_doubt_of_one_mention_does_not_touch_the_others() -> None:
    text = "Aurelia Quimera; Aurelia Quimera; Aurelia Quimera"
    doubtful = first(text, "Aurelia Quimera", score=0.99, doubt="a title")
    spans = link(text, [doubtful, Span(17, 32, "NOMBRE", 0.8, "model:x")], THRESHOLDS)
    assert [sure(s, THRESHOLDS) for s in spans][1:] == [True, True]


def test_a_shorter_name_inside_a_longer_is_left_alone() -> None:
    text = "Eva Marjal y Eva Marjal Albaflor"
    longer = Span(13, 32, "NOMBRE", 0.8, "model:x")
    assert linked(text, first(text, "Eva Marjal"), longer) == [
        ("Eva Marjal", "e1"),
        ("Eva Marjal Albaflor", "e1"),
    ]


def test_a_doubtful_place_becomes_sure_where_a_sure_name_stands() -> None:
    text = "Eva Marjal; habla Eva Marjal"
    spans = merge(text, [first(text, "Eva Marjal"), Span(18, 28, "NOMBRE", 0.2, "model:x")], THRESHOLDS)
    assert all(sure(s, THRESHOLDS) for s in link(text, spans, THRESHOLDS))


def test_a_name_in_an_organisation_is_hidden_for_review() -> None:
    text = "Eva Quimera demandó a Talleres Eva Quimera S.A."
    spans = [first(text, "Eva Quimera"), first(text, "Talleres Eva Quimera S.A.", "ORG")]
    found = link(text, merge(text, spans, THRESHOLDS), THRESHOLDS)
    assert [(text[s.start : s.end], s.label) for s in found][2] == ("Eva Quimera", "NOMBRE")
    assert found[2].doubt


def test_entities_differ_by_label_and_not_by_spelling() -> None:
    text = "Íñigo Peñalén; INIGO PENALEN; (Íñigo Peñalén)"
    spans = [
        Span(0, 13, "NOMBRE", 0.9, "a"),
        Span(15, 28, "NOMBRE", 0.9, "a"),
        Span(31, 44, "LUGAR", 0.9, "a"),
    ]
    assert [s.entity for s in link(text, spans, THRESHOLDS)] == ["e1", "e1", "e2"]


def test_a_date_is_one_entity_however_it_is_written() -> None:
    text = "el 3/5/2010, el tres de mayo de dos mil diez, el 3 de mayo de 2011 y el 30/2/2010; 30-2-2010"
    surfaces = ("3/5/2010", "tres de mayo de dos mil diez", "3 de mayo de 2011", "30/2/2010", "30-2-2010")
    spans = [first(text, surface, "FECHA") for surface in surfaces]
    assert [entity for _, entity in linked(text, *spans)] == ["e1", "e1", "e2", "e3", "e3"]


def test_a_date_s_kind_is_what_stands_before_it() -> None:
    text = "nacida el 3/5/2010 en Marjal; sentencia de 4/6/2021; y el 5/7/2022"
    spans = [first(text, surface, "FECHA") for surface in ("3/5/2010", "4/6/2021", "5/7/2022")]
    known = replace(spans[2], kind="date")
    found = link(text, [*spans[:2], known], THRESHOLDS)
    assert [s.kind for s in found] == ["birth_date", "ruling_date", "date"]


def test_entities_are_numbered_in_reading_order() -> None:
    text = "uno Aurelia dos Zenón tres Begoña cuatro Zenón"
    spans = [
        first(text, name, score=score) for name, score in (("Begoña", 0.99), ("Zenón", 0.9), ("Aurelia", 0.6))
    ]
    assert [entity for _, entity in linked(text, *spans)] == ["e1", "e2", "e3", "e2"]


@given(found_texts())
def test_linking_loses_nothing_and_keeps_order(found: tuple[str, list[Span]]) -> None:
    text, spans = found
    before = merge(text, spans, THRESHOLDS)
    after = link(text, before, THRESHOLDS)
    check(after, len(text))
    assert covered(text, before) <= covered(text, after)
    assert all(s.entity for s in after)


@given(found_texts())
def test_what_is_spelt_alike_is_one_entity_of_one_label(found: tuple[str, list[Span]]) -> None:
    text, spans = found
    entities: dict[tuple[str, str], set[str | None]] = {}
    labels: dict[str | None, set[str]] = {}
    for s in link(text, merge(text, spans, THRESHOLDS), THRESHOLDS):
        labels.setdefault(s.entity, set()).add(s.label)
        if s.label != "NOMBRE":
            entities.setdefault((s.label, fold(text[s.start : s.end])), set()).add(s.entity)
    assert all(len(known) == 1 for known in entities.values())
    assert all(len(known) == 1 for known in labels.values())


def test_a_person_is_one_entity_in_any_form() -> None:
    text = "la señora Aurelia Quimera Albor; QUIMERA ALBOR, Aurelia; A.Q.A.; Noé Marjal y Quimera"
    surfaces = ("Aurelia Quimera Albor", "QUIMERA ALBOR, Aurelia", "A.Q.A.", "Noé Marjal")
    assert [entity for _, entity in linked(text, *(first(text, surface) for surface in surfaces))] == [
        "e1",
        "e1",
        "e1",
        "e2",
        "e1",
    ]


def test_spouses_and_father_and_son_are_not_one() -> None:
    text = "doña Eva Marjal y don Noé Marjal; la Marjal; el señor Marjal. Zenón Albor (h) y Zenón Albor"
    spans = [
        Span(m.start(), m.end(), "NOMBRE", 0.9, "a", role="parte")
        for m in re.finditer(r"(Eva |Noé )?Marjal|Zenón Albor", text)
    ]
    assert [s.entity for s in link(text, spans, THRESHOLDS)] == ["e1", "e2", "e1", "e2", "e3", "e4"]


def test_words_of_a_name_side_by_side_are_one_doubt() -> None:
    text = "Aurelia Quimera Marjal vendió. La sociedad Aurelia Quimera y Compañía compró. Quimera."
    found = link(text, [Span(0, 22, "NOMBRE", 0.99, "model:x", role="parte")], THRESHOLDS)
    assert [text[s.start : s.end] for s in found] == ["Aurelia Quimera Marjal", "Aurelia Quimera", "Quimera"]
    assert [s.doubt for s in found[1:]] == [SINGLE_WORD, SINGLE_WORD]


def spans_of(text: str, *roles: Role) -> list[Span]:
    """The names of `text` that hold "Marjal", each surely of its role."""
    return [
        Span(m.start(), m.end(), "NOMBRE", 0.9, "model:x", role=role, role_chances=_sure(role))
        for m, role in zip(re.finditer(r"(Eva |Noé )?Marjal", text), roles, strict=True)
    ]


def _sure(role: Role) -> tuple[float, ...]:
    return tuple(0.97 if r == role else 0.01 for r in ROLES)


def test_who_may_be_the_judge_or_the_accused_goes_before_a_person() -> None:
    text = "Eva Marjal preside. Noé Marjal declara. Condena a Marjal"
    judge, accused, either = link(text, spans_of(text, "autoridad", "parte", "cita"), THRESHOLDS)
    assert (judge.doubt, accused.doubt) == (None, None)
    assert (either.entity, either.rivals, either.doubt) == ("e3", ("e1", "e2"), "may be e1 or e2 instead")


def test_who_may_be_one_of_two_alike_is_an_entity_that_says_so() -> None:
    text = "Eva Marjal declara. Noé Marjal declara. Citan a Marjal"
    *_, either = link(text, spans_of(text, "parte", "parte", "parte"), THRESHOLDS)
    assert (either.entity, either.rivals, either.doubt) == ("e3", ("e1", "e2"), None)


def test_a_judge_and_a_party_of_one_surname_are_told_apart() -> None:
    text = "la jueza Marjal; se condena a Marjal"
    judge, accused = link(text, spans_of(text, "autoridad", "parte"), THRESHOLDS)
    assert judge.entity != accused.entity
    assert judge.p_parte is not None
    assert judge.p_parte < 0.01
    assert accused.p_parte == pytest.approx(0.97)


def test_a_judge_and_a_party_of_one_name_are_no_judge() -> None:
    """They are one entity by their name, which is published by no role."""
    text = "la jueza Eva Marjal; se condena a Eva Marjal"
    found = link(text, spans_of(text, "autoridad", "parte"), THRESHOLDS)
    assert [s.p_parte for s in found] == pytest.approx([0.97, 0.97])
