"""What a model writes where a person's surnames are masked.

The given names stand in neutral sentences that no ruling has; the encoder with a
masked-language-model head says how likely each token of the surnames is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoConfig, AutoModelForMaskedLM, AutoTokenizer

from models.names import Name

CARRIERS: Final = (
    "El señor {} compareció ante el tribunal.",
    "La demanda fue presentada por {} en tiempo y forma.",
    "Se notificó la resolución a {} en su domicilio.",
    "En la audiencia declaró {}, quien dijo ser vecino del lugar.",
    "El escrito lleva la firma de {} al pie.",
    "Según consta en autos, {} no estuvo presente.",
)
#: A name is drawn when in some carrier each of its tokens is among the first so many.
TOP: Final = 10


@dataclass(frozen=True, slots=True)
class Reader:
    """An encoder and a head: hidden states ``[places, width]`` → logits over the vocabulary."""

    encoder: Any
    head: Callable[[Tensor], Tensor]
    tokenizer: Tokenizer
    mask: int
    pad: int


def load(path: Path) -> Reader:
    """The reader of a masked-language-model checkpoint in folder `path`.

    Raises:
        ValueError: it has no such head; ``adapt --head-only`` fits one to any encoder.
    """
    fast = AutoTokenizer.from_pretrained(path)
    tokenizer: Tokenizer = fast.backend_tokenizer
    tokenizer.no_truncation()
    tokenizer.no_padding()
    architectures = AutoConfig.from_pretrained(path).architectures or ()
    if not any(name.endswith("ForMaskedLM") for name in architectures):
        raise ValueError("the checkpoint has no masked-language head")
    model = AutoModelForMaskedLM.from_pretrained(path, dtype=torch.float32).eval()
    return Reader(model.base_model, model.cls, tokenizer, fast.mask_token_id, fast.pad_token_id)


@torch.inference_mode()
def guess(reader: Reader, name: Name) -> tuple[float, bool]:
    """Mean log-probability of a surname's token over the carriers, and whether in one of
    them all are among the `TOP` guesses."""
    rows, places = [], []
    for carrier in CARRIERS:
        ids, masked = _masked(reader, carrier, name)
        rows.append(ids)
        places.append(masked)
    inputs = pad_sequence(rows, batch_first=True, padding_value=reader.pad)
    attention = pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
    chosen = pad_sequence(places, batch_first=True)
    hidden = reader.encoder(inputs.masked_fill(chosen, reader.mask), attention).last_hidden_state
    logits = reader.head(hidden[chosen])
    true = inputs[chosen]
    chances = logits.log_softmax(-1).gather(1, true[:, None])[:, 0]
    rank = (logits > logits.gather(1, true[:, None])).sum(-1)
    by_carrier = torch.split(rank < TOP, [int(row.sum()) for row in places])
    return float(chances.mean()), any(bool(found.all()) for found in by_carrier)


def _masked(reader: Reader, carrier: str, name: Name) -> tuple[Tensor, Tensor]:
    """Token ids of `carrier` with `name`, and which of them are the surname's."""
    before, after = carrier.split("{}")
    start = len(before) + len(name.given) + 1
    family = " ".join(name.family)
    text = f"{before}{name.given} {family}{after}"
    encoding = reader.tokenizer.encode(text)
    inside = [bool(text[max(a, start) : min(b, start + len(family))].strip()) for a, b in encoding.offsets]
    return torch.tensor(encoding.ids), torch.tensor(inside)
