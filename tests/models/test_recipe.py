"""The whole recipe on a very small plan, in slices, and what goes to a lent machine and back."""

import json
import lzma
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")
pytest.importorskip("faker", reason="Faker is not installed")
pytest.importorskip("onnx", reason="onnx is not installed")

import torch
from safetensors.torch import load_file
from transformers import AutoModelForTokenClassification

from models import corpus, recipe, travel
from models.calibrate import CANDIDATE, Targets
from models.finish import Measured, finish
from models.prune import drop_silent
from models.recipe import FOLDS, Plan, Sources, Student, fold_of
from models.tags import LABELS
from service.backends import load_bundle
from service.document import HIDDEN_LABELS, Label
from tests.models.conftest import examples

PLAN = Plan(
    adapt_tokens=2_000,
    adapt_epochs=1,
    adapt_batch=8,
    layers=(),
    fictional=4,
    copies=1,
    teachers=(1, 2),
    teacher_epochs=1,
    pool_tokens=1_000,
    replay_tokens=1_000,
    start=Student("ground", (0,)),
    start_epochs=1,
    narrowed={"1": Student("start", heads=1, inner=8)},
    narrowed_epochs=1,
    students={"1": Student("start-1"), "2": Student("teacher-1", (1,))},
    student_epochs=1,
    folded=("1",),
    fold_epochs=1,
    batch_size=8,
    dropout=0.1,
)
STAGES = [
    "adapted",
    "ground",
    "teacher-1",
    "teacher-2",
    "labels",
    "start",
    "start-1",
    "student-1",
    "student-2",
    *(fold_of("1", k) for k in range(FOLDS)),
]


def line(e: corpus.Example) -> str:
    """`e` as a corpus has it."""
    entities = []
    for a in e.annotations:
        label, _, role = a.classes[0].partition("-")
        entities.append({"start": a.start, "end": a.end, "tag": label, "role": role.lower() or None})
    document = {"id": e.id, "ruling": e.ruling, "text": e.text, "entities": entities}
    return json.dumps(document | {"exhaustive": LABELS, "country": "UY"}) + "\n"


