"""``bulk``: many documents at once."""

import os
import signal
from functools import partial
from pathlib import Path
from threading import Event
from typing import Annotated, Literal

import typer

from service.cli.files import FieldNames, FormatName, Held, PolicyName, StyleName
from service.cli.lines import put
from service.settings import load


def bulk(
    source: Annotated[Path, typer.Argument(metavar="IN", help="a folder, FILE.jsonl or FILE.parquet")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="a folder, made if missing")],
    policy: PolicyName = "todo",
    style: StyleName = None,
    format_: FormatName = None,
    field: FieldNames = None,
    hold: Held = None,
    text: Annotated[str, typer.Option(metavar="COLUMN", help="of rows: which holds the text")] = "text",
    keep: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="of rows: goes out as it is; several")
    ] = None,
    stratum: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="of rows: tells the stratum; several; if none, court and matter"),
    ] = None,
    acceptance: Annotated[
        Path | None, typer.Option(metavar="FILE", help="of `accept`: strata that go out by themselves")
    ] = None,
    engine: Annotated[Literal["local", "ray"], typer.Option(help="this machine, or a Ray cluster")] = "local",
    processes: Annotated[int, typer.Option(min=0, help="how many work at once; 0: one a core")] = 0,
    seconds: Annotated[
        int, typer.Option(min=0, help="that a document may take before it is given up; 0: any time")
    ] = 900,
    retry: Annotated[bool, typer.Option("--retry", help="try again what failed")] = False,
    table: Annotated[
        Literal["csv", "parquet"] | None, typer.Option(help="write the table of outcomes like this as well")
    ] = None,
) -> None:
    """Anonymize a folder of files, or rows, into OUT; started again, it goes on where it stopped.

    OUT/released has what may go out, OUT/review what a person must see first, OUT/outcomes.jsonl
    a line for each document. Without --acceptance everything goes to review."""
    from service import __version__
    from service.backends import load_bundle
    from service.bulk import lanes, outcomes, runs, sources
    from service.bulk.progress import Watch
    from service.bulk.work import Setup
    from service.cli import each_file
    from service.engine import engine_of, version_of
    from service.policies import load_policies, named
    from service.policies.fingerprint import fingerprint
    from service.storage.keys import load_keyring

    settings = load()
    rule, shown = named(load_policies(settings.policies), policy), each_file.style_of(style)
    versions = outcomes.Versions(version_of(load_bundle(settings.bundle)), fingerprint(rule), __version__)
    sampled = lanes.read_acceptance(acceptance) if acceptance else None
    columns = sources.Columns(text, tuple(keep or ()), tuple(stratum or sources.STRATA))
    master_key = settings.master_key.get_secret_value() if settings.master_key else None
    setup = Setup(
        source=source.resolve(),
        out=out.resolve(),
        build=partial(engine_of, settings.bundle.resolve(), 1),
        versions=versions,
        policy=policy,
        keyring=load_keyring(master_key, settings.master_key_file, settings.master_key_command),
        policies=settings.policies,
        style=rule.in_style(shown).style,
        way=each_file.options_of(format_, field, hold, ocr=settings.ocr).way,
        columns=columns,
        strata=lanes.accepted(sampled, versions, rule.in_style(shown).style),
        seconds=seconds or None,
    )
    stop = Event()

    def end(number: int, _: object) -> None:
        """Finish what is in hand; at once if asked twice."""
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    documents = sources.open_source(setup.source, columns)
    with Watch(len(documents)) as watch:
        count = processes or len(os.sched_getaffinity(0))
        runs.run(setup, documents, engine, count, watch, stop.is_set, retry=retry)
    if table:
        outcomes.write_table(table, list(outcomes.last(out / runs.TABLE).values()), out / f"outcomes.{table}")
    put(**watch.sums())
    raise typer.Exit(130 if stop.is_set() else 1 if watch.counts["failed"] or watch.counts["held"] else 0)
