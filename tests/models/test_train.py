"""A real run of training, small: it learns, it can be cut off, it says what it did."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")

import numpy as np
import tokenizers
import torch
import transformers
from safetensors.torch import load_file
from transformers import EvalPrediction

from models import corpus, train, windows
from models.tags import TAGS, begin_mask, inside_mask, open_mask
from tests.models.conftest import examples


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    corpus.write(examples(48, seed=1), folder / "train.jsonl")
    corpus.write(examples(8, seed=2), folder / "tune.jsonl")
    return folder


def run(base: Path, data: Path, out: Path, **changes: Any) -> dict[str, Any]:
    settings = train.Settings(
        str(base),
        epochs=12,
        learning_rate=4e-3,
        batch_size=8,
        window=62,
        overlap=8,
        dropout=0.0,
        evaluate_every=40,
    )
    return train.run(data / "train.jsonl", data / "tune.jsonl", out, replace(settings, **changes))


@pytest.fixture(scope="module")
def finished(base: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("run")
    return out, run(base, data, out)


def test_it_learns(finished: tuple[Path, dict[str, Any]]) -> None:
    tune = finished[1]["tune"]
    assert tune["eval_f1"] > 0.9
    assert min(tune[f"eval_f1_{label}"] for label in ("nombre", "fecha", "lugar", "id")) > 0.8


def test_the_record_says_what_was_done(finished: tuple[Path, dict[str, Any]], data: Path, base: Path) -> None:
    out, record = finished
    written = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert written == record
    assert written["settings"]["base"] == str(base)
    assert written["settings"]["seed"] == 1
    assert written["data"] == {
        name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in ("train.jsonl", "tune.jsonl")
    }
    assert written["versions"]["torch"] == torch.__version__
    assert written["versions"]["transformers"] == transformers.__version__
    assert written["versions"]["tokenizers"] == tokenizers.__version__
    assert written["steps"] > 0
    assert written["windows"]["train"] > written["windows"]["tune"] > 0


def test_the_folder_is_a_checkpoint_of_transformers(finished: tuple[Path, dict[str, Any]]) -> None:
    out, _ = finished
    model = transformers.AutoModelForTokenClassification.from_pretrained(out)
    assert tuple(model.config.id2label[n] for n in range(len(TAGS))) == TAGS
    fast = transformers.AutoTokenizer.from_pretrained(out)
    assert fast("Aurelia Quimera")["input_ids"]


def test_a_tokenizer_that_would_cut_texts_off_does_not(
    finished: tuple[Path, dict[str, Any]], base: Path, data: Path, tmp_path: Path
) -> None:
    cutting = Path(shutil.copytree(base, tmp_path / "base"))
    tokenizer = tokenizers.Tokenizer.from_file(str(cutting / "tokenizer.json"))
    tokenizer.enable_truncation(8)
    tokenizer.save(str(cutting / "tokenizer.json"))
    record = run(cutting, data, tmp_path / "out", epochs=1, evaluate_every=3)
    assert record["windows"] == finished[1]["windows"]


def test_windows_cut_ahead_are_learnt_as_their_text_is(
    finished: tuple[Path, dict[str, Any]], base: Path, data: Path, tmp_path: Path
) -> None:
    tokenizer = tokenizers.Tokenizer.from_file(str(base / "tokenizer.json"))
    files = tmp_path / "train.safetensors", tmp_path / "tune.safetensors"
    for file in files:
        examples_ = corpus.load(data / f"{file.stem}.jsonl")
        windows.write([w for e in examples_ for w in windows.windows(e, tokenizer, 62, 8)], file)
    settings = train.Settings(**finished[1]["settings"] | {"layers": (), "epochs": 0.5, "evaluate_every": 9})
    from_text = run(base, data, tmp_path / "text", epochs=0.5, evaluate_every=9)
    from_windows = train.run(files[0], files[1], tmp_path / "windows", settings)
    assert from_windows["windows"] == from_text["windows"]
    weights = [load_file(tmp_path / name / "model.safetensors") for name in ("text", "windows")]
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])


class CutOff(BaseException):
    """As a power cut is: nothing catches it."""


def test_a_run_that_was_cut_off_goes_on(
    base: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From its checkpoint, and ends as the run that was not: same step, same weights."""
    evaluations, fatal = 0, 0
    figures = train.token_figures

    def counted(prediction: EvalPrediction) -> dict[str, float]:
        nonlocal evaluations
        evaluations += 1
        if evaluations == fatal:
            raise CutOff
        return figures(prediction)

    monkeypatch.setattr(train, "token_figures", counted)
    whole = run(base, data, tmp_path / "whole", epochs=3, evaluate_every=10)
    in_all, evaluations, fatal = evaluations, 0, 2
    with pytest.raises(CutOff):
        run(base, data, tmp_path / "cut", epochs=3, evaluate_every=10)
    assert [path.name for path in (tmp_path / "cut").glob("checkpoint-*")] == ["checkpoint-10"]
    assert not (tmp_path / "cut" / "run.json").exists()
    evaluations, fatal = 0, 0
    resumed = run(base, data, tmp_path / "cut", epochs=3, evaluate_every=10)
    assert evaluations == in_all - 1
    assert resumed["steps"] == whole["steps"] > 20
    weights = [load_file(tmp_path / name / "model.safetensors") for name in ("whole", "cut")]
    assert weights[0].keys() == weights[1].keys()
    for name, weight in weights[0].items():
        torch.testing.assert_close(weights[1][name], weight)


def test_a_batch_is_padded_to_its_longest_window() -> None:
    items = [{"input_ids": [2, 7, 8, 3], "labels": [0, 1, 2, 0]}, {"input_ids": [2, 3], "labels": [0, 0]}]
    batch = train.collate(items, pad_id=9)
    assert batch["input_ids"].tolist() == [[2, 7, 8, 3], [2, 3, 9, 9]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1, 1], [1, 1, 0, 0]]
    assert batch["labels"].tolist() == [[0, 1, 2, 0], [0, 0, 0, 0]]


def test_figures_by_hand() -> None:
    """Of six tokens one is outside the loss and one undecided; roles and B/I count for nothing."""
    masks = [
        0,
        open_mask(["ORG"]),
        open_mask([]),
        begin_mask(["NOMBRE-PARTE"]),
        inside_mask(["NOMBRE-PARTE", "NOMBRE-CITA"]),
        begin_mask(["FECHA"]),
    ]
    guesses = ["B-ID", "B-ID", "B-FECHA", "I-NOMBRE-AUTORIDAD", "O", "I-FECHA"]
    logits = np.eye(len(TAGS))[[TAGS.index(tag) for tag in guesses]][None]
    figures = train.token_figures(EvalPrediction(predictions=logits, label_ids=np.array([masks])))
    assert figures["f1_nombre"] == pytest.approx(2 * 1 / (2 + 1))
    assert figures["f1_fecha"] == pytest.approx(2 * 1 / (1 + 2))
    assert figures["f1_id"] == figures["f1_lugar"] == 0
    assert figures["f1"] == pytest.approx(2 * 2 / (3 + 3))
