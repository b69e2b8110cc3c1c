"""The end of the recipe: a student and the models of its folds → a bundle that is calibrated
and measured, and says so in its card.

Beside the folder of the work it needs what serves (onnxruntime), and so no lent machine.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models import calibrate, evaluate, fit_exit, public
from models.calibrate import Targets
from models.card import card, keep
from models.export import export, seal
from models.folds import open_folds
from models.recipe import FOLDS, POOL, fold_of
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
    """Write the bundle of `student` of the plan that `work` was made by into folder `bundle`,
    calibrated by its own folds; its figures go into `work`."""
    folds = [work / fold_of(student, k) for k in range(FOLDS)]
    for fold in folds:
        if not (fold / "bundle" / "SHA256SUMS").exists():
            export(fold, fold / "bundle", "smooth")
    leaving = work / f"exit-{student}"
    if not (leaving / "run.json").exists():
        fit_exit.run([work / "data" / POOL], leaving, fit_exit.Settings(str(work / f"student-{student}")))
    export(leaving, bundle, "smooth")

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

    told = ["adapted", "ground", *sorted(t.name for t in work.glob("teacher-*"))]
    told += [*grown(work, f"student-{student}"), leaving.name]
    records = {stage: work / stage / "run.json" for stage in told if (work / stage / "run.json").exists()}
    keep(bundle, records)
    (bundle / "README.md").write_text(card(bundle, figures, sets), encoding="utf-8")
    seal(bundle)


def grown(work: Path, stage: str) -> list[str]:
    """The distillations of `work` that `stage` grew from, the first first, and itself."""
    record = work / stage / "run.json"
    begins = (
        json.loads(record.read_text(encoding="utf-8"))["settings"].get("student") if record.exists() else None
    )
    return [*grown(work, Path(begins).name), stage] if begins else []
