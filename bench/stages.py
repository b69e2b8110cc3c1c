"""Microseconds a word that each stage takes on one core, the forward pass apart.

    python -m bench.stages [--bundle DIR] [--repeat N] [--directory N]

--directory: of a court with so many entries in its directory, the rulings' own people among them.
The logits are kept from a first pass, so that all that is left is this program's own. A flame
graph of the same: ``py-spy record -o docs/flame.svg -- python -m bench.stages`` (`make flame`).
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.texts import people, rulings, words
from service.backends import load_bundle
from service.backends.onnx import OnnxBackend
from service.engine import assemble
from service.pipeline import analyze, stage_name
from service.pipeline.decode import decode_text
from service.pipeline.directory import Directory, Listed
from service.policies import load_policies
from service.settings import Settings

_Window = NDArray[np.int64]


class Kept:
    """A backend that reads a window once, and knows how long its readings took."""

    def __init__(self, backend: OnnxBackend) -> None:
        self._backend = backend
        self._known: dict[bytes, NDArray[np.float32]] = {}
        self.seconds = 0.0

    def logits(self, windows: Sequence[_Window]) -> list[NDArray[np.float32]]:
        return [self._of(window) for window in windows]

    def _of(self, window: _Window) -> NDArray[np.float32]:
        key = window.tobytes()
        if key not in self._known:
            started = time.perf_counter()
            [self._known[key]] = self._backend.logits([window])
            self.seconds += time.perf_counter() - started
        return self._known[key]


def stages(bundle: Path, repeat: int, entries: int = 0) -> dict[str, Any]:
    """Microseconds a word of the forward pass (`forward`), of all else (`rest`, the best of
    `repeat`), of each stage (`stages`), and the share of the rest in all (`share`). entries: in
    the court's directory."""
    backend = Kept(OnnxBackend(bundle / "model.onnx", 1))
    spent: dict[str, float] = defaultdict(float)

    def watch(stage: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        started = time.process_time()
        result = stage(*args, **kwargs)
        spent[stage_name(stage)] += time.process_time() - started
        return result

    engine = replace(assemble(load_bundle(bundle), backend), watch=watch)
    policy = load_policies()["todo"]
    texts = rulings()
    documents = [decode_text(text) for text in texts]
    directory = Directory(Listed(name, "autoridad") for name in people(entries))
    best: dict[str, float] = {}
    for turn in range(repeat + 1):
        spent.clear()
        started = time.process_time()
        for document in documents:
            analyze(document, engine, policy, directory=directory)
        spent["rest"] = time.process_time() - started
        if turn and spent["rest"] <= best.get("rest", spent["rest"]):
            best = dict(spent)
    costs = {name: seconds / words(texts) * 1e6 for name, seconds in best.items()}
    forward, rest = backend.seconds / words(texts) * 1e6, costs.pop("rest")
    return {"forward": forward, "rest": rest, "share": rest / (rest + forward), "stages": costs}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--bundle", type=Path, default=Settings().bundle)
    parser.add_argument("--repeat", type=int, default=10)
    parser.add_argument("--directory", type=int, default=0, metavar="N")
    options = parser.parse_args()
    found = stages(options.bundle, options.repeat, options.directory)
    for name, cost in sorted(found["stages"].items(), key=lambda item: -item[1]):
        print(f"{cost:8.2f} {name}")
    print(f"{found['rest']:8.2f} all but the forward pass: {found['share']:.1%}")
    print(f"{found['forward']:8.2f} forward pass")


if __name__ == "__main__":
    main()
