"""The shipped 8-bit model, whose tokens may leave early, against the shipped fp16 weights in torch, on
examples/."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from service.backends import Bundle, load_bundle
from service.backends.onnx import OnnxBackend
from service.pipeline.detect.ner import cut
from service.settings import Settings

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))

Ids = NDArray[np.int64]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(Settings().bundle)


@pytest.fixture(scope="module")
def windows(bundle: Bundle) -> list[Ids]:
    begin, end = bundle.tokenizer.encode("").ids
    texts = [path.read_bytes().decode("utf-8") for path in EXAMPLES[::3]]
    return [
        np.array([begin, *ids[a:b], end], dtype=np.int64)
        for ids in (bundle.tokenizer.encode(text, add_special_tokens=False).ids for text in texts)
        for a, b in cut(len(ids), bundle.window, bundle.overlap)
    ]


def outside(logits: Sequence[NDArray[np.float32]], bundle: Bundle) -> NDArray[np.float32]:
    """P(O) of every token."""
    joined = np.concatenate(logits)
    exponents = np.exp(joined - joined.max(axis=-1, keepdims=True))
    chance: NDArray[np.float32] = exponents[:, bundle.tags.index("O")] / exponents.sum(axis=-1)
    return chance


def test_eight_bits_are_near_torch(bundle: Bundle, windows: list[Ids]) -> None:
    torch = pytest.importorskip(
        "service.backends.torch", reason="torch is not installed", exc_type=ImportError
    )
    wanted = outside(torch.TorchBackend(bundle.path).logits(windows), bundle)
    given = outside(OnnxBackend(bundle.path / "model.onnx").logits(windows), bundle)
    assert np.abs(given - wanted).mean() <= 0.01
    assert ((given < 0.5) == (wanted < 0.5)).mean() >= 0.99
    # Of what torch would hide nothing leaves early as if it were nothing.
    assert not ((wanted < 0.5) & (given > 0.9)).any()


def test_a_window_is_the_same_alone_and_beside_others(bundle: Bundle, windows: list[Ids]) -> None:
    backend = OnnxBackend(bundle.path / "model.onnx", threads=2)
    together = backend.logits(windows)
    alone = [backend.logits([window])[0] for window in windows]
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
