"""Which layers of an encoder are kept, and which are held still."""

from collections.abc import Sequence
from typing import Any

from torch import nn


def keep_layers(model: Any, layers: Sequence[int]) -> None:
    """Leave only `layers` (from 0, in order) of `model`'s encoder, in place.

    Raises:
        ValueError: a layer that the encoder does not have.
    """
    encoder = model.base_model.encoder
    if not layers or any(not 0 <= layer < len(encoder.layer) for layer in layers):
        raise ValueError(f"the encoder has layers 0 to {len(encoder.layer) - 1}")
    encoder.layer = nn.ModuleList([encoder.layer[layer] for layer in layers])
    model.config.num_hidden_layers = len(layers)


def freeze(model: Any, below: int) -> None:
    """Hold the embeddings and the first `below` layers still; 0 freezes nothing.

    Raises:
        ValueError: the encoder has fewer layers.
    """
    encoder = model.base_model.encoder
    if not 0 <= below <= len(encoder.layer):
        raise ValueError(f"the encoder has {len(encoder.layer)} layers")
    if below:
        for part in (model.base_model.embeddings, *encoder.layer[:below]):
            part.requires_grad_(False)
