"""A model that learnt names by heart is caught; one that learnt others is not."""

import json
import math
import random
import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from transformers import (
    AutoModel,
    AutoModelForMaskedLM,
    AutoModelForTokenClassification,
    AutoTokenizer,
    BertConfig,
    BertForMaskedLM,
    PreTrainedTokenizerFast,
)

from models import adapt
from models.cloze import CARRIERS, Reader, guess, load
from models.memory import Memory, compare, permutation
from models.names import Name, matched
from tests.models.conftest import SPECIAL

#: Sentences of a fictional training text; none is a carrier.
TAUGHT = (
    "{} apela.",
    "Apela {} ante la jueza.",
    "Comparece don {}, el día 3 de mayo.",
    "En la ciudad declara el testigo {} con documento.",
    "Ante la jueza y en la ciudad de Los Aromos comparece {}.",
)


GIVEN, FAMILY = ("Abri", "Teola", "Nube", "Bejula"), ("Qui", "Pe", "Gua", "Mar")
ENDS = [a + b + c for a in ("ri", "la", "mo") for b in ("be", "ju", "nde") for c in ("s", "n", "l", "z")]
SURNAMES = [start + end for start in FAMILY for end in ENDS]
random.Random(4).shuffle(SURNAMES)


def people(surnames: list[str]) -> list[Name]:
    dice = random.Random(5)
    return [Name(f"{dice.choice(GIVEN)} {dice.choice(GIVEN)}", (surname,)) for surname in surnames]


LEARNT, OTHERS, UNREAD = people(SURNAMES[:24]), people(SURNAMES[24:48]), SURNAMES[48:]


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A masked-language model that was never trained, whose tokens are words."""
    torch.set_num_threads(1)
    torch.manual_seed(3)
    words = sorted({word for text in (*TAUGHT, *CARRIERS) for word in re.findall(r"\w+|[,.]", text)})
    vocabulary = {word: n for n, word in enumerate((*SPECIAL, *words, *GIVEN, *SURNAMES))}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(name, vocabulary[name]) for name in ("[CLS]", "[SEP]")]
    )
    path = tmp_path_factory.mktemp("blank")
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=40,
        pad_token_id=0,
    )
    BertForMaskedLM(config).save_pretrained(path)
    uses = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
    names = dict(zip(uses, SPECIAL, strict=True))
    fast: Any = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names)  # type: ignore[no-untyped-call]
    fast.save_pretrained(path)
    return path


def taught(blank: Path, names: list[Name], out: Path) -> Path:
    """A masked-language model from `blank` that learnt the surnames of `names` by heart."""
    torch.manual_seed(7)
    model = AutoModelForMaskedLM.from_pretrained(blank, dtype=torch.float32).eval()  # no dropout
    tokenizer = AutoTokenizer.from_pretrained(blank)
    reader = Reader(model.base_model, model.cls, tokenizer.backend_tokenizer, tokenizer.mask_token_id, 0)
    rows = [_example(reader, sentence, name) for name in names for sentence in TAUGHT]
    batch = tokenizer.pad({"input_ids": [ids for ids, _ in rows]}, return_tensors="pt")
    width = batch["input_ids"].shape[1]
    labels = torch.tensor([row + [-100] * (width - len(row)) for _, row in rows])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(60):
        loss = model(**batch, labels=labels).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    return out


def _example(reader: Reader, sentence: str, name: Name) -> tuple[list[int], list[int]]:
    """`sentence` with the surname masked, and its tokens as labels."""
    text = sentence.format(f"{name.given} {name.family[0]}")
    start = text.index(name.family[0])
    encoding = reader.tokenizer.encode(text)
    ids, labels = [], []
    for token, (a, b) in zip(encoding.ids, encoding.offsets, strict=True):
        inside = start <= a < b <= start + len(name.family[0])
        ids.append(reader.mask if inside else token)
        labels.append(token if inside else -100)
    return ids, labels


@pytest.fixture(scope="module")
def leaky(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taught(blank, LEARNT, tmp_path_factory.mktemp("leaky"))


@pytest.fixture(scope="module")
def innocent(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taught(blank, OTHERS, tmp_path_factory.mktemp("innocent"))


def compared(reader: Reader, reference: Reader | None = None) -> Memory:
    """`LEARNT` beside names that no model here has learnt."""

    def tokens(word: str) -> int:
        return len(reader.tokenizer.encode(word, add_special_tokens=False).ids)

    learnt, unread = (matched(names, {}, UNREAD[24:], tokens) for names in (LEARNT, people(UNREAD[:24])))
    assert min(len(learnt), len(unread)) > 20
    return compare(learnt, unread, reader, reference)


def test_a_model_that_learnt_the_names_by_heart_is_caught(leaky: Path) -> None:
    found = compared(load(leaky))
    assert not found.passes
    assert found.learnt.interval is not None
    assert found.learnt.interval[0] > 0
    assert found.learnt.drawn > found.learnt.drawn_controls
    assert found.to_json()["passes"] is False


def test_a_model_that_learnt_other_names_passes(innocent: Path) -> None:
    found = compared(load(innocent))
    assert found.passes
    assert found.unread.interval is not None
    assert found.unread.interval[0] < 0 < found.unread.interval[1]


def test_what_the_reference_knows_too_is_no_memory(leaky: Path, innocent: Path) -> None:
    reader = load(leaky)
    assert compared(reader, load(leaky)).passes
    assert not compared(reader, load(innocent)).passes


def test_an_encoder_without_a_head_is_given_one(leaky: Path, tmp_path: Path) -> None:
    bare, fitted, pool = tmp_path / "bare", tmp_path / "fitted", tmp_path / "pool.jsonl"
    AutoModelForTokenClassification.from_pretrained(leaky, num_labels=3).save_pretrained(bare)
    AutoTokenizer.from_pretrained(leaky).save_pretrained(bare)
    with pytest.raises(ValueError, match="no masked-language head"):
        load(bare)
    texts = [sentence.format(f"{n.given} {n.family[0]}") for n in OTHERS for sentence in TAUGHT]
    pool.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    settings = adapt.Settings(str(bare), 6_000, epochs=8, learning_rate=1e-2, window=30, head_only=True)
    record = adapt.run([pool], fitted, settings)
    assert record["loss"]["last"] < record["loss"]["first"]
    before, after = (
        AutoModel.from_pretrained(p, add_pooling_layer=False).state_dict() for p in (bare, fitted)
    )
    assert all(torch.equal(before[name], after[name]) for name in before)
    reader = load(fitted)
    known, unknown = (
        sum(guess(reader, name)[0] for name in names) for names in (OTHERS, people(UNREAD[:24]))
    )
    assert known > unknown


def test_no_pair_is_an_error(blank: Path) -> None:
    with pytest.raises(ValueError, match="no name"):
        compare([], [], load(blank))


def test_the_chance_of_a_difference_by_permutation() -> None:
    ones, zeros = np.full(5, 1.0), np.zeros(5)
    assert permutation(ones, zeros, seed=1) == pytest.approx(1 / math.comb(10, 5), abs=1e-3)
    assert permutation(zeros, ones, seed=1) == 1
    assert permutation(np.array([1.0, -1.0, 2.0]), np.array([1.0, -1.0, 2.0]), seed=1) > 0.4


def test_carriers_have_one_place_each() -> None:
    assert all(carrier.count("{}") == 1 and not any(map(str.isdigit, carrier)) for carrier in CARRIERS)
