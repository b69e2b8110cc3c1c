"""Annotated texts for training."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from models.cli.options import Gazetteers


def corpus(
    paths: Annotated[list[str], typer.Argument(help="JSON-lines corpora; PATH:N repeats one N times")],
    out: Annotated[
        Path, typer.Option(help="folder for train.jsonl and tune.jsonl; keep it outside the checkout")
    ],
    tune_from: Annotated[
        str, typer.Option(help="corpus (part of its path) whose rulings give the tune split")
    ] = "gold",
    tune_share: Annotated[float, typer.Option(min=0.0, max=0.5)] = 0.08,
    without_fold: Annotated[
        str, typer.Option(help="K/N leaves part K (from 0) of N of that corpus's rulings out")
    ] = "",
    replaced: Annotated[
        int, typer.Option(help="copies of that corpus with other people, places, dates and numbers")
    ] = 0,
    gazetteers: Gazetteers = None,
    seed: int = 1,
) -> None:
    """Bring corpora of several conventions into one, and cut a tune split by ruling."""
    from models import corpus as corpora
    from models.synth.mentions import augment
    from models.synth.people import names_for

    out.mkdir(parents=True, exist_ok=True)
    part, _, parts = without_fold.partition("/")
    train: list[corpora.Example] = []
    tune: list[corpora.Example] = []
    for path in paths:
        name, _, times = path.partition(":")
        leading = tune_from in name
        kept = [
            example
            for example in corpora.read(Path(name))
            if not (leading and parts and corpora.fold_of(example, int(parts)) == int(part))
        ]
        if leading:
            tune += [example for example in kept if corpora.is_tune(example, tune_share)]
            kept = [example for example in kept if not corpora.is_tune(example, tune_share)]
            if replaced:
                countries = corpora.countries(Path(name))
                train += augment(kept, seed, countries, names_for(gazetteers), replaced)
        train += kept * int(times or 1)
    for split, examples in (("train", train), ("tune", tune)):
        corpora.write(examples, out / f"{split}.jsonl")
        words = sum(len(example.text.split()) for example in examples)
        typer.echo(f"{split}: {len(examples)} documents, {words} words")
        for source, count in Counter(example.source for example in examples).most_common():
            typer.echo(f"  {count:6} {source}")


def synth(
    count: Annotated[int, typer.Argument(min=1)],
    out: Annotated[Path, typer.Argument(help="JSON-lines file to write")],
    gazetteers: Gazetteers = None,
    seed: int = 1,
) -> None:
    """Write fictional rulings of every country, annotated whole."""
    from models import synth as fiction

    fiction.write(count, out, seed, gazetteers)
