"""Curves by hand, and plots that are small, whole and the same every time."""

from pathlib import Path

import pytest

from models.corpus import Entity, Gold
from models.curves import curves, reliability
from models.plots import draw
from service.document import Action, Decision, Label, Span

TEXT = "Ana Ruiz, DNI 12.345, vive en Lobos."
GOLD = Gold("one", "fictional", "AR", TEXT, (Entity(0, 8, "NOMBRE", "parte"), Entity(30, 35, "LUGAR", "")))


def decided(start: int, end: int, label: Label, score: float, action: Action) -> Decision:
    return Decision(Span(start, end, label, score, "test"), action, "test")


SCORED = [
    (
        GOLD,
        (
            decided(0, 8, "NOMBRE", 0.9, "mask"),
            decided(22, 26, "LUGAR", 0.2, "review"),
            decided(30, 35, "LUGAR", 0.4, "review"),
        ),
    )
]


def test_scores_in_bins() -> None:
    found = reliability([(0.05, False), (0.96, True), (0.94, False), (1.0, True)])
    assert [b.n for b in found] == [1, 3]
    assert (found[1].score, found[1].true) == pytest.approx((2.9 / 3, 2 / 3))


def test_a_rising_threshold_trades_load_for_risk() -> None:
    points = curves(SCORED).risk["LUGAR"]
    words = len(TEXT.split())
    assert points[0] == pytest.approx((2000 / words, 0))
    assert any(point == pytest.approx((1000 / words, 0)) for point in points)
    assert points[-1] == (0, 1)
    assert all(risk == 0 for _, risk in curves(SCORED).risk["NOMBRE"])


def test_a_rising_score_trades_recall_for_precision() -> None:
    assert curves(SCORED).exact["LUGAR"][0] == (1, 0.5)
    assert (1, 1) in curves(SCORED).exact["LUGAR"]


def test_the_plots(tmp_path: Path) -> None:
    first, again = draw(curves(SCORED), tmp_path / "a"), draw(curves(SCORED), tmp_path / "b")
    assert [path.name for path in first] == ["reliability.svg", "risk.svg", "exact.svg"]
    for path, other in zip(first, again, strict=True):
        assert path.read_bytes() == other.read_bytes()
        assert path.stat().st_size < 150_000
        assert b"Ruiz" not in path.read_bytes()


def test_nothing_to_draw(tmp_path: Path) -> None:
    assert len(draw(curves([]), tmp_path)) == 3
