"""Tokens are the same wherever a text is cut into stretches."""

import re
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from service.pipeline.detect.tokenize import Tokens, tokenize
from service.settings import Settings
from tests.pipeline.strategies import texts

_SOME = st.text(st.sampled_from("aé1.  \n\u0301\u200b\u00a0\u3000ªﬁ-"), max_size=40)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Of the bundle that is served."""
    return Tokenizer.from_file(str(Settings().bundle / "tokenizer.json"))


@given(st.one_of(texts(), _SOME, st.lists(_SOME, max_size=6).map(" el señor ".join)), st.integers(1, 12))
def test_stretches_do_not_show(tokenizer: Tokenizer, text: str, stretch: int) -> None:
    whole, cut = tokenize(tokenizer, text), tokenize(tokenizer, text, stretch)
    for part in fields(Tokens):
        assert np.array_equal(getattr(cut, part.name), getattr(whole, part.name)), part.name


@given(texts())
def test_they_are_the_tokenizers(tokenizer: Tokenizer, text: str) -> None:
    encoding, tokens = tokenizer.encode(text, add_special_tokens=False), tokenize(tokenizer, text)
    assert tokens.ids.tolist() == encoding.ids
    assert list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)) == encoding.offsets
    for (start, end), written in zip(encoding.offsets, tokens.written.tolist(), strict=True):
        assert written is bool(re.search(r"\S", text[start:end]) or start == end)


def test_a_word_without_end_is_one_stretch(tokenizer: Tokenizer) -> None:
    text = "x" * 1_000 + " y"
    tokens = tokenize(tokenizer, text, 10)
    assert (tokens.starts[-1], tokens.ends[-1]) == (1_000, 1_002)


def test_a_repr_tells_nothing_of_the_text(tokenizer: Tokenizer) -> None:
    one, other = (tokenize(tokenizer, text) for text in ("Ana Río", "Eva Paz"))
    assert one.ids.tolist() != other.ids.tolist()
    assert "ids" not in repr(one)
