"""Memory while ten thousand short documents go through one process: it must not grow with them.

    python -m bench.memory [--documents 10000] [--bundle DIR]

Every document has names and numbers that no other has: whatever is kept of a text shows. In process
the documents are read one after the other, over HTTP by as many clients as there are cores.
"""

import argparse
import json
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import linear_regression
from typing import Any

from bench.contestant import cores
from bench.contestants.over_http import sender
from bench.serving import serve
from bench.texts import rulings
from service.engine import engine_of
from service.pipeline import analyze
from service.pipeline.decode import decode_text
from service.policies import load_policies
from service.settings import Settings

DOCUMENTS = 10_000
#: How often memory is looked at, and how often before it counts as settled.
LOOKS, WARMING = 10, 2

Reader = tuple[Callable[[Iterator[str]], None], int]

_SYLLABLES = [c + v for c in "bcdfglmnprst" for v in "aeiou"]


def documents(count: int) -> Iterator[str]:
    """`count` texts of 60 to 120 words, of the rulings in turn."""
    words = [re.findall(r"\S+\s*", text) for text in rulings()]
    for number in range(count):
        source, size = words[number % len(words)], 60 + number % 61
        start = number * 37 % (len(source) - size)
        yield _other("".join(source[start : start + size]), number)


def _other(text: str, number: int) -> str:
    """`text` with names and long numbers of its own."""
    own = "".join(_SYLLABLES[number // 60**place % 60] for place in range(3))
    text = re.sub(r"\b([A-ZÁÉÍÓÚÑ][a-záéíóúñ]{4,})\b", rf"\1{own}", text)
    return re.sub(r"\d{5,}", lambda found: str(int(found[0]) + number).zfill(len(found[0])), text)


def memory(bundle: Path, count: int) -> dict[str, Any]:
    """Megabytes resident after each tenth of the documents, by way, and how many more a thousand
    documents take once it has settled."""
    found: dict[str, Any] = {"documents": count}
    for name, way in (("in process", _in_process), ("over HTTP", _over_http)):
        with way(bundle) as (read_all, pid):
            texts = documents(count)
            sizes = []
            for _ in range(LOOKS):
                read_all(islice(texts, count // LOOKS))
                sizes.append(resident(pid))
        at = [look * count / LOOKS / 1000 for look in range(WARMING, LOOKS)]
        found[name] = {"sizes": sizes, "slope": linear_regression(at, sizes[WARMING:]).slope}
    return found


@contextmanager
def _in_process(bundle: Path) -> Iterator[Reader]:
    engine, policy = engine_of(bundle), load_policies()["todo"]

    def read_all(texts: Iterator[str]) -> None:
        for text in texts:
            analyze(decode_text(text), engine, policy)
            engine.forget()  # as the service does when its lane is empty

    yield read_all, os.getpid()


@contextmanager
def _over_http(bundle: Path) -> Iterator[Reader]:
    server = serve(str(bundle))
    read = sender(server)
    with ThreadPoolExecutor(cores()) as clients:

        def read_all(texts: Iterator[str]) -> None:
            for _ in clients.map(read, texts):
                pass

        yield read_all, server.process.pid
    server.stop()


def resident(pid: int) -> float:
    """Megabytes of a process that are in memory now."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--bundle", type=Path, default=Settings().bundle)
    options = parser.parse_args()
    print(json.dumps(memory(options.bundle, options.documents), indent=1))


if __name__ == "__main__":
    main()
