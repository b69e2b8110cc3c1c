"""The one way to the database: a `Store`, and a transaction on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from service.errors import DatabaseUnavailable, SettingsError
from service.pipeline.directory import Directory
from service.storage.keys import Keyring

#: How long to wait, in seconds, for a lock or a connection; the URL's query may say otherwise.
_WAITS: Final = {
    "sqlite": {"timeout": "10"},
    "postgresql": {"connect_timeout": "5", "options": "-c lock_timeout=10s"},
}
#: A committed write outlives a power cut (FULL); what is deleted is overwritten.
_PRAGMAS: Final = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")


@dataclass(frozen=True, slots=True)
class Store:
    """What every storage function needs.

    clock: the time now, with its zone. lease: how long a claimed job or task is held.
    attempts: tries at a document before it is held. mappings: the mapping key's keyring, if
    mappings may be kept. directories: of some tenants the last that was read, with its version
    (`service.storage.directory`).
    """

    engine: Engine
    sessions: sessionmaker[Session]
    keyring: Keyring
    clock: Callable[[], datetime]
    lease: timedelta
    attempts: int
    mappings: Keyring | None = None
    directories: dict[UUID, tuple[int, Directory]] = field(default_factory=dict, compare=False, repr=False)


def open_store(
    url: str,
    keyring: Keyring,
    clock: Callable[[], datetime],
    lease: timedelta = timedelta(minutes=15),
    attempts: int = 3,
    mappings: Keyring | None = None,
) -> Store:
    """A store on the database at `url` (SQLAlchemy). Connects at the first transaction."""
    engine = make_engine(url)
    return Store(
        engine, sessionmaker(engine, expire_on_commit=False), keyring, clock, lease, attempts, mappings
    )


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. Raises SettingsError for any other `url`."""
    try:
        parsed = make_url(url)
        waits = _WAITS[parsed.get_backend_name()]
    except (ArgumentError, KeyError):
        raise SettingsError("The database must be sqlite:///path or postgresql://…") from None
    parsed = parsed.update_query_dict({key: value for key, value in waits.items() if key not in parsed.query})
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


@contextmanager
def transaction(store: Store) -> Iterator[Session]:
    """A session that commits at the end or, on any error, does nothing at all.

    Writers on SQLite queue up here: the lock is taken at the start, so that what is read
    holds until the commit. Raises DatabaseUnavailable (locked, gone, refusing).
    """
    with _translated(), store.sessions.begin() as session:
        yield session


@contextmanager
def reading(store: Store, *, snapshot: bool = False) -> Iterator[Session]:
    """A session that only reads, and waits for no writer. Raises DatabaseUnavailable.

    snapshot: all its queries see the same moment, which on SQLite they do anyway.
    """
    options = {"sqlite_begin": "BEGIN"}
    if snapshot and store.engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with _translated(), store.sessions() as session:
        session.connection(execution_options=options)
        yield session


def erase(store: Store) -> None:
    """Empty SQLite's write-ahead log, where deleted pages live on; waits for readers.

    PostgreSQL keeps dead rows until its next vacuum, the wrapped key among them.
    """
    if store.engine.dialect.name == "sqlite":
        with _translated(), store.engine.connect() as connection:
            connection.execution_options(sqlite_begin=None)
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        # Not chained: a driver's message may quote what it was given.
        raise DatabaseUnavailable(type(error).__name__) from None


def _sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    if begin := connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE"):
        connection.exec_driver_sql(begin)
