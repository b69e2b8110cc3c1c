"""Tokens that leave half-way: what the model says of them, and of those that stay, is what it said."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("onnxscript", reason="onnxscript is not installed")

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from typer.testing import CliRunner

from models import early_exit, fit_exit
from models.cli import app
from models.early_exit import EarlyExit, unsure
from models.export import export
from models.layers import classifier as opened
from models.narrow import divergence
from models.prune import drop_silent
from models.tags import OUTSIDE, TAGS
from service.backends import load_bundle
from service.backends.onnx import OnnxBackend
from tests.models.conftest import examples

O = TAGS.index(OUTSIDE)  # noqa: E741


def windows(tokenizer: Tokenizer, count: int, seed: int) -> list[Tensor]:
    return [torch.tensor(tokenizer.encode(e.text).ids[:62]) for e in examples(count, seed)]


@pytest.fixture(scope="module")
def sure(classifier: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkpoint, sure that nothing is an organisation: the corpus leaves that open."""
    folder = Path(shutil.copytree(classifier, tmp_path_factory.mktemp("sure") / "checkpoint"))
    model: Any = opened(str(folder))
    with torch.no_grad():
        model.classifier.bias[[TAGS.index("B-ORG"), TAGS.index("I-ORG")]] = -20.0
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def fitted(sure: Path, pool: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the exit that the command fits."""
    out = tmp_path_factory.mktemp("fitted") / "out"
    arguments = ["early-exit", str(sure), "--pool", str(pool), "--out", str(out), "--tokens", "12000"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def some_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of some hundred steps is never so sure as one that serves."""
    monkeypatch.setattr(early_exit, "UNSURE", 0.05)


def load(folder: Path) -> EarlyExit:
    return early_exit.load(opened(str(folder)).eval(), folder)


def test_where_all_stay_nothing_changes(
    fitted: Path, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However badly the head was fitted."""
    monkeypatch.setattr(early_exit, "UNSURE", 0.0)
    made, whole = load(fitted), opened(str(fitted)).eval()
    with torch.inference_mode():
        for weights in (*made.head.parameters(), *made.left.parameters()):
            weights.normal_()
        for ids in windows(tokenizer, 4, seed=21):
            torch.testing.assert_close(made(ids[None]).logits, whole(ids[None]).logits, atol=1e-4, rtol=0)


@pytest.mark.usefixtures("some_leave")
def test_what_leaves_and_what_stays_keep_their_tags(fitted: Path, tokenizer: Tokenizer) -> None:
    """The last layer reads the very states that tokens leave with, so those that stay miss nothing."""
    made, whole, unseen = load(fitted), opened(str(fitted)).eval(), windows(tokenizer, 12, seed=21)
    assert 0.1 < fit_exit.staying(made, unseen) < 0.9
    with torch.inference_mode():
        for ids in unseen:
            early = made.head(made.leaving(ids[None]))
            said, wanted = (model(ids[None]).logits[0] for model in (made, whole))
            stays = unsure(early)
            torch.testing.assert_close(said[stays], wanted[stays], atol=0.02, rtol=0)
            assert torch.equal(said[~stays], early[~stays])
            assert (wanted[~stays].argmax(-1) == O).all()


def test_what_is_left_of_a_token_is_its_keys_and_values(fitted: Path, tokenizer: Tokenizer) -> None:
    """Of layers that read other states than those, as near as a product comes."""
    made = load(fitted)
    attention = made.later[0].attention.self
    with torch.inference_mode():
        states = made.leaving(windows(tokenizer, 1, seed=21)[0][None])
        wanted = torch.cat([attention.key(states), attention.value(states)], -1)
        torch.testing.assert_close(made.left(states), wanted, atol=0.02, rtol=0)


def test_one_token_is_enough_to_stay(fitted: Path) -> None:
    """Of a window in which all is plainly nothing only its first token stays, and none is lost."""
    made = load(fitted)
    with torch.no_grad():
        *_, bias = made.head.parameters()
        bias[O] = 50.0
        logits = made(torch.arange(20)[None]).logits
    assert logits.shape == (1, 20, len(TAGS))
    assert unsure(made.head(made.leaving(torch.arange(20)[None]))).tolist() == [True] + 19 * [False]


def test_the_record_tells_what_it_costs(fitted: Path, sure: Path) -> None:
    record = json.loads((fitted / "run.json").read_text(encoding="utf-8"))
    assert record["settings"]["tokens"] == 12000
    assert 0 <= record["divergence"] < 0.02
    assert 0 < record["stay"] <= 1
    # Of the weights none is another.
    before, after = (opened(str(folder)).state_dict() for folder in (sure, fitted))
    assert all(torch.equal(before[name], after[name]) for name in before)


@pytest.mark.usefixtures("some_leave")
@pytest.mark.parametrize("quantisation", ["none", "smooth"])
def test_the_graph_lets_the_same_leave(
    fitted: Path, tokenizer: Tokenizer, tmp_path: Path, quantisation: str
) -> None:
    export(fitted, tmp_path, quantisation)
    load_bundle(tmp_path)
    sums = (tmp_path / "SHA256SUMS").read_text(encoding="ascii")
    assert early_exit.FILE in sums
    made, backend = load(fitted), OnnxBackend(tmp_path / "model.onnx", 1)
    given = windows(tokenizer, 6, seed=4)
    given.append(given[0][:1])  # of any length
    for ids, logits in zip(given, backend.logits([w.numpy() for w in given]), strict=True):
        with torch.inference_mode():
            wanted = made(ids[None]).logits[0].numpy()
        if quantisation == "none":
            np.testing.assert_allclose(logits, wanted, atol=1e-3)
        else:
            assert logits.shape == wanted.shape
            assert (logits.argmax(-1) == wanted.argmax(-1)).mean() > 0.9


def test_silent_heads_are_left_out(fitted: Path, tokenizer: Tokenizer) -> None:
    """Keys and values are as wide as what reads them."""
    model: Any = opened(str(fitted)).eval()
    size = model.config.hidden_size // model.config.num_attention_heads
    with torch.no_grad():
        model.base_model.encoder.layer[-1].attention.output.dense.weight[:, :size] = 0
    drop_silent(model)
    made = fit_exit.fit(model, windows(tokenizer, 30, seed=5))
    assert made.sizes == 2 * [model.config.hidden_size - size]
    assert divergence(made, model, windows(tokenizer, 4, seed=21)) < 0.1


def test_an_exit_of_another_model_is_refused(fitted: Path, classifier: Path, tmp_path: Path) -> None:
    """Though it has the same shape: a checkpoint that learnt on in the folder of its exit."""
    model: Any = opened(str(fitted)).eval()
    with torch.no_grad():
        model.base_model.encoder.layer[0].output.dense.bias[3] += 0.01
    with pytest.raises(ValueError, match="another model"):
        early_exit.load(model, fitted)
    shutil.copytree(classifier, tmp_path, dirs_exist_ok=True)
    shutil.copyfile(fitted / early_exit.FILE, tmp_path / early_exit.FILE)
    with pytest.raises(ValueError, match="another model"):
        export(tmp_path, tmp_path / "bundle", "none")


def test_a_bundle_may_be_made_of_itself_again(fitted: Path, tmp_path: Path) -> None:
    """Its weights are in 16 bits by then, and its exit is still their own."""
    export(fitted, tmp_path, "none")
    exit_ = (tmp_path / early_exit.FILE).read_bytes()
    export(tmp_path, tmp_path, "none")
    assert (tmp_path / early_exit.FILE).read_bytes() == exit_


def test_a_bundle_made_again_without_one_has_none(fitted: Path, classifier: Path, tmp_path: Path) -> None:
    export(fitted, tmp_path, "none")
    assert (tmp_path / early_exit.FILE).exists()
    export(classifier, tmp_path, "none")
    assert not (tmp_path / early_exit.FILE).exists()
    assert early_exit.FILE not in (tmp_path / "SHA256SUMS").read_text(encoding="ascii")
