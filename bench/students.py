"""Bundles beside each other: layers, size, speed, and what `evaluate` measured of them.

    python -m bench.students BUNDLE[=FIGURES.json] …

tokens/s: bare forward passes over full windows of examples/, one single-threaded session a
core. words/s: `analyze` over the same, rules and linking too. Both the best of five.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.texts import examples, words
from service.backends import load_bundle
from service.backends.onnx import OnnxBackend
from service.engine import assemble
from service.pipeline import analyze
from service.pipeline.decode import decode_text
from service.pipeline.detect.ner import cut
from service.policies import load_policies

REPEAT = 5
LABELS = ("NOMBRE", "FECHA", "LUGAR", "ID")


def best(amount: float, work: Callable[[], object]) -> float:
    """`amount` a second of `work`, at its fastest."""
    seconds = []
    for _ in range(REPEAT):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return amount / min(seconds)


def row(bundle: Path, figures: dict[str, Any] | None) -> list[str]:
    opened = load_bundle(bundle)
    config = json.loads((bundle / "config.json").read_text(encoding="utf-8"))
    backend = OnnxBackend(bundle / "model.onnx")
    begin, end = opened.tokenizer.encode("").ids
    texts = examples()
    windows = [
        np.array([begin, *ids[a:b], end], dtype=np.int64)
        for ids in (opened.tokenizer.encode(text, add_special_tokens=False).ids for text in texts)
        for a, b in cut(len(ids), opened.window, opened.overlap)
        if b - a == opened.window
    ]
    engine, policy = assemble(opened, backend), load_policies()["todo"]
    cells = [
        str(config["num_hidden_layers"]),
        f"{(bundle / 'model.onnx').stat().st_size / 1e6:.0f}",
        f"{best(sum(map(len, windows)), lambda: backend.logits(windows)):,.0f}",
        f"{best(words(texts), lambda: [analyze(decode_text(t), engine, policy) for t in texts]):,.0f}",
    ]
    if figures:
        found = next(iter(figures["policies"].values()))["figures"]
        cells += [f"{found['labels'][label]['masked']:.4f}" for label in LABELS]
        cells += [f"{found['labels']['ALL']['F1']:.4f}", f"{found['over']:.4f}", f"{found['review']:.1f}"]
    return cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("bundles", nargs="+")
    heads = [
        "layers",
        "MB",
        "tokens/s",
        "words/s",
        *(f"masked {label}" for label in LABELS),
        "F1",
        "over",
        "review",
    ]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for item in parser.parse_args().bundles:
        bundle, _, file = item.partition("=")
        figures = json.loads(Path(file).read_text(encoding="utf-8")) if file else None
        print("| " + " | ".join(row(Path(bundle), figures)) + " |", flush=True)


if __name__ == "__main__":
    main()
