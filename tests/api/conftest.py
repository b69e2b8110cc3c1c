"""The real app on a real SQLite file; only the model is replaced, by a plain detector."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service import worker
from service.api.resources import Resources
from service.app import create_app
from service.document import LABELS, Label, Span
from service.lane import Lane
from service.pipeline import Engine
from service.pipeline.policy import Threshold, Thresholds
from service.roles import ROLES
from service.settings import Settings
from service.storage.jobs import claim_job
from service.storage.principals import create_key, create_tenant
from service.storage.sessions import transaction
from service.storage.tables import PolicyChoice
from tests.conftest import Clock

#: Two people, an identifier and a date that are sure; Candil is a doubt.
TEXT = (
    "Comparece Ramiro Quintanal Ochoa, DNI 99.999.999, y Berta Lumbreras, el 3 de mayo de 2021. Dijo Candil."
)
OUTPUT = "Comparece [NOMBRE], DNI [ID], y [NOMBRE], el [FECHA]. Dijo [NOMBRE]."
SURE = TEXT.removesuffix(" Dijo Candil.")

_FOUND: dict[str, tuple[Label, float]] = {
    r"Ramiro Quintanal Ochoa|Berta Lumbreras": ("NOMBRE", 0.99),
    r"Candil": ("NOMBRE", 0.5),
    r"\d\d\.\d{3}\.\d{3}": ("ID", 0.99),
    r"\d{1,2} de mayo de \d{4}": ("FECHA", 0.99),
}


THRESHOLDS: Thresholds = dict.fromkeys(LABELS, Threshold(0.2, 0.9))


def detect(text: str) -> Sequence[Span]:
    return [
        Span(found.start(), found.end(), label, score, "test", role="parte" if label == "NOMBRE" else None)
        for pattern, (label, score) in _FOUND.items()
        for found in re.finditer(pattern, text)
    ]


@dataclass
class Gate:
    """A detector that finds nothing, but can be shut until it is opened, or made to fail."""

    opened: threading.Event = field(default_factory=threading.Event)
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self.opened.set()

    def __call__(self, _text: str) -> Sequence[Span]:
        assert self.opened.wait(30)
        if self.failure:
            raise self.failure
        return []


@dataclass
class Court:
    """A client with a key of its own in one tenant of the app."""

    client: TestClient
    tenant: UUID
    app: FastAPI

    @property
    def resources(self) -> Resources:
        found: Resources = self.app.state.resources
        return found

    def colleague(self, actor: str, roles: frozenset[str] = ROLES) -> TestClient:
        """A client for another actor of the same tenant."""
        return keyed(self.app, create_key(self.resources.store, self.tenant, actor, roles))

    def work(self) -> None:
        """What a worker does with all that waits."""
        use = self.resources
        while job := claim_job(use.store):
            worker.process(use.store, job, use.engine, use.policies, look=use.settings.look_share)


def keyed(app: FastAPI, key: str) -> TestClient:
    """A client that sends `key`; the app's lifespan is another's matter."""
    return TestClient(app, headers={"Authorization": f"Bearer {key}"})


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.opened.set()


@pytest.fixture
def make_app(tmp_path: Path, clock: Clock, gate: Gate, _sqlite_template: Path) -> Callable[..., FastAPI]:
    """Makes an app over one database file; arguments are settings."""

    def make(*, migrated: bool = True, **changed: object) -> FastAPI:
        database = tmp_path / "test.sqlite"
        if migrated and not database.exists():
            shutil.copyfile(_sqlite_template, database)
        values = {
            "database": f"sqlite:///{database}",
            "master_key_file": tmp_path / "master.key",
            "embedded_worker": False,
            "threads": 1,
            **changed,
        }
        settings = Settings.model_validate({"control_share": 0, "look_share": 0, **values})
        return create_app(settings, clock=clock, engine=Engine((detect, gate), THRESHOLDS, "test"))

    return make


@pytest.fixture
def app(make_app: Callable[..., FastAPI]) -> FastAPI:
    return make_app()


@pytest.fixture
def anyone(app: FastAPI) -> Iterator[TestClient]:
    """A client without a key."""
    with TestClient(app) as client:
        yield client


@pytest.fixture
def court(app: FastAPI, anyone: TestClient) -> Court:
    return new_court(app, "juzgado")


@pytest.fixture
def client(court: Court) -> TestClient:
    return court.client


def new_court(app: FastAPI, name: str) -> Court:
    """A court whose documents follow `todo`."""
    store = app.state.resources.store
    tenant = create_tenant(store, name)
    with transaction(store) as session:
        session.add(PolicyChoice(tenant_id=tenant, court="", matter="", policy="todo"))
    return Court(keyed(app, create_key(store, tenant, "ada")), tenant, app)


@contextmanager
def full(lane: Lane) -> Iterator[None]:
    """Every turn of `lane`, which has one place in line, is taken, and so is that place."""

    def wait() -> None:
        with lane.enter():
            pass

    waits = threading.Thread(target=wait)
    with ExitStack() as turns:
        for _ in range(lane.places - 1):
            turns.enter_context(lane.enter())
        waits.start()
        while not lane.waiting:  # until it stands in line
            pass
        yield
    waits.join(10)
