"""``accept``: strata of a bulk run that may go out without a person, by a blind sample."""

from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom
from typing import Annotated, Final

import typer

from service.cli.lines import put

app: Final = typer.Typer(help="Bulk runs: what goes out without a person.", no_args_is_help=True)

Out = Annotated[Path, typer.Argument(metavar="OUT", help="the folder of a finished run")]
Bound = Annotated[float, typer.Option(min=0.0001, max=0.5, help="rate of documents that leak, at most")]
Confidence = Annotated[float, typer.Option(min=0.5, max=0.9999, help="of the interval")]


@app.command()
def draw(
    out: Out,
    folder: Annotated[Path, typer.Argument(metavar="SAMPLE", help="an empty folder, made if missing")],
    size: Annotated[
        int | None, typer.Option(min=1, help="documents of each stratum; default: as few as can do")
    ] = None,
    bound: Bound = 0.01,
    confidence: Confidence = 0.95,
) -> None:
    """Put documents of each stratum into SAMPLE, mixed and numbered, with verdicts.csv to fill in:
    yes for each in which something shows that should not."""
    from service.bulk import accept
    from service.bulk.bounds import needed

    number, strata = accept.draw(out, folder, size or needed(bound, confidence), SystemRandom())
    put(draw=number, strata=strata)


@app.command()
def judge(
    out: Out,
    verdicts: Annotated[Path, typer.Argument(metavar="VERDICTS", help="verdicts.csv, or JSON lines")],
    acceptance: Annotated[Path, typer.Argument(metavar="ACCEPTANCE", help="the file for bulk --acceptance")],
    reader: Annotated[str, typer.Option(help="who read the sample")],
    draw: Annotated[int, typer.Option(min=1, help="which draw was read, as it told")] = 1,
    bound: Bound = 0.01,
    confidence: Confidence = 0.95,
) -> None:
    """Print each stratum's rate of leaks with its interval, and write which are accepted."""
    from service import durable
    from service.bulk import accept

    now = datetime.now(UTC).isoformat(timespec="seconds")
    judged = accept.judge(out, draw, verdicts, bound, confidence, reader, now)
    durable.write(acceptance, judged.to_json())
    for stratum, found in judged.strata.items():
        put(
            stratum=stratum,
            sampled=found.sampled,
            leaks=found.leaks,
            interval=[round(found.low, 5), round(found.high, 5)],
            accepted=found.accepted,
        )
