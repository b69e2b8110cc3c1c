"""``python -m models VERB``: one verb a step of the recipe, and `recipe` for all of them."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help=__doc__,
    pretty_exceptions_enable=False,  # it would print what the frames hold
)

Folder = Annotated[Path, typer.Option(exists=True, file_okay=False)]
Gazetteers = Annotated[
    Path | None, typer.Option(help="folder with names by country and places", exists=True, file_okay=False)
]
Minutes = Annotated[float, typer.Option(help="of this call; the same command goes on. 0: without end")]
Layers = Annotated[str, typer.Option(help="layers that are kept, from 0: 1,3,5. Default: all")]


def _pools(given: list[Path] | None) -> list[Path]:
    """The files given, and of a folder its JSON lines, by name."""
    return [
        file
        for path in given or []
        for file in (sorted([*path.glob("*.jsonl"), *path.glob("*.jsonl.xz")]) if path.is_dir() else [path])
    ]


Pool = Annotated[
    list[Path],
    typer.Option(help="unlabelled JSON lines, .xz or not, or a folder of them", exists=True, callback=_pools),
]
Risks = Annotated[
    list[str] | None, typer.Option(help="LABEL=SHARE of its characters that may be missed; default 0.01")
]


def _risks(stated: list[str] | None) -> dict[Any, float]:
    from service.document import HIDDEN_LABELS

    given = dict(item.split("=", 1) for item in stated or [])
    return {label: float(given.get(label, 0.01)) for label in HIDDEN_LABELS}


def _layers(text: str) -> tuple[int, ...]:
    return tuple(int(layer) for layer in text.split(",") if layer.strip())


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


@app.command()
def synth(
    count: Annotated[int, typer.Argument(min=1)],
    out: Annotated[Path, typer.Argument(help="JSON-lines file to write")],
    gazetteers: Gazetteers = None,
    seed: int = 1,
) -> None:
    """Write fictional rulings of every country, annotated whole."""
    from models import synth as fiction

    fiction.write(count, out, seed, gazetteers)


@app.command()
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
        layers=_layers(layers),
        learning_rate=learning_rate,
        batch_size=batch_size,
        head_only=head_only,
        seed=seed,
        minutes=minutes,
    )
    record = run(pool, out, settings)
    typer.echo(f"{record['tokens']} tokens, {record['minutes']} min, loss {record['loss']}")


@app.command()
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
        layers=_layers(layers),
        freeze=freeze,
        lora_rank=lora_rank,
        evaluate_every=evaluate_every,
        minutes=minutes,
    )
    record = run(data / "train.jsonl", data / "tune.jsonl", out, settings)
    tune = f", tune F1 {record['tune']['eval_f1']:.4f}" if record["tune"] else ""
    typer.echo(f"{record['steps']} steps, {record['minutes']} min{tune}")


@app.command()
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


@app.command()
def distill(
    student: Annotated[str, typer.Option(help="checkpoint to start from")],
    labelled: Annotated[list[Path], typer.Option(help="files of `teach`", exists=True)],
    out: Annotated[Path, typer.Option(help="folder of the run; an unfinished one goes on")],
    layers: Layers = "",
    online: Annotated[str | None, typer.Option(help="a teacher that runs beside the student")] = None,
    epochs: float = 1.0,
    learning_rate: float = 3e-4,
    batch_size: int = 8,
    temperature: float = 2.0,
    soft: float = 0.5,
    hard: float = 0.5,
    hidden: float = 0.25,
    seed: int = 1,
    minutes: Minutes = 0.0,
) -> None:
    """Teach a student of fewer layers what the teachers know."""
    from models.distill import Settings, run

    settings = Settings(
        student,
        _layers(layers),
        online,
        temperature,
        soft,
        hard,
        hidden,
        epochs,
        learning_rate,
        batch_size,
        seed=seed,
        minutes=minutes,
    )
    record = run(labelled, out, settings)
    typer.echo(f"{record['steps']} steps, {record['minutes']} min, loss {record['loss']}")


@app.command()
def export(
    checkpoint: Annotated[
        Path, typer.Argument(help="folder of a finished run", exists=True, file_okay=False)
    ],
    bundle: Annotated[Path, typer.Argument(help="folder to write")],
    quantisation: Annotated[
        str, typer.Option(help="smooth, dynamic, weights or none; see bench/quantisation.py")
    ] = "smooth",
    card: Annotated[Path | None, typer.Option(help="model card to take in", exists=True)] = None,
) -> None:
    """Turn a checkpoint into a bundle ready to serve."""
    from models.export import export as write

    write(checkpoint, bundle, quantisation, card.read_text(encoding="utf-8") if card else None)
    for file in sorted(bundle.iterdir()):
        typer.echo(f"{file.stat().st_size / 1e6:8.1f} MB  {file.name}")


@app.command()
def calibrate(
    bundle: Folder,
    folds: Annotated[list[Path], typer.Argument(help="the bundles of all folds, in order", exists=True)],
    data: Annotated[Path, typer.Option(help="the gold rulings that the folds part", exists=True)],
    risk: Risks = None,
    vain: Annotated[float, typer.Option(help="share of other characters masked outright in vain")] = 0.004,
    parte: Annotated[float, typer.Option(help="share of private persons published for another role")] = 0.01,
    policy: str = "todo",
) -> None:
    """Set a bundle's thresholds to stated risks, by models that have not seen the rulings."""
    from models.calibrate import Targets, open_folds, write
    from models.calibrate import calibrate as fit
    from service.policies import load_policies, pick

    targets = Targets(_risks(risk), vain, parte)
    calibration = fit(open_folds(folds, data), pick(load_policies(), policy), targets)
    write(bundle, calibration)
    typer.echo(json.dumps(calibration, indent=1))


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def card(
    bundle: Folder,
    figures: Annotated[Path, typer.Option(help="of `evaluate --json`", exists=True)],
    record: Annotated[
        list[str] | None, typer.Option(help="STAGE=run.json, in order; default: those of the last card")
    ] = None,
    public_set: Annotated[list[str] | None, typer.Option(help="NAME=JSON of `public`")] = None,
    memory_file: Annotated[Path | None, typer.Option("--memory", help="JSON of `memory`")] = None,
) -> None:
    """Write the bundle's model card from what the other verbs measured, and seal it again."""
    from models.card import card as write
    from models.card import keep
    from models.export import seal

    def named(items: list[str]) -> dict[str, Path]:
        return {name: Path(path) for name, _, path in (item.partition("=") for item in items)}

    if record:
        keep(bundle, named(record))
    text = write(bundle, figures, public=named(public_set or []), memory=memory_file)
    (bundle / "README.md").write_text(text, encoding="utf-8")
    seal(bundle)


