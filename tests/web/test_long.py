"""A long ruling, a service that dies, two who do not see each other: the page at work."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.rulings import DETECT, RULING, finding
from tests.web.test_review import Serve, finish, hide_doubts, look_at, press

PAGES = 30
_LINE = "Que la prueba rendida en autos no alcanza para tener por cierto lo que se afirma en la demanda.\n"


def long_ruling() -> str:
    """Thirty pages, each with its own witness, and the two parties on all."""
    pages = [
        f"Folio {n + 1}\n{_LINE * 20}Declara el testigo Zenón Candil {chr(65 + n % 26)}. Quirina Albaflor y "
        f"Teobaldo Marjal lo oyen.\n{_LINE * 20}"
        for n in range(PAGES)
    ]
    return "\f".join(pages)


def test_thirty_pages_by_keyboard_alone(serve: Serve) -> None:
    site = serve(
        finding(
            (r"Quirina Albaflor", "NOMBRE", 0.99, "parte"),
            (r"Teobaldo Marjal", "NOMBRE", 0.5, "parte"),
            (r"Zenón Candil", "NOMBRE", 0.5, "parte"),
        ),
        inline_characters=10**6,
    )
    document = site.send(long_ruling())
    page = site.open("/review")
    press(page, "ArrowDown", "Enter")
    page.locator("#cast [role=option]").first.wait_for()
    keys = 0
    while page.locator("#progress").inner_text() != "Sin dudas":
        press(page, "Enter")
        keys += 1
    assert keys <= 3  # as many as there are people, on ninety places
    press(page, ".", ".")
    expect(page.locator("#told")).to_have_text(f"Página 3 de {PAGES}")
    third = page.locator("#original .line", has_text=re.compile(r"Folio 3$", re.MULTILINE))
    expect(third).to_be_in_viewport()
    press(page, ",")
    expect(page.locator("#told")).to_have_text(f"Página 2 de {PAGES}")
    finish(page)
    text = site.final(document)["text"]
    assert text.count("[NOMBRE]") == 3 * PAGES
    assert not re.search("Candil|Albaflor|Marjal", text)


def test_styles_are_seen_before_they_are_chosen(serve: Serve) -> None:
    page = serve(DETECT)
    document = page.send(RULING)
    desk = page.desk(document)
    for style, shown in (("numbered", "[NOMBRE_1]"), ("initials", "Q. A. R."), ("tag", "Comparece [NOMBRE]")):
        desk.locator("#style").select_option(style)
        expect(desk.locator("#result")).to_contain_text(shown)
    hide_doubts(desk)
    finish(desk)
    assert "[NOMBRE]" in page.final(document)["text"]


def test_of_two_who_do_not_see_each_other_a_third_decides_the_rest(serve: Serve, tmp_path: Path) -> None:
    twice = (Path(__file__).parents[2] / "service/policies/todo.toml").read_text(encoding="utf-8")
    twice = twice.replace('name = "todo"', 'name = "doble"').replace("\nrules", "\ndouble = 1.0\nrules", 1)
    (tmp_path / "doble.toml").write_text(twice, encoding="utf-8")
    site = serve(DETECT, policies=tmp_path)
    document = site.send(RULING, policy="doble")
    ana = site.desk(document, "ana")
    look_at(ana, "Zenón Candil")
    press(ana, "x")
    hide_doubts(ana)
    press(ana, "f")
    ana.locator("#dialog[open]").wait_for()
    press(ana, "Enter")
    expect(ana.locator("#alert")).to_contain_text("Falta la revisión de otra persona.")
    berto = site.desk(document, "berto")
    expect(berto.locator("#news")).to_contain_text("Segunda revisión")
    expect(berto.locator("#progress")).to_have_text("Dudas: 5 · Por decidir: 5")
    hide_doubts(berto)
    press(berto, "f")
    berto.locator("#dialog[open]").wait_for()
    press(berto, "Enter")
    expect(berto.locator("#alert")).to_contain_text("Otra persona decidirá")
    carla = site.desk(document, "carla")
    expect(carla.locator("#cast [role=option]")).to_have_count(1)  # only what they differ in
    expect(carla.locator("#cast")).to_contain_text("las dos revisiones no coinciden")
    hide_doubts(carla)
    finish(carla)
    assert "Zenón" not in site.final(document)["text"]


def test_a_planted_miss_is_counted_and_put_back(serve: Serve) -> None:
    site = serve(DETECT, control_share=1)
    document = site.send(RULING)
    page = site.desk(document)
    hide_doubts(page)
    press(page, "f")
    page.locator("#dialog[open]").wait_for()
    press(page, "Enter")
    expect(page.locator("#alert")).to_contain_text("Había un control")
    done = site.final(document)
    assert not re.search(r"Albaflor|Marjal|99\.999", done["text"])
    [mark] = site.clerk.get("/v1/stats").json()["reviews"]
    assert (mark["kind"], mark["hits"], mark["total"]) == ("control", 0, 1)


_SERVICE = """
import socket
import sys
from pathlib import Path
import uvicorn
from service.app import create_app
from service.document import LABELS
from service.pipeline import Engine
from service.pipeline.policy import Threshold
from service.settings import Settings
from service.storage.migrate import upgrade
from tests.web.rulings import DETECT

