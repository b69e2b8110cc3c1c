"""What teachers say of windows: said right, whatever the batch, and read back as written."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoModelForTokenClassification

from models import corpus, labels
from models.labels import Labelled
from models.tags import TAGS
from models.windows import Window, windows
from models.windows import write as write_windows
from tests.models.conftest import examples


@pytest.fixture(scope="module")
def teachers(classifier: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A classifier and one that thinks otherwise."""
    other = Path(shutil.copytree(classifier, tmp_path_factory.mktemp("other") / "model"))
    weights = load_file(other / "model.safetensors")
    noise = torch.randn(weights["classifier.bias"].shape, generator=torch.Generator().manual_seed(1))
    weights["classifier.bias"] += 3 * noise
    save_file(weights, other / "model.safetensors", metadata={"format": "pt"})
    return [classifier, other]


@pytest.fixture(scope="module")
def cut(tokenizer: Tokenizer) -> list[Window]:
    """Windows of many lengths, the longest first."""
    made = [w for n, e in enumerate(examples(7, seed=3)) for w in windows(e, tokenizer, 20 + 9 * n, 4)]
    return sorted(made, key=lambda window: -len(window.input_ids))


def alone(teacher: Path, window: Window) -> torch.Tensor:
    """A teacher's probabilities for a window that nothing is padded to."""
    model: Any = AutoModelForTokenClassification.from_pretrained(teacher, dtype=torch.float32).eval()
    with torch.no_grad():
        return torch.softmax(model(torch.tensor([window.input_ids])).logits[0], -1)


@pytest.mark.parametrize("batch_size", [1, 5, 100])
def test_the_labels_are_the_mean_of_the_teachers(
    teachers: list[Path], cut: list[Window], batch_size: int
) -> None:
    said = list(labels.teach(teachers, cut, batch_size))
    assert sorted(item.window.input_ids for item in said) == sorted(window.input_ids for window in cut)
    lengths = [len(item.window.input_ids) for item in said]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1]
    for item in (said[0], said[len(said) // 2], said[-1]):
        chances = [alone(teacher, item.window) for teacher in teachers]
        assert (chances[0] - chances[1]).abs().max() > 0.2
        assert item.log_p.shape == (len(item.window.input_ids), len(TAGS))
        expected = torch.stack(chances).mean(0).clamp(min=1e-7)
        # Half precision carries a logarithm of -16 to .008.
        torch.testing.assert_close(torch.from_numpy(item.log_p).float(), expected.log(), atol=0.06, rtol=2e-2)


def test_a_teacher_alone_is_right_about_its_own_text(classifier: Path, cut: list[Window]) -> None:
    told = [
        (mask >> int(best)) & 1
        for item in labels.teach([classifier], cut)
        for mask, best in zip(item.window.labels, item.log_p.argmax(-1), strict=True)
        if mask
    ]
    assert np.mean(told) > 0.85


def test_what_was_written_is_read(tmp_path: Path) -> None:
    dice = np.random.default_rng(5)
    items = [
        Labelled(
            Window(tuple(dice.integers(0, 31_000, n).tolist()), tuple(dice.integers(0, 1 << 17, n).tolist())),
            dice.normal(-5, 3, (n, len(TAGS))).astype(np.float16),
        )
        for n in (3, 9, 9, 2)
    ]
    labels.write(items, tmp_path / "labels.safetensors")
    read = labels.read(tmp_path / "labels.safetensors")
    assert [item.window for item in read] == [item.window for item in items]
    for item, written in zip(read, items, strict=True):
        assert item.log_p.dtype == np.float16
        np.testing.assert_array_equal(item.log_p, written.log_p)
        torch.from_numpy(item.log_p)


def test_windows_alone_are_read_as_untaught(cut: list[Window], tmp_path: Path) -> None:
    write_windows(cut, tmp_path / "windows.safetensors")
    read = labels.read(tmp_path / "windows.safetensors")
    assert [item.window for item in read] == cut
    assert all(np.isnan(item.log_p).all() and len(item.log_p) == len(item.window.labels) for item in read)


def test_examples_keep_their_labels_and_the_pool_is_open(
    classifier: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    known = examples(3, seed=3)
    corpus.write(known, tmp_path / "known.jsonl")
    texts = [example.text for example in examples(4, seed=4)]
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    (tmp_path / "pool.jsonl").write_text(lines, encoding="utf-8")
    found = labels.windows_of(classifier, [tmp_path / "known.jsonl"], [tmp_path / "pool.jsonl"], 10**6, 1)
    expected = [w for e in known for w in windows(e, tokenizer, labels.WINDOW, labels.OVERLAP)]
    assert found[: len(expected)] == expected
    pool = found[len(expected) :]
    assert {mask for window in pool for mask in window.labels[1:-1]} == {0}
    ids = [list(window.input_ids[1:-1]) for window in pool]
    assert sorted(ids) == sorted(tokenizer.encode(t, add_special_tokens=False).ids for t in texts)


def test_as_much_of_the_pool_is_read_as_is_told(classifier: Path, tmp_path: Path) -> None:
    line = json.dumps({"text": "Comparece el testigo. " * 5}) + "\n"
    (tmp_path / "pool.jsonl").write_text(20 * line, encoding="utf-8")
    assert len(labels.windows_of(classifier, [], [tmp_path / "pool.jsonl"], 100, 1)) == 4
