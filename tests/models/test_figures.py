"""Figures of a hand-counted document."""

import pytest

from models.corpus import Entity, Gold
from models.counts import ALL, count, missed
from models.figures import figures as figures_of
from models.figures import measure
from service.document import Action, Decision, Label, Role, Span

TEXT = "Ana Ruiz, DNI 12.345, vive en Lobos. Ana Ruiz firma."
GOLD = Gold(
    "one",
    "fictional",
    "AR",
    TEXT,
    (
        Entity(0, 8, "NOMBRE", "parte"),
        Entity(14, 20, "ID", ""),
        Entity(30, 35, "LUGAR", ""),
        Entity(37, 45, "NOMBRE", "parte"),
    ),
)


def decided(start: int, end: int, label: Label, action: Action) -> Decision:
    return Decision(Span(start, end, label, 0.9, "test"), action, "test")


def test_a_perfect_answer() -> None:
    decisions = [decided(e.start, e.end, e.label, "mask") for e in GOLD.entities]  # type: ignore[arg-type]
    figures = measure([(GOLD, decisions)])
    assert figures.labels[ALL] == {
        "n": 4, "missed": 0, "wrong": 0, "auto": 1, "masked": 1, "risk": 0, "full": 1, "entity": 1,
        "P": 1, "R": 1, "F1": 1, "brier": pytest.approx(0.01), "skill": None,
        "caught": None, "missed_caught": None, "wrong_caught": None,
    }  # fmt: skip
    assert (figures.over, figures.over_provisional, figures.review, figures.leaked) == (0, 0, 0, 0)
    assert figures.labels["FECHA"]["auto"] is None


def test_every_figure_counted_by_hand() -> None:
    decisions = [
        decided(0, 8, "NOMBRE", "mask"),
        decided(10, 20, "ID", "review"),  # "DNI 12.345": three letters in vain, wrong edge
        decided(22, 26, "FECHA", "mask"),  # "vive": four letters in vain
        decided(30, 35, "LUGAR", "keep"),
        decided(37, 40, "NOMBRE", "mask"),  # "Ana" of the second mention
    ]
    figures = measure([(GOLD, decisions)])
    assert figures.labels["NOMBRE"] == {
        "n": 2,
        "missed": 1,
        "wrong": 1,
        "auto": pytest.approx(10 / 14),
        "masked": pytest.approx(10 / 14),
        "risk": pytest.approx(4 / 14),
        "full": 0.5,
        "entity": 0,
        "P": 0.5,
        "R": 0.5,
        "F1": 0.5,
        "brier": pytest.approx(0.01),
        "skill": None,
        "caught": 0,
        "missed_caught": 0,
        "wrong_caught": 0,
    }
    assert figures.labels["ID"]["auto"] == 0
    assert figures.labels["ID"]["masked"] == 1
    assert figures.labels["ID"]["F1"] == 0
    assert figures.labels["LUGAR"]["masked"] == 0
    assert (figures.roles["parte"]["n"], figures.roles["parte"]["full"]) == (2, 0.5)
    assert figures.leaked == 1
    # The ID is queued, so its miss and its wrong edge are caught; of all that is missed (ID,
    # LUGAR, a NOMBRE) or wrong (ID, the date, half a name) that is two in six.
    assert figures.labels["ID"]["missed_caught"] == figures.labels["ID"]["wrong_caught"] == 1
    assert figures.labels[ALL]["caught"] == pytest.approx(2 / 6)
    others = sum(map(str.isalnum, TEXT)) - 7 - 5 - 5 - 7
    assert figures.over == pytest.approx(4 / others)
    assert figures.over_provisional == pytest.approx(7 / others)
    assert figures.review == pytest.approx(1000 / len(TEXT.split()))
    assert (figures.documents, figures.words) == (1, len(TEXT.split()))


def test_what_is_hidden_of_a_gold_organisation_is_vain() -> None:
    gold = Gold("two", "fictional", "AR", "Banco Austral", (Entity(0, 13, "ORG", ""),))
    assert measure([(gold, [decided(0, 5, "NOMBRE", "mask")])]).over == pytest.approx(5 / 12)


