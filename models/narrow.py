"""A checkpoint → one of narrower layers, without training: see `models.prune`."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from transformers import AutoTokenizer

from models.labels import windows_of
from models.layers import classifier
from models.prune import drop_silent, narrow, restore_silent

#: Windows that products are solved anew over: tens for each of a product's inputs.
WINDOWS: Final = 300


@dataclass(frozen=True, slots=True)
class Settings:
    """heads: of attention that are kept in all, inner: units of each layer's feed-forward product
    that are; all if 0. tokens: of unlabelled rulings that this is settled on, about."""

    checkpoint: str
    heads: int = 0
    inner: int = 0
    tokens: int = 75_000
    seed: int = 1


def run(pool: Sequence[Path], out: Path, settings: Settings) -> dict[str, Any]:
    """Write the narrow checkpoint into `out`; the record, with how far its tags are from the whole
    one's on as many windows again.

    Raises:
        ValueError: the encoder has fewer heads or units.
    """
    asked = windows_of(Path(settings.checkpoint), [], pool, 2 * settings.tokens, settings.seed)
    windows = [torch.tensor(window.input_ids) for window in asked]
    seen, unseen = windows[: len(windows) // 2], windows[len(windows) // 2 :]
    # The first few are asked what says least: not those of one passage.
    random.Random(settings.seed).shuffle(seen)
    model, whole = (classifier(settings.checkpoint, (), 0.0).eval() for _ in range(2))
    drop_silent(model)
    narrow(model, whole, settings.heads, settings.inner, seen)
    record = {
        "settings": asdict(settings),
        "windows": len(seen),
        "divergence": round(divergence(model, whole, unseen), 6),
    }
    restore_silent(model)
    model.save_pretrained(out)
    AutoTokenizer.from_pretrained(settings.checkpoint).save_pretrained(out)
    (out / "run.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return record


@torch.inference_mode()
def divergence(model: Any, whole: Any, windows: Sequence[torch.Tensor]) -> float:
    """Mean Kullback-Leibler divergence of the tags of `model` from those of `whole`, a token."""
    apart, tokens = 0.0, 0
    for ids in windows:
        p, q = (torch.log_softmax(each(ids[None]).logits[0], -1) for each in (whole, model))
        apart += float((p.exp() * (p - q)).sum())
        tokens += len(ids)
    return apart / tokens
