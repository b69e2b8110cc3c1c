"""Files in, answers out: the loops behind ``innominado analyze`` and ``anonymize``.

One bad file does not stop the rest: it is told on stderr, by its name and a code.
"""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from service import pipeline
from service.errors import InnominadoError, UnknownStyle
from service.pipeline import Engine
from service.pipeline.decode import decode_bytes
from service.pipeline.policy import Policy
from service.pipeline.render import STYLES, Style
from service.wire import span_fields

STDIN: Final = "-"


class FileRefused(InnominadoError):
    """A file that cannot be read or written. Its name is told beside it."""

    code = "file_refused"
    title = "The file cannot be read or written."


class WouldOverwrite(FileRefused):
    code = "would_overwrite"
    title = "Its output would replace an input, or another file's output."


class Held(FileRefused):
    code = "held"
    title = "A masked name or identifier would stay in clear."


def analyze(names: Sequence[str], engine: Engine, policy: Policy, out: BinaryIO) -> bool:
    """Write one JSON object a line for each file. Whether all went well."""

    def one(name: str) -> None:
        data = _read(name)
        decisions = pipeline.analyze(decode_bytes(data), engine, policy)
        spans = [span_fields(decision) for decision in decisions]
        line = json.dumps({"file": name, "sha256": hashlib.sha256(data).hexdigest(), "spans": spans})
        out.write(line.encode("ascii") + b"\n")
        out.flush()

    return _each(names, one)


def anonymize(
    names: Sequence[str], engine: Engine, policy: Policy, style: Style, out: BinaryIO, folder: Path | None
) -> bool:
    """Write each anonymized text to a file of the same name in `folder`, else to `out`.

    Returns whether all went well.
    """
    inputs = {Path(name).resolve() for name in names if name != STDIN}
    written: set[Path] = set()

    def one(name: str) -> None:
        target = None
        if folder is not None:
            target = folder / ("stdin.txt" if name == STDIN else Path(name).name)
            if target.resolve() in inputs | written:
                raise WouldOverwrite
        result = pipeline.anonymize(decode_bytes(_read(name)), engine, policy, style)
        if result.status == "held":
            raise Held(f"{len(result.held)} places.")
        data = result.text.encode("utf-8")
        if target is None:
            out.write(data)
            out.flush()
        else:
            _write(target, data)
            written.add(target.resolve())
        if doubts := sum(decision.action == "review" for decision in result.decisions):
            _tell(name, f"{doubts} doubts, masked")

    return _each(names, one)


def style_of(name: str) -> Style:
    """The style called `name`. Raises UnknownStyle."""
    if name not in STYLES:
        raise UnknownStyle(f"There are {', '.join(STYLES)}.")
    return name


def _each(names: Sequence[str], one: Callable[[str], None]) -> bool:
    well = True
    for name in names:
        try:
            one(name)
        except BrokenPipeError:
            raise
        except InnominadoError as error:
            _tell(name, f"{error.code}: {error}")
            well = False
        except OSError as error:
            _tell(name, f"{FileRefused.code}: {error.strerror}")
            well = False
        except Exception as error:
            # By its class alone: a message may quote the text.
            _tell(name, f"internal_error: {type(error).__name__}")
            well = False
    return well


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()


def _write(target: Path, data: bytes) -> None:
    """Whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".innominado-")
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _tell(name: str, what: str) -> None:
    shown = name.encode("utf-8", "replace").decode()
    print(f"{shown}: {what}", file=sys.stderr)  # noqa: T201
