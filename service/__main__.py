"""The entry point of the command line."""

import sys

import typer

from service import interpreter, log
from service.cli import app
from service.errors import InnominadoError


def main() -> None:
    """Run a command. What fails is told in one line, without what it was reading."""
    interpreter.configure()
    log.configure()
    try:
        app()
    except InnominadoError as error:
        sys.exit(_told(f"{error.code}: {error}", 2))
    except Exception as error:
        sys.exit(_told(f"internal_error: {type(error).__name__}", 1))


def _told(line: str, status: int) -> int:
    typer.echo(f"innominado: {line}", err=True)
    return status


if __name__ == "__main__":
    main()
