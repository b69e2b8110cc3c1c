"""Migrations make what the tables say, and a database that is behind is not served."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text

from service.errors import DatabaseBehind, DatabaseUnavailable, UndecipherableRecord
from service.storage.keys import Keyring
from service.storage.migrate import check, upgrade
from service.storage.principals import Principal
from service.storage.sessions import Store, open_store
from service.storage.tables import Base
from tests.conftest import Clock
from tests.small import send


def test_migrations_make_the_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_make_the_checks(store: Store) -> None:
    found = inspect(store.engine)
    for name, table in Base.metadata.tables.items():
        declared = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {c["name"] for c in found.get_check_constraints(name)} == declared


def test_a_migrated_database_is_ready_and_upgrading_again_changes_nothing(
    store: Store, database_url: str
) -> None:
    check(store)
    upgrade(database_url)
    check(store)


def test_a_database_without_migrations_is_behind(tmp_path: Path, keyring: Keyring, clock: Clock) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'new'}", keyring, clock)
    with pytest.raises(DatabaseBehind):
        check(store)
    store.engine.dispose()


def test_a_database_of_another_version_is_not_served(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(DatabaseBehind):
            check(store)
    finally:
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def test_documents_under_another_master_key_are_noticed_at_the_start(
    store: Store, ana: Principal, database_url: str, clock: Clock
) -> None:
    send(ana, store)
    other = open_store(database_url, Keyring(bytes(32)), clock)
    with pytest.raises(UndecipherableRecord):
        check(other)
    other.engine.dispose()


def test_two_that_migrate_at_once_take_turns(store: Store, database_url: str) -> None:
    with store.engine.begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrade, [database_url] * 2))
    check(store)
    assert set(inspect(store.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_a_database_that_is_gone_cannot_be_migrated() -> None:
    with pytest.raises(DatabaseUnavailable):
        upgrade("postgresql://nobody@127.0.0.1:1/nothing")
