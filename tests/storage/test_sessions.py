"""A transaction is all or nothing, and says of the database's errors only their name."""

import traceback
from pathlib import Path

import pytest
from sqlalchemy import text

from service.errors import DatabaseUnavailable, SettingsError
from service.storage import sessions
from service.storage.keys import Keyring
from service.storage.principals import Principal, bootstrap, create_tenant
from service.storage.sessions import Store, make_engine, open_store, reading, transaction
from service.storage.tables import Tenant
from tests.conftest import Clock
from tests.small import CANARY, send


def test_an_error_undoes_everything(store: Store, clock: Clock) -> None:
    def fail() -> None:
        with transaction(store) as session:
            session.add(Tenant(name="Juzgado de Ninguna Parte", created_at=clock()))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading(store) as session:
        assert session.query(Tenant).count() == 0


def test_readers_do_not_wait_for_a_writer(store: Store, clock: Clock) -> None:
    with transaction(store) as writing:
        writing.add(Tenant(name="Juzgado de Valdeniebla", created_at=clock()))
        writing.flush()
        with reading(store) as session:
            assert session.query(Tenant).count() == 0


def test_a_locked_database_is_unavailable(
    store: Store, database_url: str, keyring: Keyring, clock: Clock
) -> None:
    postgres = store.engine.dialect.name == "postgresql"
    impatient = open_store(
        database_url + ("?options=-c%20lock_timeout%3D1" if postgres else "?timeout=0"), keyring, clock
    )
    with store.engine.begin() as connection:
        if postgres:
            connection.execute(text("LOCK TABLE tenant"))
        with pytest.raises(DatabaseUnavailable):
            create_tenant(impatient, "Juzgado de Valdeniebla")
    create_tenant(impatient, "Juzgado de Valdeniebla")
    impatient.engine.dispose()


def test_a_commit_waits_for_the_disk(
    tmp_path: Path, pragmas: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_PRAGMAS", pragmas)
    engine = make_engine(f"sqlite:///{tmp_path / 'new'}")
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
    engine.dispose()


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/nothing", "sqlite:///{tmp}"])
def test_a_database_that_is_gone_is_unavailable(
    url: str, tmp_path: Path, keyring: Keyring, clock: Clock
) -> None:
    gone = open_store(url.format(tmp=tmp_path), keyring, clock)
    with pytest.raises(DatabaseUnavailable):
        bootstrap(gone)
    gone.engine.dispose()


def test_what_is_no_database_is_unavailable(tmp_path: Path, keyring: Keyring, clock: Clock) -> None:
    (tmp_path / "file").write_bytes(b"something else" * 100)
    wrong = open_store(f"sqlite:///{tmp_path / 'file'}", keyring, clock)
    with pytest.raises(DatabaseUnavailable):
        bootstrap(wrong)
    wrong.engine.dispose()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_connection_that_the_server_closed_is_replaced(store: Store) -> None:
    assert bootstrap(store)
    others = make_engine(store.engine.url.render_as_string(hide_password=False))
    with others.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    others.dispose()
    assert bootstrap(store) is None


def test_a_refusal_quotes_neither_text_nor_statement(store: Store, ana: Principal) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE document RENAME COLUMN sealed_text TO sealed"))
    try:
        with pytest.raises(DatabaseUnavailable) as caught:
            send(ana, store)
    finally:
        with store.engine.begin() as connection:
            connection.execute(text("ALTER TABLE document RENAME COLUMN sealed TO sealed_text"))
    told = "".join(traceback.format_exception(caught.value))
    assert CANARY not in told
    assert "INSERT" not in told


@pytest.mark.parametrize("url", ["mysql://localhost/x", "nonsense", ""])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        make_engine(url)
