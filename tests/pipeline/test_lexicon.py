"""People by the title before them."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.vocab import Vocab

from service.document import Role, Span
from service.pipeline.detect.lexicon import lexicon, matcher_of, names
from tests.pipeline.strategies import texts

DETECT = lexicon()
#: All of spaCy, as it comes.
WHOLE = spacy.blank("es")
MATCHER = matcher_of(WHOLE.vocab)


@pytest.mark.parametrize(
    ("row", "role"),
    [
        ("compareció el señor «Zenón Marjal» y dijo", "parte"),
        ("la Sra. «Aurelia Quimera» apeló", "parte"),
        ("el Sr «Marjal» apeló", "parte"),
        ("DOÑA «AURELIA QUIMERA» contra", "parte"),
        ("don «Teobaldo de la Peña Marjal» vive", "parte"),
        ("el imputado «Zenón Marjal», alias", "parte"),
        ("alias «Tuerto»", "parte"),
        ("D.ª «Aurelia Quimera» apeló", "parte"),
        ("la Dra. «Begoña Güimar» informó", "profesional"),
        ("el abogado «Zenón Marjal»", "profesional"),
        ("la magistrada «Lucía Óliver»", "autoridad"),
        ("la vocal «Lucía Óliver» votó", "autoridad"),
    ],
)
def test_a_name_after_a_title_is_a_doubt(row: str, role: Role) -> None:
    start, end = row.index("«"), row.index("»") - 1
    (span,) = DETECT(row.replace("«", "").replace("»", ""))
    assert (span.start, span.end, span.label, span.role) == (start, end, "NOMBRE", role)
    assert span.doubt
    assert span.score < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "el señor juez resolvió",
        "la señora Presidenta de la Sala",
        "Señor Juez: vengo a",
        "la acusada fue oída",
        "el Dr. en leyes",
        "don de gentes",
        "el testigo 3 dijo",
        "Sr. 12345",
        "la doctora.\nAurelia dijo",
        "",
    ],
)
def test_a_title_without_a_name_is_nothing(text: str) -> None:
    assert DETECT(text) == []


def test_names_of_many_lines_keep_their_places() -> None:
    text = "I.\r\n\r\n  la señora Aurelia Quimera,\r\ny don Zenón\r\n"
    assert [text[s.start : s.end] for s in DETECT(text)] == ["Aurelia Quimera", "Zenón"]


@pytest.mark.parametrize("before", [9_960, 9_970, 9_980, 9_985, 9_990, 9_995, 10_000])
def test_a_long_line_is_not_cut_inside_a_word(before: int) -> None:
    text = "de " * (before // 3) + "xx"[: before % 3] + " y la señora Aurelia Quimera, que " + "de " * 100
    found = [text[s.start : s.end] for s in DETECT(text)]
    assert found in (["Aurelia Quimera"], ["Aurelia"], [])


def test_a_name_after_a_run_without_space_is_found() -> None:
    text = "." * 5000 + " la señora Aurelia Quimera " + "_" * 5000
    assert [text[s.start : s.end] for s in DETECT(text)] == ["Aurelia Quimera"]


@given(texts())
def test_spans_lie_in_the_text(text: str) -> None:
    for span in DETECT(text):
        assert 0 <= span.start < span.end <= len(text)


#: Words of a line, and what they are parted by.
PIECES = st.sampled_from(
    ["señor ", "Sra. ", "doña ", "D. ", "Dr.", "(Sr. ", "magistrado ", "testigo: ", "Juez ",
     "Quirina", "ALBAFLOR", "Marjal-Rus", "O'Nadie", "Güimar_", "M.", "7", "EE. UU. ", "e\u0301",
     "de ", "del ", "la ", "que ", "dijo ", " ", "  ", ", ", ". ", "/", "-", "«", "» ", "\t", "\u00a0"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
def test_it_finds_what_a_reading_of_the_whole_line_would(line: str) -> None:
    whole = names(WHOLE.make_doc(line), MATCHER)
    assert sorted(DETECT(line), key=_place) == sorted(whole, key=_place)


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def test_it_remembers_no_word_of_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do threads that read at once stand in each other's way."""
    vocabularies = []
    blank = spacy.blank

    def kept(name: str, *, vocab: Vocab) -> Language:
        vocabularies.append(vocab)
        return blank(name, vocab=vocab)

    monkeypatch.setattr("spacy.blank", kept)
    detect = lexicon()
    (strings,) = (vocabulary.strings for vocabulary in vocabularies)
    words = [f"{a}{b}{c}" for a in "bcdfg" for b in "aeiou" for c in "lnrs"]
    known = len(strings)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(detect, (f"Dijo el señor Quirin{w} Albaflor{w} que no." for w in words)))
    assert {len(spans) for spans in found} == {1}
    assert len(strings) == known
    assert "Quirinbal" not in strings


def test_spacy_comes_without_its_command_line_and_torch_which_are_there_for_who_asks() -> None:
    code = """
import sys
from service.pipeline.detect.lexicon import lexicon
assert [span.start for span in lexicon()("la Sra. Aurelia Quimera dijo")] == [8]
assert not {"spacy.cli", "requests", "torch"} & set(sys.modules), "more than was asked"
import torch
from spacy.cli import info
assert callable(info)
assert torch.zeros(1).tolist() == [0.0]
"""
    subprocess.run([sys.executable, "-c", code], check=True)