@pytest.fixture(scope="module")
def sources(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = tmp_path_factory.mktemp("sources")
    drawn = examples(40, seed=12)
    (folder / "gold.jsonl").write_text("".join(map(line, drawn)), encoding="utf-8")
    others = [replace(e, id=f"o{e.id}", ruling=f"o{e.id}") for e in examples(10, seed=14)]
    (folder / "others.jsonl").write_text("".join(map(line, others)), encoding="utf-8")
    with lzma.open(folder / "pool.jsonl.xz", "wt", encoding="utf-8") as packed:
        for e in examples(30, seed=13):
            # Else its templates are those of the gold rulings, and nothing is left to draw.
            text = " ".join(reversed(e.text.split()))
            packed.write(json.dumps({"id": e.id, "text": text, "source": "pool"}) + "\n")
    shutil.copytree(base, folder / "base")
    with (
        (base / "model.safetensors").open("rb") as plain,
        lzma.open(folder / "base/model.safetensors.xz", "wb") as xz,
    ):
        xz.write(plain.read())
    (folder / "base/model.safetensors").unlink()
    pool = (folder / "pool.jsonl.xz",)
    return Sources(folder / "base", folder / "gold.jsonl", (folder / "others.jsonl",), pool)


@pytest.fixture(scope="module")
def done(sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("work")
    recipe.prepare(sources, PLAN, work)
    assert recipe.run(sources, PLAN, work)
    return work


def test_every_stage_leaves_a_record(done: Path) -> None:
    assert [name for name in STAGES if not (done / name / "run.json").exists()] == []
    student = AutoModelForTokenClassification.from_pretrained(done / "student-1")
    assert (student.config.num_hidden_layers, student.config.intermediate_size) == (1, 8)
    drop_silent(student)
    assert student.base_model.encoder.layer[0].attention.self.query.out_features == 12  # one head of four


def test_what_is_done_is_not_done_again(done: Path, sources: Sources) -> None:
    before = {path: path.stat().st_mtime_ns for path in done.rglob("*") if path.is_file()}
    assert recipe.run(sources, PLAN, done)
    assert {path: path.stat().st_mtime_ns for path in done.rglob("*") if path.is_file()} == before


def test_a_slice_ends_and_the_next_goes_on(done: Path, sources: Sources, tmp_path: Path) -> None:
    """With no time for a stage nothing begins; what a later stage lacks is made, nothing else."""
    work = Path(shutil.copytree(done, tmp_path / "work"))
    shutil.rmtree(work / "fold-1-3")
    kept = (work / "student-1" / "run.json").stat().st_mtime_ns
    assert not recipe.run(sources, PLAN, work, minutes=0.1)
    assert not (work / "fold-1-3").exists()
    assert recipe.run(sources, PLAN, work, minutes=30)
    assert (work / "fold-1-3" / "run.json").exists()
    assert (work / "student-1" / "run.json").stat().st_mtime_ns == kept


def test_stages_that_are_not_named_are_left(done: Path, sources: Sources, tmp_path: Path) -> None:
    work = Path(shutil.copytree(done, tmp_path / "work"))
    for name in ("fold-1-1", "fold-1-2"):
        shutil.rmtree(work / name)
    assert recipe.run(sources, PLAN, work, only=["fold-1-2"])
    assert (work / "fold-1-2" / "run.json").exists()
    assert not (work / "fold-1-1").exists()


def test_no_ruling_is_on_both_sides_of_a_split(done: Path) -> None:
    def rulings(name: str, split: str) -> set[str]:
        return {e.ruling for e in corpus.load(done / "data" / name / f"{split}.jsonl")}

    everything = rulings("all", "train") | rulings("all", "tune")
    for name in ("all", *map("fold-{}".format, range(FOLDS))):
        assert rulings(name, "train").isdisjoint(rulings(name, "tune"))
    gold = {e.ruling for e in examples(40, seed=12)}
    for k in range(FOLDS):
        left_out = {e.ruling for e in examples(40, seed=12) if corpus.fold_of(e, FOLDS) == k}
        seen = rulings(f"fold-{k}", "train") | rulings(f"fold-{k}", "tune")
        assert seen & gold == gold - left_out
        assert left_out
    assert gold <= everything


def test_copies_have_other_people_in_them(done: Path) -> None:
    gold = {e.ruling for e in examples(40, seed=12)}
    learnt = [e for e in corpus.load(done / "data" / "all" / "train.jsonl") if e.ruling in gold]
    copies = [e for e in learnt if "~" in e.id]
    assert len(copies) == len(learnt) / 2
    originals = {e.id: e.text for e in learnt}
    assert all(copy.text != originals[copy.id.partition("~")[0]] for copy in copies)


@pytest.mark.parametrize("plan", recipe.PLANS.values(), ids=recipe.PLANS)
def test_the_plans_that_are_offered_fit_together(plan: Plan, sources: Sources, tmp_path: Path) -> None:
    given = replace(sources, teachers=(tmp_path / "given",))
    stages = list(recipe.stages(given, plan, tmp_path))
    made = {
        f"{kind}-{name}": s
        for kind, some in (("start", plan.narrowed), ("student", plan.students))
        for name, s in some.items()
    }
    for name, student in made.items():
        assert student.begins in stages[: stages.index(name)]
    assert {fold_of(name, k) for name in plan.folded for k in range(FOLDS)} < set(stages)
    assert plan.start.begins in stages[: stages.index("start")]
    assert plan.teachers or stages.index("labels") == 1


def test_weights_come_back_in_parts(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel, "PART", 20_000)
    parts = travel.hand_back(done / "student-1", tmp_path / "back")
    assert len(parts) > 2
    assert all(part.stat().st_size <= 20_000 for part in parts)
    travel.joined(tmp_path / "back")
    returned = AutoModelForTokenClassification.from_pretrained(tmp_path / "back", dtype=torch.float16)
    sent = AutoModelForTokenClassification.from_pretrained(done / "student-1", dtype=torch.float16)
    for name, weight in sent.state_dict().items():
        assert torch.equal(returned.state_dict()[name], weight), name


def test_what_did_not_change_need_not_come_back(done: Path, tmp_path: Path) -> None:
    whole = travel.hand_back(done / "fold-1-0", tmp_path / "whole")
    parts = travel.hand_back(done / "fold-1-0", tmp_path / "back", done / "start")
    size = sum(part.stat().st_size for part in parts)
    assert size < 0.8 * sum(part.stat().st_size for part in whole)
    with pytest.raises(KeyError):
        travel.joined(Path(shutil.copytree(tmp_path / "back", tmp_path / "alone")))
    travel.joined(tmp_path / "back", done / "start")
    travel.joined(tmp_path / "whole")
    returned, sent = (load_file(tmp_path / name / travel.WEIGHTS) for name in ("back", "whole"))
    assert returned.keys() == sent.keys()
    assert all(torch.equal(returned[name], sent[name]) for name in sent)


def test_a_packed_base_is_unpacked_whole(sources: Sources, base: Path, tmp_path: Path) -> None:
    unpacked = travel.unpacked(sources.base, tmp_path / "out")
    assert (unpacked / "model.safetensors").read_bytes() == (base / "model.safetensors").read_bytes()
    assert travel.unpacked(unpacked, tmp_path / "again") == unpacked


def test_what_was_made_ends_as_a_bundle_that_says_what_it_is(
    done: Path, sources: Sources, tmp_path: Path
) -> None:
    work = Path(shutil.copytree(done, tmp_path / "work"))
    clinical = tmp_path / "clinical.jsonl"
    clinical.write_text("".join(map(line, examples(3, seed=31))), encoding="utf-8")
    risks: dict[Label, float] = dict.fromkeys(HIDDEN_LABELS, 0.5)
    measured = Measured(sources.gold, sources.others[0], {"meddocan": clinical})
    finish(work, "1", tmp_path / "bundle", measured, Targets(risks))
    bundle = load_bundle(tmp_path / "bundle")
    assert (bundle.candidate, set(bundle.thresholds)) == (CANDIDATE, set(LABELS))
    figures = json.loads((work / "figures.json").read_text(encoding="utf-8"))
    assert figures["policies"]["todo"]["figures"]["documents"] == 10
    card = (tmp_path / "bundle" / "README.md").read_text(encoding="utf-8")
    told = ("student-1", "start-1", "exit-1", "stay after half", "meddocan", "Policy `todo`: 10 rulings")
    assert all(said in card for said in told)
    assert load_bundle(tmp_path / "bundle").version == bundle.version
