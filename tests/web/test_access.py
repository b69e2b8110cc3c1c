"""Whoever cannot see, point or read small print can work here: axe-core, keys, zoom, languages."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from service.api.pages import LANGUAGES, MESSAGES, WEB
from tests.web.rulings import DETECT, RULING
from tests.web.test_review import Serve, finish, hide_doubts, look_at, press

AXE = Path(__file__).parent / "axe"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TABLET = {"viewport": {"width": 768, "height": 1024}}
#: 1280 pixels at 200 %.
ZOOMED = {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2}


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong by the rules of WCAG 2.2 AA."""
    # Evaluated, not added as a script: the page's policy takes none but its own.
    page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
    options = json.dumps({"runOnly": RULES})
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {options})")
    assert len(found["passes"]) > 10
    return [
        f"{fault['id']}: {node['html'][:200]}" for fault in found["violations"] for node in fault["nodes"]
    ]


def test_the_checker_is_the_one_that_was_looked_at() -> None:
    for line in (AXE / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((AXE / name).read_bytes()).hexdigest() == digest


def test_axe_finds_no_fault(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING, court="Juzgado de Valdeniebla")
    assert faults(site.open("/review")) == []
    page = site.desk(document)
    found = faults(page)
    press(page, "p")
    page.locator("#dialog[open]").wait_for()
    found += faults(page)
    press(page, "Escape", "v")
    expect(page.locator("#visible [aria-selected=true]")).to_be_visible()
    found += faults(page)
    press(page, "h")
    found += faults(page)
    press(page, "Escape", "r", "j")
    found += faults(page)
    assert found == []


def test_axe_finds_no_fault_in_any_dialog(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    found = []
    for key in ("?", "e", "l", "c", "j", "g"):
        look_at(page, "3 de mayo" if key == "g" else "Zenón Candil")
        press(page, key)
        if key != "j":
            page.locator("#dialog[open]").wait_for()
        found += faults(page)
        press(page, "Escape")
    press(page, "b")
    page.keyboard.type("tuerto")
    press(page, "Enter", "a")
    page.locator("#dialog[open]").wait_for()
    found += faults(page)
    press(page, "Escape", "r")
    hide_doubts(page)
    press(page, "f")
    page.locator("#dialog[open]").wait_for()
    found += faults(page)
    press(page, "Enter")
    expect(page.locator("#alert")).to_contain_text("Revisión terminada")
    found += faults(page)
    assert found == []


def test_axe_finds_no_fault_where_something_was_asked_or_changed(serve: Serve) -> None:
    site = serve(DETECT)
    asked, changed = site.send(RULING, docket="1/2021"), site.send(RULING, docket="1/2021", court="Juzgado")
    page = site.desk(asked)
    press(page, "?")
    page.locator("#dialog[open]").wait_for()
    page.keyboard.type("¿Es testigo protegido?")
    press(page, "Tab", "Enter")
    expect(page.locator("#alert")).to_contain_text("Consulta enviada")
    judge = site.open("/review/questions", "jueza")
    found = faults(judge)
    judge.get_by_label("Respuesta").fill("Sí.")
    press(judge, "Tab", "Enter")
    expect(judge.locator("form")).to_contain_text("Enviada")
    found += faults(judge)
    found += faults(site.open("/review/questions", "jueza"))  # nothing to answer
    page = site.desk(changed)
    hide_doubts(page)
    finish(page)
    site.clerk.post(f"/v1/documents/{changed}/policy", json={"policy": "uy"})
    found += faults(site.open("/review"))  # batches, sisters, what was answered, what came back
    for document in (asked, changed):
        page = site.desk(document)
        expect(page.locator("#news")).to_be_visible()
        found += faults(page)
    found += faults(site.open(f"/review/{asked}", "berto"))  # somebody else has it
    assert found == []


@pytest.mark.parametrize("screen", [TABLET, ZOOMED], ids=["tablet", "200 %"])
def test_nothing_is_cut_off_on_a_small_screen(serve: Serve, screen: dict[str, Any]) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    for page in (site.open("/review", **screen), site.desk(document, **screen)):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        wide = """[...document.querySelectorAll("button, h1, input, .row, .line, .bar p")]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
            .map((one) => one.outerHTML)"""
        assert page.evaluate(wide) == []


def test_the_focus_is_seen_and_says_what_is_chosen(serve: Serve) -> None:
    site = serve(DETECT)
    page = site.desk(site.send(RULING))
    for _ in range(4):
        press(page, "ArrowDown")
        shown = page.evaluate("""() => {
            const list = document.activeElement;
            const row = document.getElementById(list.getAttribute("aria-activedescendant"));
            return [list.id, getComputedStyle(list).outlineStyle, row.getAttribute("aria-selected")];
        }""")
        assert shown == ["cast", "solid", "true"]


def test_single_keys_can_be_turned_off(serve: Serve) -> None:
    site = serve(DETECT)
    page = site.desk(site.send(RULING))
    press(page, "h")
    page.get_by_label("Atajos de una sola tecla").uncheck()
    press(page, "Escape")
    press(page, "m", "x")
    expect(page.locator("#progress")).to_have_text("Dudas: 5 · Por decidir: 5")
    page.get_by_role("button", name="Ocultar M").click()
    expect(page.locator("#progress")).to_have_text("Dudas: 4 · Por decidir: 4")


def test_both_languages_have_every_message_that_is_used() -> None:
    assert {*MESSAGES["es"]} == {*MESSAGES["en"]} == {*MESSAGES[LANGUAGES[0]]}
    for name, message in MESSAGES["es"].items():
        assert set(re.findall(r"\{\w+\}", message)) == set(re.findall(r"\{\w+\}", MESSAGES["en"][name])), name
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in (
            *(WEB / "templates").glob("*.html"),
            *(WEB / "static" / "review").glob("*.js"),
            *(WEB / "static" / "upload").glob("*.js"),
        )
    )
    named = set(re.findall(r"\bsay\.(\w+)", sources)) | set(re.findall(r"""\bsay\("(\w+)\"""", sources))
    assert named <= {*MESSAGES["es"]}
    made = {
        "reason_",
        "why_",
        "decided_",
        "group_",
        "cause_",
        "style_",
        "level_",
        "asked_",
        "ask_",
        "control_",
        "state_",
        "because_",
    }
    unused = {name for name in MESSAGES["es"] if not re.search(rf"\b{name}\b", sources)}
    assert not {name for name in unused if not any(map(name.startswith, made))} - LABELLED


#: Asked for by the name of a label, a role or an attribute; and what routes say.
LABELLED = {
    "NOMBRE", "FECHA", "LUGAR", "ID", "ORG", "NOMBRE_many", "FECHA_many", "LUGAR_many", "ID_many",
    "ORG_many", "kept_many", "adult", "minor", "victim", "third", "ago_minutes", "ago_hours", "ago_days",
    "decimal",
}  # fmt: skip