@app.command()
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


@app.command()
def finish(
    work: Annotated[Path, typer.Argument(help="folder of a done recipe", exists=True, file_okay=False)],
    bundle: Annotated[Path, typer.Argument(help="folder to write")],
    gold: Annotated[Path, typer.Option(help="the gold rulings that the folds part", exists=True)],
    dev: Annotated[Path, typer.Option(help="gold rulings to measure on", exists=True)],
    student: str = "student-6",
    public_set: Annotated[list[str] | None, typer.Option(help="CONVENTION=FILE, see `public`")] = None,
    risk: Risks = None,
) -> None:
    """Export, calibrate and measure what the recipe made, and write its card."""
    from models.calibrate import Targets
    from models.finish import Measured
    from models.finish import finish as end

    sets = {name: Path(path) for name, _, path in (item.partition("=") for item in public_set or [])}
    end(work, student, bundle, Measured(gold, dev, sets), Targets(_risks(risk)))


@app.command()
def hand_back(
    checkpoint: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    out: Path,
    since: Annotated[Path | None, typer.Option(help="leave out what stands equal in it", exists=True)] = None,
) -> None:
    """Write a checkpoint in 16 bits, its weights in parts under 16 MiB."""
    from models.travel import hand_back as write

    for part in write(checkpoint, out, since):
        typer.echo(f"{part.stat().st_size / 2**20:6.1f} MiB  {part.name}")


@app.command()
def join(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    since: Annotated[Path | None, typer.Option(help="where what was left out is", exists=True)] = None,
) -> None:
    """Make the parts of `hand-back` one file again."""
    from models.travel import joined

    joined(folder, since)


if __name__ == "__main__":
    app()
