"""The three losses, and real distillations, small: the student comes to agree with its teacher."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import AutoModelForTokenClassification

from models import distill, labels, running
from models.distill import DistillationTrainer, Settings, collate, hidden_loss, soft_loss
from models.labels import Labelled
from models.layers import keep_layers
from models.loss import partial_label_loss
from models.tags import CLASSES, TAGS, open_mask
from models.windows import Window, windows
from tests.models.conftest import examples

OPEN = open_mask(CLASSES)


def logits(seed: int, tokens: int = 6) -> Tensor:
    return 3 * torch.randn(tokens, len(TAGS), generator=torch.Generator().manual_seed(seed))


@settings(max_examples=40)
@given(seed=st.integers(0, 999), temperature=st.floats(0.5, 8), shift=st.floats(-9, 9))
def test_equal_opinions_cost_nothing_and_others_something(
    seed: int, temperature: float, shift: float
) -> None:
    """Opinions are equal whatever is added to all logits: log-probabilities will do."""
    one, other = logits(seed), logits(seed + 1)
    assert soft_loss(one, one + shift, temperature).item() == pytest.approx(0, abs=1e-4)
    assert soft_loss(one, torch.log_softmax(one, -1), temperature).item() == pytest.approx(0, abs=1e-4)
    assert soft_loss(one, other, temperature).item() > 0.01


def test_a_divergence_by_hand() -> None:
    """At a temperature of 2 the teacher says .9 and .1, the student an even half; times 4."""
    teacher = 2 * torch.tensor([[0.9, 0.1]]).log()
    expected = 4 * (0.9 * np.log(0.9 / 0.5) + 0.1 * np.log(0.1 / 0.5))
    assert soft_loss(torch.zeros(1, 2), teacher, 2.0).item() == pytest.approx(expected, rel=1e-5)


def test_it_is_a_mean_over_tokens() -> None:
    one, other = logits(1), logits(2)
    twice = soft_loss(torch.cat([one, one]), torch.cat([other, other]), 2.0)
    torch.testing.assert_close(twice, soft_loss(one, other, 2.0))


def test_the_gradient_keeps_its_size_when_the_temperature_rises() -> None:
    """What the square is for: at high temperatures it tends to the difference of centred logits."""
    sizes = []
    for temperature in (20.0, 80.0):
        student = logits(1).requires_grad_()
        soft_loss(student, logits(2), temperature).backward()  # type: ignore[no-untyped-call]
        assert student.grad is not None
        sizes.append(student.grad.norm().item())
    assert sizes[0] == pytest.approx(sizes[1], rel=0.1)


def test_hidden_states_are_compared_by_their_direction() -> None:
    states = torch.tensor([[1.0, 2.0, 0.0], [0.0, 0.0, 3.0]])
    assert hidden_loss(states, 7 * states).item() == pytest.approx(0, abs=1e-6)
    assert hidden_loss(states, -states).item() == pytest.approx(2)
    assert hidden_loss(states, states.roll(1, 0)).item() == pytest.approx(1)
    mixed = torch.stack([states[0], -states[1]])
    assert hidden_loss(states, mixed).item() == pytest.approx(1)


def labelled(tokens: int, seed: int, mask: int = OPEN) -> Labelled:
    dice = np.random.default_rng(seed)
    log_p = torch.log_softmax(logits(seed, tokens), -1).numpy().astype(np.float16)
    ids = (2, *dice.integers(5, 90, tokens - 2).tolist(), 3)
    return Labelled(Window(ids, (0, *[mask] * (tokens - 2), 0)), log_p)


def test_a_batch_is_padded_to_its_longest_window() -> None:
    items = [labelled(4, 1), labelled(6, 2)]
    batch = collate(items, pad_id=9)
    assert batch["input_ids"].tolist() == [[*items[0].window.input_ids, 9, 9], [*items[1].window.input_ids]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1, 1, 0, 0], [1] * 6]
    assert batch["labels"].tolist() == [[0, OPEN, OPEN, 0, 0, 0], [0, *[OPEN] * 4, 0]]
    assert batch["log_p"].shape == (2, 6, len(TAGS))
    assert batch["log_p"].dtype == torch.float32
    np.testing.assert_array_equal(batch["log_p"][0, :4].numpy(), items[0].log_p.astype(np.float32))


def load(path: Path, layers: Sequence[int] = ()) -> Any:
    model = AutoModelForTokenClassification.from_pretrained(path, dtype=torch.float32).eval()
    if layers:
        keep_layers(model, layers)
    return model


def trainer(settings: Settings, model: Any, teacher: Any, folder: Path) -> DistillationTrainer:
    arguments = running.arguments(folder, remove_unused_columns=False)
    return DistillationTrainer(settings, teacher, model=model, args=arguments)


def test_padding_is_no_part_of_the_loss(classifier: Path, tmp_path: Path) -> None:
    """Of a batch it is the mean over the tokens of its windows, each read alone."""
    settings = Settings("", soft=0.7, hard=0.2, hidden=0.4)
    student, teacher = load(classifier, (1,)), load(classifier)
    items = [labelled(5, 1, mask=1), labelled(30, 2, mask=1 << 3), labelled(12, 3)]

    def loss(items: Sequence[Labelled], teacher: Any, settings: Settings = settings) -> float:
        with torch.no_grad():
            given = trainer(settings, student, teacher, tmp_path)
            return given.compute_loss(student, collate(items, pad_id=0)).item()

    # The hard loss counts the tokens that have a label, which are not all.
    soft = replace(settings, hard=0.0)
    for beside in (None, teacher):
        expected = sum(len(item.log_p) * loss([item], beside, soft) for item in items)
        assert loss(items, beside, soft) == pytest.approx(expected / (5 + 30 + 12), rel=1e-4)
        batch = collate(items, pad_id=0)
        with torch.no_grad():
            given = student(batch["input_ids"], batch["attention_mask"]).logits
        hard = 0.2 * partial_label_loss(given, batch["labels"]).item()
        assert hard > 0.01
        assert loss(items, beside) - loss(items, beside, soft) == pytest.approx(hard, rel=1e-3)


def test_who_equals_the_teacher_online_has_only_the_hard_labels_to_learn(
    classifier: Path, tmp_path: Path
) -> None:
    """Whatever the labels made ahead say."""
    model = load(classifier)
    with torch.no_grad():
        for mask, nothing in ((OPEN, True), (1 << 3, False)):
            batch = collate([labelled(9, 4, mask), labelled(20, 5, mask)], pad_id=0)
            loss = trainer(Settings(""), model, model, tmp_path).compute_loss(model, batch).item()
            assert (abs(loss) < 1e-5) == nothing
        assert trainer(Settings(""), model, None, tmp_path).compute_loss(model, batch).item() > 1


@pytest.fixture(scope="module")
def folder(classifier: Path, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Windows of unlabelled text: as the teacher labels them, and by one that knows nothing."""
    made = tmp_path_factory.mktemp("distill")
    lines = "".join(json.dumps({"text": e.text}) + "\n" for e in examples(48, seed=21))
    (made / "pool.jsonl").write_text(lines, encoding="utf-8")
    said = list(
        labels.teach([classifier], labels.windows_of(classifier, [], [made / "pool.jsonl"], 10**6, 1))
    )
    labels.write(said, made / "teacher.safetensors")
    blank = [Labelled(item.window, np.full_like(item.log_p, -np.log(len(TAGS)))) for item in said]
    labels.write(blank, made / "blank.safetensors")
    return made


