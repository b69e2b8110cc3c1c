"""How many tokens windows have to share: unlabelled rulings, read with fewer and with more.

    python -m bench.windows BUNDLE POOL … [--characters N]

read: tokens, for each one of the text. divergence: of the chances of the labels from those of
windows that share `AMPLE` tokens, a token (Kullback-Leibler). other, shown: of ten thousand
tokens, those whose likeliest label is another, and those that the reading of `AMPLE` would hide
and that are less likely than one in ten to be hidden. review: places of a thousand words that are
put before a person (`todo`).
"""

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.report import table
from bench.texts import words
from models.pool import draw
from service.backends import Bundle, load_bundle
from service.backends.onnx import OnnxBackend
from service.engine import assemble, ner_of
from service.pipeline import analyze
from service.pipeline.decode import decode_text
from service.pipeline.detect.ner import cut
from service.policies import load_policies

Floats = NDArray[np.float32]

SHARED = (16, 24, 32, 48, 64)
#: The reading that others are held to.
AMPLE = 150
#: Characters of a passage: some six windows.
PASSAGE = 9_000
#: No chance is taken to be smaller.
LEAST = np.float32(1e-9)


def chances(bundle: Bundle, backend: OnnxBackend, texts: Sequence[str]) -> tuple[Floats, Floats]:
    """Of every token the chances of each label and of none, and that of being hidden."""
    ner = ner_of(bundle, backend)
    with ThreadPoolExecutor() as pool:
        read = [reading.chances for reading in pool.map(ner.read, texts)]
    whole = np.concatenate([np.column_stack([each.labels, each.outside]) for each in read])
    return whole + LEAST, np.concatenate([each.hidden for each in read])


def review(bundle: Bundle, backend: OnnxBackend, texts: Sequence[str]) -> float:
    """Places of a thousand words that go before a person."""
    engine, policy = assemble(bundle, backend), load_policies()["todo"]
    with ThreadPoolExecutor() as pool:
        decided = pool.map(lambda text: analyze(decode_text(text), engine, policy), texts)
        asked = sum(decision.action == "review" for decisions in decided for decision in decisions)
    return 1000 * asked / words(list(texts))


def rows(folder: Path, texts: Sequence[str]) -> Iterator[list[str]]:
    """One for each number of shared tokens."""
    opened, backend = load_bundle(folder), OnnxBackend(folder / "model.onnx")
    ample, hidden = chances(replace(opened, overlap=AMPLE), backend, texts)
    lengths = [len(opened.tokenizer.encode(text, add_special_tokens=False).ids) for text in texts]
    for shared in SHARED:
        bundle = replace(opened, overlap=shared)
        found, now = chances(bundle, backend, texts)
        read = sum(b - a for length in lengths for a, b in cut(length, opened.window, shared))
        yield [
            str(shared),
            f"{read / sum(lengths):.2f}",
            f"{(ample * np.log(ample / found)).sum(axis=1).mean():.4f}",
            f"{1e4 * (ample.argmax(axis=1) != found.argmax(axis=1)).mean():.1f}",
            f"{1e4 * ((hidden > 0.5) & (now < 0.1)).mean():.2f}",
            f"{review(bundle, backend, texts):.2f}",
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("pool", type=Path, nargs="+")
    parser.add_argument("--characters", type=int, default=2_000_000)
    options = parser.parse_args()
    texts = [passage.text for passage in draw(options.pool, options.characters, 1, PASSAGE)]
    print(f"{options.bundle.name}: {len(texts)} passages, {words(texts):,} words\n")
    print(table(("shared", "read", "divergence", "other", "shown", "review"), rows(options.bundle, texts)))


if __name__ == "__main__":
    main()
