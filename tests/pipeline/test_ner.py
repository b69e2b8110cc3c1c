"""Windows, runs and scores, reckoned by hand with a backend that follows a rule."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from tokenizers.pre_tokenizers import Split

from service.document import Label, Role, Span
from service.pipeline.detect.ner import AT_ONCE, LONGEST_WORD, Ner, cut, is_initial, whole_words
from tests.pipeline.conftest import CHANCES, RuleBackend, word_tokenizer
from tests.pipeline.strategies import texts

Make = Callable[..., Ner]
Row = tuple[str, str, float, str | None]


def rows(ner: Ner, text: str) -> list[Row]:
    return [(text[s.start : s.end], s.label, round(s.score, 4), s.role) for s in ner(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("el Aurelia el", [("Aurelia", "NOMBRE", 0.9, "parte")]),
        # the mean of .9 and .9 (every role counts)
        ("Aurelia Quimera", [("Aurelia Quimera", "NOMBRE", 0.9, "parte")]),
        # a B- begins another name; the score of each is its own
        ("Aurelia Zenón", [("Aurelia", "NOMBRE", 0.9, "parte"), ("Zenón", "NOMBRE", 0.6, "autoridad")]),
        # an I- without a B- goes on after anything of its label, and begins after nothing
        ("el Quimera", [("Quimera", "NOMBRE", 0.9, "parte")]),
        ("mayo 2021", [("mayo 2021", "FECHA", 1.0, None)]),
        ("77 77", [("77", "ID", 0.8, None), ("77", "ID", 0.8, None)]),
        # outside is the best tag, but being hidden is not that unlikely: the greatest chance of the run
        ("el Begoña el", [("Begoña", "NOMBRE", 0.4, "profesional")]),
        ("Begoña Marjal", [("Begoña Marjal", "NOMBRE", 0.4, "profesional")]),
        ("el tal", []),
        # two labels share what outside has not: likelier hidden than not, though no label is the best
        ("Óliver", [("Óliver", "NOMBRE", 0.6, "parte")]),
        # any hidden label adds to the chance of being hidden
        ("Niebla", [("Niebla", "LUGAR", 1.0, None)]),
        # an organisation is scored as one; that it may be a name is a doubtful span of its own
        ("Talleres S.A.", [("Talleres S.A.", "ORG", 0.8, None), ("Talleres", "NOMBRE", 0.2, "parte")]),
        ("", []),
        ("   ", []),
        ("el desconocido", []),
    ],
)
def test_what_is_asserted_and_what_is_doubtful(make_ner: Make, text: str, expected: list[Row]) -> None:
    assert rows(make_ner(), text) == expected


@pytest.mark.parametrize(("review", "found"), [(0.05, 1), (0.39, 1), (0.41, 0)])
def test_the_floor_is_the_labels(make_ner: Make, review: float, found: int) -> None:
    assert len(make_ner(review=review)("Begoña")) == found


def test_spans_say_where_they_come_from(make_ner: Make) -> None:
    (span,) = make_ner()("el Aurelia")
    assert span == Span(3, 10, "NOMBRE", span.score, "model:rule", "parte", role_chances=span.role_chances)
    assert span.role in get_args(Role)
    assert span.label in get_args(Label)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("el Aurelia", (1, 0, 0, 0)),
        (
            "Aurelia Quimera",
            (1.7 / 1.8, 0, 0, 0.1 / 1.8),
        ),  # of all the chance of being a name, over both words
        ("Zenón", (0, 1, 0, 0)),
        ("mayo 2021", ()),
        ("Niebla", ()),  # a place, though it may be a name
    ],
)
def test_a_name_says_how_likely_each_role_is(make_ner: Make, text: str, expected: Sequence[float]) -> None:
    (span,) = make_ner()(text)
    assert span.role_chances == pytest.approx(expected, abs=1e-6)


def test_a_temperature_spreads_the_chances_and_changes_no_tag(make_ner: Make) -> None:
    """Chances p become p ** (1 / T), made to add up to one again."""
    plain = make_ner(review=0.5)
    warm = replace(plain, temperature=2.0)
    (before,), (after,) = plain("Aurelia"), warm("Aurelia")
    assert structs.replace(after, score=before.score, role_chances=before.role_chances) == before
    rest = (0.9**0.5 + 0.1**0.5) + 15 * 1e-9**0.5
    assert after.score == pytest.approx(0.9**0.5 / rest, abs=0.001)


def test_a_space_that_is_a_token_of_its_own_parts_no_name(make_ner: Make) -> None:
    """The model says that it is outside of all, as it has learnt of spaces."""
    tokenizer = word_tokenizer()
    tokenizer.pre_tokenizer = Split(" ", "isolated")
    ner = replace(make_ner(), tokenizer=tokenizer)
    assert tokenizer.encode("don Aurelia").tokens[1:-1] == ["don", "[UNK]", "Aurelia"]
    assert rows(ner, "don Aurelia  Quimera el") == [("Aurelia  Quimera", "NOMBRE", 0.9, "parte")]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((3, 9), 0.4),
        ((0, 9), 0.4),
        ((3, 16), 0.4),
        ((10, 16), 0.2),  # a chance of any hidden label
        ((12, 13), 0.2),  # part of a token
        ((0, 2), 0.0),
        ((9, 10), 0.0),  # the space between
        ((17, 99), 0.0),
    ],
)
def test_the_model_is_asked_of_a_place(make_ner: Make, place: tuple[int, int], expected: float) -> None:
    assert make_ner().read("el Begoña Marjal").chance(*place) == pytest.approx(expected, abs=1e-6)


def test_of_no_text_there_is_no_chance(make_ner: Make) -> None:
    assert make_ner().read("").chance(0, 1) == 0.0


def test_each_window_has_its_two_special_tokens(make_ner: Make) -> None:
    ner = make_ner(window=3, overlap=1)
    ner("el don el don el")
    assert isinstance(ner.backend, RuleBackend)
    ids = word_tokenizer().encode("el don el don el").ids
    assert ner.backend.windows == [[1, *ids[1:4], 2], [1, *ids[3:6], 2]]


@pytest.mark.parametrize(
    ("length", "windows"),
    [
        (0, [(0, 0)]),
        (10, [(0, 10)]),
        (11, [(0, 7), (4, 11)]),
        (17, [(0, 10), (7, 17)]),
        (18, [(0, 8), (5, 13), (10, 18)]),
    ],
)
def test_windows_are_as_few_as_may_be_and_of_one_length(length: int, windows: list[tuple[int, int]]) -> None:
    assert cut(length, 10, 3) == windows


@given(st.integers(0, 400), st.integers(1, 60), st.data())
def test_windows_cover_all_and_share_what_they_should(length: int, size: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, size - 1))
    windows = cut(length, size, overlap)
    assert windows[0][0] == 0
    assert windows[-1][1] == length
    lengths = {end - start for start, end in windows}
    assert max(lengths) <= size
    assert max(lengths) - min(lengths) <= 1
    assert len(windows) == 1 or (len(windows) - 1) * (size - overlap) < length - overlap
    for (first, last), (start, end) in pairwise(windows):
        assert first < start <= last < end
        assert last - start == overlap


_WORDS = st.lists(st.sampled_from([*CHANCES, "Pérez", "don", "otro"]), max_size=60).map(" ".join)


@given(_WORDS, st.integers(4, 30), st.data())
def test_windows_do_not_show_in_the_result(text: str, window: int, data: st.DataObject) -> None:
    """The rule looks one word back and one ahead, so two words of overlap are context enough."""
    labels: tuple[Label, ...] = ("NOMBRE", "FECHA", "LUGAR", "ID")
    from tests.pipeline.conftest import TAGS

    def ner(window: int, overlap: int) -> Ner:
        return Ner(RuleBackend(), word_tokenizer(), TAGS, dict.fromkeys(labels, 0.05), window, overlap, "x")

    overlap = data.draw(st.integers(2, window - 1))
    assert ner(window, overlap)(text) == ner(1000, 10)(text)


def test_nor_does_how_many_are_read_at_once(make_ner: Make) -> None:
    text = "don Pérez el Aurelia Quimera mayo 2021 el Begoña Marjal 77 77 Talleres S.A. el " * 60
    ner, whole = make_ner(window=4, overlap=2), make_ner(window=10_000, overlap=10)
    assert len(cut(len(text.split()), 4, 2)) > 1.5 * AT_ONCE
    assert ner(text) == whole(text)
    assert len(whole(text)) >= 60 * 8


@pytest.mark.parametrize("pair", ["don Pérez", "Pérez S.A."])
@pytest.mark.parametrize("before", range(9))
def test_a_token_at_a_window_s_edge_is_read_with_its_context(make_ner: Make, pair: str, before: int) -> None:
    text = "el " * before + pair + " el" * 9
    found = [text[s.start : s.end] for s in make_ner(window=5, overlap=2)(text) if s.label == "NOMBRE"]
    assert found == ["Pérez"]


@given(_WORDS)
def test_a_token_that_may_be_hidden_is_always_in_a_span(text: str) -> None:
    from tests.pipeline.conftest import TAGS

    labels: tuple[Label, ...] = ("NOMBRE", "FECHA", "LUGAR", "ID")
    spans = Ner(RuleBackend(), word_tokenizer(), TAGS, dict.fromkeys(labels, 0.05), 50, 10, "x")(text)
    hidden = {at for s in spans if s.label != "ORG" for at in range(s.start, s.end)}
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        chances = CHANCES.get(word, {"O": 1.0})
        if sum(p for tag, p in chances.items() if tag != "O" and "ORG" not in tag) >= 0.05:
            assert set(range(start, at)) <= hidden


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("don Aurelia,", 4, 8, "Aurelia"),
        ("don Aurelia,", 6, 12, "Aurelia"),
        ("don Aurelia,", 3, 12, "Aurelia"),
        ("(Quimera)", 0, 9, "Quimera"),
        ("Quimera4", 0, 3, "Quimera"),
        ("N°1234", 3, 4, "1234"),
        ("J. P. L. dijo", 0, 7, "J. P. L"),
        ("Talleres S.A. pagó", 0, 12, "Talleres S.A"),
        ("es Marjal. Luego", 3, 9, "Marjal"),
        ("es MARJAL. Luego", 3, 9, "MARJAL"),
        ("A.", 0, 1, "A"),
        ("plan B. Luego", 5, 6, "B"),
        ("…", 0, 1, ""),
        (" ", 0, 1, ""),
        ("ab", 1, 1, ""),
        (unicodedata.normalize("NFD", "López y"), 0, 2, unicodedata.normalize("NFD", "López")),
        (unicodedata.normalize("NFD", "López y"), 4, 6, unicodedata.normalize("NFD", "López")),
        (unicodedata.normalize("NFD", "José y"), 0, 2, unicodedata.normalize("NFD", "José")),
        (unicodedata.normalize("NFD", "José"), 0, 4, unicodedata.normalize("NFD", "José")),
    ],
)
def test_whole_words(text: str, start: int, end: int, expected: str) -> None:
    start, end = whole_words(text, start, end)
    assert text[start:end] == expected


@pytest.mark.parametrize(
    ("text", "end", "initial"),
    [
        ("J. P. L. dijo", 7, True),
        ("Talleres S.A. pagó", 12, True),
        ("es MARJAL. Luego", 9, False),
        ("A", 1, False),
    ],
)
def test_the_dot_of_an_initial(text: str, end: int, initial: bool) -> None:
    assert is_initial(text, end) is initial


@given(texts(), st.data())
def test_whole_words_lose_no_letter(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    a, b = whole_words(text, start, end)
    letters = {at for at in range(start, end) if text[at].isalnum()}
    assert letters <= set(range(a, b))
    if letters:
        assert text[a].isalnum() or not letters
        assert whole_words(text, a, b) == (a, b)


def test_a_find_in_a_word_without_end_grows_no_further_than_a_word() -> None:
    at = 500_000
    assert whole_words("A" * 1_000_000, at, at + 1) == (at - LONGEST_WORD, at + 1 + LONGEST_WORD)
