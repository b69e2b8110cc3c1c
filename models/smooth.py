"""Make a graph easy to quantise, without changing what it computes (SmoothQuant, Xiao et al. 2023).

A few channels of a transformer's activations are a hundred times as large as the others,
and one 8-bit scale for all leaves the others hardly any steps. Weights have no such
outliers. So the input of each matrix product is divided, channel by channel, by what the
rows of its weights are multiplied with:

    x W = (x / s) (s W)    s = max|x|^strength / max|W|^(1 - strength)

What single tokens raise stays: a product whose input is uneven even so is told.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
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
#: An input is uneven if its greatest value is more than so many times its root mean square.
UNEVEN: Final = 10.0
#: Nothing is taken to be smaller.
_LEAST: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the channels of a tensor: the greatest size, and the mean of the squares."""

    largest: Floats
    square: Floats


def smooth(fp32: Path, target: Path, windows: Sequence[Ids]) -> list[str]:
    """Write the graph `fp32` smoothed to `target`; the names of the products whose input is
    still uneven.

    windows: token ids ``[tokens]``, special ones among them, of texts like those to be read.
    """
    model = onnx.load(fp32)
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    products: dict[str, list[NodeProto]] = defaultdict(list)
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            products[node.input[0]].append(node)
    nodes = {node.output[0]: n for n, node in enumerate(model.graph.node)}
    divisions: dict[int, NodeProto] = {}
    uneven = []
    for name, sizes in _sizes(model, list(products), windows).items():
        rows = [np.abs(numpy_helper.to_array(weights[node.input[1]])).max(axis=1) for node in products[name]]
        scale = _scale(sizes.largest, np.max(rows, axis=0))
        if (sizes.largest / scale).max() > UNEVEN * np.sqrt((sizes.square / scale**2).mean()):
            uneven += [node.name for node in products[name]]
        model.graph.initializer.append(numpy_helper.from_array(1 / scale, f"{name}/unscale"))
        divisions[nodes[name]] = helper.make_node("Mul", [name, f"{name}/unscale"], [f"{name}/smooth"])
        for node in products[name]:
            node.input[0] = f"{name}/smooth"
            scaled = numpy_helper.to_array(weights[node.input[1]]) * scale[:, None]
            weights[node.input[1]].CopyFrom(numpy_helper.from_array(scaled, node.input[1]))
    ordered = [
        each
        for n, node in enumerate(model.graph.node)
        for each in (node, divisions.get(n))
        if each is not None
    ]
    del model.graph.node[:]
    model.graph.node.extend(ordered)
    onnx.save(model, target)
    return uneven


def _scale(activations: Floats, weights: Floats) -> Floats:
    """What the rows of the weights are multiplied with; 1 in the geometric mean."""
    scale = np.maximum(activations, _LEAST) ** STRENGTH / np.maximum(weights, _LEAST) ** (1 - STRENGTH)
    even: Floats = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
    return even


def _sizes(model: ModelProto, names: Sequence[str], windows: Sequence[Ids]) -> dict[str, Sizes]:
    """Of each tensor ``[1, tokens, channels]`` in `names`, over all `windows`."""
    probe = ModelProto()
    probe.CopyFrom(model)
    probe.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = ort.InferenceSession(probe.SerializeToString(), providers=["CPUExecutionProvider"])
    read: dict[str, list[Sizes]] = defaultdict(list)
    for ids in windows:
        given = {"input_ids": ids[None], "attention_mask": np.ones_like(ids[None])}
        for name, values in zip(names, session.run(list(names), given), strict=True):
            tokens = np.asarray(values)[0]
            read[name].append(Sizes(np.abs(tokens).max(axis=0), (tokens**2).mean(axis=0)))
    return {
        name: Sizes(np.max([s.largest for s in of], axis=0), np.mean([s.square for s in of], axis=0))
        for name, of in read.items()
    }
