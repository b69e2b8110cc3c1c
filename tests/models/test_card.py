"""The card's numbers come out of its files, each of them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from models.card import TEMPLATE, card, keep
from models.corpus import Entity, Gold
from models.evaluate import report
from service.document import HIDDEN_LABELS, Decision, Span

GOLD = Gold("one", "fictional", "UY", "Ana Ruiz en Lobos", (Entity(0, 8, "NOMBRE", "parte"),))
DECIDED = (Decision(Span(0, 3, "NOMBRE", 0.9, "test", role="parte"), "mask", "test"),)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    row = {"n": 31, "P": 0.9111, "R": 0.9222, "F1": 0.9333}
    content: dict[str, Any] = {
        "figures": {
            "policies": {"todo": {"labels": HIDDEN_LABELS, **report([(GOLD, DECIDED)] * 7, HIDDEN_LABELS)}}
        },
        "adapt": {
            "settings": {"base": "fictional/base", "tokens": 6100200, "layers": [0, 3], "seed": 5},
            "minutes": 61.5,
            "steps": 4321,
            "device": "cpu",
        },
        "train": {"settings": {"base": "/home/somebody/adapted", "epochs": 2.5, "lora": False}, "steps": 99},
        "public": {
            view: {"figures": {"merged": row}, "intervals": {"merged": {"F1": [0.9011, 0.9577]}}}
            for view in ("hidden", "sure")
        },
        "memory": {
            "learnt": {
                "names": 123, "difference": 0.0678, "interval": [-0.0111, 0.1234],
                "drawn": 0.0321, "drawn_controls": 0.0432,
            },
            "unread": {
                "names": 45, "difference": 0.0567, "interval": [-0.0222, 0.1345],
                "drawn": 0.0234, "drawn_controls": 0.0345,
            },
            "p": 0.2345, "passes": True, "top": 17, "alpha": 0.013,
        },
        "bundle/config": {
            "architectures": ["FictionalModel"], "num_hidden_layers": 11, "hidden_size": 333,
            "intermediate_size": 777, "vocab_size": 22333, "id2label": {str(n): "x" for n in range(19)},
        },
        "bundle/calibration": {
            "window": 222, "overlap": 44, "thresholds": {"ID": {"review": 0.0707, "mask": 0.8181}},
            "temperature": 1.357, "risk": {"ID": {"expected": 0.0091, "bound": 0.0189}},
        },
    }  # fmt: skip
    (tmp_path / "bundle").mkdir()
    paths = {}
    for name, value in content.items():
        paths[name] = tmp_path / f"{name}.json"
        paths[name].write_text(json.dumps(value), encoding="utf-8")
    return paths


def made(files: dict[str, Path], **more: Any) -> str:
    bundle = files["bundle/config"].parent
    keep(bundle, {"adapt": files["adapt"], "train": files["train"]})
    return card(bundle, files["figures"], **more)


def test_all_that_the_files_say_stands_in_the_card(files: dict[str, Path]) -> None:
    text = made(files, public={"clinical": files["public"]}, memory=files["memory"])
    for said in (
        "base_model: fictional/base", "FictionalModel", "11, 333", "22,333", "| 19 |", "222, 44",
        "0.0707", "0.8181", "1.357", "0.0091", "0.0189",
        "6,100,200", "0/3", "61.5", "4,321", "2.5", "adapted",
        "7 rulings, 28 words", "| UY | 7 |", "0.429 [0.429, 0.429]",
        "| clinical | hidden | merged | 31 | 0.9111 | 0.9222 | 0.933 [0.901, 0.958] |",
        "| 123 | 45 |", "0.068 [-0.011, 0.123]", "0.057 [-0.022, 0.135]", "0.2345", "0.0321", "0.0432",
        "0.0234", "0.0345", "first 17", "passed",
    ):  # fmt: skip
        assert said in text, said


def test_the_head_is_yaml_and_nothing_is_left_open(files: dict[str, Path]) -> None:
    text = made(files)
    assert text.startswith("---\nlanguage: es\n")
    assert "$" not in text
    assert text.count("Not measured.") == 2


def test_where_a_run_lay_is_not_told(files: dict[str, Path]) -> None:
    assert "somebody" not in made(files)


def test_a_failed_test_of_memory_is_said_loudly(files: dict[str, Path]) -> None:
    exposure = json.loads(files["memory"].read_text(encoding="utf-8")) | {"passes": False}
    files["memory"].write_text(json.dumps(exposure), encoding="utf-8")
    assert "**failed**" in made(files, memory=files["memory"])


def test_the_words_hold_no_figure() -> None:
    """What is measured is never typed: the template has only names with numbers in them."""
    words = TEMPLATE.read_text(encoding="utf-8")
    for name in ("apache-2.0", "CC BY 4.0", "CoNLL-2002", "F1", "95 %", "above 0", "per 1,000"):
        words = words.replace(name, "")
    assert re.findall(r"\d+", words) == []
