"""The verbs of ``python -m models`` and the page that tells of them."""

import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from models.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "training.md").read_text(encoding="utf-8")
VERBS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_and_is_on_the_page(verb: str) -> None:
    result = CliRunner().invoke(app, [verb, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output
    assert re.search(rf"(?:`|models ){verb}\b", PAGE)


def test_the_page_names_no_verb_and_no_option_that_is_not_there() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    calls = re.findall(r"^models (\S+)(.*)$", PAGE, re.MULTILINE)
    assert len(calls) > 8
    for verb, rest in calls:
        known = {option for parameter in commands[verb].params for option in parameter.opts}
        assert set(re.findall(r"(?<= )--[a-z-]+", rest)) <= known, verb


def test_a_recipe_that_is_not_done_says_so(tmp_path: Path) -> None:
    """Wrong input: no such plan, no such source; no traceback of a half-made folder."""
    nowhere = tmp_path / "nowhere.jsonl"
    arguments = ["recipe", str(tmp_path / "work"), "--gold", str(nowhere), "--base", str(tmp_path)]
    result = CliRunner().invoke(app, [*arguments, "--pool", str(nowhere)])
    assert result.exit_code != 0
    assert not (tmp_path / "work" / "data").exists()


@pytest.mark.parametrize(
    "stated", ["NOMRBE=0.998", "ORG=0.9", "NOMBRE", "NOMBRE=casi", "NOMBRE=99", "NOMBRE=nan"]
)
@pytest.mark.parametrize("option", ["--risk", "--masked", "--auto"])
def test_a_share_of_no_label_is_refused(option: str, stated: str, tmp_path: Path) -> None:
    """Left out in silence it would promise nothing, and look as if it did."""
    arguments = ["calibrate", str(tmp_path), "--bundle", str(tmp_path), "--data", str(tmp_path)]
    result = CliRunner().invoke(app, [*arguments, option, stated])
    assert result.exit_code == 2
    assert "LABEL=SHARE" in result.output
