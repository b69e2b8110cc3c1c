"""Make a graph easy to quantise, without changing what it computes.

A few channels of a transformer's activations are a hundred times as large as the others,
and one 8-bit scale for all leaves the others hardly any steps. Weights have no such
outliers. So the input of each matrix product is divided, channel by channel, by what the
rows of its weights are multiplied with (SmoothQuant, Xiao et al. 2023):

    x W = (x / s) (s W)    s = max|x|^strength / max|W|^(1 - strength)

What single tokens raise stays. So of an input that is uneven even so each token gets a
scale of its own:

    x W = r ((x / r) W)    r = max|x| of the token
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
#: What the graph calls the axis of channels, and the least size of a token.
_CHANNELS: Final = "channels"
_FLOOR: Final = "least"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the channels of a tensor: the greatest size, and the mean of the squares."""

    largest: Floats
    square: Floats


def smooth(fp32: Path, target: Path, windows: Sequence[Ids]) -> None:
    """Write the graph `fp32` smoothed to `target`.

    windows: token ids ``[tokens]``, special ones among them, of texts like those to be read.
    """
    model = onnx.load(fp32)
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    products: dict[str, list[NodeProto]] = defaultdict(list)
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            products[node.input[0]].append(node)
    # By the output of a node: what is to follow it.
    followers: dict[str, list[NodeProto]] = {}
    for name, sizes in _sizes(model, list(products), windows).items():
        rows = [np.abs(numpy_helper.to_array(weights[node.input[1]])).max(axis=1) for node in products[name]]
        scale = _scale(sizes.largest, np.max(rows, axis=0))
        even = f"{name}/smooth"
        model.graph.initializer.append(numpy_helper.from_array(1 / scale, f"{name}/unscale"))
        followers[name] = [helper.make_node("Mul", [name, f"{name}/unscale"], [even])]
        for node in products[name]:
            node.input[0] = even
            scaled = numpy_helper.to_array(weights[node.input[1]]) * scale[:, None]
            weights[node.input[1]].CopyFrom(numpy_helper.from_array(scaled, node.input[1]))
        if (sizes.largest / scale).max() > UNEVEN * np.sqrt((sizes.square / scale**2).mean()):
            followers[name] += _by_token(even)
            for node in products[name]:
                product = node.output[0]
                node.input[0], node.output[0] = f"{even}/unit", f"{product}/unit"
                followers[node.output[0]] = [
                    helper.make_node("Mul", [node.output[0], f"{even}/size"], [product])
                ]
    if any(node.op_type == "ReduceMax" for nodes in followers.values() for node in nodes):
        model.graph.initializer.append(numpy_helper.from_array(np.array([-1]), _CHANNELS))
        model.graph.initializer.append(numpy_helper.from_array(np.array(_LEAST, np.float32), _FLOOR))
    ordered = [each for node in model.graph.node for each in (node, *followers.get(node.output[0], ()))]
    del model.graph.node[:]
    model.graph.node.extend(ordered)
    onnx.save(model, target)


def _by_token(name: str) -> Iterator[NodeProto]:
    """The size of each token of tensor `name`, ``/size``, and the tensor without it, ``/unit``."""
    yield helper.make_node("Abs", [name], [f"{name}/abs"])
    yield helper.make_node("ReduceMax", [f"{name}/abs", _CHANNELS], [f"{name}/max"], keepdims=1)
    yield helper.make_node("Max", [f"{name}/max", _FLOOR], [f"{name}/size"])
    yield helper.make_node("Div", [name, f"{name}/size"], [f"{name}/unit"])


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
        for name, values in zip(names, session.run(list(names), {"input_ids": ids[None]}), strict=True):
            tokens = np.asarray(values)[0]
            read[name].append(Sizes(np.abs(tokens).max(axis=0), (tokens**2).mean(axis=0)))
    return {
        name: Sizes(np.max([s.largest for s in of], axis=0), np.mean([s.square for s in of], axis=0))
        for name, of in read.items()
    }
