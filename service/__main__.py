"""The command line. No logic: each command reads its settings and calls one function.

What a command needs is imported inside it: analyze and anonymize load neither the HTTP
framework nor the database.
"""

import signal
import sys
import threading
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from service import log
from service.errors import InnominadoError, SettingsError
from service.settings import Settings

app = typer.Typer(
    name="innominado",
    help="Court rulings in Spanish, made publishable.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it would print what the frames hold
)

Files = Annotated[list[str], typer.Argument(metavar="FILE…", help="text in UTF-8; - is standard input")]
PolicyName = Annotated[str, typer.Option("--policy", help="a named rule of publication")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="overrides INNOMINADO_HOST")] = None,
    port: Annotated[int | None, typer.Option(help="overrides INNOMINADO_PORT")] = None,
) -> None:
    """Answer over HTTP, with one worker inside."""
    import uvicorn

    from service.app import create_app

    settings = _settings(host=host, port=port)
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
    from service import worker as loop
    from service.app import store_of
    from service.engine import build_engine
    from service.policies import load_policies
    from service.storage import migrate as migrations

    settings = _settings()
    store = store_of(settings)
    migrations.check(store)
    engine = build_engine(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    loop.run(store, engine, load_policies(), stop)


@app.command()
def migrate() -> None:
    """Bring the database to this program's tables."""
    from service.storage.migrate import upgrade

    upgrade(_settings().database)


@app.command()
def analyze(files: Files, policy: PolicyName = "todo") -> None:
    """Print one JSON object a line: the file, its SHA-256, its spans."""
    from service import cli_files
    from service.engine import build_engine
    from service.policies import load_policies, pick

    rule = pick(load_policies(), policy)
    well = cli_files.analyze(files, build_engine(_settings()), rule, sys.stdout.buffer)
    raise typer.Exit(0 if well else 1)


@app.command()
def anonymize(
    files: Files,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="write files of the same name here")
    ] = None,
    policy: PolicyName = "todo",
    style: Annotated[str, typer.Option(help="tag or numbered")] = "tag",
) -> None:
    """Print, or write to DIR, each text without its names."""
    from service import cli_files
    from service.engine import build_engine
    from service.policies import load_policies, pick

    rule, manner = pick(load_policies(), policy), cli_files.style_of(style)
    well = cli_files.anonymize(files, build_engine(_settings()), rule, manner, sys.stdout.buffer, output)
    raise typer.Exit(0 if well else 1)


def main() -> None:
    """The entry point. What fails is told in one line, without what it was reading."""
    log.configure()
    try:
        app()
    except InnominadoError as error:
        sys.exit(_told(f"{error.code}: {error}", 2))
    except Exception as error:
        sys.exit(_told(f"internal_error: {type(error).__name__}", 1))


def _settings(**overrides: Any) -> Settings:
    """The environment's settings. Raises SettingsError, with names and without values."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        names = sorted({f"INNOMINADO_{str(item['loc'][0]).upper()}" for item in error.errors()})
        raise SettingsError(f"Unusable: {', '.join(names)}.") from None


def _told(line: str, status: int) -> int:
    typer.echo(f"innominado: {line}", err=True)
    return status


if __name__ == "__main__":
    main()
