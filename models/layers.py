"""An encoder with a head over this tag set: which layers are kept, and which are held still."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import nn
from transformers import AutoModelForTokenClassification

from models import running
from models.tags import TAGS


def classifier(checkpoint: str, layers: Sequence[int] = (), dropout: float = 0.0) -> Any:
    """The encoder in `checkpoint` with a head over `TAGS`: its own, or a new one.

    layers: of the encoder that are kept; all if empty.

    Raises:
        ValueError: a layer that the encoder does not have.
    """
    model = AutoModelForTokenClassification.from_pretrained(
        checkpoint,
        num_labels=len(TAGS),
        id2label=dict(enumerate(TAGS)),
        label2id={tag: index for index, tag in enumerate(TAGS)},
        dtype=torch.float32,
        **running.dropout(dropout),
    )
    if layers:
        keep_layers(model, layers)
    return model


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
