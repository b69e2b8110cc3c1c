"""Bundles: from a checkpoint to what serves and says what it is."""

import json
from pathlib import Path
from typing import Annotated

import typer

from models.cli.options import Auto, Folder, Masked, Risks, by_label, risks


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


def calibrate(
    bundle: Folder,
    folds: Annotated[list[Path], typer.Argument(help="the bundles of all folds, in order", exists=True)],
    data: Annotated[Path, typer.Option(help="the gold rulings that the folds part", exists=True)],
    risk: Risks = None,
    vain: Annotated[float, typer.Option(help="share of other characters masked outright in vain")] = 0.004,
    parte: Annotated[float, typer.Option(help="share of private persons published for another role")] = 0.01,
    review: Annotated[float, typer.Option(help="spans per 1,000 words put before a person")] = 4.0,
    masked: Masked = None,
    auto: Auto = None,
    policy: str = "todo",
) -> None:
    """Set a bundle's thresholds to stated risks, by models that have not seen the rulings."""
    from models.calibrate import Targets, write
    from models.calibrate import calibrate as fit
    from models.folds import open_folds
    from service.policies import load_policies, pick

    targets = Targets(risks(risk), vain, parte, review, by_label(masked), by_label(auto))
    calibration = fit(open_folds(folds, data), pick(load_policies(), policy), targets)
    write(bundle, calibration)
    typer.echo(json.dumps(calibration, indent=1))


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


def finish(
    work: Annotated[Path, typer.Argument(help="folder of a done recipe", exists=True, file_okay=False)],
    bundle: Annotated[Path, typer.Argument(help="folder to write")],
    gold: Annotated[Path, typer.Option(help="the gold rulings that the folds part", exists=True)],
    dev: Annotated[Path, typer.Option(help="gold rulings to measure on", exists=True)],
    student: Annotated[str, typer.Option(help="of the plan, with folds of its own")] = "narrow",
    public_set: Annotated[list[str] | None, typer.Option(help="CONVENTION=FILE, see `public`")] = None,
    risk: Risks = None,
    masked: Masked = None,
    auto: Auto = None,
) -> None:
    """Export, calibrate and measure what the recipe made, and write its card."""
    from models.calibrate import Targets
    from models.finish import Measured
    from models.finish import finish as end

    sets = {name: Path(path) for name, _, path in (item.partition("=") for item in public_set or [])}
    end(
        work,
        student,
        bundle,
        Measured(gold, dev, sets),
        Targets(risks(risk), masked=by_label(masked), auto=by_label(auto)),
    )
