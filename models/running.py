"""What every training run shares: where it runs, how it resumes, what it says of itself."""

import json
import platform
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tokenizers
import torch
import transformers
from transformers import Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint


class Unfinished(Exception):
    """A slice of a run ended before the run: the same call goes on from there."""

    def __init__(self, step: int, steps: int) -> None:
        super().__init__(f"{step} of {steps} steps are done; the same command goes on")


class Slice(TrainerCallback):
    """Ends a call after `minutes` of training (0: never), with a checkpoint."""

    def __init__(self, minutes: float) -> None:
        self._seconds = 60 * minutes
        self._began = time.monotonic()
        self.cut_short = False

    def on_train_begin(self, *_: Any, **__: Any) -> None:
        self._began = time.monotonic()

    def on_step_end(
        self,
        args: TrainingArguments,  # noqa: ARG002
        state: TrainerState,
        control: TrainerControl,
        **_: Any,
    ) -> None:
        over = self._seconds and time.monotonic() - self._began > self._seconds
        # An evaluation may end the run: then there is nothing to go on with.
        if over and state.global_step < state.max_steps and not control.should_evaluate:
            control.should_save = control.should_training_stop = self.cut_short = True


def cut_short(trainer: Trainer) -> bool:
    """Whether a `Slice` ended the call before its run did."""
    return any(isinstance(c, Slice) and c.cut_short for c in trainer.callback_handler.callbacks)


def arguments(out: Path, **changes: Any) -> TrainingArguments:
    """Arguments of a run into `out`: on CUDA if there is one, in bfloat16 where the
    hardware has it, silent towards the outside."""
    cuda = torch.cuda.is_available()
    settings: dict[str, Any] = {
        "optim": "adamw_torch_fused",
        "lr_scheduler_type": "linear",
        "save_total_limit": 2,
        "logging_steps": 50,
        "logging_nan_inf_filter": False,  # it would wait for the device at every step
        "report_to": [],
        "use_cpu": not cuda,
        "bf16": _has_bf16(),
        "dataloader_pin_memory": cuda,
    }
    return TrainingArguments(output_dir=str(out), **settings | changes)


def autocast() -> torch.autocast:
    """Forward passes in bfloat16 where the hardware has it."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.autocast(device, torch.bfloat16, enabled=_has_bf16())


def _has_bf16() -> bool:
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def dropout(share: float) -> dict[str, float]:
    """What `from_pretrained` takes for a dropout of `share` everywhere.

    On a CPU its random numbers cost as much as the rest of the encoder: 1,244 tokens/s
    with 0.1, 2,717 without (six layers, two cores).
    """
    return {"hidden_dropout_prob": share, "attention_probs_dropout_prob": share, "classifier_dropout": share}


def last_checkpoint(out: Path) -> str | None:
    """The newest checkpoint in `out`, if a run was cut off there."""
    return get_last_checkpoint(str(out)) if out.is_dir() else None  # type: ignore[no-untyped-call]


def finish(trainer: Trainer, out: Path) -> float:
    """Train to the end, from the last checkpoint in `out` if a run was cut off there; the
    minutes that it took.

    Raises:
        Unfinished: a `Slice` is over; the same call goes on.
    """
    began = time.monotonic()
    trainer.train(resume_from_checkpoint=last_checkpoint(out))
    if cut_short(trainer):
        raise Unfinished(trainer.state.global_step, trainer.state.max_steps)
    return round((time.monotonic() - began) / 60, 1)


def losses(trainer: Trainer) -> dict[str, float]:
    """The first loss that was logged and the last."""
    logged = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    return {"first": logged[0], "last": logged[-1]} if logged else {}


def record(out: Path, settings: Any, trainer: Trainer, minutes: float, **facts: Any) -> dict[str, Any]:
    """Write what a run was into ``run.json`` of `out`, and return it. settings: a dataclass."""
    content = {
        "settings": asdict(settings) | {"layers": list(settings.layers)},
        **facts,
        "steps": trainer.state.global_step,
        "minutes": minutes,
        **versions(),
    }
    (out / "run.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return content


def versions() -> dict[str, Any]:
    """What a record says of the software and the device."""
    return {
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "tokenizers": tokenizers.__version__,
        },
        "device": torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu",
    }
