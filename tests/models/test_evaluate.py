"""Gold rulings through a small engine that is really run: figures out, no text."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from models import evaluate
from models.tables import presets, table
from service.document import Span
from service.pipeline.policy import Policy, hiding
from service.settings import Settings
from tests.small import ENGINE

TODO = Policy("todo", "1", "all", hiding({"NOMBRE", "FECHA", "LUGAR", "ID"}))
NAMES = Policy("names", "1", "names", hiding({"NOMBRE"}))
PUBLIC = Policy("public", "1", "nothing", hiding(()))


def ruling(number: int, country: str, part: str, surname: str = "Quimera") -> dict[str, object]:
    text = f"Comparece Quirina {surname} en Lobos. Decide Aurelia Marjal."
    last = text.index("Aurelia")
    return {
        "id": f"r{number}",
        "source": f"fictional_{country.lower()}",
        "country": country,
        "part": part,
        "text": text,
        "entities": [
            {"start": 10, "end": 18 + len(surname), "tag": "NOMBRE", "role": "parte"},
            {"start": text.index("Lobos"), "end": text.index("Lobos") + 5, "tag": "LUGAR"},
            {"start": last, "end": last + 14, "tag": "NOMBRE", "role": "autoridad"},
        ],
    }


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    rulings = [ruling(1, "AR", "opening"), ruling(2, "AR", "start"), ruling(3, "UY", "ending", "Albaflor")]
    path.write_text("".join(json.dumps(r) + "\n" for r in rulings), encoding="utf-8")
    return path


def test_every_policy_has_its_figures_and_a_text_is_read_once(gold: Path) -> None:
    (detect,) = ENGINE.detectors
    read: list[str] = []

    def counting(text: str) -> Sequence[Span]:
        read.append(text)
        return detect(text)

    scored = evaluate.decide(replace(ENGINE, detectors=(counting,)), gold, [TODO, NAMES, PUBLIC])
    assert len(read) == 3
    assert {name: pairs[0][1][0].action for name, pairs in scored.items()} == {
        "todo": "mask",
        "names": "mask",
        "public": "keep",
    }
    todo = evaluate.report(scored["todo"], evaluate.hidden(TODO))["figures"]
    assert (todo["labels"]["NOMBRE"]["full"], todo["labels"]["LUGAR"]["full"]) == (0.5, 0)
    assert (todo["roles"]["parte"]["full"], todo["roles"]["autoridad"]["full"]) == (1, 0)
    assert todo["leaked"] == 0
    names = evaluate.report(scored["names"], evaluate.hidden(NAMES))["figures"]
    assert list(names["labels"]) == ["NOMBRE", "ALL"]


def test_figures_by_country_source_and_part(gold: Path) -> None:
    scored = evaluate.decide(ENGINE, gold, [TODO])["todo"]
    by = evaluate.report(scored, evaluate.hidden(TODO))["by"]
    assert {group: list(values) for group, values in by.items()} == {
        "country": ["AR", "UY"],
        "source": ["fictional_ar", "fictional_uy"],
        "part": ["end", "start"],
    }
    assert by["country"]["AR"]["figures"]["documents"] == 2
    assert by["part"]["start"]["figures"]["documents"] == 2
    assert by["country"]["UY"]["intervals"]["NOMBRE"]["full"] is None


def test_the_json_says_what_it_was_made_of_and_holds_no_text(gold: Path, tmp_path: Path) -> None:
    scored = evaluate.decide(ENGINE, gold, [TODO, NAMES])
    content = evaluate.whole(Settings().bundle, gold, scored, {"todo": TODO, "names": NAMES})
    evaluate.write_json(content, tmp_path / "figures.json")
    written = (tmp_path / "figures.json").read_text(encoding="utf-8")
    assert not any(word in written for word in ("Quirina", "Quimera", "Lobos", "Comparece"))
    back = json.loads(written)
    assert list(back["policies"]) == ["todo", "names"]
    assert back["data"]["name"] == "gold.jsonl"
    assert table(back["policies"]["todo"]) == table(content["policies"]["todo"])
    assert [line.split()[:3] for line in presets(back["policies"]).splitlines()[1:]] == [
        ["todo", "1.0000", "0.0000"],
        ["names", "1.0000", "0.0000"],
    ]


def test_misses_go_to_a_file_of_the_owner_alone(gold: Path, tmp_path: Path) -> None:
    scored = evaluate.decide(ENGINE, gold, [TODO])["todo"]
    path = tmp_path / "misses.jsonl"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o644)
    assert evaluate.write_misses(scored, path, evaluate.hidden(TODO)) == 6
    assert path.stat().st_mode & 0o777 == 0o600
    first = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert first == {"id": "r1", "start": 29, "end": 34, "label": "LUGAR", "role": "", "surface": "Lobos"}


@pytest.mark.parametrize("way", ["inside", "below", "link"])
def test_misses_never_go_into_a_checkout(gold: Path, tmp_path: Path, way: str) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "docs").mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", str(checkout)], check=True)
    (tmp_path / "elsewhere").symlink_to(checkout)
    path = {
        "inside": checkout / "misses.jsonl",
        "below": checkout / "docs" / "misses.jsonl",
        "link": tmp_path / "elsewhere" / "misses.jsonl",
    }[way]
    scored = evaluate.decide(ENGINE, gold, [TODO])["todo"]
    with pytest.raises(evaluate.InsideCheckout) as refused:
        evaluate.write_misses(scored, path, evaluate.hidden(TODO))
    assert not path.exists()
    assert "Lobos" not in str(refused.value)


def test_predictions_hold_offsets_and_no_text(gold: Path, tmp_path: Path) -> None:
    scored = evaluate.decide(ENGINE, gold, [TODO])["todo"]
    evaluate.write_predictions(scored, tmp_path / "out.jsonl")
    line = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert line == {
        "file": "r1.txt",
        "spans": [{"start": 10, "end": 25, "label": "NOMBRE", "decision": "mask"}],
    }
