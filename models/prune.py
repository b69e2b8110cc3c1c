"""Make the layers of an encoder narrower: fewer attention heads, fewer inner units.

What is left out is what says least on texts like those to be read (Michel et al. 2019 for
heads). What stays can take over most of what went: the products that read it are solved anew,
by least squares over such texts (`refit`; He et al. 2017 for channels).

A checkpoint has no field for layers of unlike numbers of heads, so on disk a head that was left
out is there, silent: its values and its columns of the output are zero, and so are their
gradients, whatever trains it. What runs leaves it out (`drop_silent`).
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import torch
from torch import Tensor, nn
from transformers.pytorch_utils import prune_linear_layer

from models.least_squares import LeastSquares

#: Windows in which every head is silenced once, and over which the inner units are compared.
HEARD: Final = 6
MOVED: Final = 64
#: How much weights are held to what they were, in mean squares of what they are multiplied with.
RIDGE: Final = 0.01


def keep_heads(model: Any, count: int, windows: Sequence[Tensor]) -> None:
    """Leave `count` attention heads of the whole encoder, at least one a layer, in place: those
    whose silence changes the tags most over `windows` of token ids ``[tokens]``.

    Raises:
        ValueError: the encoder has fewer, or more layers than that.
    """
    attentions = [layer.attention for layer in model.base_model.encoder.layer]
    every = [(index, head) for index, attention in enumerate(attentions) for head in range(_heads(attention))]
    if not len(attentions) <= count <= len(every):
        raise ValueError(f"the encoder has {len(every)} heads in {len(attentions)} layers")
    change: dict[tuple[int, int], float] = {}
    with torch.inference_mode():
        told = [_log_chances(model, ids) for ids in windows]
        for index, head in every:
            columns = attentions[index].output.dense.weight[:, _places(attentions[index], head)]
            loud = columns.clone()
            columns.zero_()
            change[index, head] = sum(
                float((p.exp() * (p - _log_chances(model, ids))).sum())
                for p, ids in zip(told, windows, strict=True)
            )
            columns.copy_(loud)
    ranked = sorted(every, key=lambda place: change[place], reverse=True)
    firsts = {index: (index, head) for index, head in reversed(ranked)}
    kept = [*firsts.values(), *(place for place in ranked if place not in firsts.values())][:count]
    for index, attention in enumerate(attentions):
        _leave(attention, sorted(head for layer, head in kept if layer == index))


def keep_inner(model: Any, size: int, windows: Sequence[Tensor]) -> None:
    """Leave `size` of the inner units of each layer's feed-forward product, in place: those
    that move its output most over `windows` of token ids ``[tokens]``.

    How much a unit moves it is its mean size times the length of its column of weights.

    Raises:
        ValueError: the layers have fewer.
    """
    layers = model.base_model.encoder.layer
    if not 0 < size <= model.config.intermediate_size:
        raise ValueError(f"the layers have {model.config.intermediate_size} inner units")
    sizes = [torch.zeros(model.config.intermediate_size) for _ in layers]
    hooks = [
        layer.intermediate.register_forward_hook(
            lambda _module, _given, inner, total=total: total.add_(inner.abs().sum(dim=(0, 1)))
        )
        for layer, total in zip(layers, sizes, strict=True)
    ]
    with torch.inference_mode():
        for ids in windows:
            model(ids[None])
    for hook in hooks:
        hook.remove()
    for layer, total in zip(layers, sizes, strict=True):
        moved = total * layer.output.dense.weight.detach().norm(dim=0)
        kept = moved.topk(size).indices.sort().values
        layer.intermediate.dense = prune_linear_layer(layer.intermediate.dense, kept)
        layer.output.dense = prune_linear_layer(layer.output.dense, kept, dim=1)
    model.config.intermediate_size = size


def narrow(model: Any, whole: Any, heads: int, inner: int, windows: Sequence[Tensor]) -> None:
    """Leave `heads` attention heads and `inner` inner units a layer (0: all) in `model`, in place,
    and let them take over what went.

    whole: the same model, which stays as it is. windows: token ids ``[tokens]`` of texts like those
    to be read; of a few of them is told what says least.

    Raises:
        ValueError: the encoder has fewer heads or units.
    """
    if heads:
        keep_heads(model, heads, windows[:HEARD])
    if inner:
        keep_inner(model, inner, windows[:MOVED])
    if heads or inner:
        refit(model, whole, windows)


def refit(model: Any, whole: Any, windows: Sequence[Tensor]) -> None:
    """Solve the output products of each layer of `model` anew, in place, so that over `windows`
    of token ids ``[tokens]`` the layer hands on what that of `whole` does, from which it was made.

    Layer by layer: each makes up for what those before it leave, too.
    """
    with torch.inference_mode():
        given = [model.base_model.embeddings(input_ids=ids[None]) for ids in windows]
        wanted = [whole.base_model.embeddings(input_ids=ids[None]) for ids in windows]
        for (inner, output), (whole_inner, whole_output) in zip(_halves(model), _halves(whole), strict=True):
            read = [inner(states) for states in given]
            sums = [whole_output.dense(whole_inner(states)) + states for states in wanted]
            _solve(output.dense, read, [total - states for total, states in zip(sums, given, strict=True)])
            given = [
                output.LayerNorm(output.dense(each) + states)
                for each, states in zip(read, given, strict=True)
            ]
            wanted = [whole_output.LayerNorm(total) for total in sums]


def drop_silent(model: Any) -> None:
    """Leave silent heads out of `model`, in place; its results stay what they are."""
    for layer in model.base_model.encoder.layer:
        attention = layer.attention
        weight = attention.output.dense.weight
        _leave(
            attention,
            [head for head in range(_heads(attention)) if weight[:, _places(attention, head)].any()] or [0],
        )


def restore_silent(model: Any) -> None:
    """Put silent heads in place of those left out of `model`, in place, as a checkpoint has them."""
    size = model.config.hidden_size
    for layer in model.base_model.encoder.layer:
        attention = layer.attention.self
        for product in (attention.query, attention.key, attention.value):
            missing = size - product.out_features
            product.weight = nn.Parameter(nn.functional.pad(product.weight.detach(), (0, 0, 0, missing)))
            product.bias = nn.Parameter(nn.functional.pad(product.bias.detach(), (0, missing)))
            product.out_features = size
        output = layer.attention.output.dense
        output.weight = nn.Parameter(
            nn.functional.pad(output.weight.detach(), (0, size - output.in_features))
        )
        output.in_features = size


def _halves(model: Any) -> Iterator[tuple[Callable[[Tensor], Tensor], Any]]:
    """Of each layer attention, then the feed-forward product: what is computed of the states that
    come in, and the module that adds it to them."""
    for layer in model.base_model.encoder.layer:
        yield partial(_attended, layer.attention.self), layer.attention.output
        yield layer.intermediate, layer.output


def _attended(attention: Any, states: Tensor) -> Tensor:
    attended: Tensor = attention(states)[0]
    return attended


def _solve(product: nn.Linear, inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> None:
    """Let `product` give `outputs` ``[1, tokens, width]`` of `inputs` as nearly as it can."""
    sums = LeastSquares(product)
    for given, wanted in zip(inputs, outputs, strict=True):
        sums.add(given[0], wanted[0] - product(given[0]))
    weight, bias = sums.solve(RIDGE)
    product.weight.add_(weight)
    product.bias.add_(bias)


def _heads(attention: Any) -> int:
    return int(attention.self.query.out_features // attention.self.attention_head_size)


def _places(attention: Any, head: int) -> slice:
    """Rows of the head in what is attended with, columns of it in the output."""
    size = attention.self.attention_head_size
    return slice(head * size, (head + 1) * size)


def _leave(attention: Any, heads: Sequence[int]) -> None:
    rows: Any = torch.cat(
        [torch.arange(attention.self.query.out_features)[_places(attention, h)] for h in heads]
    )
    for name in ("query", "key", "value"):
        setattr(attention.self, name, prune_linear_layer(getattr(attention.self, name), rows))
    attention.output.dense = prune_linear_layer(attention.output.dense, rows, dim=1)


def _log_chances(model: Any, ids: Tensor) -> Tensor:
    return torch.log_softmax(model(ids[None]).logits, -1)
