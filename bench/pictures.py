"""The pictures of the review page in docs/, taken anew of the fictional rulings in examples/.

python -m bench.pictures [--out DIR]

With the bundle that serves. Needs what the tests of the page need: see tests/web/conftest.py.
"""

import argparse
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from service.app import create_app, utc_now
from service.engine import build_engine
from service.settings import Settings
from service.storage.migrate import upgrade
from tests.web.conftest import CHROMIUM
from tests.web.site import Site, served

ROOT: Final = Path(__file__).parent.parent
SCREEN: Final = {"width": 1440, "height": 860}
#: Pixels of the queue, which is short.
QUEUE_HEIGHT: Final = 400

LEASE, FAMILY, CRASH = "01-ar-locacion", "09-ar-violencia-familiar", "02-cl-accidente-transito"


def text_of(name: str) -> str:
    return (ROOT / "examples" / f"{name}.txt").read_text(encoding="utf-8")


def in_days(count: int) -> str:
    return (utc_now() + timedelta(days=count)).isoformat()


class Camera:
    """Takes pictures into a folder, of few colours and so of few bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, page: Page, name: str, height: int = SCREEN["height"]) -> None:
        page.evaluate("document.getElementById('told')?.replaceChildren()")
        path = self.folder / f"revision-{name}.png"
        page.screenshot(path=path, clip={"x": 0, "y": 0, "width": SCREEN["width"], "height": height})
        with Image.open(path) as taken:
            taken.convert("RGB").quantize(128).save(path, optimize=True)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def asked_and_answered(site: Site, document: str) -> None:
    """A question of a reviewer, and a judge's answer."""
    path = f"/v1/review/{document}"
    lease = site.clerk.post(f"{path}/claim").json()["lease_id"]
    words = "La vecina que llamó al 911, ¿se oculta también por el apodo?"
    asked = site.clerk.post(
        f"{path}/questions", json={"lease_id": lease, "addressee": "judge", "question": words}
    ).json()
    site.clerk.post(
        f"/v1/questions/{asked['id']}/answer", json={"answer": "Sí: en el barrio la conocen por él."}
    )


def confirmed(site: Site, document: str) -> None:
    """A verdict that hides every doubt."""
    path = f"/v1/review/{document}"
    lease = site.clerk.post(f"{path}/claim").json()["lease_id"]
    read = site.clerk.get(path)
    fields = ("start", "end", "label", "role", "kind", "entity", "decision")
    spans = sorted(read.json()["spans"], key=lambda span: span["start"])
    sent = [{name: span[name] for name in fields} for span in spans]
    for span in sent:
        span["decision"] = "mask" if span["decision"] == "review" else span["decision"]
    given = site.clerk.put(
        path, json={"lease_id": lease, "spans": sent}, headers={"If-Match": read.headers["ETag"]}
    )
    assert given.status_code == 200, given.text


def take(site: Site, camera: Camera) -> None:
    civil = {"court": "Juzgado Civil n.º 217", "matter": "civil", "docket": "48.213/2019"}
    family = {"court": "Juzgado de Familia n.º 3", "matter": "familia"}
    returned = site.send(text_of(LEASE), policy="todo", **{**civil, "docket": "9/2020"})
    asked = site.send(text_of(FAMILY), policy="ar-provincial", deadline=in_days(1), **family)
    lease = site.send(text_of(LEASE), policy="estricta", deadline=in_days(3), **civil)
    site.send(text_of(LEASE), policy="estricta", **civil)
    site.send(text_of(CRASH), policy="cl-parcial", court="Juzgado de Letras de Villa Serena", matter="civil")
    asked_and_answered(site, asked)
    confirmed(site, returned)
    site.clerk.post(f"/v1/documents/{returned}/policy", json={"policy": "ar-provincial"})

    page = site.open("/review", viewport=SCREEN)
    camera.take(page, "cola", QUEUE_HEIGHT)
    page = site.desk(lease, viewport=SCREEN)
    page.locator("#style").select_option("numbered")
    expect(page.locator("#result")).to_contain_text("[NOMBRE_1]")
    page.locator("#cast").focus()
    camera.take(page, "reparto")
    while not page.locator("#original mark.here", has_text="20 de abril de 2009").count():
        press(page, "n")
    camera.take(page, "resolucion")
    press(page, "v", "ArrowDown", "ArrowDown")
    camera.take(page, "visible")
    press(page, "d")
    page.wait_for_url("**/review?lang=es")
    page = site.desk(asked, viewport=SCREEN)
    press(page, "?")
    page.locator("#dialog[open]").wait_for()
    camera.take(page, "consulta")
    page = site.desk(returned, "berto", viewport=SCREEN)
    camera.take(page, "cambios")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = f"sqlite:///{folder}/pictures.sqlite"
        upgrade(database)
        values = {
            "database": database,
            "master_key_file": Path(folder) / "master.key",
            "inline_characters": 10**7,
            "embedded_worker": False,
            "control_share": 0,
            "look_share": 0,
        }
        settings = Settings.model_validate(values)
        app = create_app(settings, engine=build_engine(settings))
        with served(app) as url:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            site = Site(url, app, browser)
            take(site, Camera(options.out))
            browser.close()
            for client in site.clients:
                client.close()


if __name__ == "__main__":
    main()
