"""The models of the folds, each with the gold rulings that it was trained without."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models import corpus
from models.corpus import Example, Gold
from service.backends import Backend, Bundle, load_bundle
from service.backends.onnx import OnnxBackend
from service.engine import assemble
from service.pipeline import Engine


class Remembering:
    """A backend that runs each window once."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._known: dict[bytes, NDArray[np.float32]] = {}

    def logits(self, windows: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        new = [window for window in windows if window.tobytes() not in self._known]
        self._known |= {w.tobytes(): logits for w, logits in zip(new, self._backend.logits(new), strict=True)}
        return [self._known[window.tobytes()] for window in windows]


@dataclass(frozen=True, slots=True)
class Fold:
    """A bundle, its backend, and the gold rulings that it was trained without."""

    bundle: Bundle
    backend: Remembering
    gold: tuple[Gold, ...]
    examples: tuple[Example, ...]

    def engine(self, **changes: Any) -> Engine:
        return assemble(replace(self.bundle, **changes), self.backend)


def open_folds(bundles: Sequence[Path], data: Path) -> tuple[Fold, ...]:
    """The bundle of each fold, in order, with that fold's rulings of the gold file `data`."""
    gold, examples = list(corpus.read_gold(data)), list(corpus.read(data))
    n = len(bundles)
    return tuple(
        Fold(
            load_bundle(path),
            Remembering(OnnxBackend(path / "model.onnx")),
            tuple(g for g, e in zip(gold, examples, strict=True) if corpus.fold_of(e, n) == k),
            tuple(e for e in examples if corpus.fold_of(e, n) == k),
        )
        for k, path in enumerate(bundles)
    )


def remembering(engine: Engine) -> Engine:
    return replace(
        engine, detectors=tuple(map(cache, engine.detectors)), read=engine.read and cache(engine.read)
    )


def cover(text: str, places: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which characters of `text` lie in `places`."""
    covered = np.zeros(len(text), dtype=np.bool_)
    for start, end in places:
        covered[start:end] = True
    return covered
