"""The end of the recipe: a student and the models of its folds → a bundle that is calibrated
and measured, and says so in its card.

Beside the folder of the work it needs what serves (onnxruntime), and so no lent machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models import calibrate, evaluate, public
from models.calibrate import Targets
from models.card import card, keep
from models.export import export, seal
from models.folds import open_folds
from models.recipe import FOLDS
from service.engine import engine_of
from service.policies import load_policies, pick

#: The policy that hides every label: what thresholds are set by.
POLICY = "todo"


@dataclass(frozen=True, slots=True)
class Measured:
    """What the bundle is calibrated on and measured on. gold: the rulings that the folds
    part. dev: others. sets: public test sets by the name of their convention."""

    gold: Path
    dev: Path
    sets: Mapping[str, Path] = field(default_factory=dict)


def finish(work: Path, student: str, bundle: Path, measured: Measured, targets: Targets) -> None:
    """Write the bundle of the stage `student` of `work` into folder `bundle`; its figures go
    into `work`. The folds must be of as many layers as the student: thresholds are of a
    model of its kind."""
    folds = [work / f"fold-{k}" for k in range(FOLDS)]
    for fold in folds:
        if not (fold / "bundle" / "SHA256SUMS").exists():
            export(fold, fold / "bundle", "smooth")
    export(work / student, bundle, "smooth")

    policies = load_policies()
    todo = pick(policies, POLICY)
    opened = open_folds([fold / "bundle" for fold in folds], measured.gold)
    calibrate.write(bundle, calibrate.calibrate(opened, todo, targets))

    engine = engine_of(bundle)
    scored = evaluate.decide(engine, measured.dev, list(policies.values()))
    figures = work / "figures.json"
    evaluate.write_json(evaluate.whole(bundle, measured.dev, scored, policies), figures)
    sets = {name: work / f"{name}.json" for name in measured.sets}
    for name, file in sets.items():
        convention = public.CONVENTIONS[name]
        evaluate.write_json(public.evaluate(engine, measured.sets[name], todo, convention), file)

    told = ("adapted", "ground", *sorted(t.name for t in work.glob("teacher-*")), "start", student)
    records = {stage: work / stage / "run.json" for stage in told if (work / stage / "run.json").exists()}
    keep(bundle, records)
    (bundle / "README.md").write_text(card(bundle, figures, sets), encoding="utf-8")
    seal(bundle)
