"""Go on pre-training a base encoder on unlabelled rulings, by masked language modelling.

15 % of the words are chosen whole; of their tokens 80 % become the mask, 10 % another
token, 10 % stay (Devlin et al. 2019). Only the chosen places go through the language-model
head: over a vocabulary it costs more than the encoder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset
from transformers import (
    AutoModelForMaskedLM,
    AutoTokenizer,
    Trainer,
    set_seed,
)

from models import running
from models.layers import keep_layers
from models.pool import CHARACTERS_PER_TOKEN, Passage, draw
from models.windows import special_ids

#: Passages that the tokenizer is given at once: it shares them out to all cores.
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What an adaptation depends on, besides its pool. `tokens` is how many are read, in each
    of the `epochs`; `window` in tokens without the special ones; `layers` of the base that are
    kept; `head_only`: the encoder stays as it is, and a language-model head is fitted to it."""

    base: str
    tokens: int = 6_000_000
    epochs: float = 1.0
    layers: tuple[int, ...] = ()
    learning_rate: float = 3e-4
    batch_size: int = 8
    window: int = 254
    share: float = 0.15
    dropout: float = 0.0
    head_only: bool = False
    seed: int = 1
    save_every: int = 250
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A window: token ids and the number of each token's word, -1 for special ones."""

    ids: tuple[int, ...]
    words: tuple[int, ...]


class Rows(Dataset[Row]):
    """Windows of unlabelled text as the collator wants them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> Row:
        return self._rows[index]


class MaskedTrainer(Trainer):
    """Reads the language-model head at the chosen places alone."""

    def compute_loss(self, model: Any, inputs: dict[str, Tensor], *_: Any, **__: Any) -> Tensor:
        chosen = inputs["labels"] != -100
        # The trainer casts what goes through the model as a whole, which this does not.
        with running.autocast():
            hidden = model.base_model(inputs["input_ids"], inputs["attention_mask"]).last_hidden_state
            scores = model.cls(hidden[chosen])
        wanted = inputs["labels"][chosen]
        losses = torch.nn.functional.cross_entropy(scores.float(), wanted, reduction="sum")
        return losses / chosen.sum().clamp(min=1)


def rows(passages: Sequence[Passage], tokenizer: Tokenizer, window: int) -> list[Row]:
    """Windows of `passages`, framed: their ids and for each the number of its word, -1 for
    the two special ones. Words are what the tokenizer cuts the text into first."""
    begin, end = special_ids(tokenizer)
    made = []
    for first in range(0, len(passages), BATCH):
        texts = [passage.text for passage in passages[first : first + BATCH]]
        encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
        for encoding in encodings:
            # Only special tokens, of which there is none yet, belong to no word.
            ids, words = encoding.ids, cast("list[int]", encoding.word_ids)
            for start in range(0, len(ids), window):
                part = slice(start, start + window)
                made.append(Row((begin, *ids[part], end), (-1, *words[part], -1)))
    return made


@dataclass(frozen=True, slots=True)
class Masking:
    """A collator. `ordinary`: ids that a token may be replaced with."""

    mask: int
    pad: int
    ordinary: Sequence[int] | Tensor
    share: float

    def __call__(self, batch: Sequence[Row]) -> dict[str, Tensor]:
        """``input_ids`` with masks, ``attention_mask`` and ``labels`` (-100 at places that are
        not chosen), ``[batch, tokens]``."""
        ids = pad_sequence([torch.tensor(row.ids) for row in batch], batch_first=True, padding_value=self.pad)
        words = pad_sequence([torch.tensor(row.words) for row in batch], batch_first=True, padding_value=-1)
        chosen_words = torch.rand(len(batch), int(words.max()) + 1) < self.share
        chosen = chosen_words.gather(1, words.clamp(min=0)) & (words >= 0)
        fate = torch.rand(ids.shape)
        others = torch.as_tensor(self.ordinary)[torch.randint(len(self.ordinary), ids.shape)]
        inputs = ids.masked_fill(chosen & (fate < 0.8), self.mask)
        inputs = torch.where(chosen & (fate >= 0.8) & (fate < 0.9), others, inputs)
        return {
            "input_ids": inputs,
            "attention_mask": (ids != self.pad).long(),
            "labels": ids.masked_fill(~chosen, -100),
        }


def run(files: Sequence[Path], out: Path, settings: Settings) -> dict[str, Any]:
    """Adapt the base on the pool `files`; the encoder goes to `out`, its record is returned.

    A run that was cut off goes on from its last checkpoint in `out`.

    Raises:
        running.Unfinished: the minutes are over; the same call goes on.
    """
    set_seed(settings.seed)
    fast = AutoTokenizer.from_pretrained(settings.base)
    tokenizer: Tokenizer = fast.backend_tokenizer
    tokenizer.no_truncation()
    ordinary = torch.tensor(sorted(set(range(len(fast))) - set(fast.all_special_ids)))
    passages = draw(files, int(settings.tokens * CHARACTERS_PER_TOKEN), settings.seed)
    dataset = Rows(rows(passages, tokenizer, settings.window))
    model = AutoModelForMaskedLM.from_pretrained(
        settings.base, dtype=torch.float32, **running.dropout(settings.dropout)
    )
    if settings.layers:
        keep_layers(model, settings.layers)
    if settings.head_only:
        model.base_model.requires_grad_(False)
    trainer = MaskedTrainer(
        model=model,
        args=running.arguments(
            out,
            num_train_epochs=settings.epochs,
            learning_rate=settings.learning_rate,
            per_device_train_batch_size=settings.batch_size,
            warmup_steps=0.06,
            save_steps=settings.save_every,
            remove_unused_columns=False,
            seed=settings.seed,
        ),
        data_collator=Masking(fast.mask_token_id, fast.pad_token_id, ordinary, settings.share),
        train_dataset=dataset,
        callbacks=[running.Slice(settings.minutes)],
    )
    minutes = running.finish(trainer, out)
    model.save_pretrained(out)  # with its head: `memory` asks it for names
    fast.save_pretrained(out)
    tokens = sum(len(dataset[i].ids) - 2 for i in range(len(dataset)))
    return running.record(out, settings, trainer, minutes, tokens=tokens, loss=running.losses(trainer))