folder, listener = Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2]))
database = f"sqlite:///{folder}/killed.sqlite"
upgrade(database)
settings = Settings.model_validate({
    "database": database, "master_key_file": folder / "master.key", "embedded_worker": False,
    "threads": 1, "control_share": 0, "look_share": 0,
})
engine = Engine((DETECT,), dict.fromkeys(LABELS, Threshold(0.2, 0.9)), "test")
config = uvicorn.Config(create_app(settings, engine=engine), log_config=None, access_log=False)
uvicorn.Server(config).run(sockets=[listener])
"""


def _serving(folder: Path, port: int) -> tuple[subprocess.Popen[bytes], str]:
    """The service as a process of its own, once it answers; and the key that it told, if it is new.
    It is given a socket that listens already, so whoever asks too early waits for the answer."""
    told = folder / f"told-{len(list(folder.glob('told-*')))}"
    with told.open("w") as errors, socket.create_server(("127.0.0.1", port)) as listener:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVICE, str(folder), str(listener.fileno())],
            stderr=errors,
            cwd=Path(__file__).parents[2],
            pass_fds=[listener.fileno()],
        )
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200, told.read_text()
    key = re.search(r"API key.*: (\S+)", told.read_text())
    return process, key[1] if key else ""


def test_a_service_that_is_killed_in_mid_edit_loses_nothing(browser: Browser, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process, key = _serving(tmp_path, port)
    try:
        headers = {"Authorization": f"Bearer {key}"}
        page = browser.new_context(extra_http_headers=headers).new_page()
        page.set_default_timeout(20_000)
        url = f"http://127.0.0.1:{port}"
        sent = page.request.post(f"{url}/v1/documents", data={"text": RULING, "policy": "todo"})
        document = sent.json()["id"]
        page.goto(f"{url}/review/{document}")
        page.locator("#cast [role=option]").first.wait_for()
        press(page, "n", "m")
        expect(page.locator("#saved")).to_have_text("Guardado")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        press(page, "n", "m")
        expect(page.locator("#saved")).to_have_text("Sin guardar")
        process, _ = _serving(tmp_path, port)
        expect(page.locator("#saved")).to_have_text("Guardado")  # all of it, as soon as it is back
        page.close()
        page = page.context.new_page()
        page.goto(f"{url}/review/{document}")
        expect(page.locator("#told")).to_have_text("Se ha recuperado su borrador.")
        expect(page.locator("#progress")).to_have_text("Dudas: 3 · Por decidir: 3")
        hide_doubts(page)
        finish(page)
    finally:
        process.kill()
        process.wait()
        for context in browser.contexts:
            context.close()


@pytest.mark.parametrize("width", [1280])
def test_an_edge_is_moved_by_selecting_anew(serve: Serve, width: int) -> None:
    """With the mouse: from the beginning of a name to beyond its end."""
    site = serve(finding((r"Quirina(?= Albaflor)", "NOMBRE", 0.5, "parte")))
    document = site.send("Comparece Quirina Albaflor ante mí.\n")
    page: Page = site.desk(document, viewport={"width": width, "height": 800})
    line = page.locator("#original .line").first.bounding_box()
    mark = page.locator("#original mark").bounding_box()
    assert line
    assert mark
    page.mouse.move(mark["x"] - 3, mark["y"] + 5)  # beside the grip of its edge
    page.mouse.down()
    page.mouse.move(mark["x"] + 2.12 * mark["width"], mark["y"] + 5)
    page.mouse.up()
    press(page, "a")
    expect(page.locator("#original mark")).to_contain_text("Quirina Albaf")
