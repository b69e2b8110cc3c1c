"""Intervals over documents."""

from functools import partial

import numpy as np
import pytest

from models.bootstrap import interval, intervals, resample
from models.counts import Counts
from models.figures import figures, shares


def ruling(chars: int, masked: int) -> Counts:
    return {("ID", "chars"): chars, ("ID", "masked"): masked, ("ID", "n"): 1}


def test_the_sums_are_of_as_many_documents_drawn_with_replacement() -> None:
    sums = resample([{("ID", "n"): 1}, {("ID", "n"): 1, ("ID", "chars"): 7}], samples=200, seed=4)
    assert set(sums["ID", "n"]) == {2}
    assert set(sums["ID", "chars"]) == {0, 7, 14}


def test_an_interval_holds_the_figure_and_narrows_with_more_rulings() -> None:
    few = [ruling(10, 10 - number % 3) for number in range(6)]
    bounds = [intervals(counts, partial(shares, hide=("ID",)))["ID"]["masked"] for counts in (few, few * 20)]
    value = figures(few, ("ID",)).labels["ID"]["masked"]
    assert value is not None
    widths = []
    for bound in bounds:
        assert bound is not None
        assert bound[0] <= value <= bound[1]
        widths.append(bound[1] - bound[0])
    assert widths[1] < widths[0] / 3


def test_the_interval_of_a_mean_is_the_textbook_one() -> None:
    values = np.random.default_rng(8).normal(size=400)
    sums = resample([{("x", "sum"): value} for value in values.tolist()], samples=4000, seed=2)
    bounds = interval(sums["x", "sum"] / 400)
    assert bounds is not None
    error = values.std() / 20
    assert bounds == pytest.approx(
        (values.mean() - 1.96 * error, values.mean() + 1.96 * error), abs=error / 5
    )


def test_the_same_seed_gives_the_same_intervals_and_no_other_does() -> None:
    counts = [ruling(10, number) for number in range(10)]
    first, again, other = (
        intervals(counts, shares, samples=50, seed=seed)["ID"]["masked"] for seed in (1, 1, 2)
    )
    assert first == again != other


def test_one_ruling_or_no_case_has_no_interval() -> None:
    assert intervals([ruling(10, 9)], shares)["ID"]["masked"] is None
    assert intervals([ruling(10, 9)] * 3, shares)["FECHA"]["masked"] is None
    assert intervals([], shares)["ID"]["masked"] is None
