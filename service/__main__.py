"""The command line. No logic: each command reads its settings and calls one function.

What a command needs is imported inside it: analyze and anonymize load neither the HTTP
framework nor the database.
"""

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from service import cli_operator, log
from service.errors import InnominadoError
from service.settings import Settings, load

app = typer.Typer(
    name="innominado",
    help="Court rulings in Spanish, made publishable.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it would print what the frames hold
)

cli_operator.install(app)
policies = typer.Typer(help="The rules of publication.", no_args_is_help=True)
app.add_typer(policies, name="policies")

PolicyName = Annotated[str, typer.Option("--policy", help="a named rule of publication, or a file of one")]
APolicy = Annotated[str, typer.Argument(metavar="POLICY", help="a policy's name, or a file of one")]
Files = Annotated[
    list[str], typer.Argument(metavar="FILE…", help="text, DOCX, ODT, PDF, HTML …; - is standard input")
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


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="overrides INNOMINADO_HOST")] = None,
    port: Annotated[int | None, typer.Option(help="overrides INNOMINADO_PORT")] = None,
) -> None:
    """Answer over HTTP, with one worker inside."""
    import uvicorn

    from service.app import create_app

    settings = load(host=host, port=port)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


@app.command()
def worker() -> None:
    """Process what is received, until a signal; run as many as there are machines."""
    from service import upkeep
    from service import worker as loop
    from service.app import poster_of, store_of
    from service.engine import build_engine
    from service.policies import load_policies
    from service.storage import migrate as migrations

    settings = load()
    store = store_of(settings)
    migrations.check(store)
    engine = build_engine(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    beside = threading.Thread(
        target=upkeep.run, args=(store, poster_of(settings), settings.retention_days, stop), name="upkeep"
    )
    beside.start()
    try:
        loop.run(store, engine, load_policies(settings.policies), stop)
    finally:
        stop.set()
        beside.join()


@app.command()
def migrate() -> None:
    """Bring the database to this program's tables."""
    from service.storage.migrate import upgrade

    upgrade(load().database)


@app.command()
def analyze(
    files: Files,
    policy: PolicyName = "todo",
    format_: FormatName = None,
    field: FieldNames = None,
    hold: Held = None,
) -> None:
    """Print one JSON object a line: the file, its SHA-256, its spans."""
    from service import cli_files
    from service.engine import build_engine
    from service.policies import load_policies, named

    settings = load()
    rule = named(load_policies(settings.policies), policy)
    options = cli_files.options_of(format_, field, hold)
    well = cli_files.analyze(files, build_engine(settings), rule, sys.stdout.buffer, options)
    raise typer.Exit(0 if well else 1)


@app.command()
def anonymize(
    files: Files,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="write the files here")
    ] = None,
    policy: PolicyName = "todo",
    style: Annotated[
        str | None,
        typer.Option(help="tag, numbered, initials, surrogate or court; default: the policy's own"),
    ] = None,
    format_: FormatName = None,
    field: FieldNames = None,
    hold: Held = None,
    report: Annotated[
        bool, typer.Option("--report", help="write FILE.report.json beside each file in DIR")
    ] = False,
) -> None:
    """Print, or write to DIR, each file without its names, in its own format."""
    from service import cli_files
    from service.engine import build_engine
    from service.policies import load_policies, named

    settings = load()
    rule, shown = named(load_policies(settings.policies), policy), cli_files.style_of(style)
    options = cli_files.options_of(format_, field, hold, report)
    out = sys.stdout.buffer
    well = cli_files.anonymize(
        files, build_engine(settings), rule, shown, _seed(settings), out, output, options
    )
    raise typer.Exit(0 if well else 1)


@policies.command("list")
def list_policies(
    markdown: Annotated[bool, typer.Option("--markdown", help="as a table, with what they do")] = False,
) -> None:
    """Print every policy: the presets and those of INNOMINADO_POLICIES."""
    from service import cli_policies
    from service.policies import load_policies

    known = load_policies(load().policies)
    if markdown:
        sys.stdout.write(cli_policies.table(known))
    else:
        cli_policies.listed(known, sys.stdout)


@policies.command("show")
def show_policy(policy: APolicy) -> None:
    """Print a policy's rules, each with what it rests on."""
    from service import cli_policies
    from service.policies import load_policies, named

    cli_policies.shown(named(load_policies(load().policies), policy), sys.stdout)


@policies.command("check")
def check_policy(file: Annotated[Path, typer.Argument(metavar="FILE", help="a policy file")]) -> None:
    """Say whether a file is a policy, and if not why."""
    from service.policies import read_policy

    policy = read_policy(file)
    typer.echo(f"{policy.name}/{policy.version}: {len(policy.rules)} rules")


@policies.command("diff")
def compare_policies(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a ruling, text in UTF-8")],
    one: APolicy,
    other: APolicy,
) -> None:
    """Print one JSON object a line for each place that one policy hides and the other does not."""
    from service import cli_policies
    from service.engine import build_engine
    from service.policies import load_policies, named

    settings = load()
    known = load_policies(settings.policies)
    sides = named(known, one), named(known, other)
    cli_policies.differ(file, build_engine(settings), *sides, sys.stdout)


@app.command()
def reidentify(document: Annotated[UUID, typer.Argument(metavar="DOCUMENT", help="its id")]) -> None:
    """Print what the placeholders of a final text stand for, one JSON object a line. The API key,
    which needs the scope reidentify, is asked for, or read from standard input."""
    import json
    from dataclasses import asdict

    from service.app import store_of
    from service.storage import mappings
    from service.storage.principals import authenticate

    asked = sys.stdin.isatty()
    key = (
        typer.prompt("API key", hide_input=True, err=True) if asked else sys.stdin.buffer.readline().decode()
    )
    store = store_of(load())
    for pair in mappings.reidentify(authenticate(store, key.strip()), store, document):
        sys.stdout.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")


def main() -> None:
    """The entry point. What fails is told in one line, without what it was reading."""
    log.configure()
    try:
        app()
    except InnominadoError as error:
        sys.exit(_told(f"{error.code}: {error}", 2))
    except Exception as error:
        sys.exit(_told(f"internal_error: {type(error).__name__}", 1))


def _seed(settings: Settings) -> Callable[[str], bytes]:
    """What the invented names of a text are drawn from: by the master key, read only if needed."""

    def seed(text: str) -> bytes:
        from service.app import keyring_of

        return keyring_of(settings).seed(text)

    return seed


def _told(line: str, status: int) -> int:
    typer.echo(f"innominado: {line}", err=True)
    return status


if __name__ == "__main__":
    main()
