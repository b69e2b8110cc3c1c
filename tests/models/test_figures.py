"""Figures of a hand-counted document."""

import pytest

from models.corpus import Entity, Gold
from models.figures import ALL, measure
from service.document import Action, Decision, Label, Span

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
        "n": 4, "auto": 1, "masked": 1, "full": 1, "entity": 1, "P": 1, "R": 1, "F1": 1,
    }  # fmt: skip
    assert (figures.over, figures.over_provisional, figures.review) == (0, 0, 0)
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
        "auto": pytest.approx(10 / 14),
        "masked": pytest.approx(10 / 14),
        "full": 0.5,
        "entity": 0,
        "P": 0.5,
        "R": 0.5,
        "F1": 0.5,
    }
    assert figures.labels["ID"]["auto"] == 0
    assert figures.labels["ID"]["masked"] == 1
    assert figures.labels["ID"]["F1"] == 0
    assert figures.labels["LUGAR"]["masked"] == 0
    assert figures.roles["parte"] == {"n": 2, "full": 0.5}
    others = sum(map(str.isalnum, TEXT)) - 7 - 5 - 5 - 7
    assert figures.over == pytest.approx(4 / others)
    assert figures.over_provisional == pytest.approx(7 / others)
    assert figures.review == pytest.approx(1000 / len(TEXT.split()))
    assert (figures.documents, figures.words) == (1, len(TEXT.split()))


def test_what_is_hidden_of_a_gold_organisation_is_vain() -> None:
    gold = Gold("two", "fictional", "AR", "Banco Austral", (Entity(0, 13, "ORG", ""),))
    assert measure([(gold, [decided(0, 5, "NOMBRE", "mask")])]).over == pytest.approx(5 / 12)
