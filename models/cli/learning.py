"""What changes weights."""

from pathlib import Path
from typing import Annotated

import typer

from models.cli.options import Layers, Minutes, Pool, layer_numbers


def adapt(
    base: Annotated[str, typer.Option(help="folder or hub name of the encoder to start from")],
    pool: Pool,
    out: Annotated[Path, typer.Option(help="folder of the run; an unfinished one goes on")],
    tokens: int = 6_000_000,
    layers: Layers = "",
    learning_rate: float = 3e-4,
    batch_size: int = 8,
    head_only: Annotated[bool, typer.Option("--head-only", help="fit a language-model head alone")] = False,
    seed: int = 1,
    minutes: Minutes = 0.0,
) -> None:
    """Go on pre-training a base on unlabelled rulings, by masked language modelling."""
    from models.adapt import Settings, run

    settings = Settings(
        base,
        tokens,
        layers=layer_numbers(layers),
        learning_rate=learning_rate,
        batch_size=batch_size,
        head_only=head_only,
        seed=seed,
        minutes=minutes,
    )
    record = run(pool, out, settings)
    typer.echo(f"{record['tokens']} tokens, {record['minutes']} min, loss {record['loss']}")


def train(
    base: Annotated[str, typer.Option(help="folder or hub name of the encoder to start from")],
    data: Annotated[Path, typer.Option(help="folder written by `corpus`", exists=True, file_okay=False)],
    out: Annotated[Path, typer.Option(help="folder of the run; an unfinished one goes on")],
    epochs: float = 3.0,
    learning_rate: float = 3e-4,
    batch_size: int = 8,
    seed: int = 1,
    layers: Layers = "",
    freeze: Annotated[int, typer.Option(help="lowest layers held still, with the embeddings")] = 0,
    lora_rank: Annotated[int, typer.Option(help="train low-rank adapters alone and merge them in")] = 0,
    evaluate_every: Annotated[int, typer.Option(help="steps")] = 250,
    minutes: Minutes = 0.0,
) -> None:
    """Fine-tune an encoder on the examples that `corpus` wrote."""
    from models.train import Settings, run

    settings = Settings(
        base,
        epochs=epochs,
        learning_rate=learning_rate,
        batch_size=batch_size,
        seed=seed,
        layers=layer_numbers(layers),
        freeze=freeze,
        lora_rank=lora_rank,
        evaluate_every=evaluate_every,
        minutes=minutes,
    )
    record = run(data / "train.jsonl", data / "tune.jsonl", out, settings)
    tune = f", tune F1 {record['tune']['eval_f1']:.4f}" if record["tune"] else ""
    typer.echo(f"{record['steps']} steps, {record['minutes']} min{tune}")


def teach(
    teachers: Annotated[list[Path], typer.Argument(help="checkpoints", exists=True, file_okay=False)],
    out: Annotated[Path, typer.Option(help="file to write, .safetensors")],
    data: Annotated[list[Path] | None, typer.Option(help="examples of `corpus`", exists=True)] = None,
    untaught: Annotated[
        list[Path] | None, typer.Option(help="examples that keep their own labels alone", exists=True)
    ] = None,
    pool: Pool = [],  # noqa: B006
    apart: Annotated[
        list[Path] | None, typer.Option(help="gold rulings of which the pool may give no piece", exists=True)
    ] = None,
    tokens: Annotated[int, typer.Option(help="of the pool")] = 1_000_000,
    seed: int = 1,
) -> None:
    """Label examples and unlabelled rulings with what teachers say of them, ahead of `distill`."""
    from models import labels

    asked = labels.windows_of(teachers[0], data or [], pool or [], tokens, seed, apart or [])
    own = labels.windows_of(teachers[0], untaught or [], [], 0, seed)
    labels.write([*labels.teach(teachers, asked), *map(labels.untaught, own)], out)
    typer.echo(f"{len(asked)} windows taught, {len(own)} with their own labels alone")


def distill(
    student: Annotated[str, typer.Option(help="checkpoint to start from")],
    labelled: Annotated[list[Path], typer.Option(help="files of `teach`", exists=True)],
    out: Annotated[Path, typer.Option(help="folder of the run; an unfinished one goes on")],
    layers: Layers = "",
    heads: Annotated[int, typer.Option(help="attention heads that are kept in all; 0: all")] = 0,
    inner: Annotated[int, typer.Option(help="inner units of each layer that are kept; 0: all")] = 0,
    online: Annotated[str | None, typer.Option(help="a teacher that runs beside the student")] = None,
    epochs: float = 1.0,
    learning_rate: float = 3e-4,
    batch_size: int = 8,
    temperature: float = 2.0,
    soft: float = 0.5,
    hard: float = 0.5,
    hidden: float = 0.25,
    embeddings: Annotated[bool, typer.Option(help="whether they learn too")] = True,
    seed: int = 1,
    minutes: Minutes = 0.0,
) -> None:
    """Teach a student of fewer or narrower layers what the teachers know."""
    from models.distill import Settings, run

    settings = Settings(
        student,
        layer_numbers(layers),
        heads,
        inner,
        online,
        temperature,
        soft,
        hard,
        hidden,
        epochs,
        learning_rate,
        batch_size,
        embeddings=embeddings,
        seed=seed,
        minutes=minutes,
    )
    record = run(labelled, out, settings)
    typer.echo(f"{record['steps']} steps, {record['minutes']} min, loss {record['loss']}")


def narrow(
    checkpoint: Annotated[str, typer.Argument(help="folder of the classifier")],
    pool: Pool,
    out: Annotated[Path, typer.Option(help="folder of the new one")],
    heads: Annotated[int, typer.Option(help="attention heads that are kept in all; 0: all")] = 0,
    inner: Annotated[int, typer.Option(help="inner units of each layer that are kept; 0: all")] = 0,
    tokens: Annotated[int, typer.Option(help="of the pool that it is settled on")] = 75_000,
    seed: int = 1,
) -> None:
    """Leave out what says least in each layer, and let the rest take it over; without training."""
    from models.narrow import Settings, run

    if not heads and not inner:
        raise typer.BadParameter("say how many heads or inner units are kept")
    try:
        record = run(pool, out, Settings(checkpoint, heads, inner, tokens, seed))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    typer.echo(f"divergence {record['divergence']} a token, on unseen windows")


def early_exit(
    checkpoint: Annotated[str, typer.Argument(help="folder of the classifier")],
    pool: Pool,
    out: Annotated[Path, typer.Option(help="new folder of the same with its exit")],
    tokens: Annotated[int, typer.Option(help="of the pool that it is fitted to", min=1000)] = 240_000,
    seed: int = 1,
) -> None:
    """Let tokens that are plainly nothing leave after half of the layers; the weights stay as they are."""
    from models.fit_exit import Settings, run

    record = run(pool, out, Settings(checkpoint, tokens, seed))
    told = f"divergence {record['divergence']} a token, {record['stay']:.1%} of them stay"
    typer.echo(f"{told}, on unseen windows")
