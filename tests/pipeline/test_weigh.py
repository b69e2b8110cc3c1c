"""What a doubtful place is worth: what stands beside it, what the model thinks, what is left of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from service.document import Document, Span
from service.pipeline import Engine, anonymize, find
from service.pipeline.detect.lexicon import BY_TITLE
from service.pipeline.detect.ner import Ner
from service.pipeline.merge import IN_ORGANISATION
from service.pipeline.propagate import MOSTLY, SINGLE_WORD
from service.pipeline.view import View
from service.pipeline.weigh import Weight, circumstances, log_odds, weigh
from service.policies import load_policies
from tests.pipeline.strategies import THRESHOLDS, found_texts

TEXT = "Comparece Aurelia Quimera, de Marjal; Quimera dijo"
NAME = Span(10, 25, "NOMBRE", 0.9, "model:x")
PLACE = Span(30, 36, "LUGAR", 0.2, "model:x")
AGAIN = Span(38, 45, "NOMBRE", 0.9, "propagation", doubt=SINGLE_WORD)


def test_a_circumstance_is_a_doubt_or_a_neighbour_or_a_finder() -> None:
    surname = Span(18, 25, "NOMBRE", 0.2, "model:x")
    given_name = Span(10, 17, "NOMBRE", 0.9, "model:x")
    lower = structs.replace(NAME, score=0.2, source="pattern:initials")
    keys = [
        circumstances(TEXT, spans, THRESHOLDS)
        for spans in (
            [NAME, PLACE, AGAIN],
            [NAME, PLACE, structs.replace(AGAIN, doubt=MOSTLY)],
            [given_name, surname],
            [structs.replace(given_name, score=0.3), surname],  # beside what is not sure itself
            [given_name, structs.replace(surname, label="LUGAR")],
            [lower],
            [Span(10, 25, "ORG", 0.1, "model:x")],
            [structs.replace(NAME, doubt=IN_ORGANISATION)],
            [structs.replace(lower, doubt=IN_ORGANISATION)],  # a rule against the model
        )
    ]
    assert keys == [
        ["", "LUGAR: model", f"NOMBRE: {SINGLE_WORD}"],
        ["", "LUGAR: model", ""],
        ["", "NOMBRE: beside its like"],
        ["NOMBRE: model", "NOMBRE: model"],
        ["", "LUGAR: model"],
        ["NOMBRE: pattern:initials"],
        [""],
        ["NOMBRE: inside an organisation"],
        [""],
    ]


def test_the_model_is_asked_of_what_others_found() -> None:
    asked = []

    def chance(start: int, end: int) -> float:
        asked.append((start, end))
        return 0.1

    cue = structs.replace(AGAIN, source="lexicon", doubt=BY_TITLE)
    weights = {f"NOMBRE: {BY_TITLE}": Weight(0.0, 1.0), "LUGAR: model": Weight(5.0, 1.0)}
    _, place, again = weigh(TEXT, [NAME, PLACE, cue], chance, weights, THRESHOLDS)
    assert asked == [(30, 36), (38, 45)]
    assert again.score == pytest.approx(0.1)
    assert place.score == pytest.approx(0.943, abs=0.001)


def test_what_is_too_unlikely_goes() -> None:
    weights = {"LUGAR: model": Weight(0.0, 1.0), f"NOMBRE: {SINGLE_WORD}": Weight(0.0, 1.0)}
    mostly = structs.replace(AGAIN, doubt=MOSTLY)
    assert weigh(TEXT, [NAME, PLACE, AGAIN], lambda *_: 0.01, weights, THRESHOLDS) == (NAME,)
    assert weigh(TEXT, [NAME, PLACE, mostly], lambda *_: 0.01, weights, THRESHOLDS) == (NAME, mostly)
    assert weigh(TEXT, [NAME, PLACE, AGAIN], lambda *_: 0.5, weights, THRESHOLDS)[-1].start == AGAIN.start


def test_a_name_that_stands_again_is_never_too_unlikely(make_ner: Callable[[], Ner]) -> None:
    text = "don Fulgencio Albor dijo. Albor firma. El juzgado de Albor"

    def detect(_: str) -> list[Span]:
        return [Span(4, 19, "NOMBRE", 0.9, "test"), Span(26, 31, "NOMBRE", 0.9, "test")]

    unlikely = {f"NOMBRE: {MOSTLY}": Weight(-9.0, 0.0)}
    engine = Engine((detect,), THRESHOLDS, "x", make_ner().read, unlikely)
    result = anonymize(Document(text), engine, load_policies()["todo"])
    assert result.text == "don [NOMBRE] dijo. [NOMBRE] firma. El juzgado de [NOMBRE]"
    assert result.decisions[-1].action == "review"


def test_an_organisation_stays_where_what_was_seen_in_it_goes() -> None:
    text = "Demanda a Talleres Quimera S.A. por daños"

    class Reading:
        def spans(self) -> list[Span]:
            return [Span(10, 31, "ORG", 0.9, "model:x"), Span(19, 26, "NOMBRE", 0.2, "model:x")]

        def chance(self, start: int, end: int) -> float:
            return 0.2 if start < 26 and end > 19 else 0.0

    unlikely = {f"NOMBRE: {IN_ORGANISATION}": Weight(-9.0, 0.0)}
    engine = Engine((), THRESHOLDS, "x", lambda _: Reading(), unlikely)
    (span,) = find(Document(text), engine)
    assert (span.start, span.end, span.label, span.entity) == (10, 31, "ORG", "e1")
    (before, name, after) = find(Document(text), replace(engine, weights={}))
    assert [span.label for span in (before, name, after)] == ["ORG", "NOMBRE", "ORG"]


@given(found_texts())
def test_without_weights_nothing_changes(drawn: tuple[str, list[Span]]) -> None:
    text, spans = drawn
    assert weigh(text, spans[:1], lambda *_: 0.0, {}, THRESHOLDS) == tuple(spans[:1])


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_likelier_to_the_model_the_likelier(one: float, other: float) -> None:
    weight = Weight(-2.0, 0.5)
    low, high = sorted((one, other))
    assert weight(low) <= weight(high)
    assert 0 < weight(low) < 1
    assert log_odds(1 - low) == pytest.approx(-log_odds(low))


def test_a_place_of_the_document_is_asked_where_it_stands_in_the_view() -> None:
    view = View.of("Au\u00adre\u00adlia Quimera")
    assert view.text == "Aurelia Quimera"
    assert view.asked(lambda start, end: float(100 * start + end))(0, 9) == 7
    assert view.asked(lambda start, end: float(100 * start + end))(10, 17) == 815
