"""Files in, answers out: the loops behind ``innominado analyze`` and ``anonymize``.

One bad file does not stop the rest: it is told on stderr, by its name and a code.
"""

import dataclasses
import hashlib
import json
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from service import durable, formats, pipeline
from service.errors import InnominadoError, InputError, UnknownStyle
from service.formats.release import UNWANTED, release, released_name
from service.formats.report import Digest, Origin, report
from service.formats.whole import Opened, Way, anonymize_file, open_file
from service.pipeline import Engine
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


@dataclass(frozen=True, slots=True)
class Options:
    """way: how files are read. report: write one beside each file."""

    way: Way = field(default_factory=Way)
    report: bool = False


PLAINLY: Final = Options()


def analyze(
    names: Sequence[str], engine: Engine, policy: Policy, out: BinaryIO, options: Options = PLAINLY
) -> bool:
    """Write one JSON object a line for each file. Whether all went well."""

    def one(name: str) -> None:
        data = _read(name)
        opened = _opened(name, data, options)
        decisions = pipeline.analyze(opened.reading.document, engine, policy)
        spans = [span_fields(decision) for decision in decisions]
        line = json.dumps({"file": name, "sha256": hashlib.sha256(data).hexdigest(), "spans": spans})
        out.write(line.encode("ascii") + b"\n")
        out.flush()

    return _each(names, one)


def anonymize(
    names: Sequence[str],
    engine: Engine,
    policy: Policy,
    style: Style | None,
    seed: Callable[[str], bytes],
    out: BinaryIO,
    folder: Path | None,
    options: Options = PLAINLY,
) -> bool:
    """Write each anonymized file, of its own format, to `folder` under its name without those of
    people, else to `out`.

    style: another than the policy's own. seed: of a text, what its invented names are drawn
    from. Returns whether all went well.
    """
    inputs = {Path(name).resolve() for name in names if name != STDIN}
    written: set[Path] = set()

    def one(name: str) -> None:
        data = _read(name)
        opened = _opened(name, data, options)
        format_, reading = opened.format, opened.reading
        manner, result = anonymize_file(opened, engine, policy, style, seed)
        if result.status == "held":
            raise Held(f"{len(result.held)} places.")
        released = release(reading, result)
        if folder is None:
            out.write(released)
            out.flush()
        else:
            given = "stdin" if name == STDIN else Path(name).name
            bare = released_name(given, format_, reading.document, result.decisions, engine, policy)
            if name == STDIN:
                bare = f"stdin{format_.suffixes[0]}"
            target = folder / bare
            # Names that were different may be alike without their people.
            for number in range(2, len(names) + 2):
                if bare == given or target.resolve() not in inputs | written:
                    break
                target = folder / f"{Path(bare).stem}-{number}{Path(bare).suffix}"
            if target.resolve() in inputs | written:
                raise WouldOverwrite
            durable.write(target, released)
            if options.report:
                rule = f"{policy.name}/{policy.version}"
                origin = Origin(engine.version, rule, manner.style, reviewed=False)
                original = Digest("sha256", hashlib.sha256(data).hexdigest())
                told = report(format_, reading, result, released, original, origin)
                lines = json.dumps(dataclasses.asdict(told), indent=2, ensure_ascii=False) + "\n"
                durable.write(target.with_name(f"{target.name}.report.json"), lines.encode())
                from service.formats.report_pdf import as_pdf  # see `service.formats.pdf`

                durable.write(target.with_name(f"{target.name}.report.pdf"), as_pdf(told))
            written.add(target.resolve())
        if result.legend and not format_.tells:
            _tell(name, result.legend)
        if doubts := sum(decision.action == "review" for decision in result.decisions):
            _tell(name, f"{doubts} doubts, masked")

    return _each(names, one)


def _opened(name: str, data: bytes, options: Options) -> Opened:
    """The file as it is read; what does not go out of it is told."""
    opened = open_file(data, options.way)
    reading = opened.reading
    if reading.dropped:
        _tell(
            name,
            "left out: " + ", ".join(f"{count} {kind}" for kind, count in sorted(reading.dropped.items())),
        )
    if reading.guessed:
        _tell(name, f"{reading.guessed} pages read from pictures: have a person see them")
    if reading.encoding and reading.encoding != "utf-8":
        _tell(name, f"read as {reading.encoding}")
    return opened


def options_of(
    name: str | None,
    fields: Collection[str] | None,
    hold: Collection[str] | None,
    report: bool = False,
    ocr: str | None = None,
) -> Options:
    """The command line's options. Raises UnknownFormat, InputError."""
    if set(hold or ()) - set(UNWANTED):
        raise InputError(f"--hold takes {', '.join(UNWANTED)}.")
    if name is not None:
        formats.named(name)
    return Options(Way(name, frozenset(fields) if fields else None, tuple(hold or ()), ocr), report)


def style_of(name: str | None) -> Style | None:
    """The style called `name`, if one is named. Raises UnknownStyle."""
    if name is None:
        return None
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


def _tell(name: str, what: str) -> None:
    shown = name.encode("utf-8", "replace").decode()
    print(f"{shown}: {what}", file=sys.stderr)  # noqa: T201
