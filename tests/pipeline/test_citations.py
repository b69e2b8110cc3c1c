"""The citation shield: what it must cover and, above all, what it must not touch."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.pipeline.detect.citations import Citation, citations
from service.pipeline.detect.citations.doctrine import DOCTRINE
from service.pipeline.detect.citations.rule import CLOSE, REACH
from tests.pipeline.strategies import texts

TABLE: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("citations.toml").read_text(encoding="utf-8")
)
ROWS = [row for rows in TABLE.values() for row in rows]
PIECES = ["Quimera", "QUIMERA, Noé", "Ñandú (dir.)", ", en ", ". En\n", ";\nen ", ": ", " en "]
MILLION = 1_000_000
FAR = 300

#: Sentences of no citation, with which to part passages.
NEUTRAL = "El tribunal oyó a quienes vinieron y nada más se dijo en la sala aquella mañana. " * 4


def unmarked(row: str) -> tuple[str, set[int], set[int]]:
    """The text, the places that must be covered, and those that must not."""
    text: list[str] = []
    cited: set[int] = set()
    private: set[int] = set()
    inside: set[int] | None = None
    for character in row:
        if character in "⟦⟪":
            inside = cited if character == "⟦" else private
        elif character in "⟧⟫":
            inside = None
        else:
            if inside is not None:
                inside.add(len(text))
            text.append(character)
    return "".join(text), cited, private


def _covered(found: tuple[Citation, ...]) -> set[int]:
    return {at for citation in found for at in range(citation.start, citation.end)}


def _shifted(found: tuple[Citation, ...], by: int) -> list[Citation]:
    return [replace(citation, start=citation.start + by, end=citation.end + by) for citation in found]


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(ROWS) >= 200
    assert len(TABLE) >= 12
    assert sum("⟦" in row and "⟪" in row for row in ROWS) >= 80


@pytest.mark.parametrize("row", ROWS)
def test_nothing_private_is_touched(row: str) -> None:
    text, _, private = unmarked(row)
    touched = _covered(citations(text)) & private
    assert "".join(text[at] for at in sorted(touched)) == ""


def test_what_is_cited_is_covered() -> None:
    missed = total = 0
    for row in ROWS:
        text, cited, _ = unmarked(row)
        total += len(cited)
        missed += len(cited - _covered(citations(text)))
    assert missed <= total / 100


@pytest.mark.parametrize("row", ROWS)
def test_no_citation_reads_far(row: str) -> None:
    """What stands `FAR` characters away changes nothing."""
    text, _, _ = unmarked(row)
    alone = citations(text)
    for far in ("Ley 39/2015, véase Corte Suprema, recurso contra la STS. ", "1", "Á.B. «", "\nRoj: "):
        parted = f"{far}{NEUTRAL}\n\n{text}\n\n{NEUTRAL}{far}"
        by = len(far) + len(NEUTRAL) + 2
        inside = [c for c in citations(parted) if by <= c.start < by + len(text)]
        assert inside == _shifted(alone, by)


@given(st.lists(st.sampled_from(ROWS), min_size=2, max_size=6))
def test_a_citation_is_found_in_any_part_of_the_text_that_holds_its_surroundings(rows: list[str]) -> None:
    text = "\n\n".join(unmarked(row)[0] for row in rows)
    for citation in citations(text):
        first, last = max(0, citation.start - FAR), citation.end + FAR
        assert replace(citation, start=citation.start - first, end=citation.end - first) in citations(
            text[first:last]
        )


def test_the_reach_is_within_what_is_promised() -> None:
    assert REACH <= FAR


@given(texts() | st.lists(st.sampled_from(ROWS) | texts(8), max_size=8).map("".join))
def test_citations_are_disjoint_in_order_and_in_the_text(text: str) -> None:
    found = citations(text)
    at = 0
    for citation in found:
        assert at <= citation.start < citation.end <= len(text)
        at = citation.end
    assert found == citations(text)


@given(st.lists(st.sampled_from(PIECES) | st.sampled_from(" \n\t\u00a0,:.;nNeéa)_"), max_size=9).map("".join))
def test_a_lead_ends_with_its_close(text: str) -> None:
    for rule in DOCTRINE:
        if rule.lead and rule.close and rule.lead.search(text):
            assert rule.close.search(text, max(0, len(text) - CLOSE))


def test_a_citation_holds_no_text() -> None:
    (citation,) = citations("según la Ley 39/2015, de 1 de octubre")
    assert repr(citation) == "Citation(start=9, end=37, kind='norm')"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("según la Ley 39/2015, de 1 de octubre", "norm"),
        ("según la STC 31/1981, de 28 de julio", "precedent"),
        ("según Alsina, op. cit., p. 12", "doctrine"),
        ("ante la Corte de Apelaciones de Valdivia", "court"),
    ],
)
def test_each_kind_is_told(text: str, kind: str) -> None:
    assert [citation.kind for citation in citations(text)] == [kind]


def test_a_line_may_break_in_a_citation_but_no_paragraph() -> None:
    assert len(citations("la Ley\n39/2015, de 1\nde octubre")) == 1
    assert citations("la Ley\n\n39/2015") == ()


def test_the_title_of_a_ruling_is_its_own_number() -> None:
    assert citations("Sentencia T-025 de 2004\n\nReferencia: expediente") == ()
    assert len(citations("como en la sentencia T-025 de 2004\n\nReferencia")) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("se impugna la ", ""),
        ("recurso de casación contra la\n", ""),
        ("", ", recurrida en casación"),
        ("", ", dictada en los presentes autos"),
        ("Roj: ", ""),
    ],
)
def test_a_ruling_of_the_case_itself_is_no_citation(before: str, after: str) -> None:
    number = "SAP Madrid 45/2015, de 3 de marzo"
    assert len(citations(f"según la {number}, y otras")) == 1
    assert citations(f"x {before}{number}{after}") == ()


@pytest.mark.parametrize(
    "unit",
    [" ", "1", "A", ".", "\n", '"', "A ", "A. ", "1.", "Aa ", '"a', "de ", "T.", "Ley ", "1 de mayo de "],
)
def test_a_million_of_one_thing_is_no_citation(unit: str) -> None:
    assert citations((unit * (MILLION // len(unit) + 1))[:MILLION]) == ()


@pytest.mark.parametrize(
    "unit",
    ["Ley 1 de ", "art. 1, ", "art. 1 de la Ley 1, ", "Sala ", "Juzgado de la Sala Civil de la ", "Caso A ",
     "STS de ", "Aa, Tratado de ", '"aaaa ', "op. cit. ", "véase Corte Suprema, Rol 1, ", "Fallos: 1:2, ",
     "SSTS 1/2010, ", "voto 2010-000118, ", "sentencias de 3 de mayo de 2010, ",
     "dijo la Sala en sentencia ",
     "véase ,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,x Corte Suprema, Rol 1 "],
)  # fmt: skip
def test_as_many_beginnings_as_fit_in_a_hundred_thousand(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(citation.end <= len(text) for citation in citations(text))


def test_spaces_without_end_after_a_beginning() -> None:
    starts = (
        "Ley",
        "Ley 1",
        "STS",
        "Caso",
        "Fallos",
        "Juzgado",
        "art. 1",
        "vid. Corte Suprema",
        "Aa, Tratado",
        '"Aa',
    )
    assert citations((" " * (MILLION // 10)).join(starts)) == (Citation(100_003, 100_008, "norm"),)
