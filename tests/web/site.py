"""The app behind a real server, and reviewers with a real browser."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page

from service.document import Span
from service.storage.principals import create_key, create_tenant

Detector = Callable[[str], Sequence[Span]]


@dataclass
class Site:
    """A running service with one court; who opens a page there is a person of that court."""

    url: str
    app: FastAPI
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    clients: list[httpx2.Client] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = self.app.state.resources.store
        self.tenant = create_tenant(self.store, "Juzgado de Valdeniebla")
        self.clerk = self.client("clerk")

    def key(self, actor: str) -> str:
        """A key of `actor`'s."""
        return create_key(self.store, self.tenant, actor)

    def client(self, actor: str) -> httpx2.Client:
        key = self.key(actor)
        client = httpx2.Client(base_url=self.url, headers={"Authorization": f"Bearer {key}"}, timeout=60)
        self.clients.append(client)
        return client

    def send(self, text: str, **more: Any) -> str:
        """Hand a ruling in; its id."""
        sent = {"text": text, "policy": "todo", **more}
        found: str = self.clerk.post("/v1/documents", json=sent).json()["id"]
        return found

    def final(self, document: str) -> dict[str, Any]:
        found: dict[str, Any] = self.clerk.get(f"/v1/documents/{document}").json()
        return found

    def open(self, path: str, actor: str | None = "ana", *, timed: bool = False, **context: Any) -> Page:
        """A page of `actor`'s, in a browser of their own; `timed`: with a clock that can be moved."""
        headers = {"Authorization": f"Bearer {self.key(actor)}"} if actor else {}
        page = self.browser.new_context(extra_http_headers=headers, **context).new_page()
        page.set_default_timeout(20_000)
        if timed:
            page.clock.install()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.goto(self.url + path)
        return page

    def desk(self, document: str, actor: str = "ana", **more: Any) -> Page:
        """A ruling's desk, once it is there."""
        page = self.open(f"/review/{document}", actor, **more)
        page.locator("#cast [role=option]").first.wait_for()
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        # Refusals are part of the work; the browser notes each.
        if message.type in ("error", "warning") and "the server responded with" not in message.text:
            self.complaints.append(message.text)

    def _asked(self, url: str) -> None:
        if not url.startswith(self.url):
            self.complaints.append(f"asked elsewhere: {url}")


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """`app` behind a server, configured as `serve` does; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, server_header=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    host, port = listener.getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()
