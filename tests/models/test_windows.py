"""Documents → windows, and the tags that each token allows."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from models.corpus import Annotation, Example
from models.tags import CLASSES, OUTSIDE, begin_mask, inside_mask, open_mask
from models.windows import cut, read, special_ids, token_masks, windows, write
from tests.models.conftest import examples


@st.composite
def annotated(draw: st.DrawFn) -> tuple[Example, list[tuple[int, int]]]:
    """A text of words and disjoint annotations of whole words; each word is a token that
    may begin at the space before it."""
    words = draw(st.lists(st.sampled_from(["Aurelia", "y", "de", "Marjal", "77"]), min_size=1, max_size=20))
    text = " ".join(words)
    offsets, at = [], 0
    for word in words:
        offsets.append((max(0, at - draw(st.integers(0, 1))), at + len(word)))
        at += len(word) + 1
    annotations, n = [], 0
    while n < len(words):
        length = draw(st.integers(0, 3))
        if length:
            last = min(n + length, len(words)) - 1
            start = offsets[n][1] - len(words[n])
            classes = draw(st.sets(st.sampled_from(CLASSES), min_size=1, max_size=3))
            undecided = draw(st.booleans())
            annotations.append(
                Annotation(start, offsets[last][1], (*sorted(classes), *([OUTSIDE] if undecided else [])))
            )
        n += max(1, length)
    return Example(
        "x", "x", "s", text, tuple(annotations), tuple(draw(st.sets(st.sampled_from(CLASSES))))
    ), offsets


@given(annotated())
def test_each_token_allows_what_its_annotation_says(case: tuple[Example, list[tuple[int, int]]]) -> None:
    e, offsets = case
    begun: set[int] = set()
    for (start, end), mask in zip(offsets, token_masks(e, offsets), strict=True):
        word = start + (e.text[start] == " ")
        at = [n for n, a in enumerate(e.annotations) if a.start <= word and end <= a.end]
        if not at:
            assert mask == open_mask(e.open_classes)
            continue
        classes = e.annotations[at[0]].classes
        if OUTSIDE in classes:
            assert mask == open_mask({*classes, *e.open_classes} - {OUTSIDE})
        else:
            assert mask == (inside_mask if at[0] in begun else begin_mask)(classes)
        begun.add(at[0])


def test_a_real_annotation_wins_over_an_undecided_place() -> None:
    e = Example(
        "x", "x", "s", "Puerto Quimera", (Annotation(0, 14, ("O", "ORG")), Annotation(7, 14, ("LUGAR",))), ()
    )
    assert token_masks(e, [(0, 6), (6, 14)]) == [open_mask(["ORG"]), begin_mask(["LUGAR"])]


def test_it_wins_wherever_it_stands_in_the_list() -> None:
    both = (Annotation(0, 7, ("LUGAR",)), Annotation(0, 7, ("O", "ORG")))
    for annotations in (both, both[::-1]):
        assert token_masks(Example("x", "x", "s", "Quimera", annotations, ()), [(0, 7)]) == [
            begin_mask(["LUGAR"])
        ]


def test_two_doubts_of_one_place_are_both_open() -> None:
    e = Example(
        "x", "x", "s", "Quimera", (Annotation(0, 7, ("O", "ORG")), Annotation(0, 7, ("O", "LUGAR"))), ("ID",)
    )
    assert token_masks(e, [(0, 7)]) == [open_mask(["ORG", "LUGAR", "ID"])]


def test_a_space_before_a_name_is_not_of_it() -> None:
    e = Example("x", "x", "s", "de Noé ", (Annotation(3, 6, ("ID",)),), ())
    assert token_masks(e, [(0, 2), (2, 6), (6, 7)]) == [open_mask(()), begin_mask(["ID"]), open_mask(())]


@given(st.integers(0, 300), st.integers(1, 50), st.data())
def test_windows_cover_every_token(length: int, size: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, size - 1))
    cuts = cut(length, size, overlap)
    assert {at for start, end in cuts for at in range(start, end)} == set(range(length))
    assert len({end - start for start, end in cuts} - {size}) <= (length <= size)
    assert all(last - start >= overlap and first < start for (first, last), (start, _) in pairwise(cuts))


@pytest.mark.parametrize(("size", "overlap"), [(10, 10), (10, 11), (10, -1), (0, 0)])
def test_windows_that_never_end_are_refused(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="overlap"):
        cut(100, size, overlap)


def test_special_tokens_are_no_part_of_the_loss(tokenizer: Tokenizer) -> None:
    for e in examples(5, seed=2):
        made = windows(e, tokenizer, 20, 5)
        encoding = tokenizer.encode(e.text, add_special_tokens=False)
        masks = token_masks(e, encoding.offsets)
        begin, end = special_ids(tokenizer)
        assert len(made) > 1
        for window, (a, b) in zip(made, cut(len(encoding.ids), 20, 5), strict=True):
            assert window.input_ids == (begin, *encoding.ids[a:b], end)
            assert window.labels == (0, *masks[a:b], 0)
            assert all(window.labels[1:-1])


def test_what_was_written_is_read(tokenizer: Tokenizer, tmp_path: Path) -> None:
    made = [w for e in examples(5, seed=2) for w in windows(e, tokenizer, 20, 5)]
    write(made, tmp_path / "windows.safetensors")
    assert read(tmp_path / "windows.safetensors") == made
    write([], tmp_path / "none.safetensors")
    assert read(tmp_path / "none.safetensors") == []


def test_a_text_of_nothing_has_no_window(tokenizer: Tokenizer) -> None:
    assert windows(Example("x", "x", "s", " ", (), ()), tokenizer, 20, 5) == []


def test_a_tokenizer_that_does_not_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="special tokens"):
        special_ids(Tokenizer(WordLevel({"a": 0}, unk_token="a")))
