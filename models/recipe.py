"""The whole recipe, in slices: what is done is not done again, what was cut off goes on.

In the folder of the work::

    data/      ground   everything but the gold rulings: fictional, clinical, ECHR
               all      the gold rulings, copies of them with other people in them, and ground,
                        of its fiction a part
               fold-K   the gold rulings without part K, and such copies
    adapted    the base, after unlabelled rulings
    ground     a classifier that has seen no gold ruling: where teachers start
    teacher-S  trained on all, by seed
    labels     what the teachers say of unlabelled rulings, none of them a gold one
    start      a student of those and of ground: where the next ones start
    student-N  of N layers, on all
    fold-K     the same without part K, to calibrate by

Whatever makes data reads gazetteers and is done before a machine is lent; from ``adapted``
on nothing but torch and transformers is needed.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models import adapt, corpus, distill, labels, train
from models.corpus import Example
from models.running import Unfinished
from models.travel import unpacked

#: Parts that the gold rulings are cut into, by ruling.
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Student:
    """A student of `layers` of the stage `begins`, all if empty. pooled: it reads what the
    teachers say of unlabelled rulings too."""

    begins: str
    layers: tuple[int, ...] = ()
    pooled: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of each. Tokens and counts; epochs of a stage; seeds of the teachers, none of
    which means that those given do; layers of the base that are kept, all if empty."""

    adapt_tokens: int
    layers: tuple[int, ...]
    fictional: int
    copies: int
    teachers: tuple[int, ...]
    teacher_epochs: float
    pool_tokens: int
    start: Student
    start_epochs: float
    students: dict[int, Student]
    student_epochs: float
    fold_epochs: float
    evaluate_every: int = 250


EVERY_SECOND = (1, 3, 5, 7, 9, 11)

PLANS = {
    "gpu": Plan(
        adapt_tokens=30_000_000,
        layers=(),
        fictional=6_000,
        copies=4,
        teachers=(1, 2, 3),
        teacher_epochs=3,
        pool_tokens=15_000_000,
        start=Student("ground", EVERY_SECOND),
        start_epochs=1,
        students={6: Student("start"), 4: Student("student-6", (0, 2, 3, 5))},
        student_epochs=2,
        fold_epochs=3,
    ),
    # Two cores without a GPU, in two hours: students grow from the base, and the teacher is
    # one that is there already.
    "cpu": Plan(
        adapt_tokens=600_000,
        layers=EVERY_SECOND,
        fictional=1_400,
        copies=3,
        teachers=(),
        teacher_epochs=0,
        pool_tokens=2_200_000,
        start=Student("adapted"),
        start_epochs=0.9,
        students={6: Student("start", pooled=False), 4: Student("student-6", (0, 2, 3, 5))},
        student_epochs=1.5,
        fold_epochs=1,
    ),
}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where everything comes from. `teachers`: checkpoints that teach besides the plan's."""

    base: Path
    gold: Path
    others: tuple[Path, ...]
    pool: tuple[Path, ...]
    gazetteers: Path | None = None
    teachers: tuple[Path, ...] = ()


