"""Who is faster than a page's script: what it makes work is not to be used before, nor sent without it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect

from tests.web.rulings import DETECT, RULING
from tests.web.site import Site
from tests.web.test_review import Serve, finish, hide_doubts, press

BUTTONS = "button:visible, #style, #find"


@contextmanager
def held(page: Page, path: str, script: str) -> Iterator[None]:
    """Go to `path`, where `script` comes only afterwards."""
    asked: list[Route] = []
    page.route(f"**/{script}", lambda route: asked.append(route))
    page.goto(path, wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    yield
    for route in asked:
        route.continue_()


def ask(site: Site, document: str) -> None:
    """A question of berto's, which somebody may answer."""
    berto = site.client("berto")
    lease = berto.post(f"/v1/review/{document}/claim").json()["lease_id"]
    asked = {"lease_id": lease, "addressee": "judge", "question": "¿Es testigo protegido?"}
    assert berto.post(f"/v1/review/{document}/questions", json=asked).status_code == 201


def test_nothing_can_be_used_before_its_script_is_there(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    ask(site, site.send(RULING))
    for path, script in (
        ("/login", "login.js"),
        ("/upload", "upload.js"),
        ("/review", "queue.js"),
        ("/review/questions", "questions.js"),
        (f"/review/{document}", "desk.js"),
    ):
        page = site.open("/login")
        with held(page, site.url + path, script):
            for control in page.locator(BUTTONS).all():
                expect(control).to_be_disabled()
        page.wait_for_load_state()
        assert page.locator(BUTTONS).count() > 0
        for control in page.locator(BUTTONS).all():
            expect(control).to_be_enabled()


def test_a_click_that_comes_too_early_is_not_half_done(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    hide_doubts(page)
    finish(page)
    again = page.get_by_role("button", name="Retirar")
    with held(page, f"{site.url}/review", "queue.js"):
        box = again.bounding_box()
        assert box
        page.mouse.click(box["x"] + 5, box["y"] + 5)
        expect(again).to_be_disabled()
    again.click()  # as soon as it can be
    page.wait_for_url(f"**/review/{document}?lang=es")
    assert site.final(document)["state"] == "in_review"


def test_a_page_is_turned_as_soon_as_it_is_known_where_it_begins(serve: Serve) -> None:
    site = serve(DETECT)
    page = site.open("/login")
    asked: list[Route] = []
    page.route("**/pages", lambda route: asked.append(route))
    document = site.send(f"{RULING}\f{RULING}")
    page.goto(f"{site.url}/review/{document}")
    page.locator("#cast [role=option]").first.wait_for()
    press(page, ".")
    expect(page.locator("#told")).to_be_empty()
    for route in asked:
        route.continue_()
    expect(page.locator("#told")).to_have_text("Página 2 de 2")


def test_a_key_is_never_sent_in_an_address(serve: Serve) -> None:
    site = serve(DETECT)
    page = site.open("/login", None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with held(page, f"{site.url}/login", "login.js"):
        page.keyboard.type(site.key("ana"))
        press(page, "Enter")
    expect(page.get_by_role("button")).to_be_enabled()
    press(page, "Enter")
    page.wait_for_url("**/review")
    assert not [url for url in asked if "?" in url]
