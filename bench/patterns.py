"""Microseconds a word that the patterns take, all together and the dearest one by one.

    python -m bench.patterns [TEXT.jsonl …] [--repeat N] [--forms N]

Over the fictional rulings of examples/, or over ``{"text": …}`` lines; one core, best of N.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from bench.texts import examples, words
from service.pipeline.detect.patterns import FORMS, patterns


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="*", help="JSON lines with a text each")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--forms", type=int, default=10, help="how many of the dearest forms to name")
    options = parser.parse_args()
    texts = [json.loads(line)["text"] for path in options.texts for line in path.open(encoding="utf-8")]
    texts = texts or examples()

    def cost(detect: Callable[[str], object]) -> float:
        return min(_seconds(detect, texts) for _ in range(options.repeat)) / words(texts) * 1e6

    everything = cost(patterns())
    print(f"texts: {len(texts)}, words: {words(texts)}, forms: {len(FORMS)}")
    print(f"patterns: {everything:.2f} µs a word (best of {options.repeat})")
    idle = cost(patterns([]))
    alone = sorted(((cost(patterns([form])) - idle, form) for form in FORMS), key=lambda c: -c[0])
    for extra, form in alone[: options.forms]:
        print(f"{extra:8.2f} {form.label} {form.kind}: {form.pattern.pattern[:60]}")


def _seconds(detect: Callable[[str], object], texts: list[str]) -> float:
    started = time.process_time()
    for text in texts:
        detect(text)
    return time.process_time() - started


if __name__ == "__main__":
    main()
