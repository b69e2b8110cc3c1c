"""The whole recipe, in slices: what is done is not done again, what was cut off goes on.

In the folder of the work::

    data/      pool     the unlabelled rulings, without what is in the gold ones
               ground   everything but the gold rulings: fictional, clinical, ECHR
               all      the gold rulings, copies of them with other people in them, and ground,
                        of its fiction a part
               fold-K   the same without part K of the gold rulings
    adapted    the base, after unlabelled rulings
    ground     a classifier that has seen no gold ruling: where teachers start
    teacher-S  trained on all, by seed
    labels     what the teachers say of unlabelled rulings: for start, and to replay later
    start      a student of those and of ground: where the next ones start
    start-N    the same made narrower, and healed on what it learnt from
    student-N  the students that are measured or shipped, on all and the replay
    fold-N-K   the same as student-N on fold-K, to calibrate it by

Whatever makes data reads gazetteers and is done before a machine is lent; from ``adapted``
on nothing but torch and transformers is needed. What comes after ``start`` leaves its embeddings
as they are, and so need not carry them.
"""

import json
import random
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transformers import AutoTokenizer

from models import adapt, corpus, distill, labels, pool, train, windows
from models.corpus import Example
from models.running import Unfinished
from models.travel import unpacked

#: Parts that the gold rulings are cut into, by ruling.
FOLDS = 5
#: In ``data/``.
POOL = "pool.jsonl.xz"