@pytest.fixture(scope="module")
def student(classifier: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The teacher's twin, who has forgotten what the tags are."""
    made = Path(shutil.copytree(classifier, tmp_path_factory.mktemp("student") / "model"))
    weights = load_file(made / "model.safetensors")
    for name in ("classifier.weight", "classifier.bias"):
        weights[name].zero_()
    save_file(weights, made / "model.safetensors", metadata={"format": "pt"})
    for checkpoint in made.glob("checkpoint-*"):
        shutil.rmtree(checkpoint)
    return made


@pytest.fixture(scope="module")
def unseen(tokenizer: Tokenizer) -> list[Window]:
    return [w for e in examples(6, seed=22) for w in windows(e, tokenizer, 200, 8)]


def agreement(student: Any, teacher: Any, texts: Sequence[Window]) -> tuple[float, float]:
    """The share of tokens with the same best tag, and the mean cosine of hidden states."""
    same, cosines = [], []
    with torch.no_grad():
        for window in texts:
            ids = torch.tensor([window.input_ids])
            one, other = (model(ids, output_hidden_states=True) for model in (student, teacher))
            same.append((one.logits.argmax(-1) == other.logits.argmax(-1)).float().mean().item())
            cosines.append(1 - hidden_loss(one.hidden_states[-1], other.hidden_states[-1]).item())
    return float(np.mean(same)), float(np.mean(cosines))


def run(student: Path, file: Path, out: Path, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"layers": (1,), "epochs": 8, "learning_rate": 8e-3, "batch_size": 4}
    return distill.run([file], out, Settings(str(student), **given | changes))


@pytest.mark.parametrize(
    ("file", "online"), [("teacher.safetensors", False), ("blank.safetensors", True)], ids=["ahead", "online"]
)
def test_the_student_comes_to_agree_with_its_teacher(
    file: str,
    online: bool,
    classifier: Path,
    student: Path,
    folder: Path,
    unseen: list[Window],
    tmp_path: Path,
) -> None:
    """On text that neither has seen, from text without any label; online even when what was
    said ahead is worth nothing, and then it thinks alike too."""
    teacher = load(classifier)
    before = agreement(load(student, (1,)), teacher, unseen)
    beside = str(classifier) if online else None
    record = run(student, folder / file, tmp_path / "out", online=beside, hidden=1.0)
    taught = load(tmp_path / "out")
    after = agreement(taught, teacher, unseen)
    assert taught.config.num_hidden_layers == 1
    assert before[0] < 0.8
    assert 1 - after[0] < (1 - before[0]) / 2
    if online:
        assert 1 - after[1] < (1 - before[1]) / 2
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8")) == record
    read = labels.read(folder / file)
    assert record["windows"] == len(read)
    assert record["tokens"] == sum(len(item.window.input_ids) for item in read)


def test_embeddings_stay_if_they_are_to(student: Path, folder: Path, tmp_path: Path) -> None:
    run(student, folder / "teacher.safetensors", tmp_path / "out", layers=(), epochs=0.5, embeddings=False)
    before, after = (load_file(path / "model.safetensors") for path in (student, tmp_path / "out"))
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert {name for name in before if "embeddings" in name} == before.keys() - changed
    assert any("encoder" in name for name in changed)


def test_a_run_that_was_cut_off_goes_on(student: Path, folder: Path, tmp_path: Path) -> None:
    """And ends as the run that was not: same steps, same weights."""
    file = folder / "teacher.safetensors"
    whole = run(student, file, tmp_path / "whole", epochs=0.5)
    with pytest.raises(running.Unfinished, match=f"^1 of {whole['steps']} steps"):
        run(student, file, tmp_path / "cut", epochs=0.5, minutes=1e-9)
    assert (tmp_path / "cut" / "checkpoint-1").is_dir()
    assert not (tmp_path / "cut" / "run.json").exists()
    assert run(student, file, tmp_path / "cut", epochs=0.5)["steps"] == whole["steps"] > 2
    weights = [load_file(tmp_path / name / "model.safetensors") for name in ("whole", "cut")]
    assert weights[0].keys() == weights[1].keys()
    for name, weight in weights[0].items():
        torch.testing.assert_close(weights[1][name], weight)
