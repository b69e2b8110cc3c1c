"""A checkpoint → the same with an early exit (`models.early_exit`), by texts like those to be read.

The head learns from the whole model's own tags, the product is solved by least squares: no labels
are needed, and no gold ruling is read.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoTokenizer

from models.early_exit import EarlyExit, save, unsure
from models.export import fictional_windows
from models.labels import windows_of
from models.layers import classifier
from models.least_squares import LeastSquares
from models.narrow import divergence
from models.prune import drop_silent

#: Fictional rulings that are read besides, of countries that the pool may not have.
FICTIONAL: Final = 100
#: Of the head's training: passes, tokens of a step, the greatest rate.
EPOCHS: Final = 8
BATCH: Final = 1024
RATE: Final = 5e-3
#: How much the product is held to zero, in mean squares of what it is multiplied with.
RIDGE: Final = 1e-6
#: One window for every so many is kept to measure on.
UNSEEN: Final = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """tokens: of unlabelled rulings that the exit is fitted to, about, beside fictional ones."""

    checkpoint: str
    tokens: int = 240_000
    seed: int = 1


def run(pool: Sequence[Path], out: Path, settings: Settings) -> dict[str, Any]:
    """Write the checkpoint with its exit into `out`; the record, with how far its tags are from the
    whole one's on unlabelled rulings that it was not fitted to, and how many of their tokens stay."""
    checkpoint = Path(settings.checkpoint)
    more = settings.tokens * (UNSEEN + 1) // UNSEEN
    asked = [torch.tensor(w.input_ids) for w in windows_of(checkpoint, [], pool, more, settings.seed)]
    kept = len(asked) // (UNSEEN + 1)
    unseen, seen = asked[:kept], asked[kept:]
    model = classifier(settings.checkpoint).eval()
    model.save_pretrained(out)
    AutoTokenizer.from_pretrained(checkpoint).save_pretrained(out)
    drop_silent(model)
    torch.manual_seed(settings.seed)
    fitted = fit(model, [*seen, *map(torch.from_numpy, fictional_windows(checkpoint, FICTIONAL))])
    record = {
        "settings": asdict(settings),
        "windows": len(seen),
        "divergence": round(divergence(fitted, model, unseen), 6),
        "stay": round(staying(fitted, unseen), 3),
    }
    save(fitted, out)
    (out / "run.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return record


def fit(model: Any, windows: Sequence[Tensor]) -> EarlyExit:
    """`model` with an exit fitted to `windows` of token ids ``[tokens]``."""
    fitted = EarlyExit(model).eval()
    states, logits = _solve(fitted, windows)
    _teach(fitted.head, states, logits.log_softmax(-1))
    return fitted


@torch.inference_mode()
def staying(fitted: EarlyExit, windows: Sequence[Tensor]) -> float:
    """The share of the tokens of `windows` that stay."""
    stay = torch.cat([unsure(fitted.head(fitted.leaving(ids[None]))) for ids in windows])
    return float(stay.float().mean())


@torch.inference_mode()
def _solve(fitted: EarlyExit, windows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Set the product to what tells keys and values best, by least squares; the states that tokens
    may leave with, ``[tokens, hidden]``, and the whole model's logits ``[tokens, tags]``."""
    states, logits, sums = [], [], LeastSquares(fitted.left)
    for ids in windows:
        told = fitted.model(ids[None], output_hidden_states=True)
        read = [each[0] for each in told.hidden_states[len(fitted.sooner) :]]
        attentions = [layer.attention.self for layer in fitted.later]
        pairs = [(a.key(each), a.value(each)) for a, each in zip(attentions, read[:-1], strict=True)]
        sums.add(read[0], torch.cat([each for pair in pairs for each in pair], -1))
        states.append(read[0])
        logits.append(told.logits[0])
    weight, bias = sums.solve(RIDGE)
    fitted.left.weight.copy_(weight)
    fitted.left.bias.copy_(bias)
    return torch.cat(states), torch.cat(logits)


def _teach(head: nn.Module, states: Tensor, log_p: Tensor) -> None:
    """Train `head` to say of `states` what `log_p` ``[tokens, tags]`` does."""
    states, log_p = states.clone(), log_p.clone()  # what inference made cannot be trained on
    steps = EPOCHS * -(-len(states) // BATCH)
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for batch in torch.split(torch.randperm(len(states)), BATCH):
            said = head(states[batch]).log_softmax(-1)
            loss = functional.kl_div(said, log_p[batch], reduction="batchmean", log_target=True)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
