"""Figures of what serves, and of what it gives away."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from models.cli.options import Folder, Pool


def evaluate(
    bundle: Folder,
    data: Annotated[Path, typer.Option(help="gold rulings, JSON lines", exists=True)],
    policy: Annotated[list[str] | None, typer.Option(help="default: every preset")] = None,
    by: Annotated[list[str] | None, typer.Option(help="also by country, source or part")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="write every figure")] = None,
    plots: Annotated[Path | None, typer.Option(help="folder for the plots of the first policy")] = None,
    predictions: Annotated[Path | None, typer.Option(help="write the decisions too, JSON lines")] = None,
    misses: Annotated[Path | None, typer.Option(help="write what was missed; outside any checkout")] = None,
) -> None:
    """Measure a bundle on gold rulings, through the pipeline that serves."""
    from models import evaluate as evaluation
    from models.curves import curves
    from models.plots import draw
    from models.tables import presets, table
    from service.engine import engine_of
    from service.policies import load_policies, pick

    known = load_policies()
    chosen = {name: pick(known, name) for name in policy or known}
    scored = evaluation.decide(engine_of(bundle), data, list(chosen.values()))
    content = evaluation.whole(bundle, data, scored, chosen)
    for name, figures in content["policies"].items():
        typer.echo(f"policy {name}\n{table(figures)}")
        for group in by or ():
            for value, part in figures["by"][group].items():
                typer.echo(f"\n{group} {value}\n{table(part)}")
    typer.echo(f"\n{presets(content['policies'])}")
    first, pairs = next(iter(scored.items()))
    hide = evaluation.hidden(chosen[first])
    if plots:
        draw(curves(pairs, hide), plots)
    if json_file:
        evaluation.write_json(content, json_file)
    if predictions:
        evaluation.write_predictions(pairs, predictions)
    if misses:
        typer.echo(f"{evaluation.write_misses(pairs, misses, hide)} misses")


def public(
    bundle: Folder,
    data: Annotated[Path, typer.Argument(help="test split, JSON lines", exists=True)],
    convention: Annotated[
        Literal["meddocan", "echr_manual", "conll2002_es"], typer.Option(help="whose labels and edges")
    ],
    json_file: Annotated[Path | None, typer.Option("--json", help="write every figure")] = None,
    policy: str = "todo",
) -> None:
    """Measure a bundle on a public corpus, by that corpus's own convention."""
    from models import evaluate as evaluation
    from models import public as sets
    from service.engine import engine_of
    from service.policies import load_policies, pick

    report = sets.evaluate(
        engine_of(bundle), data, pick(load_policies(), policy), sets.CONVENTIONS[convention]
    )
    typer.echo(sets.table(report))
    if json_file:
        evaluation.write_json(report, json_file)


def memory(
    checkpoint: Annotated[Path, typer.Argument(help="with a masked-language head", exists=True)],
    rulings: Annotated[Path, typer.Option(help="gold rulings that it has learnt", exists=True)],
    held_out: Annotated[Path, typer.Option(help="gold rulings that it has not", exists=True)],
    surnames: Annotated[list[Path], typer.Option(help="surnames and their counts, CSV", exists=True)],
    read: Pool,
    reference: Annotated[Path | None, typer.Option(help="the base, which has read none", exists=True)] = None,
    json_file: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Whether names of the training rulings can be drawn out of the weights; exit 1 if so."""
    from models import evaluate as evaluation
    from models.memory import run

    memory = run(checkpoint, rulings, held_out, surnames, read, reference)
    typer.echo(json.dumps(memory.to_json(), indent=1))
    if json_file:
        evaluation.write_json(memory.to_json(), json_file)
    if not memory.passes:
        raise typer.Exit(1)
