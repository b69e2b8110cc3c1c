"""What the READMEs and the guides promise is there: commands, calls, settings, links."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer

from service.app import create_app
from service.cli import app as cli
from service.roles import OF_ROLE, PERMISSIONS
from service.settings import Settings
from tests.small import ENGINE

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.es.md")
PAGES = (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*.md"))
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)


def code(page: Path) -> str:
    """All that the page prints as code."""
    return "\n".join(CODE.findall(page.read_text(encoding="utf-8")))


def blocks(page: Path) -> list[tuple[str, str]]:
    """Language and text of each code block; what is said in comments may differ."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [(language, re.sub(r" *#.*", "", text)) for language, text in found]


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings have when it is shown."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_what_make_runs_is_there() -> None:
    """Modules that the Makefile runs by name, but for pip and venv of the standard library."""
    modules = re.findall(r"-m ([\w.]+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert "bench" in modules
    for module in modules:
        found = find_spec(module)
        assert found is not None, module
        assert not found.submodule_search_locations or find_spec(f"{module}.__main__"), module


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", code(page))) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_subcommand_exists(page: Path) -> None:
    command = typer.main.get_command(cli)
    named = set(re.findall(r"\binnominado ([a-z]+(?:-[a-z]+)?)", code(page)))
    assert named <= set(getattr(command, "commands"))  # noqa: B009 (click's Group, which typer hides)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_call_exists(page: Path, tmp_path: Path) -> None:
    values = {"database": f"sqlite:///{tmp_path}/x.sqlite", "master_key_file": tmp_path / "key"}
    paths = create_app(Settings.model_validate(values), engine=ENGINE).openapi()["paths"]
    known = [re.sub(r"\{\w+\}", "{}", path) for path in paths]
    # In a page an id is written $ID, {id} or …
    named = re.findall(r"/(?:v1/[\w/${}…-]+|healthz|readyz|metrics)\b}?", code(page))
    for path in named:
        call = re.sub(r"\$ID|\{\w+\}|…", "{}", path)
        assert any(path == call or path.startswith(f"{call}/") for path in known), path


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_bodies_are_json(page: Path) -> None:
    sent = re.findall(r"-d '(.*?)'", page.read_text(encoding="utf-8"))
    assert sent
    for body in sent:
        json.loads(body)


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_every_setting_is_told_with_its_default(page: Path) -> None:
    rows = re.findall(
        r"^\| `INNOMINADO_(\w+)` \| `?(.*?)`? \|", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    told = {name.lower(): default for name, default in rows}
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    defaults["bundle"] = defaults["bundle"].relative_to(ROOT)
    shown = {None: "–", True: "true", False: "false"}
    expected = {
        name: shown[value] if value is None or isinstance(value, bool) else str(value)
        for name, value in defaults.items()
    }
    assert told == expected


def test_the_guide_tells_the_roles_as_they_are() -> None:
    guide = (ROOT / "docs/operator.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z]+)` \| [^|]+ \| (`.*`) \|$", guide, re.MULTILINE)
    told = {role: frozenset(re.findall(r"`(\w+)`", may)) for role, may in rows}
    assert told == OF_ROLE
    permissions = re.findall(r"^\| `([a-z_]+)` \| [^|]+ \|$", guide, re.MULTILINE)
    assert set(permissions) == PERMISSIONS


def test_both_languages_say_the_same() -> None:
    english, spanish = ([*re.findall(r"^#+", p.read_text(encoding="utf-8"), re.MULTILINE)] for p in READMES)
    assert english == spanish
    assert blocks(READMES[0]) == blocks(READMES[1])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_resolve(page: Path) -> None:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), link
        if anchor:
            assert anchor in anchors(file), link


CARD = ROOT / "models" / "bundles" / "default" / "README.md"
#: Columns of a label in the card, after its number of mentions, in the order in which READMEs tell them.
MASKED, AUTO, FULL = 1, 0, 2


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_figures_are_those_of_the_shipped_model_s_card(page: Path) -> None:
    card = CARD.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?:NOMBRE|FECHA|LUGAR|ID|ALL) \| \d+ (\|.* \[.*)$", card, re.MULTILINE)[:5]
    measured = [[float(figure) for figure in re.findall(r"\| ([\d.]+) \[", row)] for row in rows]
    told = re.findall(
        r"^\|[^|\n]+((?:\| \d?[.,]\d{3} ){5})\|$", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [[float(f.replace(",", ".")) for f in re.findall(r"\d?[.,]\d{3}", line)] for line in told] == [
        [figures[column] for figures in measured] for column in (MASKED, AUTO, FULL)
    ]


def test_the_speed_told_is_the_one_that_was_measured() -> None:
    """In hundreds of words; the arithmetic of bulk goes by it, too."""
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    measured = re.search(r"^\| default, CLI \| ([\d,]+) ", page, re.MULTILINE)
    assert measured
    words = int(measured[1].replace(",", ""))
    about = f"{round(words, -2):,}"
    english, spanish = (readme.read_text(encoding="utf-8") for readme in READMES)
    assert f"{about} words a second" in english
    assert f"{about.replace(',', '.')} palabras por segundo" in spanish
    assert f"*v* is {words // 2:,}:" in (ROOT / "docs" / "bulk.md").read_text(encoding="utf-8")