@dataclass(frozen=True, slots=True)
class Student:
    """A student of the stage `begins`: of its `layers`, all if empty; of its attention heads,
    `heads` in all, and of the inner units of a layer, `inner`: all if 0."""

    begins: str
    layers: tuple[int, ...] = ()
    heads: int = 0
    inner: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of each. Tokens and counts; epochs of a stage; seeds of the teachers, none of
    which means that those given do; layers of the base that are kept, all if empty.

    adapt_batch: windows of a step of adaptation; batch_size: of every other. replay_tokens:
    of the pool's labels, kept from start for students and folds. narrowed: what start is made
    into, by the end of the stage's name. folded: students whose folds are made, by name. steps:
    between checkpoints of a teacher.
    """

    adapt_tokens: int
    adapt_epochs: float
    adapt_batch: int
    layers: tuple[int, ...]
    fictional: int
    copies: int
    teachers: tuple[int, ...]
    teacher_epochs: float
    pool_tokens: int
    replay_tokens: int
    start: Student
    start_epochs: float
    narrowed: dict[str, Student]
    narrowed_epochs: float
    students: dict[str, Student]
    student_epochs: float
    folded: tuple[str, ...]
    fold_epochs: float
    batch_size: int
    dropout: float
    steps: int = 250


EVERY_SECOND = (1, 3, 5, 7, 9, 11)

PLANS = {
    "gpu": Plan(
        adapt_tokens=30_000_000,
        adapt_epochs=1,
        adapt_batch=64,
        layers=(),
        fictional=3_600,
        copies=4,
        teachers=(1, 2, 3),
        teacher_epochs=3,
        pool_tokens=12_000_000,
        replay_tokens=3_000_000,
        start=Student("ground", EVERY_SECOND),
        start_epochs=2,
        narrowed={
            "narrow": Student("start", heads=30, inner=768),
            "slim": Student("start", heads=14, inner=384),
        },
        narrowed_epochs=1,
        students={
            "narrow": Student("start-narrow"),
            "slim": Student("start-slim"),
            "6": Student("start"),
            "4": Student("student-6", (0, 2, 3, 5)),
        },
        student_epochs=2,
        folded=("narrow", "slim", "6"),
        fold_epochs=2,
        batch_size=48,
        dropout=0.1,
    ),
    # Two cores without a GPU, in two hours: students grow from the base, and the teacher is
    # one that is there already.
    "cpu": Plan(
        adapt_tokens=600_000,
        adapt_epochs=1,
        adapt_batch=8,
        layers=EVERY_SECOND,
        fictional=1_400,
        copies=3,
        teachers=(),
        teacher_epochs=0,
        pool_tokens=2_000_000,
        replay_tokens=200_000,
        start=Student("adapted"),
        start_epochs=0.9,
        narrowed={},
        narrowed_epochs=0,
        students={"narrow": Student("start", heads=30, inner=768)},
        student_epochs=1.0,
        folded=("narrow",),
        fold_epochs=0.4,
        batch_size=8,
        dropout=0.0,
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
    some = fiction[: len(fiction) * 2 // 5]
    copied = list(_copies(sources, learnt, plan.copies, 1))
    unseen = plan.fictional // 30 + 1
    sets = {
        "ground": ([*ground, *fiction[unseen:]], fiction[:unseen]),
        "all": ([*learnt, *copied, *ground, *some], tune),
    }
    for k in range(FOLDS):
        seen = [e for e in learnt if corpus.fold_of(e, FOLDS) != k]
        unread = [e for e in tune if corpus.fold_of(e, FOLDS) != k]
        copied = list(_copies(sources, seen, plan.copies, 2 + k))
        sets[f"fold-{k}"] = ([*seen, *copied, *ground, *some], unread)
    for name, (examples, held) in sets.items():
        folder = work / "data" / name
        folder.mkdir(parents=True, exist_ok=True)
        for split, part in (("train", examples), ("tune", held)):
            if not (folder / f"{split}.jsonl").exists():
                corpus.write(part, folder / f"{split}.jsonl")
    cut(sources, work)


def cut(sources: Sources, work: Path) -> None:
    """Write the windows of every set of ``data/``, and the pool without what is in the gold
    rulings; what is there is left."""
    tokenizer = AutoTokenizer.from_pretrained(sources.base).backend_tokenizer
    tokenizer.no_truncation()
    for file in sorted((work / "data").glob("*/*.jsonl")):
        target = file.with_suffix(".safetensors")
        if not target.exists():
            made = (windows.windows(e, tokenizer, labels.WINDOW, labels.OVERLAP) for e in corpus.load(file))
            windows.write([window for document in made for window in document], target)
    if not (work / "data" / POOL).exists():
        kept_apart = pool.shingles(gold.text for gold in corpus.read_gold(sources.gold))
        pool.write(pool.rest(sources.pool, kept_apart), work / "data" / POOL)


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

    def adapted(minutes: float) -> object:
        base = unpacked(sources.base, work / "base")
        settings = adapt.Settings(
            str(base),
            plan.adapt_tokens,
            plan.adapt_epochs,
            plan.layers,
            batch_size=plan.adapt_batch,
            save_every=4 * plan.steps,
            minutes=minutes,
        )
        return adapt.run([data / POOL], work / "adapted", settings)

    def tuned(name: str, base: str, of: str, epochs: float, seed: int) -> Callable[[float], object]:
        settings = train.Settings(
            str(work / base),
            epochs=epochs,
            batch_size=plan.batch_size,
            seed=seed,
            evaluate_every=plan.steps,
            patience=99,
        )
        files = data / of / "train.safetensors", data / of / "tune.safetensors"
        return lambda minutes: train.run(*files, work / name, replace(settings, minutes=minutes))

    def distilled(
        name: str, student: Student, files: Sequence[Path], epochs: float, **changes: Any
    ) -> Callable[[float], object]:
        settings = distill.Settings(
            str(work / student.begins),
            student.layers,
            student.heads,
            student.inner,
            epochs=epochs,
            batch_size=plan.batch_size,
            dropout=plan.dropout,
            save_every=4 * plan.steps,
            **changes,
        )
        return lambda minutes: distill.run(files, work / name, replace(settings, minutes=minutes))

    taught = [*(work / f"teacher-{seed}" for seed in plan.teachers), *sources.teachers]
    told, replay = (work / "labels" / f"{name}.safetensors" for name in ("start", "replay"))
    made: dict[str, Callable[[float], object]] = {"adapted": adapted}
    if plan.teachers:
        made["ground"] = tuned("ground", "adapted", "ground", 1, 1)
    for seed in plan.teachers:
        made[f"teacher-{seed}"] = tuned(f"teacher-{seed}", "ground", "all", plan.teacher_epochs, seed)
    made["labels"] = lambda _: _label(taught, plan, work)
    ground = data / "ground" / "train.safetensors"
    made["start"] = distilled("start", plan.start, [told, ground], plan.start_epochs)
    ends = [
        (f"start-{n}", student, [told, ground], plan.narrowed_epochs) for n, student in plan.narrowed.items()
    ]
    for n, student in plan.students.items():
        files = [replay, data / "all" / "train.safetensors"]
        ends.append((f"student-{n}", student, files, plan.student_epochs))
    for n in plan.folded:
        for k in range(FOLDS):
            files = [replay, data / f"fold-{k}" / "train.safetensors"]
            ends.append((fold_of(n, k), plan.students[n], files, plan.fold_epochs))
    for name, student, files, epochs in ends:
        made[name] = distilled(name, student, files, epochs, learning_rate=4e-4, embeddings=False)
    return made


def fold_of(student: str, part: int) -> str:
    """The stage that makes `student` without `part` of the gold rulings."""
    return f"fold-{student}-{part}"


def _label(teachers: Sequence[Path], plan: Plan, work: Path) -> None:
    folder = work / "labels"
    folder.mkdir(exist_ok=True)
    wanted = plan.pool_tokens + plan.replay_tokens
    asked = labels.windows_of(teachers[0], [], [work / "data" / POOL], wanted, 1)
    random.Random(1).shuffle(asked)
    kept = int(len(asked) * plan.replay_tokens / wanted)
    for name, some in (("replay", asked[:kept]), ("start", asked[kept:])):
        labels.write(list(labels.teach(teachers, some)), folder / f"{name}.safetensors")
    counts = {"teachers": len(teachers), "replay": kept, "start": len(asked) - kept}
    (folder / "run.json").write_text(json.dumps(counts) + "\n", encoding="utf-8")


def run(sources: Sources, plan: Plan, work: Path, minutes: float = 0.0, only: Collection[str] = ()) -> bool:
    """Go on with the recipe for `minutes` (0: to its end); whether it is done.

    A stage is done when its folder has a ``run.json``. only: the stages that this call may do,
    all if empty: where there is room, teachers run beside one another, and so do folds.
    """
    began = time.monotonic()
    if not (work / "data").exists():
        prepare(sources, plan, work)
    for name, stage in stages(sources, plan, work).items():
        if (work / name / "run.json").exists() or (only and name not in only):
            continue
        left = minutes - (time.monotonic() - began) / 60 if minutes else 0.0
        if minutes and left < 0.5:
            return False
        try:
            stage(left)
        except Unfinished:
            return False
    return True
