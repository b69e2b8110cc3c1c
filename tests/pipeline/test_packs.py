"""Every country's identifiers, from the tables of patterns/: none of a real person, none missed,
and nothing found in what only looks like one."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.document import Span
from service.pipeline.detect.patterns import patterns
from service.pipeline.detect.patterns.form import CHECK_DIGIT
from service.pipeline.merge import merge
from tests.pipeline.strategies import THRESHOLDS

FOLDER = Path(__file__).parent / "patterns"
DETECT = patterns()
COUNTRIES = ["ar", "bo", "cl", "co", "cr", "do", "ec", "es", "gt", "idh", "mx", "pa", "pe", "py", "uy", "ve"]
#: True forms that are not found, or not whole: at most 2 % of them all.
MISSES: frozenset[str] = frozenset()


class Row(NamedTuple):
    pack: str
    kind: str
    text: str
    start: int
    end: int
    doubtful: bool


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def _rows(pack: str) -> Iterator[Row]:
    for section in ("found", "doubtful"):
        for kind, table in _read(pack).get(section, {}).items():
            for row in _lines(table):
                start, end = row.index("«"), row.index("»") - 1
                text = row.replace("«", "").replace("»", "")
                yield Row(pack, kind, text, start, end, section == "doubtful")


def _lines(table: str) -> list[str]:
    return table.strip("\n").splitlines()


PACKS = {pack: list(_rows(pack)) for pack in [*COUNTRIES, "common"]}
ROWS = [row for rows in PACKS.values() for row in rows]
FALSE_FRIENDS = [line for table in _read("false_friends").values() for line in _lines(table)]


def _merged(text: str) -> tuple[Span, ...]:
    return merge(text, _unnamed(DETECT(text)), THRESHOLDS)


def _unnamed(spans: Iterable[Span]) -> list[Span]:
    return [span for span in spans if span.label != "NOMBRE"]


def test_the_tables_are_as_long_as_they_should_be() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*PACKS, "false_friends"}
    assert all(len(PACKS[country]) >= 40 for country in COUNTRIES)
    assert len(ROWS) == len({row.text for row in ROWS}) >= 600
    assert sum(row.doubtful for row in ROWS) >= 30
    assert len(FALSE_FRIENDS) == len(set(FALSE_FRIENDS)) >= 400
    assert len(MISSES) <= 0.02 * len(ROWS)


@pytest.mark.parametrize("pack", PACKS)
def test_an_identifier_is_found_whole(pack: str) -> None:
    missed = {
        row.text
        for row in PACKS[pack]
        if [(span.start, span.end, span.label) for span in _merged(row.text)] != [(row.start, row.end, "ID")]
    }
    assert missed == MISSES & {row.text for row in PACKS[pack]}


@pytest.mark.parametrize("pack", PACKS)
def test_its_kind_is_told(pack: str) -> None:
    told = [
        (row.text, row.kind, span.kind)
        for row in PACKS[pack]
        if not row.doubtful
        for span in _merged(row.text)
        if span.kind is None or span.kind.partition(".")[0] != row.kind
    ]
    assert told == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.doubtful], ids=lambda row: row.text)
def test_a_wrong_check_digit_is_masked_and_doubted(row: Row) -> None:
    (span,) = _merged(row.text)
    assert span.doubt == CHECK_DIGIT
    assert span.score >= THRESHOLDS["ID"].review


def test_a_right_check_digit_is_no_doubt() -> None:
    doubted = [row.text for row in ROWS if not row.doubtful and any(s.doubt for s in _merged(row.text))]
    assert doubted == []


@pytest.mark.parametrize("pack", PACKS)
def test_neighbours_do_not_hide_each_other(pack: str) -> None:
    """All of a pack as one text: what is found alone is covered there too."""
    text, at = "", []
    for row in PACKS[pack]:
        at.append(range(len(text) + row.start, len(text) + row.end))
        text += f"{row.text.rstrip(',.')}.\n\n"
    covered = {i for span in _unnamed(DETECT(text)) for i in range(span.start, span.end)}
    assert [text[r.start : r.stop] for r in at if not covered.issuperset(r)] == []


#: Where case is ignored, ``[A-Z]`` matches letters outside ASCII too, and ``\\d`` any script's digits.
ODD = {"s": "ſ", "k": "\u212a", "i": "ı", "I": "İ", **{str(n): chr(0x0660 + n) for n in range(10)}}


@given(st.sampled_from(ROWS), st.sets(st.sampled_from(sorted(ODD)), min_size=1))
def test_odd_letters_and_digits_are_judged_without_an_error(row: Row, odd: set[str]) -> None:
    text = "".join(ODD[c] if c in odd else c for c in row.text)
    assert all(0 <= span.start < span.end <= len(text) for span in DETECT(text))


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_what_only_looks_like_one_is_left(text: str) -> None:
    assert [text[span.start : span.end] for span in _unnamed(DETECT(text))] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("licencias médicas folios N° 3-71058123, 3-72734123 y N° 3-68989123", 3),
        ("los expedientes 12/2020, 13/2020 y 14/2020", 3),
        ("D.N.I. 27.334.501 y 30.112.233, respectivamente", 2),
        ("teléfonos (02) 212-3456, (02) 212-3457", 2),
        ("en las partidas registrales 11007123 y 11007124", 2),
    ],
)
def test_a_list_of_numbers_is_found_to_its_end(text: str, numbers: int) -> None:
    assert len(_merged(text)) == numbers


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Expte. N° 123/2020\n" + "x " * 200 + "en el expediente 123/2020", ["own", "own"]),
        ("Expte. N° 123/2020\n" + "x " * 200 + "agregado el expediente 77/2011", ["own", "other"]),
        ("Expte. N° 123/2020\n" + "x " * 200 + "de primera instancia, en autos N° 9/2018", ["own", "prior"]),
        ("Recurso N° 5/2021 contra la recurrida, causa N° 44/2019\n" + "x " * 400, ["own", "prior"]),
    ],
)
def test_whose_a_case_number_is(text: str, kinds: list[str]) -> None:
    assert [span.kind for span in _merged(text)] == [f"case_number.{kind}" for kind in kinds]
