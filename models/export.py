"""A fine-tuned checkpoint → a bundle ready to serve (the folder of `service.backends.bundle`)."""

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from onnxruntime.quantization.onnx_model import ONNXModel
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AttentionInterface, AutoConfig, AutoModelForTokenClassification, AutoTokenizer

from models import early_exit
from models.prune import drop_silent
from models.smooth import Ids, needed, scales, smooth
from models.synth import rulings

# It tells every node that it passes by.
logging.getLogger("onnxruntime.quantization.matmul_nbits_quantizer").setLevel(logging.WARNING)

SHARD = "40MB"
#: The first that has GELU as one operator.
OPSET: Final = 20
#: What `to_onnx` has transformers call for attention.
ATTENTION: Final = "onnxruntime"
#: Tokens of a window, without the special ones, and those that it shares with the one before: as
#: many as in training (`models.train`). More changes as much as it mends (docs/training.md).
WINDOW: Final = 254
OVERLAP: Final = 32
#: Fictional rulings that scales are settled on, and their seed.
RULINGS: Final = 12
SEED: Final = 1

#: Before any calibration: what the best path asserts with a mean chance of `mask` is masked
#: outright, and a place whose chance of being hidden is at least `review` is put to review.
UNCALIBRATED: Final = {
    "window": WINDOW,
    "overlap": OVERLAP,
    "thresholds": {
        **{label: {"review": 0.05, "mask": 0.6} for label in ("NOMBRE", "FECHA", "LUGAR", "ID")},
        "ORG": {"review": 0.5, "mask": 0.5},
    },
    "method": "one pair for all labels, settled with tune and dev figures in view; no bound on the risk",
}


