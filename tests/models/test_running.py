"""Runs in slices: what is cut off goes on, and ends as if it had not been cut."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")

import torch
from safetensors.torch import load_file
from transformers import TrainerControl, TrainerState

from models import corpus, running, train
from tests.models.conftest import examples

#: So little that a call does one step, or two if it evaluates after the first.
MOMENT = 1e-9


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    corpus.write(examples(6, seed=1), folder / "train.jsonl")
    corpus.write(examples(1, seed=2), folder / "tune.jsonl")
    return folder


def run(base: Path, data: Path, out: Path, **changes: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "epochs": 2,
        "learning_rate": 4e-3,
        "batch_size": 6,
        "window": 62,
        "overlap": 8,
        "evaluate_every": 4,
    }
    return train.run(
        data / "train.jsonl", data / "tune.jsonl", out, train.Settings(str(base), **settings | changes)
    )


def in_slices(base: Path, data: Path, out: Path, **changes: Any) -> tuple[dict[str, Any], list[str]]:
    """The record at last, and what each slice before said."""
    said: list[str] = []
    while len(said) < 30:
        try:
            return run(base, data, out, minutes=MOMENT, **changes), said
        except running.Unfinished as unfinished:
            said.append(str(unfinished))
            assert (out / f"checkpoint-{said[-1].split()[0]}").is_dir()
            assert not (out / "run.json").exists()
    raise AssertionError("the run does not end")


def test_a_run_in_slices_ends_as_a_whole_one(base: Path, data: Path, tmp_path: Path) -> None:
    """With dropout: the dice go on too."""
    whole = run(base, data, tmp_path / "whole", dropout=0.1)
    sliced, said = in_slices(base, data, tmp_path / "sliced", dropout=0.1)
    steps = whole["steps"]
    assert said == [f"{n} of {steps} steps are done; the same command goes on" for n in (1, 2, 3, 5)]
    assert sliced["steps"] == steps == 6
    assert sliced["tune"]["eval_loss"] == pytest.approx(whole["tune"]["eval_loss"], rel=1e-4)
    weights = [load_file(tmp_path / name / "model.safetensors") for name in ("whole", "sliced")]
    assert weights[0].keys() == weights[1].keys()
    for name, weight in weights[0].items():
        torch.testing.assert_close(weights[1][name], weight)


def test_patience_does_not_begin_anew_with_a_slice(base: Path, data: Path, tmp_path: Path) -> None:
    """At a rate of zero no evaluation is better than the first."""
    still: dict[str, Any] = {"learning_rate": 0.0, "epochs": 3, "evaluate_every": 2, "patience": 2}
    whole = run(base, data, tmp_path / "whole", **still)
    sliced, _ = in_slices(base, data, tmp_path / "sliced", **still)
    assert sliced["steps"] == whole["steps"] == 6


class Watch:
    """A clock to set, as `running` reads it."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("minutes", "passed", "step", "evaluates", "ends"),
    [
        (2, 119, 5, False, False),
        (2, 121, 5, False, True),
        (0, 10**6, 5, False, False),
        (2, 121, 9, False, False),
        (2, 121, 5, True, False),
    ],
    ids=["early", "late", "without end", "after the last step", "before an evaluation"],
)
def test_a_slice_ends_when_its_minutes_are_over(
    minutes: float, passed: float, step: int, evaluates: bool, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch()
    monkeypatch.setattr(running, "time", watch)
    piece = running.Slice(minutes)
    watch.now = 1_000
    piece.on_train_begin()
    watch.now += passed
    control = TrainerControl(should_evaluate=evaluates)
    args: Any = None
    piece.on_step_end(args, TrainerState(global_step=step, max_steps=9), control)
    assert (control.should_save, control.should_training_stop, piece.cut_short) == (ends, ends, ends)
    trainer: Any = SimpleNamespace(callback_handler=SimpleNamespace(callbacks=[object(), piece]))
    assert running.cut_short(trainer) is ends


def test_the_newest_checkpoint_is_found_by_its_number(tmp_path: Path) -> None:
    assert running.last_checkpoint(tmp_path / "none") is None
    assert running.last_checkpoint(tmp_path) is None
    for step in (10, 9):
        (tmp_path / f"checkpoint-{step}").mkdir()
    assert running.last_checkpoint(tmp_path) == str(tmp_path / "checkpoint-10")


def test_a_run_tells_nobody_and_can_be_told_otherwise(tmp_path: Path) -> None:
    arguments = running.arguments(tmp_path, logging_steps=7)
    assert arguments.report_to == []
    assert arguments.push_to_hub is False
    assert arguments.logging_steps == 7
    assert arguments.use_cpu is not torch.cuda.is_available()
