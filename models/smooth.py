"""Make a graph easy to quantise, without changing what it computes.

A few channels of a transformer's activations are a hundred times as large as the others,
and one 8-bit scale for all leaves the others hardly any steps. Weights have no such
outliers. So the input of a matrix product is divided, channel by channel, by what the
rows of its weights are multiplied with (SmoothQuant, Xiao et al. 2023):

    x W = (x / s) (s W)    s = max|x|^strength / max|W|^(1 - strength)

Few products need it: outliers come about in the first layers, and what a division takes of
the time it takes at every word that is read. Where it says nothing it is left out (`needed`).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import onnx
import onnxruntime as ort
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, helper, numpy_helper

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]

#: How much of the difficulty goes to the weights: of 0.5 to 1, where decisions over the
#: rulings of ``examples/`` stayed nearest to those in 32 bits.
STRENGTH: Final = 0.8
#: Nothing is taken to be smaller.
_LEAST: Final = 1e-4
#: A division is needed without which the tags are farther from those in 32 bits by this share.
NEEDED: Final = 0.1


def scales(fp32: Path, windows: Sequence[Ids]) -> dict[str, Floats]:
    """What the input of each matrix product of the graph `fp32` is to be divided by, channel by
    channel, by the input's name.

    windows: token ids ``[tokens]``, special ones among them, of texts like those to be read.
    """
    model = onnx.load(fp32)
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    products = _products(model)
    found = {}
    for name, largest in _largest(model, list(products), windows).items():
        rows = [np.abs(numpy_helper.to_array(weights[node.input[1]])).max(axis=1) for node in products[name]]
        found[name] = _scale(largest, np.max(rows, axis=0))
    return found


def smooth(fp32: Path, target: Path, scales: Mapping[str, Floats]) -> None:
    """Write the graph `fp32` to `target`, its inputs of products divided by `scales`."""
    model = onnx.load(fp32)
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    products = _products(model)
    # By the output of a node: what is to follow it.
    follower: dict[str, NodeProto] = {}
    for name, scale in scales.items():
        even = f"{name}/smooth"
        model.graph.initializer.append(numpy_helper.from_array(1 / scale, f"{name}/unscale"))
        follower[name] = helper.make_node("Mul", [name, f"{name}/unscale"], [even])
        for node in products[name]:
            node.input[0] = even
            scaled = numpy_helper.to_array(weights[node.input[1]]) * scale[:, None]
            weights[node.input[1]].CopyFrom(numpy_helper.from_array(scaled, node.input[1]))
    ordered: list[NodeProto] = []
    for node in model.graph.node:
        ordered.append(node)
        if node.output[0] in follower:
            ordered.append(follower[node.output[0]])
    del model.graph.node[:]
    model.graph.node.extend(ordered)
    onnx.save(model, target)


def needed(
    fp32: Path,
    scales: Mapping[str, Floats],
    windows: Sequence[Ids],
    quantise: Callable[[Path, Path, Sequence[Ids]], None],
) -> dict[str, Floats]:
    """Those of `scales` without which the graph that `quantise` makes of the smoothed one says
    something else of `windows`: each is left out once, and missed or not."""

    def apart(chosen: Mapping[str, Floats]) -> float:
        with TemporaryDirectory() as folder:
            even, small = Path(folder) / "even.onnx", Path(folder) / "small.onnx"
            smooth(fp32, even, chosen)
            quantise(even, small, windows)
            return _divergence(wanted, _log_chances(small, windows))

    wanted = _log_chances(fp32, windows)
    bound = (1 + NEEDED) * apart(scales)
    return {
        name: scale
        for name, scale in scales.items()
        if apart({other: each for other, each in scales.items() if other != name}) > bound
    }


def _products(model: ModelProto) -> dict[str, list[NodeProto]]:
    """The products with weights, by what they read."""
    weights = {tensor.name for tensor in model.graph.initializer}
    products: dict[str, list[NodeProto]] = defaultdict(list)
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            products[node.input[0]].append(node)
    return dict(products)


def _scale(activations: Floats, weights: Floats) -> Floats:
    """What the rows of the weights are multiplied with; 1 in the geometric mean."""
    scale = np.maximum(activations, _LEAST) ** STRENGTH / np.maximum(weights, _LEAST) ** (1 - STRENGTH)
    even: Floats = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
    return even


def _largest(model: ModelProto, names: Sequence[str], windows: Sequence[Ids]) -> dict[str, Floats]:
    """The greatest size of each channel of the tensors ``[…, channels]`` in `names`."""
    probe = ModelProto()
    probe.CopyFrom(model)
    probe.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = ort.InferenceSession(probe.SerializeToString(), providers=["CPUExecutionProvider"])
    read: dict[str, list[Floats]] = defaultdict(list)
    for ids in windows:
        for name, values in zip(names, session.run(list(names), {"input_ids": ids[None]}), strict=True):
            read[name].append(np.abs(values).reshape(-1, values.shape[-1]).max(axis=0))
    return {name: np.max(found, axis=0) for name, found in read.items()}


def _log_chances(graph: Path, windows: Sequence[Ids]) -> Floats:
    """Log-chances ``[tokens, tags]`` of all windows."""
    session = ort.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    read = [session.run(["logits"], {"input_ids": ids[None]})[0][0] for ids in windows]
    logits: Floats = np.concatenate(read)
    above: Floats = logits - logits.max(axis=-1, keepdims=True)
    chances: Floats = above - np.log(np.exp(above).sum(axis=-1, keepdims=True))
    return chances


def _divergence(wanted: Floats, given: Floats) -> float:
    """Kullback-Leibler, the mean of a token."""
    return float((np.exp(wanted) * (wanted - given)).sum(axis=-1).mean())
