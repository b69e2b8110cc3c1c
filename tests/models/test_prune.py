"""Which heads and inner units are left out, and that what is silent stays silent."""

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("onnxscript", reason="onnxscript is not installed")

import torch
from torch import Tensor
from transformers import AutoModelForTokenClassification, BertConfig, BertForTokenClassification

from models.export import to_onnx
from models.prune import drop_silent, keep_heads, keep_inner, refit, restore_silent
from models.tags import TAGS
from service.backends.onnx import OnnxBackend


@pytest.fixture
def model() -> Any:
    """Two layers of four heads, sixteen inner units each."""
    torch.manual_seed(11)
    configure: Any = BertConfig
    config = configure(
        vocab_size=40,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=16,
        num_labels=len(TAGS),
        initializer_range=0.3,
    )
    bert: Any = BertForTokenClassification
    return bert(config).eval()


@pytest.fixture
def windows() -> list[Tensor]:
    dice = torch.Generator().manual_seed(5)
    return [torch.randint(5, 40, (length,), generator=dice) for length in (9, 17, 24)]


def heads(model: Any) -> list[int]:
    return [layer.attention.self.query.out_features // 4 for layer in model.base_model.encoder.layer]


def logits(model: Any, ids: Tensor) -> Tensor:
    with torch.inference_mode():
        result: Tensor = model(ids[None]).logits
        return result


def mute(model: Any, layer: int, head: int, share: float = 0.0) -> None:
    """Leave `share` of what a head says."""
    columns = model.base_model.encoder.layer[layer].attention.output.dense.weight
    with torch.no_grad():
        columns[:, 4 * head : 4 * head + 4] *= share


def test_heads_that_say_nothing_go_first(model: Any, windows: list[Tensor]) -> None:
    for layer, head in ((0, 1), (0, 2), (1, 0)):
        mute(model, layer, head, 1e-4)
    before = [logits(model, ids) for ids in windows]
    keep_heads(model, 5, windows)
    assert heads(model) == [2, 3]
    for ids, told in zip(windows, before, strict=True):
        torch.testing.assert_close(logits(model, ids), told, atol=1e-2, rtol=0)


def test_a_layer_keeps_its_loudest_head(model: Any, windows: list[Tensor]) -> None:
    for head, share in enumerate((1e-3, 1e-4, 1e-2, 1e-5)):
        mute(model, 1, head, share)
    loudest = model.base_model.encoder.layer[1].attention.self.value.weight[8:12].clone()
    keep_heads(model, 5, windows)
    assert heads(model) == [4, 1]
    assert torch.equal(model.base_model.encoder.layer[1].attention.self.value.weight, loudest)


@pytest.mark.parametrize("count", [0, 1, 9])
def test_as_many_heads_as_there_cannot_be_are_refused(model: Any, windows: list[Tensor], count: int) -> None:
    with pytest.raises(ValueError, match="8 heads in 2 layers"):
        keep_heads(model, count, windows)
    assert heads(model) == [4, 4]


def test_inner_units_that_move_nothing_go_first(model: Any, windows: list[Tensor]) -> None:
    """Some are quiet, some are not heard, whatever their number."""
    for layer in model.base_model.encoder.layer:
        with torch.no_grad():
            layer.intermediate.dense.weight[[1, 7, 15]] = 0
            layer.intermediate.dense.bias[[1, 7, 15]] = -20
            layer.output.dense.weight[:, [0, 4, 9]] = 0
    before = [logits(model, ids) for ids in windows]
    keep_inner(model, 10, windows)
    assert model.config.intermediate_size == 10
    for ids, told in zip(windows, before, strict=True):
        torch.testing.assert_close(logits(model, ids), told)


@pytest.mark.parametrize("size", [0, 17])
def test_as_many_units_as_there_cannot_be_are_refused(model: Any, windows: list[Tensor], size: int) -> None:
    with pytest.raises(ValueError, match="16 inner units"):
        keep_inner(model, size, windows)


def far(model: Any, whole: Any, windows: list[Tensor]) -> float:
    return sum(float((logits(model, ids) - logits(whole, ids)).square().mean()) for ids in windows)


def test_what_stays_takes_over_what_went(model: Any, windows: list[Tensor]) -> None:
    """On texts that it was not solved over, too."""
    dice = torch.Generator().manual_seed(7)
    read = [torch.randint(5, 40, (40,), generator=dice) for _ in range(40)]
    narrow = copy.deepcopy(model)
    keep_heads(narrow, 6, windows)
    keep_inner(narrow, 12, windows)
    before = far(narrow, model, windows)
    refit(narrow, model, read)
    assert heads(narrow) != heads(model)
    assert far(narrow, model, windows) < 0.6 * before


def test_where_nothing_went_nothing_changes(model: Any, windows: list[Tensor]) -> None:
    same = copy.deepcopy(model)
    refit(same, model, windows)
    for name, weight in same.named_parameters():
        torch.testing.assert_close(weight, model.get_parameter(name))


def test_on_disk_it_is_a_checkpoint_like_any_other(model: Any, windows: list[Tensor], tmp_path: Path) -> None:
    """The same results from transformers' own loading, from what leaves silence out, and from the graph."""
    keep_heads(model, 3, windows)
    keep_inner(model, 12, windows)
    before = [logits(model, ids) for ids in windows]
    restore_silent(model)
    model.save_pretrained(tmp_path)
    loaded: Any = AutoModelForTokenClassification.from_pretrained(tmp_path).eval()
    assert heads(loaded) == [4, 4]
    narrow: Any = AutoModelForTokenClassification.from_pretrained(tmp_path).eval()
    drop_silent(narrow)
    assert sum(heads(narrow)) == 3
    for ids, told in zip(windows, before, strict=True):
        torch.testing.assert_close(logits(loaded, ids), told)
        torch.testing.assert_close(logits(narrow, ids), told)
    to_onnx(tmp_path, tmp_path / "model.onnx")
    backend = OnnxBackend(tmp_path / "model.onnx", 1)
    for ids, told in zip(windows, before, strict=True):
        np.testing.assert_allclose(backend.logits([ids.numpy()])[0], told[0].numpy(), atol=1e-4)


def test_training_wakes_no_head(model: Any, windows: list[Tensor]) -> None:
    keep_heads(model, 3, windows)
    restore_silent(model)
    learner = torch.optim.AdamW(model.parameters(), lr=0.05, weight_decay=0.1)
    before = logits(model, windows[0])
    for ids in windows * 3:
        loss = torch.nn.functional.cross_entropy(model(ids[None]).logits[0], ids % len(TAGS))
        learner.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        learner.step()
    assert not torch.equal(logits(model, windows[0]), before)
    drop_silent(model)
    assert sum(heads(model)) == 3