def named(start: int, end: int, role: Role, action: Action = "mask", p: float | None = None) -> Decision:
    return Decision(Span(start, end, "NOMBRE", 0.9, "test", role=role, p_parte=p), action, "test")


def test_a_wrong_span_is_caught_by_a_doubt_in_the_mention_that_it_touches() -> None:
    decisions = [decided(0, 3, "NOMBRE", "mask"), decided(4, 8, "NOMBRE", "review")]
    row = measure([(GOLD, decisions)]).labels["NOMBRE"]
    assert (row["missed"], row["wrong"]) == (2, 2)
    assert (row["missed_caught"], row["wrong_caught"]) == (0.5, 1)


def test_scores_are_held_against_what_is_to_be_hidden() -> None:
    decisions = [
        Decision(Span(0, 8, "NOMBRE", 0.8, "test"), "mask", "test"),
        Decision(Span(22, 26, "NOMBRE", 0.4, "test"), "review", "test"),
    ]
    row = measure([(GOLD, decisions)]).labels["NOMBRE"]
    assert row["brier"] == pytest.approx((0.2**2 + 0.4**2) / 2)
    assert row["skill"] == pytest.approx(1 - 0.1 / 0.25)


def test_a_person_has_the_role_of_most_mentions() -> None:
    text = "Ana Ruiz; Ana Ruiz; Ana Ruiz. Luz Vega"
    gold = Gold(
        "three",
        "fictional",
        "AR",
        text,
        (
            *(Entity(start, start + 8, "NOMBRE", "parte") for start in (0, 10, 20)),
            Entity(30, 38, "NOMBRE", "autoridad"),
        ),
    )
    decisions = [
        named(0, 8, "autoridad", p=0.2),
        named(10, 18, "autoridad", p=0.5),
        named(20, 28, "parte", p=0.9),
        named(30, 38, "autoridad", "keep", p=0.01),
    ]
    roles = figures_of([count(gold, decisions, keep_below=0.1)]).roles
    assert (roles["parte"]["people"], roles["parte"]["right"], roles["parte"]["other"]) == (1, 0, 1)
    assert (roles["parte"]["kept"], roles["parte"]["publishable"]) == (0, 0)
    assert (roles["autoridad"]["right"], roles["autoridad"]["kept"]) == (1, 1)
    assert roles["autoridad"]["publishable"] == 1
    # One mention below the bound is enough to expose the person.
    assert figures_of([count(gold, decisions, keep_below=0.3)]).roles["parte"]["publishable"] == 1
    # As many say one role as the other: the careful one.
    assert figures_of([count(gold, decisions[1:])]).roles["parte"]["right"] == 1


def test_nobody_found_is_no_other_role() -> None:
    parte = measure([(GOLD, [])]).roles["parte"]
    assert (parte["people"], parte["right"], parte["other"], parte["full"]) == (1, 0, 0, 0)


def test_a_policy_is_measured_on_the_labels_that_it_hides() -> None:
    decisions = [decided(0, 8, "NOMBRE", "mask"), decided(37, 45, "NOMBRE", "mask")]
    figures = measure([(GOLD, decisions)], ("NOMBRE",))
    assert list(figures.labels) == ["NOMBRE", ALL]
    assert (figures.labels[ALL]["n"], figures.labels[ALL]["masked"]) == (2, 1)


def test_what_review_hides_is_not_missed() -> None:
    decisions = [
        decided(0, 8, "NOMBRE", "review"),
        decided(14, 18, "ID", "mask"),
        decided(30, 35, "LUGAR", "keep"),
    ]
    assert [(e.start, e.label) for e in missed(GOLD, decisions)] == [
        (14, "ID"),
        (30, "LUGAR"),
        (37, "NOMBRE"),
    ]


def test_figures_of_nothing() -> None:
    figures = measure([])
    assert (figures.documents, figures.over, figures.labels[ALL]["F1"]) == (0, None, None)
