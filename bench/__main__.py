"""Words a second of `analyze` past readiness, and what it takes to get ready.

python -m bench [--bundle DIR] [--threads N] [--repeat N]
"""

import argparse
import os
import resource
import time
from pathlib import Path

from bench.texts import examples, words
from service.engine import engine_of
from service.pipeline import analyze
from service.pipeline.decode import decode_text
from service.policies import load_policies
from service.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, default=Settings().bundle)
    parser.add_argument("--threads", type=int, default=0, help="inference sessions; 0: one a core")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    texts = examples()
    policy = load_policies()["todo"]

    started = time.perf_counter()
    engine = engine_of(options.bundle, options.threads)
    analyze(decode_text(texts[0]), engine, policy)
    print(f"cold start to first answer: {time.perf_counter() - started:.2f} s")

    best = 0.0
    for _ in range(options.repeat):
        started = time.perf_counter()
        for text in texts:
            analyze(decode_text(text), engine, policy)
        best = max(best, words(texts) / (time.perf_counter() - started))
    print(f"cores: {len(os.sched_getaffinity(0))}, rulings: {len(texts)}, words: {words(texts)}")
    print(f"analyze: {best:,.0f} words/s (best of {options.repeat})")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
