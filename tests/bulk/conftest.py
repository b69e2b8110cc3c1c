"""Runs over few documents, with the small engine."""

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from service import __version__
from service.bulk import runs
from service.bulk.outcomes import Outcome, Versions, last
from service.bulk.sources import open_source
from service.bulk.work import Setup
from service.document import Span
from service.pipeline import Engine
from service.policies import load_policies
from service.policies.fingerprint import fingerprint
from service.storage.keys import Keyring
from tests.small import CANARY, CLEAR_TEXT, DOUBTFUL_TEXT, ENGINE, build, people

VERSIONS = Versions(ENGINE.version, fingerprint(load_policies()["todo"]), __version__)
STRATUM = "Sala Primera / civil / txt"


@pytest.fixture
def setup(tmp_path: Path) -> Callable[..., Setup]:
    """What a run over ``in`` into ``out`` has to know."""

    def setup(source: str = "in", out: str = "out", **more: object) -> Setup:
        return Setup(
            **{
                "source": tmp_path / source,
                "out": tmp_path / out,
                "build": build,
                "versions": VERSIONS,
                "policy": "todo",
                "keyring": Keyring(bytes(32)),
                **more,
            }  # type: ignore[arg-type]
        )

    return setup


def rulings(folder: Path, count: int) -> None:
    """Half of the texts have a doubt in them."""
    (folder / "Sala Primera/civil").mkdir(parents=True)
    for number in range(count):
        text = DOUBTFUL_TEXT if number % 2 else CLEAR_TEXT
        (folder / f"Sala Primera/civil/{number:04}.txt").write_text(f"{text} Folio {number}.\n")


def table(rows: int) -> str:
    """JSON lines of as many documents."""
    texts = (DOUBTFUL_TEXT if number % 2 else CLEAR_TEXT for number in range(rows))
    return "".join(
        json.dumps({"id": n, "text": text, "court": "Sala Primera", "matter": "civil", "party": CANARY})
        + "\n"
        for n, text in enumerate(texts)
    )


def go(setup: Setup, processes: int = 2, **more: object) -> dict[str, Outcome]:
    """A run from its beginning or its middle to its end; the rows that count."""
    watched: list[Outcome] = []
    source = open_source(setup.source, setup.columns)
    runs.run(setup, source, more.pop("engine", "local"), processes, watched.extend, lambda: False, **more)  # type: ignore[arg-type]
    known = last(setup.out / runs.TABLE)
    assert {row.item for row in watched} == known.keys()
    assert len(known) == len(source)
    return known


def outputs(out: Path) -> dict[str, bytes]:
    """What was written, by its path."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for lane in ("released", "review")
        for path in sorted((out / lane).rglob("*"))
        if path.is_file()
    }


def hanging(told: Path) -> Engine:
    """The small engine, but over one text it waits for ever for a program that it started."""

    def find(text: str) -> Sequence[Span]:
        if "Folio 3." in text:
            with told.open("wb", buffering=0) as started:
                started.write(b"begun")
                subprocess.run(["sleep", "infinity"], pass_fds=[started.fileno()], check=True)
        return people(text)

    return replace(ENGINE, detectors=(find,))
