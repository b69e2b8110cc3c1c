"""Distil teachers into a student of fewer or narrower layers (the three losses of DistilBERT).

soft    Kullback-Leibler divergence from the teachers' tags, both at a temperature, where
        a teacher was asked
hard    the partial-label loss of `models.loss`, where there are labels
hidden  one minus the cosine of the student's and the teacher's last hidden states

The teachers' tags are made ahead (`models.labels`): nothing but the student runs. With a
teacher online its tags count, and its hidden states too.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, Trainer, set_seed

from models import labels, running
from models.labels import Labelled
from models.layers import classifier
from models.loss import partial_label_loss
from models.narrow import WINDOWS
from models.prune import drop_silent, narrow, restore_silent


@dataclass(frozen=True, slots=True)
class Settings:
    """What a distillation depends on, besides its labelled windows.

    student: the checkpoint that it starts from, with a head of this tag set. layers: of it
    that are kept; all if empty. heads: of attention that are kept in all, inner: units of each
    layer's feed-forward product that are; all if 0. online: a teacher that runs beside the student, or none.
    soft, hard, hidden: weights of the three losses. embeddings: whether they learn too.
    """

    student: str
    layers: tuple[int, ...] = ()
    heads: int = 0
    inner: int = 0
    online: str | None = None
    temperature: float = 2.0
    soft: float = 0.5
    hard: float = 0.5
    hidden: float = 0.25
    epochs: float = 1.0
    learning_rate: float = 3e-4
    batch_size: int = 16
    warmup: float = 0.06
    weight_decay: float = 0.01
    dropout: float = 0.0
    embeddings: bool = True
    seed: int = 1
    save_every: int = 250
    minutes: float = 0.0


class Windows(Dataset[Labelled]):
    """Labelled windows as the trainer wants them."""

    def __init__(self, items: Sequence[Labelled]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> Labelled:
        return self._items[index]


def collate(items: Sequence[Labelled], pad_id: int) -> dict[str, Tensor]:
    """Pad a batch: ids, attention, masks ``[batch, tokens]``, log-probabilities ``[batch, tokens, tags]``."""

    def padded(rows: Sequence[Tensor], value: float = 0) -> Tensor:
        return pad_sequence(list(rows), batch_first=True, padding_value=value)

    ids = [torch.tensor(item.window.input_ids) for item in items]
    return {
        "input_ids": padded(ids, pad_id),
        "attention_mask": padded([torch.ones_like(row) for row in ids]),
        "labels": padded([torch.tensor(item.window.labels) for item in items]),
        "log_p": padded([torch.from_numpy(item.log_p).float() for item in items]),
    }


def soft_loss(logits: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    """Mean divergence of `logits` from the `teacher`'s logits or log-probabilities, both
    ``[tokens, tags]``, at `temperature`, scaled by its square (Hinton et al. 2015)."""
    return temperature**2 * functional.kl_div(
        torch.log_softmax(logits / temperature, -1),
        torch.log_softmax(teacher / temperature, -1),
        reduction="batchmean",
        log_target=True,
    )


def hidden_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """Mean of one minus the cosine of hidden states, both ``[tokens, width]``."""
    return 1 - functional.cosine_similarity(student, teacher, dim=-1).mean()


class DistillationTrainer(Trainer):
    """Adds the three losses up."""

    def __init__(self, settings: Settings, teacher: Any, **options: Any) -> None:
        super().__init__(**options)
        self._settings = settings
        self._teacher = teacher

    def compute_loss(self, model: Any, inputs: dict[str, Tensor], *_: Any, **__: Any) -> Tensor:
        settings, teacher = self._settings, self._teacher
        text = {name: inputs[name] for name in ("input_ids", "attention_mask")}
        real = inputs["attention_mask"] == 1
        given = model(**text, output_hidden_states=teacher is not None)
        wanted = inputs["log_p"]
        loss = settings.hard * partial_label_loss(given.logits, inputs["labels"])
        if teacher is not None:
            with torch.no_grad():
                shown = teacher(**text, output_hidden_states=True)
            wanted = shown.logits.float()
            loss = loss + settings.hidden * hidden_loss(
                given.hidden_states[-1][real], shown.hidden_states[-1][real]
            )
        taught = real & ~wanted[..., 0].isnan()
        if taught.any():
            soft = soft_loss(given.logits[taught].float(), wanted[taught], settings.temperature)
            loss = loss + settings.soft * soft
        return loss


def run(files: Sequence[Path], out: Path, settings: Settings) -> dict[str, Any]:
    """Distil over the windows in `files` (of `labels` or `windows`); the record of the run.

    Raises:
        running.Unfinished: the minutes are over; the same call goes on.
    """
    set_seed(settings.seed)
    fast = AutoTokenizer.from_pretrained(settings.student)
    dataset = Windows([item for file in files for item in labels.read(file)])
    model = classifier(settings.student, settings.layers, settings.dropout)
    drop_silent(model)
    if settings.heads or settings.inner:
        whole = classifier(settings.student, settings.layers, settings.dropout)
        narrow(model, whole, settings.heads, settings.inner, _some(dataset, WINDOWS, settings.seed))
    model.base_model.embeddings.requires_grad_(settings.embeddings)
    trainer = DistillationTrainer(
        settings,
        _teacher(settings.online),
        model=model,
        args=running.arguments(
            out,
            num_train_epochs=settings.epochs,
            learning_rate=settings.learning_rate,
            per_device_train_batch_size=settings.batch_size,
            warmup_steps=settings.warmup,
            weight_decay=settings.weight_decay,
            save_steps=settings.save_every,
            remove_unused_columns=False,
            seed=settings.seed,
        ),
        data_collator=lambda items: collate(items, fast.pad_token_id),
        train_dataset=dataset,
        callbacks=[running.Slice(settings.minutes)],
    )
    minutes = running.finish(trainer, out)
    restore_silent(model)
    model.save_pretrained(out)
    fast.save_pretrained(out)
    return running.record(
        out,
        settings,
        trainer,
        minutes,
        windows=len(dataset),
        tokens=sum(len(dataset[i].window.input_ids) for i in range(len(dataset))),
        loss=running.losses(trainer),
    )


def _some(dataset: Windows, count: int, seed: int) -> list[Tensor]:
    """Token ids of a few windows of `dataset`."""
    drawn = random.Random(seed).sample(range(len(dataset)), min(count, len(dataset)))
    return [torch.tensor(dataset[index].window.input_ids) for index in drawn]


def _teacher(path: str | None) -> Any:
    if path is None:
        return None
    model = AutoModelForTokenClassification.from_pretrained(path, dtype=torch.float32)
    return model.to("cuda" if torch.cuda.is_available() else "cpu").eval()
