"""The whole recipe, and checkpoints on their way between machines."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from models.cli.options import Gazetteers, Minutes, Pool


def recipe(
    work: Annotated[Path, typer.Argument(help="folder of the work; what is done there is not done again")],
    gold: Annotated[Path, typer.Option(help="annotated rulings, train split", exists=True)],
    base: Annotated[Path, typer.Option(help="folder of the encoder, .xz or not", exists=True)],
    pool: Pool,
    other: Annotated[list[Path] | None, typer.Option(help="other annotated corpora", exists=True)] = None,
    gazetteers: Gazetteers = None,
    teacher: Annotated[list[Path] | None, typer.Option(help="checkpoint that teaches", exists=True)] = None,
    plan: Annotated[Literal["cpu", "gpu"], typer.Option(help="how much of each")] = "cpu",
    minutes: Minutes = 0.0,
    only_data: Annotated[bool, typer.Option(help="write the data and stop")] = False,
    stage: Annotated[list[str] | None, typer.Option(help="do these alone, beside other calls")] = None,
) -> None:
    """Make data, teachers, students and folds; exit status 75 while something is left to do."""
    from models import recipe as whole

    sources = whole.Sources(base, gold, tuple(other or ()), tuple(pool), gazetteers, tuple(teacher or ()))
    if only_data:
        whole.prepare(sources, whole.PLANS[plan], work)
    elif not whole.run(sources, whole.PLANS[plan], work, minutes, stage or ()):
        typer.echo("not done; the same command goes on", err=True)
        raise typer.Exit(75)


def hand_back(
    checkpoint: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    out: Path,
    since: Annotated[Path | None, typer.Option(help="leave out what stands equal in it", exists=True)] = None,
) -> None:
    """Write a checkpoint in 16 bits, its weights in parts under 16 MiB."""
    from models.travel import hand_back as write

    for part in write(checkpoint, out, since):
        typer.echo(f"{part.stat().st_size / 2**20:6.1f} MiB  {part.name}")


def join(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    since: Annotated[Path | None, typer.Option(help="where what was left out is", exists=True)] = None,
) -> None:
    """Make the parts of `hand-back` one file again."""
    from models.travel import joined

    joined(folder, since)
