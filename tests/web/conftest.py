"""A browser for all tests, and for each a service of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from service.app import create_app
from service.document import LABELS
from service.pipeline import Engine
from service.pipeline.policy import Threshold
from service.settings import Settings
from tests.conftest import Clock, absent
from tests.web.site import Detector, Site, served

CHROMIUM = os.environ.get("INNOMINADO_TEST_CHROMIUM", "/usr/bin/chromium")


# Not longer than a file: Playwright's loop and greenlets would be in the way of the next one's.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        absent("chromium", f"nothing at {CHROMIUM}, and INNOMINADO_TEST_CHROMIUM names no other")
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        # Without its sandbox, which root and containers can't have: the pages are ours.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def serve(
    browser: Browser, tmp_path: Path, clock: Clock, _sqlite_template: Path
) -> Iterator[Callable[..., Site]]:
    """Serves with a detector in place of the model. What its pages complained of, or asked
    of anybody else, fails the test."""
    database = tmp_path / "web.sqlite"
    shutil.copyfile(_sqlite_template, database)
    values: dict[str, object] = {
        "database": f"sqlite:///{database}",
        "master_key_file": tmp_path / "master.key",
        "embedded_worker": False,
        "threads": 1,
        "control_share": 0,
        "look_share": 0,
    }
    sites = []
    with ExitStack() as running:

        def start(detect: Detector, **changed: object) -> Site:
            settings = Settings.model_validate({**values, **changed})
            engine = Engine((detect,), dict.fromkeys(LABELS, Threshold(0.2, 0.9)), "test")
            app = create_app(settings, clock=clock, engine=engine)
            sites.append(Site(running.enter_context(served(app)), app, browser))
            return sites[-1]

        yield start
        for context in browser.contexts:
            context.close()
        for client in [client for site in sites for client in site.clients]:
            client.close()
    for site in sites:
        assert site.complaints == []