def prepare(sources: Sources, plan: Plan, work: Path) -> None:
    """Write ``data/``; what is there is left."""
    from models import synth

    gold = list(corpus.read(sources.gold))
    tune, learnt = ([e for e in gold if corpus.is_tune(e, 0.06) is side] for side in (True, False))
    ground = [e for path in sources.others for e in corpus.read(path)]
    fiction = list(synth.rulings(plan.fictional, 1, sources.gazetteers)) if plan.fictional else []
    copied = list(_copies(sources, learnt, plan.copies, 1))
    unseen = plan.fictional // 30 + 1
    sets = {
        "ground": ([*ground, *fiction[unseen:]], fiction[:unseen]),
        "all": ([*learnt, *copied, *ground, *fiction[: len(fiction) // 4]], tune),
    }
    for k in range(FOLDS):
        seen = [e for e in learnt if corpus.fold_of(e, FOLDS) != k]
        unread = [e for e in tune if corpus.fold_of(e, FOLDS) != k]
        sets[f"fold-{k}"] = ([*seen, *_copies(sources, seen, plan.copies, 2 + k)], unread)
    for name, (examples, held) in sets.items():
        folder = work / "data" / name
        if not (folder / "tune.jsonl").exists():
            folder.mkdir(parents=True, exist_ok=True)
            corpus.write(examples, folder / "train.jsonl")
            corpus.write(held, folder / "tune.jsonl")


def _copies(sources: Sources, examples: Sequence[Example], copies: int, seed: int) -> Iterator[Example]:
    from models.synth.mentions import augment
    from models.synth.people import names_for

    countries = corpus.countries(sources.gold)
    yield from augment(examples, seed, countries, names_for(sources.gazetteers), copies)


def stages(sources: Sources, plan: Plan, work: Path) -> dict[str, Callable[[float], object]]:
    """Every stage in order, by the name of its folder: a call with the minutes that it has.

    Raises (the calls):
        Unfinished: the minutes are over; the same call goes on.
    """
    data = work / "data"

    def tuned(name: str, settings: train.Settings, of: str) -> Callable[[float], object]:
        return lambda minutes: train.run(
            data / of / "train.jsonl",
            data / of / "tune.jsonl",
            work / name,
            replace(settings, minutes=minutes),
        )

    def settings(base: Path, **changes: object) -> train.Settings:
        return replace(
            train.Settings(str(base), evaluate_every=plan.evaluate_every, patience=99),
            **changes,  # type: ignore[arg-type]
        )

    def distilled(
        name: str, student: Student, of: str, epochs: float, rate: float
    ) -> Callable[[float], object]:
        wanted = [work / "labels" / "pool.safetensors"] if student.pooled else []
        wanted.append(work / "labels" / f"{of}.safetensors")
        given = distill.Settings(
            str(work / student.begins), student.layers, epochs=epochs, learning_rate=rate
        )
        return lambda minutes: distill.run(wanted, work / name, replace(given, minutes=minutes))

    taught = [*(work / f"teacher-{seed}" for seed in plan.teachers), *sources.teachers]
    made: dict[str, Callable[[float], object]] = {
        "adapted": lambda minutes: adapt.run(
            sources.pool,
            work / "adapted",
            adapt.Settings(
                str(unpacked(sources.base, work / "base")), plan.adapt_tokens, plan.layers, minutes=minutes
            ),
        )
    }
    if plan.teachers:
        made["ground"] = tuned("ground", settings(work / "adapted", epochs=1), "ground")
    for seed in plan.teachers:
        teacher = settings(work / "ground", epochs=plan.teacher_epochs, seed=seed)
        made[f"teacher-{seed}"] = tuned(f"teacher-{seed}", teacher, "all")
    made["labels"] = lambda _: _label(taught, sources, plan, work)
    made["start"] = distilled("start", plan.start, "ground", plan.start_epochs, 3e-4)
    for size, student in plan.students.items():
        made[f"student-{size}"] = distilled(f"student-{size}", student, "all", plan.student_epochs, 4e-4)
    for k in range(FOLDS):
        fold = Student("start", pooled=False)
        made[f"fold-{k}"] = distilled(f"fold-{k}", fold, f"fold-{k}", plan.fold_epochs, 4e-4)
    return made


def _label(teachers: Sequence[Path], sources: Sources, plan: Plan, work: Path) -> None:
    folder = work / "labels"
    folder.mkdir(exist_ok=True)
    asked = labels.windows_of(teachers[0], [], sources.pool, plan.pool_tokens, 1, apart=[sources.gold])
    labels.write(list(labels.teach(teachers, asked)), folder / "pool.safetensors")
    counts = {"teachers": len(teachers), "pool": len(asked)}
    for name in ("ground", "all", *map("fold-{}".format, range(FOLDS))):
        own = labels.windows_of(teachers[0], [work / "data" / name / "train.jsonl"], [], 0, 1)
        labels.write(list(map(labels.untaught, own)), folder / f"{name}.safetensors")
        counts[name] = len(own)
    (folder / "run.json").write_text(json.dumps(counts) + "\n", encoding="utf-8")


def run(sources: Sources, plan: Plan, work: Path, minutes: float = 0.0) -> bool:
    """Go on with the recipe for `minutes` (0: to its end); whether it is done.

    A stage is done when its folder has a ``run.json``.
    """
    began = time.monotonic()
    if not (work / "data").exists():
        prepare(sources, plan, work)
    for name, stage in stages(sources, plan, work).items():
        if (work / name / "run.json").exists():
            continue
        left = minutes - (time.monotonic() - began) / 60 if minutes else 0.0
        if minutes and left < 0.5:
            return False
        try:
            stage(left)
        except Unfinished:
            return False
    return True
