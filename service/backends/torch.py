"""torch: the same bundle's fp16 weights in fp32, to compare with and for GPUs.

Needs the ``torch`` extra; the serving environment does without.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModelForTokenClassification


class TorchBackend:
    """Runs the transformers checkpoint in folder `path`, one window at a time."""

    def __init__(self, path: Path) -> None:
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        model = AutoModelForTokenClassification.from_pretrained(path, dtype=torch.float32)
        self._model = model.to(self._device).eval()

    @torch.inference_mode()
    def logits(self, windows: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        return [
            self._model(input_ids=torch.from_numpy(window)[None].to(self._device)).logits[0].cpu().numpy()
            for window in windows
        ]
