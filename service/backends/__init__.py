"""Backends run a bundle's model: windows of token ids in, logits out.

bundle     the folder of a model: checked, opened
onnx       the default backend: onnxruntime
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.backends.bundle import Bundle, load_bundle

__all__ = ["Backend", "Bundle", "load_bundle"]


class Backend(Protocol):
    """Anything that runs the model. A window's logits depend on that window alone."""

    def logits(self, windows: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """For each window of ids ``[tokens]`` its logits ``[tokens, tags]``, in order."""
        ...
