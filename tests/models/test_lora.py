"""A court specialises the model on a few rulings: adapters learn, and are merged in."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")
pytest.importorskip("peft", reason="peft is not installed")

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import AutoModelForTokenClassification, EvalPrediction

from models import corpus, running, train
from models.corpus import Annotation, Example
from models.windows import windows
from tests.models.conftest import examples

ADAPTED = tuple(f"attention.self.{name}.weight" for name in ("query", "value"))


def otherwise(example: Example) -> Example:
    """By the convention of a court that calls its towns organisations."""
    return replace(
        example,
        annotations=tuple(
            Annotation(a.start, a.end, ("ORG",)) if a.classes == ("LUGAR",) else a
            for a in example.annotations
        ),
        open_classes=(),
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    corpus.write(map(otherwise, examples(24, seed=31)), folder / "train.jsonl")
    corpus.write(map(otherwise, examples(6, seed=32)), folder / "tune.jsonl")
    return folder


def run(base: Path, data: Path, out: Path, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "epochs": 4,
        "learning_rate": 1e-2,
        "window": 62,
        "overlap": 8,
        "dropout": 0.0,
        "evaluate_every": 20,
        "lora_rank": 4,
    }
    settings = train.Settings(str(base), **given | changes)
    return train.run(data / "train.jsonl", data / "tune.jsonl", out, settings)


@pytest.fixture(scope="module")
def finished(
    classifier: Path, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("lora")
    return out, run(classifier, data, out)


def figures(model: Path, file: Path, tokenizer: Tokenizer) -> dict[str, float]:
    """Of a folder that is loaded as any other, a window at a time."""
    loaded = AutoModelForTokenClassification.from_pretrained(model, dtype=torch.float32).eval()
    assert type(loaded).__name__ == "BertForTokenClassification"
    ids, masks = [], []
    with torch.no_grad():
        for example in corpus.load(file):
            for window in windows(example, tokenizer, 62, 8):
                ids.append(loaded(torch.tensor([window.input_ids])).logits[0])
                masks.append(torch.tensor(window.labels))
    prediction = EvalPrediction(torch.cat(ids)[None].numpy(), torch.cat(masks)[None].numpy())
    return train.token_figures(prediction)


def test_it_learns_and_the_merged_weights_are_what_was_measured(
    finished: tuple[Path, dict[str, Any]], classifier: Path, data: Path, tokenizer: Tokenizer
) -> None:
    out, record = finished
    assert figures(classifier, data / "tune.jsonl", tokenizer)["f1_org"] < 0.1
    after = figures(out, data / "tune.jsonl", tokenizer)
    assert after["f1_org"] > 0.8
    assert after["f1"] > 0.8
    assert after["f1_org"] == pytest.approx(record["tune"]["eval_f1_org"], abs=0.01)
    assert after["f1"] == pytest.approx(record["tune"]["eval_f1"], abs=0.01)


def test_the_result_is_a_checkpoint_without_adapters(finished: tuple[Path, dict[str, Any]]) -> None:
    out, _ = finished
    assert not (out / "adapter_config.json").exists()
    _, told = AutoModelForTokenClassification.from_pretrained(out, output_loading_info=True)
    assert not told["missing_keys"]
    assert not told["unexpected_keys"]


def test_nothing_moves_but_what_is_adapted_and_the_head(
    finished: tuple[Path, dict[str, Any]], classifier: Path
) -> None:
    before, after = (load_file(path / "model.safetensors") for path in (classifier, finished[0]))
    assert after.keys() == before.keys()
    moved = {name for name, weight in after.items() if not torch.equal(weight, before[name])}
    assert moved == {name for name in before if name.endswith(ADAPTED) or name.startswith("classifier.")}


def test_what_an_adapter_adds_is_of_its_rank(finished: tuple[Path, dict[str, Any]], classifier: Path) -> None:
    before, after = (load_file(path / "model.safetensors") for path in (classifier, finished[0]))
    for name in after:
        if name.endswith(ADAPTED):
            sizes = torch.linalg.svdvals((after[name] - before[name]).double())
            assert sizes[3] > 0
            assert sizes[4] < 1e-4 * sizes[0]


def test_only_adapters_and_the_head_are_learned(classifier: Path) -> None:
    model = train._model(train.Settings(str(classifier), lora_rank=4, layers=(1,)))
    learning = {name for name, weight in model.named_parameters() if weight.requires_grad}
    assert learning
    assert all(".lora_" in name or ".classifier." in name for name in learning)
    assert sum(".lora_" in name for name in learning) == 4


def test_a_run_that_was_cut_off_goes_on(classifier: Path, data: Path, tmp_path: Path) -> None:
    """And ends as the run that was not: same steps, same weights."""
    whole = run(classifier, data, tmp_path / "whole", epochs=1)
    with pytest.raises(running.Unfinished, match=f"^1 of {whole['steps']} steps"):
        run(classifier, data, tmp_path / "cut", epochs=1, minutes=1e-9)
    assert (tmp_path / "cut" / "checkpoint-1").is_dir()
    assert run(classifier, data, tmp_path / "cut", epochs=1)["steps"] == whole["steps"] > 2
    weights = [load_file(tmp_path / name / "model.safetensors") for name in ("whole", "cut")]
    for name, weight in weights[0].items():
        torch.testing.assert_close(weights[1][name], weight)
