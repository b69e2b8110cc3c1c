"""Fine-tune an encoder into a token classifier. Runs on CPU or CUDA by itself.

The encoder is a bare one, or a classifier of this tag set that goes on learning. With
`Settings.lora_rank` only low-rank adapters and the head learn, and are merged in at the
end: a court specialises the shipped model on a few rulings of its own.

Writes into one folder: ``checkpoint-*`` (resumable), the best weights and tokenizer
in the layout of transformers, ``run.json`` (settings, versions, data hashes, figures).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.utils.data import Dataset
from transformers import (
    AutoTokenizer,
    EarlyStoppingCallback,
    EvalPrediction,
    Trainer,
    set_seed,
)

from models import corpus, running, windows
from models.layers import classifier, freeze
from models.loss import partial_label_loss
from models.tags import CLASSES, LABELS, TAGS
from models.windows import Window


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run depends on, besides its data. Lengths are in tokens.

    layers: of the base that are kept; all if empty. freeze: how many of the lowest are
    held still, with the embeddings. lora_rank: 0 trains all weights.
    minutes: of this call; 0 is without end. What is left goes on in the next.
    """

    base: str
    epochs: float = 3.0
    learning_rate: float = 3e-4
    batch_size: int = 8
    window: int = 254
    overlap: int = 32
    warmup: float = 0.06
    weight_decay: float = 0.01
    dropout: float = 0.1
    seed: int = 1
    evaluate_every: int = 250
    patience: int = 4
    layers: tuple[int, ...] = ()
    freeze: int = 0
    lora_rank: int = 0
    minutes: float = 0.0


class Windows(Dataset[dict[str, list[int]]]):
    """Windows as the trainer wants them."""

    def __init__(self, items: Sequence[Window]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> dict[str, list[int]]:
        window = self._items[index]
        return {"input_ids": list(window.input_ids), "labels": list(window.labels)}


def collate(items: list[dict[str, list[int]]], pad_id: int) -> dict[str, torch.Tensor]:
    """Pad a batch to its longest window: ids, attention and masks, ``[batch, tokens]``."""
    width = max(len(item["input_ids"]) for item in items)
    ids = torch.full((len(items), width), pad_id)
    attention = torch.zeros((len(items), width), dtype=torch.long)
    labels = torch.zeros((len(items), width), dtype=torch.long)
    for row, item in enumerate(items):
        n = len(item["input_ids"])
        ids[row, :n] = torch.tensor(item["input_ids"])
        labels[row, :n] = torch.tensor(item["labels"])
        attention[row, :n] = 1
    return {"input_ids": ids, "attention_mask": attention, "labels": labels}


def token_figures(prediction: EvalPrediction) -> dict[str, float]:
    """Token F1 by label (roles and B/I together) and over all, on decided tokens.

    A token is decided when its mask allows exactly one of: outside, one label.
    """
    best = np.asarray(prediction.predictions).argmax(-1)
    masks = np.asarray(prediction.label_ids)
    label_of = np.array([-1, *(LABELS.index(c.partition("-")[0]) for c in CLASSES for _ in "BI")])
    allowed = (masks[..., None] >> np.arange(len(TAGS))) & 1 == 1
    gold = np.full(masks.shape, -2)
    for value in range(-1, len(LABELS)):
        only = allowed[..., label_of == value].any(-1) & ~allowed[..., label_of != value].any(-1)
        gold[only] = value
    guess = label_of[best]
    figures = {}
    total = np.zeros(3)
    for value, name in enumerate(LABELS):
        hit = ((gold == value) & (guess == value)).sum()
        counts = np.array([hit, (gold == value).sum(), ((guess == value) & (gold != -2)).sum()])
        figures[f"f1_{name.lower()}"] = _f1(*counts)
        total += counts if name != "ORG" else 0
    return figures | {"f1": _f1(*total)}


def _f1(hit: float, gold: float, guess: float) -> float:
    return float(2 * hit / (gold + guess)) if gold + guess else 0.0


def run(train_file: Path, tune_file: Path, out: Path, settings: Settings) -> dict[str, Any]:
    """Train, keep the weights that did best on tune (the last if tune is empty), and return
    the run record.

    A file is of `corpus.write`, or windows cut ahead (of `windows.write`, ``.safetensors``). A
    run that was cut off goes on from its last checkpoint in `out`.
    """
    set_seed(settings.seed)
    fast = AutoTokenizer.from_pretrained(settings.base)
    tokenizer: Tokenizer = fast.backend_tokenizer
    tokenizer.no_truncation()
    datasets = {
        name: Windows(_windows(path, tokenizer, settings))
        for name, path in (("train", train_file), ("tune", tune_file))
    }
    model = _model(settings)
    held_out = bool(len(datasets["tune"]))
    trainer = Trainer(
        model=model,
        args=running.arguments(
            out,
            num_train_epochs=settings.epochs,
            learning_rate=settings.learning_rate,
            per_device_train_batch_size=settings.batch_size,
            per_device_eval_batch_size=2 * settings.batch_size,
            warmup_steps=settings.warmup,
            weight_decay=settings.weight_decay,
            eval_strategy="steps" if held_out else "no",
            eval_steps=settings.evaluate_every,
            save_steps=settings.evaluate_every,
            load_best_model_at_end=held_out,
            metric_for_best_model="f1",
            label_names=["labels"],
            # Patience is of the run, not of a slice of it.
            restore_callback_states_from_checkpoint=True,
            seed=settings.seed,
        ),
        processing_class=fast,
        data_collator=lambda items: collate(items, fast.pad_token_id),
        train_dataset=datasets["train"],
        eval_dataset=datasets["tune"],
        compute_metrics=token_figures,
        compute_loss_func=_loss,
        callbacks=[
            running.Slice(settings.minutes),
            *([EarlyStoppingCallback(settings.patience)] if held_out else []),
        ],
    )
    minutes = running.finish(trainer, out)
    tune = trainer.evaluate() if held_out else None
    if settings.lora_rank:
        model = model.merge_and_unload()
    model.save_pretrained(out)
    fast.save_pretrained(out)
    return running.record(
        out,
        settings,
        trainer,
        minutes,
        data={p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (train_file, tune_file)},
        windows={name: len(dataset) for name, dataset in datasets.items()},
        tune=tune,
    )


def _windows(path: Path, tokenizer: Tokenizer, settings: Settings) -> list[Window]:
    if path.suffix == ".safetensors":
        return windows.read(path)
    return [
        window
        for example in corpus.load(path)
        for window in windows.windows(example, tokenizer, settings.window, settings.overlap)
    ]


def _model(settings: Settings) -> Any:
    model = classifier(settings.base, settings.layers, settings.dropout)
    if settings.lora_rank and settings.freeze:
        raise ValueError("adapters hold every other weight still: freeze has nothing to add")
    if not settings.lora_rank:
        freeze(model, settings.freeze)
        return model
    # The only stage that needs it: a machine that is lent for the others may not have it.
    from peft import LoraConfig, TaskType, get_peft_model

    return get_peft_model(
        model,
        LoraConfig(
            task_type=TaskType.TOKEN_CLS,
            r=settings.lora_rank,
            lora_alpha=2 * settings.lora_rank,
            target_modules=["query", "value"],
        ),
    )


def _loss(outputs: Any, labels: torch.Tensor, **_: Any) -> torch.Tensor:
    return partial_label_loss(outputs.logits, labels)
