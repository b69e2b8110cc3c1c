"""A blind sample, its verdicts, and what goes out by them."""

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.bulk.accept import SampleError, draw, judge, read_verdicts
from service.bulk.bounds import interval, needed
from service.bulk.errors import AcceptanceVoid, BulkError
from service.bulk.lanes import Acceptance, accepted, read_acceptance
from service.bulk.outcomes import Versions
from service.bulk.work import Setup
from tests.bulk.conftest import STRATUM, VERSIONS, go, outputs, rulings, table
from tests.small import CLEAR_TEXT

New = Callable[..., Setup]
OTHER = "Sala Segunda /  / txt"


@pytest.mark.parametrize(
    ("seen", "size", "expected"),  # of published tables of the exact interval
    [
        (0, 10, (0.0, 0.3085)),
        (1, 10, (0.0025, 0.4450)),
        (5, 10, (0.1871, 0.8129)),
        (10, 10, (0.6915, 1.0)),
        (3, 300, (0.0021, 0.0289)),
    ],
)
def test_the_exact_interval(seen: int, size: int, expected: tuple[float, float]) -> None:
    assert interval(seen, size, 0.95) == pytest.approx(expected, abs=6e-5)


@given(st.integers(1, 60), st.data(), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_holds_what_it_says(size: int, data: st.DataObject, confidence: float) -> None:
    """At its ends just so much lies outside as may."""
    seen = data.draw(st.integers(0, size))
    low, high = interval(seen, size, confidence)
    assert 0 <= low <= seen / size <= high <= 1

    def chance(rate: float, counts: range) -> float:
        return sum(math.comb(size, k) * rate**k * (1 - rate) ** (size - k) for k in counts)

    if seen < size:
        assert chance(high, range(seen + 1)) == pytest.approx((1 - confidence) / 2, rel=1e-6)
    if seen > 0:
        assert chance(low, range(seen, size + 1)) == pytest.approx((1 - confidence) / 2, rel=1e-6)


@pytest.mark.parametrize("bound", [0.2, 0.01, 0.001])
def test_as_few_as_can_do(bound: float) -> None:
    size = needed(bound, 0.95)
    assert interval(0, size, 0.95)[1] <= bound < interval(0, size - 1, 0.95)[1]


@pytest.fixture
def finished(tmp_path: Path, setup: New) -> Setup:
    """A run over two strata, of which nothing went out."""
    rulings(tmp_path / "in", 40)
    (tmp_path / "in/Sala Segunda").mkdir()
    for number in range(30):
        (tmp_path / f"in/Sala Segunda/{number}.txt").write_text(CLEAR_TEXT)
    to = setup()
    go(to)
    return to


def verdict(folder: Path, leaking: set[str]) -> None:
    with (folder / "verdicts.csv").open(newline="") as file:
        numbers = [row["document"] for row in csv.DictReader(file)]
    with (folder / "verdicts.csv").open("w", newline="") as file:
        rows = ((number, "Sí" if number in leaking else "no") for number in numbers)
        csv.writer(file).writerows([("document", "leak"), *rows])


def test_what_is_read_and_clean_goes_out_by_itself(tmp_path: Path, setup: New, finished: Setup) -> None:
    number, drawn = draw(finished.out, tmp_path / "sample", 15, Random(1))
    assert (number, drawn) == (1, {STRATUM: 15, OTHER: 15})
    key = json.loads((finished.out / "draw-001.json").read_text())
    shown = {path.stem for path in (tmp_path / "sample").glob("*.txt")}
    assert shown == key.keys()
    assert "Sala" not in "".join(path.read_text() for path in (tmp_path / "sample").iterdir())
    assert [key[number] for number in sorted(key)] != sorted(key.values())
    leaking = {next(number for number, stratum in key.items() if stratum == OTHER)}
    verdict(tmp_path / "sample", leaking)
    found = judge(finished.out, 1, tmp_path / "sample/verdicts.csv", 0.25, 0.95, "ada", "2026-03-02")
    assert {name: (m.sampled, m.leaks, m.accepted) for name, m in found.strata.items()} == {
        STRATUM: (15, 0, True),
        OTHER: (15, 1, False),
    }
    (tmp_path / "acceptance.json").write_bytes(found.to_json())
    known = read_acceptance(tmp_path / "acceptance.json")
    assert known == found
    strata = accepted(known, VERSIONS, "tag")
    rows = go(setup(out="next", strata=strata))
    released = [row for row in rows.values() if row.status == "released"]
    assert {row.stratum for row in released} == {STRATUM}
    assert len(released) == 20
    assert len([name for name in outputs(tmp_path / "next") if name.startswith("released/")]) == 20


@pytest.mark.parametrize(
    ("versions", "style"),
    [
        (Versions("another", VERSIONS.policy, VERSIONS.service), "tag"),
        (Versions(VERSIONS.bundle, "todo/2:0", VERSIONS.service), "tag"),
        (Versions(VERSIONS.bundle, VERSIONS.policy, "9"), "tag"),
        (VERSIONS, "initials"),
    ],
)
def test_an_acceptance_is_of_what_was_read(versions: Versions, style: str) -> None:
    old = Acceptance(VERSIONS, "tag", 1, 0.01, 0.95, "ada", "2026-03-02", {})
    assert accepted(old, VERSIONS, "tag") == accepted(None, versions, style) == frozenset()
    with pytest.raises(AcceptanceVoid):
        accepted(old, versions, style)


def test_a_sample_is_whole_or_none(tmp_path: Path, finished: Setup) -> None:
    draw(finished.out, tmp_path / "sample", 3, Random(1))
    path = tmp_path / "sample/verdicts.csv"
    with pytest.raises(SampleError):  # not filled in
        judge(finished.out, 1, path, 0.5, 0.95, "ada", "")
    path.write_text("document,leak\n00001,no\n")
    with pytest.raises(SampleError):
        judge(finished.out, 1, path, 0.5, 0.95, "ada", "")
    with pytest.raises(SampleError):
        judge(finished.out, 2, path, 0.5, 0.95, "ada", "")
    with pytest.raises(SampleError):
        draw(finished.out, tmp_path / "sample", 3, Random(1))
    assert draw(finished.out, tmp_path / "second", 3, Random(1))[0] == 2
    (finished.out / "finished").unlink()
    with pytest.raises(SampleError):
        draw(finished.out, tmp_path / "third", 3, Random(1))


def test_rows_are_sampled_as_texts(tmp_path: Path, setup: New) -> None:
    (tmp_path / "in.jsonl").write_text(table(20))
    go(setup("in.jsonl"))
    assert draw(tmp_path / "out", tmp_path / "sample", 4, Random(1))[1] == {"Sala Primera / civil / jsonl": 4}
    texts = [path.read_text() for path in (tmp_path / "sample").glob("*.txt")]
    assert texts == ["Comparece [NOMBRE] ante este juzgado."] * 4


def test_verdicts_in_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "v.jsonl"
    path.write_text('{"document": "00001", "leak": true}\n')
    assert read_verdicts(path) == [("00001", True)]
    path.write_text('{"document": "00001", "leak": "no"}\n')
    with pytest.raises(SampleError):
        read_verdicts(path)


def test_what_is_no_acceptance(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"versions": {}}')
    with pytest.raises(BulkError):
        read_acceptance(tmp_path / "a.json")
