"""Which 8-bit form of the model to ship: a table over the fictional rulings of examples/.

    python -m bench.quantisation CHECKPOINT

For each form: size; mean and greatest |ΔP(O)| against torch in fp32, without an early exit; share
of torch's decisions that it takes too; words a second of the forward passes, one single-threaded
session a core.
"""

import argparse
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from transformers import AutoTokenizer

from bench.texts import examples, words
from models.export import QUANTISATIONS, UNCALIBRATED, fictional_windows, prepare, seal, to_onnx
from service.backends import Backend, load_bundle
from service.backends.onnx import OnnxBackend
from service.backends.torch import TorchBackend
from service.engine import assemble
from service.pipeline import Engine, analyze
from service.pipeline.decode import decode_text
from service.pipeline.detect.ner import cut
from service.policies import load_policies

Ids = NDArray[np.int64]


class _Windows(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, windows: list[Ids]) -> None:
        self._windows = iter(windows)

    def get_next(self) -> dict[str, Ids] | None:
        ids = next(self._windows, None)
        return None if ids is None else {"input_ids": ids[None]}


def quantise_static(fp32: Path, target: Path, windows: list[Ids]) -> None:
    """Weights and activations in 8 bits with scales fixed beforehand on `windows`."""
    quantize_static(
        fp32,
        target,
        _Windows(windows[:16]),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        reduce_range=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )


def outside(logits: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """P(O) of every token of every window; tag 0 is O."""
    joined = np.concatenate(logits)
    exponents = np.exp(joined - joined.max(axis=-1, keepdims=True))
    chance: NDArray[np.float32] = exponents[:, 0] / exponents.sum(axis=-1)
    return chance


def decisions(engine: Engine, texts: list[str]) -> list[set[tuple[int, int, str, str]]]:
    policy = load_policies()["todo"]
    return [
        {(d.span.start, d.span.end, d.span.label, d.action) for d in analyze(decode_text(t), engine, policy)}
        for t in texts
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    options = parser.parse_args()
    texts = examples()
    print(f"{'form':10}{'MB':>7}{'mean|ΔP|':>10}{'max|ΔP|':>9}{'decisions':>11}{'words/s':>9}")
    with TemporaryDirectory() as name:
        for row in rows(options.checkpoint, texts, Path(name)):
            print(row, flush=True)


def rows(checkpoint: Path, texts: list[str], folder: Path) -> Iterator[str]:
    raw, graph = folder / "raw.onnx", folder / "graph.onnx"
    to_onnx(checkpoint, raw)
    prepare(raw, graph)
    shutil.copy(checkpoint / "config.json", folder)
    AutoTokenizer.from_pretrained(checkpoint).save_pretrained(folder)
    (folder / "calibration.json").write_text(json.dumps(UNCALIBRATED), encoding="utf-8")
    shutil.copy(graph, folder / "model.onnx")
    seal(folder)
    bundle = load_bundle(folder)
    begin, end = bundle.tokenizer.encode("").ids
    windows = [
        np.array([begin, *ids[a:b], end], dtype=np.int64)
        for ids in (bundle.tokenizer.encode(text, add_special_tokens=False).ids for text in texts)
        for a, b in cut(len(ids), bundle.window, bundle.overlap)
    ]
    torch = TorchBackend(checkpoint)
    reference = outside(torch.logits(windows))
    wanted = decisions(assemble(bundle, torch), texts)
    for form in (*QUANTISATIONS, "static"):
        model = folder / f"{form}.onnx"
        if form == "static":
            quantise_static(graph, model, windows)
        else:
            QUANTISATIONS[form](graph, model, fictional_windows(checkpoint))
        backend: Backend = OnnxBackend(model)
        difference = np.abs(outside(backend.logits(windows)) - reference)
        given = decisions(assemble(bundle, backend), texts)
        same = sum(len(a & b) for a, b in zip(wanted, given, strict=True)) / sum(map(len, wanted))
        started = time.perf_counter()
        for _ in range(3):
            backend.logits(windows)
        speed = 3 * words(texts) / (time.perf_counter() - started)
        yield (
            f"{form:10}{model.stat().st_size / 1e6:>7.1f}{difference.mean():>10.5f}{difference.max():>9.3f}"
            f"{same:>11.4f}{speed:>9.0f}"
        )


if __name__ == "__main__":
    main()
