"""A smoothed graph computes what it did, and loses less in 8 bits."""

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("onnxscript", reason="onnxscript is not installed")

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.export import quantise_dynamic
from models.smooth import Ids, needed, scales, smooth
from service.backends.onnx import OnnxBackend


class Uneven(nn.Module):
    """Two products of one input, some channels of which are two hundred times as large, and
    weigh as much less."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.embedding = nn.Embedding(50, 32)
        self.sizes = torch.where(torch.arange(32) % 11 == 0, 200.0, 1.0)
        self.first, self.second = nn.Linear(32, 8), nn.Linear(32, 8)
        with torch.no_grad():
            for product in (self.first, self.second):
                product.weight /= self.sizes

    def forward(self, input_ids: Tensor) -> Tensor:
        x = self.embedding(input_ids) * self.sizes
        both: Tensor = self.first(x) + self.second(x).tanh()
        return both


class Mixed(Uneven):
    """As `Uneven`, and a product of an input whose channels are of one size."""

    def __init__(self) -> None:
        super().__init__()
        self.third = nn.Linear(32, 8)

    def forward(self, input_ids: Tensor) -> Tensor:
        every: Tensor = super().forward(input_ids) + self.third(self.embedding(input_ids)) / 8
        return every


def exported(model: nn.Module, path: Path) -> Path:
    program = torch.onnx.export(
        model.eval(),
        (torch.full((1, 16), 5),),
        input_names=["input_ids"],
        output_names=["logits"],
        dynamic_shapes={"input_ids": {1: "tokens"}},
        dynamo=True,
        verbose=False,
    )
    assert program is not None
    program.save(path, external_data=False)
    return path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(Uneven(), tmp_path_factory.mktemp("graph") / "fp32.onnx")


@pytest.fixture(scope="module")
def windows() -> list[Ids]:
    dice = np.random.default_rng(2)
    return [dice.integers(0, 50, size) for size in (9, 16, 30)]


def logits(model: Path, windows: list[Ids]) -> NDArray[np.float32]:
    return np.concatenate(OnnxBackend(model, 1).logits(windows))


def test_it_computes_the_same(graph: Path, windows: list[Ids], tmp_path: Path) -> None:
    smooth(graph, tmp_path / "smooth.onnx", scales(graph, windows))
    np.testing.assert_allclose(
        logits(tmp_path / "smooth.onnx", windows), logits(graph, windows), rtol=1e-4, atol=1e-3
    )
    added = [
        node for node in onnx.load(tmp_path / "smooth.onnx").graph.node if node.output[0].endswith("/smooth")
    ]
    assert len(added) == 1  # the products share it


def test_eight_bits_take_less_away(graph: Path, windows: list[Ids], tmp_path: Path) -> None:
    smooth(graph, tmp_path / "smooth.onnx", scales(graph, windows))
    exact, errors = logits(graph, windows), {}
    for name, source in (("plain", graph), ("smooth", tmp_path / "smooth.onnx")):
        quantise_dynamic(source, tmp_path / f"{name}-8.onnx", windows)
        errors[name] = float(np.abs(logits(tmp_path / f"{name}-8.onnx", windows) - exact).mean())
    assert errors["smooth"] < errors["plain"] / 2


def test_only_what_has_outliers_is_divided(windows: list[Ids], tmp_path: Path) -> None:
    graph = exported(Mixed(), tmp_path / "fp32.onnx")
    every = scales(graph, windows)
    chosen = needed(graph, every, windows, quantise_dynamic)
    assert len(every) == 2
    (scale,) = chosen.values()
    assert scale.max() / scale.min() > 10
