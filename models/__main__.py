"""``python -m models corpus | train | export | evaluate``."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.command()
def corpus(
    paths: Annotated[list[str], typer.Argument(help="JSON-lines corpora; PATH:N repeats one N times")],
    out: Annotated[
        Path, typer.Option(help="folder for train.jsonl and tune.jsonl; keep it outside the checkout")
    ],
    tune_from: Annotated[
        str, typer.Option(help="corpus (part of its path) whose rulings give the tune split")
    ] = "gold",
    tune_share: Annotated[float, typer.Option(min=0.0, max=0.5)] = 0.08,
) -> None:
    """Bring corpora of several conventions into one, and cut a tune split by ruling."""
    from models import corpus as corpora

    out.mkdir(parents=True, exist_ok=True)
    train, tune = [], []
    for path in paths:
        name, _, times = path.partition(":")
        for example in corpora.read(Path(name)):
            if tune_from in name and corpora.is_tune(example, tune_share):
                tune.append(example)
            else:
                train.extend([example] * int(times or 1))
    for split, examples in (("train", train), ("tune", tune)):
        corpora.write(examples, out / f"{split}.jsonl")
        words = sum(len(example.text.split()) for example in examples)
        typer.echo(f"{split}: {len(examples)} documents, {words} words")
        for source, count in Counter(example.source for example in examples).most_common():
            typer.echo(f"  {count:6} {source}")


@app.command()
def train(
    base: Annotated[str, typer.Option(help="folder or hub name of the encoder to start from")],
    data: Annotated[Path, typer.Option(help="folder written by `corpus`", exists=True, file_okay=False)],
    out: Annotated[Path, typer.Option(help="folder of the run; an unfinished one goes on")],
    epochs: float = 3.0,
    learning_rate: float = 3e-4,
    batch_size: int = 8,
    seed: int = 1,
) -> None:
    """Fine-tune a base encoder on the examples that `corpus` wrote."""
    from models.train import Settings, run

    settings = Settings(base, epochs=epochs, learning_rate=learning_rate, batch_size=batch_size, seed=seed)
    record = run(data / "train.jsonl", data / "tune.jsonl", out, settings)
    typer.echo(f"{record['steps']} steps, {record['minutes']} min, tune F1 {record['tune']['eval_f1']:.4f}")


@app.command()
def export(
    checkpoint: Annotated[
        Path, typer.Argument(help="folder of a finished run", exists=True, file_okay=False)
    ],
    bundle: Annotated[Path, typer.Argument(help="folder to write")],
    quantisation: Annotated[
        str, typer.Option(help="dynamic, weights or none; see bench/quantisation.py")
    ] = "dynamic",
    card: Annotated[Path | None, typer.Option(help="model card to take in", exists=True)] = None,
) -> None:
    """Turn a checkpoint into a bundle ready to serve."""
    from models.export import export as write

    write(checkpoint, bundle, quantisation, card.read_text(encoding="utf-8") if card else None)
    for file in sorted(bundle.iterdir()):
        typer.echo(f"{file.stat().st_size / 1e6:8.1f} MB  {file.name}")


@app.command()
def evaluate(
    bundle: Annotated[Path, typer.Option(exists=True, file_okay=False)],
    data: Annotated[Path, typer.Option(help="gold rulings, JSON lines", exists=True)],
    policy: str = "todo",
    by: Annotated[str | None, typer.Option(help="also by `source` or `country`")] = None,
    predictions: Annotated[Path | None, typer.Option(help="write the decisions too, JSON lines")] = None,
) -> None:
    """Measure a bundle on gold rulings, through the pipeline that serves."""
    from models import evaluate as evaluation
    from models.figures import measure

    scored = list(evaluation.decide(bundle, data, policy))
    typer.echo(evaluation.table(measure(scored)))
    for name, figures in (evaluation.by_group(scored, by) if by else {}).items():
        typer.echo(f"\n{by} {name}\n{evaluation.table(figures)}")
    if predictions:
        evaluation.write_predictions(scored, predictions)


if __name__ == "__main__":
    app()
