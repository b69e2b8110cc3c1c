"""Everything that README.md and docs/performance.md say of speed, measured on this machine.

    python -m bench [PART …] [--quick]

PART: compare, growth, cores, limit, stages, memory; without one those that var/bench/ has no figures of,
so that a run that was cut off goes on. Each part has a process of its own, for what one leaves in memory
would be counted to the next. Then docs/performance.md and its plot are written anew.
--quick: a few rulings and one round, to see that it works; its figures go to var/bench-quick/.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from bench import compare, growth, limit, memory, report, stages
from bench.texts import ROOT, rulings
from service.settings import Settings

#: Rounds of the comparison, and words of the longest text, in full and quick.
ROUNDS = (7, 1)
LONGEST = (1_000_000, 10_000)
#: Documents of the look at memory.
SHORT = (memory.DOCUMENTS, 100)


def parts(quick: bool) -> dict[str, Callable[[], Any]]:
    """What each part measures."""
    texts = rulings(4) if quick else rulings()
    bundle = Settings().bundle
    bundles = [compare.BUNDLES / name for name in ("default", "light")]
    return {
        "compare": lambda: compare.compare(texts, ROUNDS[quick]),
        "cores": lambda: compare.from_one_core_to_all(texts),
        "limit": lambda: {bundle.name: limit.limit(bundle) for bundle in bundles},
        "stages": lambda: {bundle.name: stages.stages(bundle, 3) for bundle in bundles},
        "growth": lambda: growth.growth(bundle, LONGEST[quick]),
        "memory": lambda: memory.memory(bundle, SHORT[quick]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("part", nargs="*", choices=[*parts(True), []], metavar="PART")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    folder = ROOT / "var" / ("bench-quick" if options.quick else "bench")
    folder.mkdir(parents=True, exist_ok=True)
    measures = parts(options.quick)
    asked = options.part or [name for name in measures if not (folder / f"{name}.json").exists()]
    for name in asked:
        if len(asked) > 1:
            quick = ["--quick"] if options.quick else []
            subprocess.run([sys.executable, "-m", "bench", name, *quick], check=True)
        else:
            print(f"{name} …", flush=True)
            (folder / f"{name}.json").write_text(json.dumps(measures[name](), indent=1) + "\n")
    figures = {file.stem: json.loads(file.read_text()) for file in folder.glob("*.json")}
    report.write(figures, folder if options.quick else ROOT / "docs")


if __name__ == "__main__":
    main()
