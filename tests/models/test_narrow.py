"""A checkpoint made narrower without training, by the command that does it."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")

import torch
from tokenizers import Tokenizer
from transformers import AutoModelForTokenClassification
from typer.testing import CliRunner

from models import narrow
from models.cli import app
from models.layers import classifier as opened
from models.prune import drop_silent
from tests.models.conftest import examples


def test_the_command_leaves_a_narrower_checkpoint(
    classifier: Path, pool: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    """It tells how far its tags are from those of the whole one, and they are that far."""
    config = opened(str(classifier)).config
    heads = config.num_hidden_layers * config.num_attention_heads - 1
    inner = config.intermediate_size // 2
    arguments = ["narrow", str(classifier), "--pool", str(pool), "--out", str(tmp_path)]
    result = CliRunner().invoke(
        app, [*arguments, "--heads", str(heads), "--inner", str(inner), "--tokens", "2000"]
    )
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    made: Any = AutoModelForTokenClassification.from_pretrained(tmp_path).eval()
    assert made.config.intermediate_size == inner
    ids = [torch.tensor(tokenizer.encode(e.text).ids) for e in examples(9, seed=21)]
    apart = narrow.divergence(made, opened(str(classifier)), ids)
    assert 0 < record["divergence"] < 0.1
    assert apart == pytest.approx(record["divergence"], rel=0.5)
    drop_silent(made)
    size = config.hidden_size // config.num_attention_heads
    left = [layer.attention.self.query.out_features // size for layer in made.base_model.encoder.layer]
    assert sum(left) == heads


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "how many heads or inner units"),
        (["--heads", "999"], "heads in"),
        (["--inner", "99999"], "inner units"),
    ],
)
def test_what_there_is_not_cannot_be_kept(
    classifier: Path, pool: Path, tmp_path: Path, asked: list[str], said: str
) -> None:
    out = tmp_path / "out"
    arguments = ["narrow", str(classifier), "--pool", str(pool), "--out", str(out), "--tokens", "200"]
    result = CliRunner().invoke(app, [*arguments, *asked])
    assert result.exit_code == 2
    assert said in result.output
    assert not out.exists()


def test_the_same_model_is_no_way_off(classifier: Path, tokenizer: Tokenizer) -> None:
    ids = [torch.tensor(tokenizer.encode(e.text).ids) for e in examples(3, seed=2)]
    assert narrow.divergence(opened(str(classifier)), opened(str(classifier)), ids) == 0


def test_a_divergence_by_hand(classifier: Path, tokenizer: Tokenizer) -> None:
    """One that is sure of a tag, from one that is torn between all of them: the logarithm of their
    number."""
    sure, torn = opened(str(classifier)), opened(str(classifier))
    for model, bias in ((sure, 50.0), (torn, 0.0)):
        with torch.no_grad():
            model.classifier.weight.zero_()
            model.classifier.bias.zero_()
            model.classifier.bias[3] = bias
    ids = [torch.tensor(tokenizer.encode(e.text).ids) for e in examples(2, seed=2)]
    tags = torch.tensor(float(len(torn.classifier.bias)))
    assert narrow.divergence(torn, sure, ids) == pytest.approx(tags.log().item(), rel=1e-4)
