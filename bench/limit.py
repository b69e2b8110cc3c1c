"""How much of the machine the forward pass takes: its operations a second beside those of a bare
8-bit matrix product of the same shapes, on one core."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from numpy.typing import NDArray
from onnx import TensorProto, helper

from bench.texts import rulings, words
from service.backends import load_bundle
from service.backends.onnx import OnnxBackend

SECONDS = 2.0


def limit(bundle: Path) -> dict[str, float]:
    """Operations a second, measured (`peak`: the best of the model's shapes) and reached
    (`forward`), of full windows of rulings; the `share` of the two; tokens a second of one core,
    how many a word has, and the words a second that `peak` would allow a core; of the tokens those
    that `stay` in all layers."""
    opened, texts = load_bundle(bundle), rulings()
    encoded = [opened.tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
    begin, end = opened.tokenizer.encode("").ids
    windows = [
        np.array([begin, *ids[first : first + opened.window], end], dtype=np.int64)
        for ids in encoded
        for first in range(0, len(ids) - opened.window + 1, opened.window)
    ]
    operations, stay = _operations(bundle, windows)
    config = json.loads((bundle / "config.json").read_bytes())
    hidden, inner, tokens = config["hidden_size"], config["intermediate_size"], opened.window + 2
    peak = max(_product(tokens, *shape) for shape in ((hidden, hidden), (hidden, inner), (inner, hidden)))
    backend = OnnxBackend(bundle / "model.onnx", 1)
    rate = tokens * len(windows) * _rate(lambda: backend.logits(windows), 1)
    per_word = sum(map(len, encoded)) / words(texts)
    return {
        "peak": peak,
        "forward": rate * operations,
        "share": rate * operations / peak,
        "tokens": rate,
        "tokens_a_word": per_word,
        "words": peak / operations / per_word,
        "stay": stay,
    }


def _operations(bundle: Path, windows: list[NDArray[np.int64]]) -> tuple[float, float]:
    """Operations of the matrix products of a token of `windows`, the mean of all, and the share of
    the tokens that stay in all layers."""
    # Here, for whatever is loaded counts to the memory that other parts measure.
    import torch
    from transformers import AutoModelForTokenClassification

    from models import early_exit
    from models.fit_exit import staying
    from models.prune import drop_silent

    model = AutoModelForTokenClassification.from_pretrained(bundle, dtype=torch.float32).eval()
    drop_silent(model)
    hidden, inner = model.config.hidden_size, model.config.intermediate_size
    layers = model.base_model.encoder.layer
    # Four products with the heads' width and two with the inner one, and attention's two by the window.
    each = [
        2 * (4 * hidden * width + 2 * hidden * inner + 2 * len(windows[0]) * width)
        for width in (layer.attention.self.query.out_features for layer in layers)
    ]
    if not (bundle / early_exit.FILE).exists():
        return float(sum(each)), 1.0
    leaving = early_exit.load(model, bundle)
    stay = staying(leaving, [torch.from_numpy(window) for window in windows])
    sooner = len(leaving.sooner)
    beside = [*leaving.head.parameters(), *leaving.left.parameters()]
    all_read = sum(2 * weight.numel() for weight in beside if weight.dim() == 2)
    return sum(each[:sooner]) + all_read + stay * sum(each[sooner:]), stay


def _product(rows: int, inner: int, columns: int) -> float:
    """Operations a second of an 8-bit product ``[rows, inner] x [inner, columns]``."""
    weights = np.random.default_rng(0).integers(-127, 127, (inner, columns), dtype=np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["y"])],
        "product",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, [rows, inner])],
        [helper.make_tensor_value_info("y", TensorProto.INT32, [rows, columns])],
        [helper.make_tensor("b", TensorProto.INT8, weights.shape, weights.tobytes(), raw=True)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.checker.check_model(model)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    a = np.random.default_rng(1).integers(0, 255, (rows, inner), dtype=np.uint8)
    return 2 * rows * inner * columns * _rate(lambda: session.run(None, {"a": a}))


def _rate(work: Callable[[], object], times: int = 10) -> float:
    """How often a second, `times` in a row, at its best of a few tries."""
    best = 0.0
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        started = time.perf_counter()
        for _ in range(times):
            work()
        best = max(best, times / (time.perf_counter() - started))
    return best
