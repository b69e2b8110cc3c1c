"""What the tests share: a settable clock, and a migrated, empty store on each database."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import hypothesis
import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from service.storage import sessions
from service.storage.keys import Keyring
from service.storage.migrate import upgrade
from service.storage.principals import Principal, authenticate, create_key, create_tenant
from service.storage.sessions import Store, open_store
from service.storage.tables import Base

# How fast a machine is, is no test's business.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

POSTGRES = os.environ.get("INNOMINADO_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


def absent(what: str, why: str) -> NoReturn:
    """Skip a test for want of an outside program; fail it where INNOMINADO_REQUIRE names it."""
    if what in os.environ.get("INNOMINADO_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required: {why}")
    pytest.skip(f"no {what}: {why}")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture(scope="session", autouse=True)
def pragmas() -> Iterator[tuple[str, ...]]:
    """How the service sets SQLite up; here, but that it waits for no disk. No test cuts the power:
    what is killed is processes, and what those have written the system writes on."""
    given = sessions._PRAGMAS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "_PRAGMAS", (*given, "synchronous = OFF"))
        yield given


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(bytes(range(32)))


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgres() -> Iterator[Engine]:
    """A database of this session's own, migrated."""
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    name = f"innominado_test_{uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))  # as above
    except OperationalError:
        absent("postgres", "no server at INNOMINADO_TEST_POSTGRES, nor on 127.0.0.1:5432")
    engine = create_engine(make_url(POSTGRES).set(database=name), pool_pre_ping=True)
    upgrade(engine.url.render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database with nothing in it."""
    if request.param == "sqlite":
        path = tmp_path / "innominado.sqlite"
        shutil.copyfile(request.getfixturevalue("_sqlite_template"), path)
        return f"sqlite:///{path}"
    engine: Engine = request.getfixturevalue("_postgres")
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def store(database_url: str, keyring: Keyring, clock: Clock) -> Iterator[Store]:
    opened = open_store(database_url, keyring, clock)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def ana(store: Store) -> Principal:
    """A reviewer of a first court."""
    tenant = create_tenant(store, "Juzgado de Valdeniebla")
    return authenticate(store, create_key(store, tenant, "ana"))


@pytest.fixture
def berto(store: Store, ana: Principal) -> Principal:
    """Another reviewer of the same court."""
    return authenticate(store, create_key(store, ana.tenant_id, "berto"))


@pytest.fixture
def stranger(store: Store, ana: Principal) -> Principal:
    """Somebody of another court."""
    tenant = create_tenant(store, "Tribunal de Puerto Quimera")
    return authenticate(store, create_key(store, tenant, "extraño"))
