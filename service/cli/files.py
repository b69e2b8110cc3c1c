"""``analyze`` and ``anonymize``: files in, answers out."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from service.settings import Settings, load

PolicyName = Annotated[str, typer.Option("--policy", help="a named rule of publication, or a file of one")]
Files = Annotated[
    list[str], typer.Argument(metavar="FILE…", help="text, DOCX, ODT, PDF, HTML …; - is standard input")
]
StyleName = Annotated[
    str | None, typer.Option(help="tag, numbered, initials, surrogate or court; default: the policy's own")
]
FormatName = Annotated[
    str | None, typer.Option("--format", help="txt, csv, xml …; without it, as the bytes tell")
]
FieldNames = Annotated[
    list[str] | None,
    typer.Option("--field", help="an XML element, JSON key or CSV column to read; others are not"),
]
Held = Annotated[
    list[str] | None,
    typer.Option("--hold", help="changes, comments or embedded: refuse files that have any"),
]


def analyze(
    files: Files,
    policy: PolicyName = "todo",
    format_: FormatName = None,
    field: FieldNames = None,
    hold: Held = None,
) -> None:
    """Print one JSON object a line: the file, its SHA-256, its spans."""
    from service.cli import each_file
    from service.engine import build_engine
    from service.policies import load_policies, named

    settings = load()
    rule = named(load_policies(settings.policies), policy)
    options = each_file.options_of(format_, field, hold, ocr=settings.ocr)
    well = each_file.analyze(files, build_engine(settings), rule, sys.stdout.buffer, options)
    raise typer.Exit(0 if well else 1)


def anonymize(
    files: Files,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="write the files here")
    ] = None,
    policy: PolicyName = "todo",
    style: StyleName = None,
    format_: FormatName = None,
    field: FieldNames = None,
    hold: Held = None,
    report: Annotated[
        bool, typer.Option("--report", help="write FILE.report.json and .pdf beside each file in DIR")
    ] = False,
) -> None:
    """Print, or write to DIR, each file without its names, in its own format."""
    from service.cli import each_file
    from service.engine import build_engine
    from service.policies import load_policies, named

    settings = load()
    rule, shown = named(load_policies(settings.policies), policy), each_file.style_of(style)
    options = each_file.options_of(format_, field, hold, report, settings.ocr)
    out = sys.stdout.buffer
    well = each_file.anonymize(
        files, build_engine(settings), rule, shown, _seed(settings), out, output, options
    )
    raise typer.Exit(0 if well else 1)


def _seed(settings: Settings) -> Callable[[str], bytes]:
    """What the invented names of a text are drawn from: by the master key, read only if needed."""

    def seed(text: str) -> bytes:
        from service.app import keyring_of

        return keyring_of(settings).seed(text)

    return seed
