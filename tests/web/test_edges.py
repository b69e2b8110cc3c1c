"""The edges of a mention: dragged by mouse or finger, moved by keys, always whole letters and words."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.rulings import finding
from tests.web.test_review import Serve, finish, hide_doubts, look_at, press

#: Letters outside of the BMP, combining marks, a line that ends in CRLF.
TEXT = "𝔘𝔫𝔬 😀\r\nDijo Jose\u0301 Nin\u0303o de 𝔅erlín, y calló.\r\nLo oyó Zoé.\r\n"
DETECT = finding((r"Nin\u0303o", "NOMBRE", 0.99, "parte"), (r"Zoé", "NOMBRE", 0.5, "parte"))
TOUCH: dict[str, Any] = {"has_touch": True, "viewport": {"width": 1024, "height": 768}}

Place = tuple[float, float]


def edge_of(page: Page, words: str, edge: str, within: str = "#original") -> Place:
    """Where on the screen `words` begin or end, in the middle of their line."""
    found: list[float] = page.evaluate(
        """([root, words, edge]) => {
          const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            const box = range.getBoundingClientRect();
            return [edge === "start" ? box.left : box.right, box.top + box.height / 2];
          }
        }""",
        [within, words, edge],
    )
    return found[0], found[1]


def grip(page: Page, edge: str) -> Place:
    box = page.locator(f"#original .grip.{edge}").bounding_box()
    assert box
    return box["x"], box["y"] + box["height"] / 2


def by_mouse(page: Page, start: Place, end: Place, *, shift: bool = False) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, end[1])
    if shift:
        page.keyboard.down("Shift")
    page.mouse.move(*end)
    page.mouse.up()
    if shift:
        page.keyboard.up("Shift")


def by_finger(page: Page, start: Place, end: Place) -> None:
    fingers = page.context.new_cdp_session(page)
    middle = (start[0] + end[0]) / 2, end[1]
    for kind, places in (
        ("touchStart", [start]), ("touchMove", [middle]), ("touchMove", [end]), ("touchEnd", [])
    ):  # fmt: skip
        points = [{"x": x, "y": y} for x, y in places]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def marked(page: Page, words: str) -> None:
    expect(page.locator("#original mark.here")).to_have_text(words)


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_an_edge_is_dragged_to_a_word(serve: Serve, touch: bool) -> None:
    drag = by_finger if touch else by_mouse
    site = serve(DETECT)
    document = site.send(TEXT)
    page = site.desk(document, **(TOUCH if touch else {}))
    look_at(page, "Nin\u0303o")
    x, y = edge_of(page, "𝔅erlín", "end")
    drag(page, grip(page, "end"), (x - 6, y))  # into the word: it is all of it that counts
    marked(page, "Nin\u0303o de 𝔅erlín")
    drag(page, grip(page, "start"), edge_of(page, "Jose\u0301", "start"))
    marked(page, "Jose\u0301 Nin\u0303o de 𝔅erlín")
    expect(page.locator("#told")).to_have_text("«Jose\u0301 Nin\u0303o de 𝔅erlín»")
    assert page.evaluate("getSelection().isCollapsed")
    hide_doubts(page)
    finish(page)
    done = site.final(document)
    assert done["text"] == "𝔘𝔫𝔬 😀\r\nDijo [NOMBRE], y calló.\r\nLo oyó [NOMBRE].\r\n"
    surface = "Jose\u0301 Nin\u0303o de 𝔅erlín"
    [span] = [span for span in done["spans"] if span["source"] == "reviewer"]
    assert (span["start"], span["end"]) == (TEXT.index(surface), TEXT.index(surface) + len(surface))
    assert (span["role"], span["label"]) == ("parte", "NOMBRE")


def test_with_shift_it_goes_letter_by_letter_and_never_through_one(serve: Serve) -> None:
    site = serve(DETECT)
    page = site.desk(site.send(TEXT))
    look_at(page, "Nin\u0303o")
    x, y = edge_of(page, "n\u0303", "end")
    by_mouse(page, grip(page, "end"), (x - 1, y), shift=True)
    marked(page, "Nin\u0303")
    by_mouse(page, grip(page, "end"), edge_of(page, "Dijo", "start"))  # past its beginning
    marked(page, "Nin\u0303o")  # something is left of it
    x, y = edge_of(page, "Zoé", "end")
    by_mouse(page, grip(page, "end"), (x, y))  # past a neighbour's beginning
    two_lines = ["Nin\u0303o de 𝔅erlín, y calló.", "Lo oyó"]
    expect(page.locator("#original mark.here")).to_have_text(two_lines)
    press(page, "u", "u", "u")
    marked(page, "Nin\u0303o")


def test_a_drag_that_is_left_changes_nothing(serve: Serve) -> None:
    site = serve(DETECT)
    page = site.desk(site.send(TEXT))
    look_at(page, "Nin\u0303o")
    page.mouse.move(*grip(page, "end"))
    page.mouse.down()
    page.mouse.move(*edge_of(page, "𝔅erlín", "end"))
    press(page, "Escape")
    page.mouse.up()
    marked(page, "Nin\u0303o")
    press(page, "u")
    marked(page, "Nin\u0303o")


def test_keys_and_buttons_move_an_edge_as_well(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(TEXT)
    page = site.desk(document)
    look_at(page, "Nin\u0303o")
    press(page, "c")
    page.locator("#dialog[open]").wait_for()
    page.keyboard.type("de quien se habla")
    press(page, "Control+Enter")
    press(page, "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowUp")
    marked(page, "Jose\u0301 Nin\u0303o de 𝔅erlín")
    press(page, "Shift+ArrowLeft", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown")
    marked(page, "de")  # something is left of it
    page.get_by_role("button", name="Comienzo: una palabra antes").click()
    marked(page, "Nin\u0303o de")
    page.get_by_role("button", name="Final: una palabra después").click()
    marked(page, "Nin\u0303o de 𝔅erlín")
    press(page, "r")
    expect(page.locator("#cast [aria-selected=true]")).to_contain_text("de quien se habla")
    hide_doubts(page)
    finish(page)
    assert "Dijo Jose\u0301 [NOMBRE], y calló." in site.final(document)["text"]
