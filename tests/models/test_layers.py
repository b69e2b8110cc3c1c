"""Which layers stay, and which stand still."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")

import torch
from safetensors.torch import load_file
from transformers import AutoModel, BertConfig, BertModel

from models import corpus, train
from models.layers import freeze, keep_layers
from tests.models.conftest import examples


@pytest.fixture
def model() -> Any:
    torch.manual_seed(11)
    config = BertConfig(
        vocab_size=30, hidden_size=8, num_hidden_layers=4, num_attention_heads=2, intermediate_size=16
    )
    bert: Any = BertModel
    return bert(config).eval()


def state(module: Any) -> dict[str, torch.Tensor]:
    return {name: weight.clone() for name, weight in module.state_dict().items()}


def equal(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("layers", [(0, 2, 3), (1,), (3, 1), (0, 1, 2, 3)])
def test_these_layers_stay_in_this_order(model: Any, layers: tuple[int, ...], tmp_path: Path) -> None:
    before = [state(layer) for layer in model.encoder.layer]
    embeddings = state(model.embeddings)
    keep_layers(model, layers)
    assert len(model.encoder.layer) == len(layers)
    for layer, index in zip(model.encoder.layer, layers, strict=True):
        assert equal(state(layer), before[index])
    assert equal(state(model.embeddings), embeddings)
    model.save_pretrained(tmp_path)
    loaded = AutoModel.from_pretrained(tmp_path).eval()
    assert loaded.config.num_hidden_layers == len(layers)
    ids = torch.arange(12).reshape(2, 6)
    torch.testing.assert_close(loaded(ids).last_hidden_state, model(ids).last_hidden_state)


@pytest.mark.parametrize("layers", [(), (4,), (0, -1)])
def test_layers_that_do_not_exist_are_refused(model: Any, layers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="layers 0 to 3"):
        keep_layers(model, layers)
    assert len(model.encoder.layer) == 4


@pytest.mark.parametrize("below", [0, 1, 4])
def test_so_many_layers_are_held_still(model: Any, below: int) -> None:
    freeze(model, below)
    still = [not any(w.requires_grad for w in layer.parameters()) for layer in model.encoder.layer]
    learning = [all(w.requires_grad for w in layer.parameters()) for layer in model.encoder.layer]
    assert still == [index < below for index in range(4)]
    assert learning == [index >= below for index in range(4)]
    assert {w.requires_grad for w in model.embeddings.parameters()} == {below == 0}


@pytest.mark.parametrize("below", [-1, 5])
def test_more_layers_than_there_are_cannot_be_held(model: Any, below: int) -> None:
    with pytest.raises(ValueError, match="4 layers"):
        freeze(model, below)
    assert all(w.requires_grad for w in model.parameters())


def test_a_run_moves_what_is_free_and_nothing_else(base: Path, tmp_path: Path) -> None:
    corpus.write(examples(6, seed=1), tmp_path / "train.jsonl")
    corpus.write(examples(1, seed=2), tmp_path / "tune.jsonl")
    settings = train.Settings(str(base), epochs=1, learning_rate=4e-3, window=62, overlap=8, freeze=1)
    train.run(tmp_path / "train.jsonl", tmp_path / "tune.jsonl", tmp_path / "out", settings)
    before = load_file(base / "model.safetensors")
    after = load_file(tmp_path / "out" / "model.safetensors")
    moved = {
        name: not torch.equal(weight, before[name.removeprefix("bert.")])
        for name, weight in after.items()
        if name.startswith("bert.")
    }
    frozen = ("bert.embeddings.", "bert.encoder.layer.0.")
    assert moved == {name: not name.startswith(frozen) for name in moved}
    assert {any(name.startswith(part) for name in moved) for part in frozen} == {True}
    assert set(moved.values()) == {True, False}


def test_a_run_keeps_the_layers_that_it_is_told_to(base: Path, tmp_path: Path) -> None:
    """With a rate of zero its encoder is the base's second layer, untouched."""
    corpus.write(examples(2, seed=1), tmp_path / "train.jsonl")
    corpus.write(examples(1, seed=2), tmp_path / "tune.jsonl")
    settings = train.Settings(str(base), epochs=1, learning_rate=0.0, window=62, overlap=8, layers=(1,))
    record = train.run(tmp_path / "train.jsonl", tmp_path / "tune.jsonl", tmp_path / "out", settings)
    assert record["settings"]["layers"] == [1]
    before = load_file(base / "model.safetensors")
    after = load_file(tmp_path / "out" / "model.safetensors")
    kept = {name.removeprefix("bert.encoder."): w for name, w in after.items() if ".layer." in name}
    expected = {
        name.removeprefix("encoder.").replace("layer.1.", "layer.0."): w
        for name, w in before.items()
        if ".layer.1." in name
    }
    assert equal(kept, expected)