class _Logits(nn.Module):
    """The model as ONNX sees it: one input, one output. A window runs alone, so nothing is padded
    and no token hidden from another."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor) -> Tensor:
        logits: Tensor = self.model(input_ids=input_ids).logits
        return logits


def _attention(
    _module: nn.Module, query: Tensor, key: Tensor, value: Tensor, _mask: None, scaling: float, **_: object
) -> tuple[Tensor, None]:
    """onnxruntime's own operator, which takes heads side by side: the standard one wants them apart,
    and is slower even without the transposition. Of ``[batch, heads, tokens, size]``."""
    batch, heads, tokens, size = query.shape
    beside = [each.transpose(1, 2).flatten(2) for each in (query, key, value)]
    attended = torch.onnx.ops.symbolic(
        "com.microsoft::MultiHeadAttention",
        beside,
        {"num_heads": heads, "scale": scaling},
        dtype=query.dtype,
        shape=beside[0].shape,
        version=1,
    )
    return attended.reshape(batch, tokens, heads, size), None


AttentionInterface.register(ATTENTION, _attention)


def to_onnx(checkpoint: Path, target: Path) -> None:
    """Write the fp32 graph of `checkpoint`, with its early exit if it has one: ``input_ids``
    ``[1, tokens]`` → ``logits`` ``[1, tokens, tags]``."""
    model = AutoModelForTokenClassification.from_pretrained(
        checkpoint, dtype=torch.float32, attn_implementation=ATTENTION
    )
    drop_silent(model)
    if (checkpoint / early_exit.FILE).exists():
        model = early_exit.load(model, checkpoint)
    program = torch.onnx.export(
        _Logits(model).eval(),
        (torch.arange(5, 21)[None],),
        input_names=["input_ids"],
        output_names=["logits"],
        dynamic_shapes={"input_ids": {1: "tokens"}},
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    if program is None:
        raise RuntimeError("the exporter returned no program")
    program.save(target, external_data=False)


def prepare(raw: Path, graph: Path) -> None:
    """Write the graph `raw` to `graph`, made simpler, with every product as a MatMul: of
    two-dimensional states the optimizer makes Gemm."""
    quant_pre_process(raw, graph, skip_symbolic_shape=True)
    model = ONNXModel(onnx.load(graph))
    model.replace_gemm_with_matmul()
    model.save_model_to_file(str(graph))


def quantise_smooth(fp32: Path, target: Path, windows: Sequence[Ids]) -> None:
    """As `quantise_dynamic`, of a graph whose activations are made even first where that is needed."""
    chosen = needed(fp32, scales(fp32, windows), windows, quantise_dynamic)
    with TemporaryDirectory() as folder:
        even = Path(folder) / "even.onnx"
        smooth(fp32, even, chosen)
        quantise_dynamic(even, target, windows)


def quantise_dynamic(fp32: Path, target: Path, windows: Sequence[Ids]) -> None:  # noqa: ARG001
    """8-bit weights by channel, 7 bits used (no saturation on older processors), and
    activations scaled as they come; embeddings too."""
    quantize_dynamic(
        fp32,
        target,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )


def quantise_weights(fp32: Path, target: Path, windows: Sequence[Ids]) -> None:  # noqa: ARG001
    """8-bit weights in blocks of 64 (MatMulNBits); activations 8-bit within the kernel."""
    quantizer = MatMulNBitsQuantizer(
        onnx.load(fp32),
        bits=8,
        algo_config=DefaultWeightOnlyQuantConfig(bits=8, block_size=64, is_symmetric=True, accuracy_level=4),
    )
    quantizer.process()
    with TemporaryDirectory() as folder:
        half = Path(folder) / "weights.onnx"
        onnx.save(quantizer.model.model, half)
        quantize_dynamic(half, target, op_types_to_quantize=["Gather"], weight_type=QuantType.QInt8)


def keep_precision(fp32: Path, target: Path, windows: Sequence[Ids]) -> None:  # noqa: ARG001
    """The 32-bit graph as it is."""
    shutil.copyfile(fp32, target)


#: By name: the fp32 graph, where the result goes, and windows of token ids to settle scales on.
QUANTISATIONS: Final[Mapping[str, Callable[[Path, Path, Sequence[Ids]], None]]] = {
    "smooth": quantise_smooth,
    "dynamic": quantise_dynamic,
    "weights": quantise_weights,
    "none": keep_precision,
}


def export(checkpoint: Path, out: Path, quantisation: str, card: str | None = None) -> None:
    """Write the bundle of `checkpoint` into the new or existing folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        raw, graph = Path(folder) / "raw.onnx", Path(folder) / "graph.onnx"
        to_onnx(checkpoint, raw)
        prepare(raw, graph)
        QUANTISATIONS[quantisation](graph, out / "model.onnx", fictional_windows(checkpoint))
    model = AutoModelForTokenClassification.from_pretrained(checkpoint, dtype=torch.float16)
    model.save_pretrained(out, max_shard_size=SHARD)
    AutoTokenizer.from_pretrained(checkpoint).save_pretrained(out)
    early_exit.carry(checkpoint, out)
    calibration = out / "calibration.json"
    if not calibration.exists():
        calibration.write_text(json.dumps(UNCALIBRATED, indent=1) + "\n", encoding="utf-8")
    if card is not None:
        (out / "README.md").write_text(card, encoding="utf-8")
    seal(out)


def fictional_windows(checkpoint: Path, count: int = RULINGS) -> list[Ids]:
    """Windows of `count` fictional rulings in the tokens of `checkpoint`, special ones among them."""
    tokenizer: Tokenizer = AutoTokenizer.from_pretrained(checkpoint).backend_tokenizer
    begin, end = tokenizer.encode("").ids
    size = min(WINDOW, int(AutoConfig.from_pretrained(checkpoint).max_position_embeddings) - 2)
    return [
        np.array([begin, *ids[first : first + size], end], dtype=np.int64)
        for ids in (
            tokenizer.encode(ruling.text, add_special_tokens=False).ids for ruling in rulings(count, SEED)
        )
        for first in range(0, len(ids), size)
    ]


def seal(bundle: Path) -> None:
    """Write ``SHA256SUMS`` over every other file of `bundle`."""
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
        for file in sorted(bundle.iterdir())
        if file.name != "SHA256SUMS"
    ]
    (bundle / "SHA256SUMS").write_text("".join(lines), encoding="ascii")
