"""How long the review page takes to answer a key, in a ruling of 40,000 words with 3,000 spans.

python -m bench.review_page [--repeat N]

From the key's event to the frame that shows its effect, in Debian's Chromium. Needs what the
tests need: see tests/web/conftest.py.
"""

import argparse
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from service.app import create_app
from service.document import LABELS, Span
from service.pipeline import Engine
from service.pipeline.policy import Threshold
from service.settings import Settings
from service.storage.migrate import upgrade
from tests.web.conftest import CHROMIUM
from tests.web.site import Site, served

LINES = 1_000
PEOPLE = 300
_WORDS = (
    "el tribunal considera que la prueba rendida en autos no alcanza para tener por cierto lo que se dice"
)
#: The keys that are timed, and what each does.
KEYS = {"ArrowDown": "next row", "n": "next doubt", "m": "hide", "Enter": "confirm", "u": "undo"}
_TIMER = """() => {
    window.took = {};
    addEventListener("keydown", ({ key }) => {
        const pressed = performance.now();
        requestAnimationFrame(() => setTimeout(() => (took[key] ??= []).push(performance.now() - pressed)));
    }, { capture: true });
}"""


def ruling() -> str:
    """Lines of plain words with two people and a number in each."""
    words = _WORDS.split()
    lines = []
    for n in range(LINES):
        filler = [" ".join(words[(n + 7 * k) % 7 :][:12]) for k in range(3)]
        given = "Zenón" if n % 5 == 0 else "Quirina"
        one, other = (f"{given} {chr(65 + m % 26)}albaf{'aeiou'[m // 26 % 5]}{m // 130}r" for m in _pair(n))
        number = f"{10 + n % 89}.{100 + n % 899}.{100 + 7 * n % 899}"
        lines.append(f"{filler[0]} {one} {filler[1]} {other} {filler[2]} {number}.")
    return "\n".join(lines) + "\n"


def _pair(line: int) -> tuple[int, int]:
    return 3 * line % PEOPLE, (3 * line + 1) % PEOPLE


def detect(text: str) -> Sequence[Span]:
    people = re.finditer(r"(Quirina|Zenón) \w+", text)
    numbers = re.finditer(r"\d\d\.\d{3}\.\d{3}", text)
    return [
        *(Span(m.start(), m.end(), "NOMBRE", 0.5 if m[1] == "Zenón" else 0.99, "bench") for m in people),
        *(Span(m.start(), m.end(), "ID", 0.99, "bench") for m in numbers),
    ]


def press(page: Page, repeat: int) -> dict[str, list[float]]:
    """Milliseconds that each press of each key took."""
    page.evaluate(_TIMER)
    for key in KEYS:
        for n in range(repeat):
            page.keyboard.press(key)
            page.wait_for_function("([key, n]) => (took[key] ?? []).length > n", arg=[key, n])
    took: dict[str, list[float]] = page.evaluate("took")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = f"sqlite:///{folder}/bench.sqlite"
        upgrade(database)
        key_file = Path(folder) / "master.key"
        values = {"database": database, "master_key_file": key_file, "inline_characters": 10**7}
        settings = Settings.model_validate({**values, "embedded_worker": False})
        engine = Engine((detect,), dict.fromkeys(LABELS, Threshold(0.2, 0.9)), "bench")
        app = create_app(settings, engine=engine)
        with served(app) as url:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            site = Site(url, app, browser)
            text = ruling()
            page = site.desk(site.send(text))
            spans, rows = (
                page.locator(f"#{what}").count() for what in ("original mark", "cast [role=option]")
            )
            print(f"words: {len(text.split()):,}, spans: {spans:,}, rows: {rows:,}")
            for key, took in press(page, options.repeat).items():
                print(f"{key} ({KEYS[key]}): median {median(took):.0f} ms, worst {max(took):.0f} ms")
            browser.close()
            for client in site.clients:
                client.close()


if __name__ == "__main__":
    main()
