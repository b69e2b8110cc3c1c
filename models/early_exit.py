"""Let tokens that are plainly nothing leave the encoder half-way.

Most tokens of a ruling are part of no find, and half of the layers know it. There a small head says
what each token is, and one whose chance of being anything is under `UNSURE` leaves with that: early
exit by token (Li et al. 2021). Those that stay still look at all: the keys and values of what has
left are told from the states that it left with, by a product fitted to what the whole encoder has
in their place. The model's own weights stay as they are (`models.fit_exit`).
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers.modeling_outputs import TokenClassifierOutput
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from models.tags import OUTSIDE, TAGS

#: Beside the model's weights, in the folder of a checkpoint or bundle whose tokens may leave.
FILE: Final = "early_exit.safetensors"
#: A token stays that has at least this chance of being anything.
UNSURE: Final = 1e-4
#: Inner units of the head.
INNER: Final = 256


class EarlyExit(nn.Module):
    """`model`, a classifier of tokens, with a `head` for those that may leave after half of its
    layers, and a product that tells what is `left` of them: in each later layer a key and a value.

    ``input_ids`` ``[1, tokens]`` → logits ``[1, tokens, tags]``; a window alone, for of each other
    tokens stay.
    """

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        width = model.config.hidden_size
        self.head = nn.Sequential(nn.Linear(width, INNER), nn.GELU(), nn.Linear(INNER, len(TAGS)))
        self.sizes = [layer.attention.self.key.out_features for layer in self.later for _ in ("key", "value")]
        self.left = nn.Linear(width, sum(self.sizes))

    @property
    def sooner(self) -> Any:
        """The layers that read every token."""
        layers = self.model.base_model.encoder.layer
        return layers[: len(layers) // 2]

    @property
    def later(self) -> Any:
        """Those that read what stays."""
        return self.model.base_model.encoder.layer[len(self.sooner) :]

    def forward(self, input_ids: Tensor) -> TokenClassifierOutput:
        states = self.leaving(input_ids)
        early: Tensor = self.head(states)
        stays = unsure(early).nonzero()[:, 0]
        here = states[stays]
        left = self.left(states).split(self.sizes, dim=-1)
        for layer, keys, values in zip(self.later, left[::2], left[1::2], strict=True):
            own = layer.attention.self
            keys = keys.index_copy(0, stays, own.key(here))
            values = values.index_copy(0, stays, own.value(here))
            here = _read(layer, here, keys, values)
        return TokenClassifierOutput(logits=early.index_copy(0, stays, self.model.classifier(here))[None])

    def leaving(self, input_ids: Tensor) -> Tensor:
        """The states ``[tokens, hidden]`` that tokens may leave with."""
        states: Tensor = self.model.base_model.embeddings(input_ids=input_ids)
        for layer in self.sooner:
            states = layer(states)
        return states[0]


def unsure(early: Tensor) -> Tensor:
    """Which tokens stay, by the head's logits ``[tokens, tags]``: ``[tokens]``. The first always
    does, for onnxruntime cannot scale a product of nothing."""
    something = 1 - early.softmax(-1)[:, TAGS.index(OUTSIDE)]
    return torch.cat([torch.ones_like(something[:1]), something[1:]]) >= UNSURE


def _read(layer: Any, here: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """What `layer` makes of the states `here` ``[staying, hidden]``, which look at all `keys` and
    `values` ``[tokens, width]``."""
    attention = layer.attention.self
    query, keys, values = (
        each.unflatten(-1, (-1, attention.attention_head_size)).transpose(0, 1)[None]
        for each in (attention.query(here), keys, values)
    )
    attend = ALL_ATTENTION_FUNCTIONS[attention.config._attn_implementation]
    attended, _ = attend(attention, query, keys, values, None, scaling=attention.scaling)
    between = layer.attention.output(attended[0].flatten(1), here)
    result: Tensor = layer.output(layer.intermediate(between), between)
    return result


def save(made: EarlyExit, folder: Path) -> None:
    """Write what `made` has beside its model into `folder`, in 16 bits."""
    own = _own(made)
    beside = {name: weight.half() for name, weight in made.state_dict().items() if name not in own}
    save_file(beside, folder / FILE, metadata={"model": _digest(own)})


def load(model: Any, folder: Path) -> EarlyExit:
    """`model`, without its silent heads, with what `save` wrote into `folder`.

    Raises:
        ValueError: that was of another model, or of this one before it learnt on.
    """
    made = EarlyExit(model).eval()
    own = _own(made)
    with safe_open(folder / FILE, "pt") as file:
        if (file.metadata() or {}).get("model") != _digest(own):
            raise ValueError("the early exit is of another model")
        beside = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (no mapping)
    made.load_state_dict(own | beside)
    return made


def carry(folder: Path, out: Path) -> None:
    """Let `out`, which may be `folder` itself, have the exit that `folder` has, or none."""
    if (folder / FILE).exists():
        (out / FILE).write_bytes((folder / FILE).read_bytes())
    else:
        (out / FILE).unlink(missing_ok=True)


def _own(made: EarlyExit) -> dict[str, Tensor]:
    """The weights of the model itself."""
    return {name: weight for name, weight in made.state_dict().items() if name.startswith("model.")}


def _digest(weights: Mapping[str, Tensor]) -> str:
    """Of weights as a bundle has them, in 16 bits: a student in 32 is the same model."""
    digest = hashlib.sha256()
    for name in sorted(weights):
        digest.update(name.encode())
        digest.update(weights[name].half().contiguous().numpy().tobytes())
    return digest.hexdigest()
