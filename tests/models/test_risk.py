"""Bounds on a risk, tried on draws whose true risk is known."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.risk import conformal, upper_bound

Floats = NDArray[np.float64]
LOSSES = st.lists(st.floats(0, 1), min_size=1, max_size=40).map(np.array)


def rare(dice: np.random.Generator, n: int) -> Floats:
    """Most documents lose nothing: mean .02 · .5."""
    return np.where(dice.random(n) < 0.02, dice.random(n), 0.0)


def all_or_nothing(dice: np.random.Generator, n: int) -> Floats:
    return (dice.random(n) < 0.05).astype(float)


def spread(dice: np.random.Generator, n: int) -> Floats:
    return dice.beta(1, 9, n)


DRAWS = [(rare, 0.01), (all_or_nothing, 0.05), (spread, 0.1)]


@pytest.mark.parametrize(("losses", "mean"), DRAWS)
@pytest.mark.parametrize("n", [30, 200])
def test_the_bound_holds_as_often_as_it_says(
    losses: Callable[[np.random.Generator, int], Floats], mean: float, n: int
) -> None:
    dice = np.random.default_rng(8)
    held = [upper_bound(losses(dice, n), steps=200) >= mean for _ in range(300)]
    assert np.mean(held) >= 0.95


def test_a_bound_for_less_certainty_fails_more_often_and_lies_lower() -> None:
    """It is no bound that holds for being far away."""
    dice = np.random.default_rng(8)
    drawn = [spread(dice, 200) for _ in range(200)]
    half = np.array([upper_bound(losses, level=0.5, steps=500) for losses in drawn])
    sure = np.array([upper_bound(losses, level=0.95, steps=500) for losses in drawn])
    assert (half <= sure).all()
    assert 0.5 <= (half >= 0.1).mean() < (sure >= 0.1).mean()
    assert sure.mean() < 0.15


def test_the_bound_shrinks_towards_the_mean_with_more_documents() -> None:
    dice = np.random.default_rng(8)
    bounds = [np.mean([upper_bound(spread(dice, n), steps=500) for _ in range(20)]) for n in (20, 100, 500)]
    assert bounds[0] > bounds[1] + 0.02 > bounds[2] + 0.04
    assert 0.1 < bounds[2] < 0.125


def test_faultless_documents_prove_little_when_they_are_few() -> None:
    """No bound can lie below 1 - .05 ** (1 / n), the exact one of n tosses without a loss."""
    for n in (1, 3, 10, 60, 300):
        bound = upper_bound(np.zeros(n))
        assert 1 - 0.05 ** (1 / n) <= bound + 1e-9
    assert bound < 0.02
    assert upper_bound(np.zeros(1)) > 0.94


def test_without_documents_nothing_is_known() -> None:
    assert upper_bound(np.array([])) == 1.0
    assert conformal(np.array([])) == 1.0


@settings(max_examples=60)
@given(losses=LOSSES, where=st.integers(0, 39))
def test_a_worse_document_never_lowers_a_bound(losses: Floats, where: int) -> None:
    worse = losses.copy()
    worse[where % len(worse)] = 1.0
    assert conformal(worse) >= conformal(losses)
    assert 1 >= conformal(losses) > losses.mean() or losses.mean() == 1


@settings(max_examples=60)
@given(losses=LOSSES)
def test_the_bound_lies_between_the_mean_and_one(losses: Floats) -> None:
    assert losses.mean() <= upper_bound(losses, steps=200) <= 1


def test_by_hand() -> None:
    assert conformal(np.array([0.0, 0.5, 0.0])) == pytest.approx(1.5 / 4)
    assert conformal(np.zeros(99)) == pytest.approx(0.01)


def test_a_threshold_chosen_by_it_keeps_the_risk_of_the_next_document() -> None:
    """In expectation, over the draw of the documents that it is chosen on: with 20 of them
    and .1, chosen by the bare mean it would be 3 / 21."""
    dice = np.random.default_rng(8)
    wanted = 0.1

    def risk(mean: Callable[[Floats], float]) -> float:
        """Of a document whose score, uniform, lies above the threshold; the lowest that will do."""
        scores = np.sort(dice.random(20))
        will_do = (t for t in (0.0, *scores, 1.0) if mean((scores > t).astype(float)) <= wanted)
        return 1 - float(next(will_do))

    kept = [risk(conformal) for _ in range(2_000)]
    bare = [risk(lambda losses: float(losses.mean())) for _ in range(2_000)]
    assert np.mean(kept) <= wanted
    assert np.mean(kept) == pytest.approx(2 / 21, abs=0.004)
    assert np.mean(bare) == pytest.approx(3 / 21, abs=0.005)
