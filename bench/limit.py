"""How much of the machine the forward pass takes: its operations a second beside those of a bare
8-bit matrix product of the same shapes, on one core."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper
from transformers import AutoModelForTokenClassification

from bench.texts import rulings, words
from models.prune import drop_silent
from service.backends import load_bundle
from service.backends.onnx import OnnxBackend

SECONDS = 2.0


def limit(bundle: Path) -> dict[str, float]:
    """Operations a second, measured (`peak`: the best of the model's shapes) and reached
    (`forward`), of a window of full size; the `share` of the two; tokens a second of one core, and
    how many a word has, and the words a second that `peak` would allow a core."""
    opened = load_bundle(bundle)
    model = AutoModelForTokenClassification.from_pretrained(bundle)
    drop_silent(model)
    tokens, hidden, inner = opened.window + 2, model.config.hidden_size, model.config.intermediate_size
    # Four products with the heads' width and two with the inner one, and attention's two by the window.
    widths = [layer.attention.self.query.out_features for layer in model.base_model.encoder.layer]
    a_token = sum(2 * (4 * hidden * width + 2 * hidden * inner + 2 * tokens * width) for width in widths)
    peak = max(_product(tokens, *shape) for shape in ((hidden, hidden), (hidden, inner), (inner, hidden)))
    backend = OnnxBackend(bundle / "model.onnx", 1)
    window = np.arange(1_000, 1_000 + tokens, dtype=np.int64)
    rate = tokens * _rate(lambda: backend.logits([window]))
    texts = rulings()
    per_word = sum(len(opened.tokenizer.encode(text).ids) for text in texts) / words(texts)
    return {
        "peak": peak,
        "forward": rate * a_token,
        "share": rate * a_token / peak,
        "tokens": rate,
        "tokens_a_word": per_word,
        "words": peak / a_token / per_word,
    }


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


def _rate(work: Callable[[], object]) -> float:
    """How often a second, at its best of a few tries."""
    best = 0.0
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        started = time.perf_counter()
        for _ in range(10):
            work()
        best = max(best, 10 / (time.perf_counter() - started))
    return best
