"""Neighbouring finds that are one expression, and the small words at the edges of one."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.document import Label, Span
from service.pipeline.compose import compose
from service.pipeline.merge import merge
from tests.pipeline.strategies import THRESHOLDS, found_texts, span_lists

#: A text whose finds stand in brackets, sure in square ones and doubtful in round ones, and what
#: they come to.
ADDRESSES = [
    "en [calle Prado Umbrío 12], comuna de [Renquilla], a las",
    "en [calle Prado Umbrío] (intersección con) [carretera Los Olmos], (comuna de) [Renquilla].",
    "en [avenida Marjal] [esquina] [Olivar], provincia y departamento de [Marjal].",
    "en [Los Aromos] con [Los Tilos],\ncomuna de [Renquilla].",
    "en [Pasaje Ocho N° 4]\nde esta ciudad de [Marjal].",
]
APART = [
    "de [Marjal], provincia de [Olivar]",  # no street: two places
    "en [calle Prado 12]. Nació en [Olivar]",
    "en [calle Prado 12]\n\n[Olivar]",
    "entre [calle Prado 12] y [calle Olmo 3]",
    "en [calle Prado 12], comuna de (Renquilla)",  # a doubt borrows no certainty
]


def read(marked: str, label: Label) -> tuple[str, list[Span]]:
    text, spans = "", []
    for piece in re.split(r"(\[[^\]]*\]|\([^)]*\))", marked):
        bare = piece.strip("[]()")
        if piece != bare:
            score = 0.9 if piece[0] == "[" else 0.2
            spans.append(Span(len(text), len(text) + len(bare), label, score, "model:x"))
        text += bare
    return text, spans


def surfaces(marked: str, label: Label) -> list[str]:
    text, spans = read(marked, label)
    return [text[span.start : span.end] for span in compose(text, spans, THRESHOLDS)]


@pytest.mark.parametrize("marked", ADDRESSES)
def test_an_address_goes_on_to_its_town(marked: str) -> None:
    [address] = surfaces(marked, "LUGAR")
    first, last = marked.index("[") + 1, marked.rindex("]")
    assert address == re.sub(r"[\[\]()]", "", marked[first:last])


@pytest.mark.parametrize("marked", APART)
def test_places_of_their_own_stay_apart(marked: str) -> None:
    assert surfaces(marked, "LUGAR") == [
        bare for pair in re.findall(r"\[(.*?)\]|\((.*?)\)", marked) for bare in pair if bare
    ]


@pytest.mark.parametrize(
    ("marked", "dates"),
    [
        ("del [1 de abril] al [3 de mayo de 2021]", ["1 de abril al 3 de mayo de 2021"]),
        ("[abril] (hasta el) [tres de mayo de dos mil uno]", ["abril hasta el tres de mayo de dos mil uno"]),
        ("[1 de abril de 2020] al [3 de mayo de 2021]", ["1 de abril de 2020", "3 de mayo de 2021"]),
        ("[3/5/2020] y [4/5/2020]", ["3/5/2020", "4/5/2020"]),
        ("el [1 de abril] y el [3 de mayo]", ["1 de abril", "3 de mayo"]),
    ],
)
def test_a_range_shares_its_year(marked: str, dates: list[str]) -> None:
    assert surfaces(marked, "FECHA") == dates


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("don [Zenón Quimera y] [Albaflor] dijo", ["Zenón Quimera y Albaflor"]),
        ("[ZENÓN QUIMERA Y] [ALBAFLOR]", ["ZENÓN QUIMERA Y ALBAFLOR"]),
        ("los jueces [Quimera, Marjal y] [Albaflor]", ["Quimera, Marjal", "Albaflor"]),
        ("[Aurelia Quimera de] los autos", ["Aurelia Quimera"]),
        ("doña [de la Cruz]", ["de la Cruz"]),
    ],
)
def test_a_surname_goes_on_after_its_own_y(marked: str, names: list[str]) -> None:
    assert surfaces(marked, "NOMBRE") == names


@pytest.mark.parametrize(
    ("label", "marked", "whole"),
    [
        ("FECHA", "el [3 de marzo de] [2021] se", ["3 de marzo de 2021"]),
        ("FECHA", "de (23) [de julio de 2019], dictada", ["23 de julio de 2019"]),
        ("FECHA", "[veintinueve] (de marzo de dos mil) (uno)", ["veintinueve de marzo de dos mil uno"]),
        ("FECHA", "el [5 de junio] (del corriente)", ["5 de junio"]),
        ("FECHA", "[2019] [2020]", ["2019", "2020"]),
        ("LUGAR", "[LA] (LIBERTAD)", ["LA LIBERTAD"]),
        ("LUGAR", "[Ruta provincial] [54]", ["Ruta provincial 54"]),
        ("LUGAR", "[Renquilla] [Renquilla]", ["Renquilla", "Renquilla"]),
        ("LUGAR", "(patio de) [Renquilla]", ["patio de", "Renquilla"]),  # no doubt borrows certainty
        ("LUGAR", "[Renquilla]\n[Marjal]", ["Renquilla", "Marjal"]),
        ("ID", "causa (L). [124.992], que", ["L. 124.992"]),
        ("ID", "informe (DGS) [JRV] (N)° [0250/2007] de", ["DGS JRV N° 0250/2007"]),
        ("ID", "(cc) [12345]", ["12345"]),
        ("ID", "[77-2010] [78-2010]", ["77-2010", "78-2010"]),
    ],
)
def test_pieces_are_one(label: Label, marked: str, whole: list[str]) -> None:
    assert surfaces(marked, label) == whole


def test_a_whole_is_worth_what_its_surer_piece_is() -> None:
    text, [day, year] = read("(3 de marzo de) [2021]", "FECHA")
    [date] = compose(text, [replace(day, kind="date"), replace(year, kind="year")], THRESHOLDS)
    assert (date.score, date.kind) == (0.9, "date")


@pytest.mark.parametrize(
    ("label", "marked", "left"),
    [
        ("LUGAR", "(COMUNA): ", []),
        ("LUGAR", "(DIRECCIÓN): [Prado 12]", ["Prado 12"]),
        ("LUGAR", "(Ciudad de) [Marjal]", ["Marjal"]),
        ("LUGAR", "(Ciudad de) Marjal", ["Ciudad"]),  # all that tells of it
        ("FECHA", "(hasta el año) ", []),
        ("ID", "(bajo el número) ", []),
        ("ID", "(N) 3005", ["N"]),
        ("NOMBRE", "(Doctor) ", []),
        ("NOMBRE", "(Doctor) Quimera", ["Doctor"]),
    ],
)
def test_a_word_that_announces_is_no_find(label: Label, marked: str, left: list[str]) -> None:
    assert surfaces(marked, label) == left


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[Ingeniero Quimera], sin", "Quimera"),
        ("[Ing. Zenón Quimera]", "Zenón Quimera"),
        ("[Zenón Quimera MSc]. por", "Zenón Quimera"),
        ("[Zenón Doctorovich]", "Zenón Doctorovich"),
        ("[Ingrid Quimera]", "Ingrid Quimera"),
    ],
)
def test_a_title_is_no_part_of_a_name(marked: str, name: str) -> None:
    assert surfaces(marked, "NOMBRE") == [name]


@pytest.mark.parametrize(
    ("marked", "codes"),
    [
        ("las causas [77-2010 y] [78-2010]", ["77-2010", "78-2010"]),
        ("el legajo [4471/B de] Marjal", ["4471/B"]),
        ("el legajo [4471 Y] del año", ["4471 Y"]),
    ],
)
def test_a_word_that_leads_to_the_next_is_no_part_of_a_code(marked: str, codes: list[str]) -> None:
    assert surfaces(marked, "ID") == codes


def test_figures_tied_to_a_code_are_part_of_it() -> None:
    text = "autos 28/1234/2014 y 3/5/2010-77"
    kinds: list[tuple[int, int, Label]] = [(6, 8, "FECHA"), (9, 18, "ID"), (21, 29, "FECHA"), (30, 32, "ID")]
    spans = [Span(start, end, label, 0.9, "model:x") for start, end, label in kinds]
    composed = compose(text, spans, THRESHOLDS)
    assert [(text[s.start : s.end], s.label) for s in composed] == [
        ("28/1234/2014", "ID"),
        ("3/5/2010", "FECHA"),  # a whole date is no part of a code
        ("77", "ID"),
    ]


@pytest.mark.parametrize(("label", "word"), [("LUGAR", "comuna de"), ("FECHA", "del"), ("NOMBRE", "y")])
def test_small_words_alone_are_no_find(label: Label, word: str) -> None:
    assert surfaces(f"la ({word}) del caso", label) == []


WORDS = (
    "de", "la", "y", "el", "en", "Prado", "calle", "Marjal", "comuna", "12", "mayo", "2021", "Cruz,", "con",
    "-", "/", "al", "Zenón", "Y", "ciudad",
)  # fmt: skip


@st.composite
def found_words(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
    return text, draw(span_lists(len(text)))


@given(found_texts() | found_words())
def test_only_small_words_are_let_go(found: tuple[str, list[Span]]) -> None:
    text, spans = found
    before = merge(text, spans, THRESHOLDS)
    after = compose(text, before, THRESHOLDS)
    assert all(a.end <= b.start for a, b in pairwise(after))
    covered = {i for span in after for i in range(span.start, span.end)}
    lost = "".join(text[i] for span in before for i in range(span.start, span.end) if i not in covered)
    assert not [word for word in re.findall(r"\w+", lost) if word[0].isupper() or word[0].isdigit()]


@given(st.sampled_from([*ADDRESSES, *APART]))
def test_what_is_composed_stays_as_it_is(marked: str) -> None:
    text, spans = read(marked, "LUGAR")
    once = compose(text, spans, THRESHOLDS)
    assert compose(text, once, THRESHOLDS) == once


def test_a_text_of_small_words_alone_ends() -> None:
    text = "comuna de la " * 20_000 + "Renquilla"
    each = [Span(at, at + 12, "LUGAR", 0.9, "model:x") for at in range(0, len(text) - 20, 13)]
    assert compose(text, each, THRESHOLDS) == ()
    assert len(compose(text, [Span(0, len(text), "LUGAR", 0.9, "model:x")], THRESHOLDS)) == 1
