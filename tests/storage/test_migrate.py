"""Migrations make what the tables say, and a database that is behind is not served."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, String, TableClause, Uuid, column, insert, inspect, table, text

from service.document import Hints, Party
from service.errors import DatabaseBehind, DatabaseUnavailable, UndecipherableRecord
from service.roles import PERMISSIONS
from service.storage.audit import trail
from service.storage.choices import chosen
from service.storage.documents import read_hints, read_text
from service.storage.keys import Keyring
from service.storage.migrate import check, upgrade
from service.storage.principals import Principal, authenticate, digest
from service.storage.sessions import Store, open_store
from service.storage.tables import Actor, ApiKey, Base, Tenant, UtcDateTime
from tests.conftest import Clock
from tests.small import send


def test_migrations_make_the_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_make_the_checks(store: Store) -> None:
    found = inspect(store.engine)
    for name, declaring in Base.metadata.tables.items():
        declared = {c.name for c in declaring.constraints if isinstance(c, CheckConstraint)}
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
        head = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(DatabaseBehind):
            check(store)
    finally:
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})


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


def test_older_keys_can_what_they_could(store: Store, database_url: str, clock: Clock) -> None:
    tenant, actor = uuid4(), uuid4()
    scopes = {
        "first": ["anonymize", "audit", "documents", "review"],
        "clerk": ["anonymize", "documents"],
        "reader": ["review"],
        "nobody": [],
    }
    with store.engine.begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    upgrade(database_url, "0001")
    with store.engine.begin() as connection:
        owner = {"tenant_id": tenant, "created_at": clock()}
        connection.execute(insert(Tenant), {"id": tenant, "name": "juzgado", "created_at": clock()})
        connection.execute(insert(Actor), {**owner, "id": actor, "name": "ana", "kind": "person"})
        for name, given in scopes.items():
            key = {"id": uuid4(), "actor_id": actor, "digest": digest(name), "scopes": given}
            connection.execute(insert(ApiKey), {**owner, **key})
    upgrade(database_url)
    may = {name: authenticate(store, name).permissions for name in scopes}
    assert may == {
        "first": PERMISSIONS,
        "clerk": {"anonymize", "submit", "read", "purge", "stats"},
        "reader": {"review", "stats"},
        "nobody": frozenset(),
    }


def older(name: str, *columns: str) -> TableClause:
    """A table as it once was, as far as these columns go."""
    types = {"id": Uuid, "tenant_id": Uuid, "actor_id": Uuid, "at": UtcDateTime, "created_at": UtcDateTime}
    return table(name, *(column(of, types.get(of, String)) for of in columns))


def test_an_older_trail_is_numbered_by_tenant(store: Store, database_url: str, clock: Clock) -> None:
    with store.engine.begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    upgrade(database_url, "0001")
    tenants, at = [uuid4(), uuid4()], clock()
    with store.engine.begin() as connection:
        for number, tenant in enumerate(tenants):
            row = {"id": tenant, "name": f"tribunal {number}", "created_at": at}
            connection.execute(older("tenant", *row).insert().values(row))
            row |= {"tenant_id": tenant, "kind": "system"}
            connection.execute(older("actor", *row).insert().values(row))
        for number in range(6):
            whose = tenants[number % 2]
            row = {"tenant_id": whose, "actor_id": whose, "action": f"deed {number}", "at": at}
            connection.execute(older("audit", *row).insert().values(row))
    upgrade(database_url)
    for number, tenant in enumerate(tenants):
        entries = trail(Principal(tenant, tenant), store, 10)
        assert [(e.number, e.action, e.at, e.mac) for e in entries] == [
            (i + 1, f"deed {2 * i + number}", at, None) for i in range(3)
        ]


def test_a_database_that_is_gone_cannot_be_migrated() -> None:
    with pytest.raises(DatabaseUnavailable):
        upgrade("postgresql://nobody@127.0.0.1:1/nothing")


def test_documents_of_the_first_tables_are_read_after_a_migration(
    tmp_path: Path, keyring: Keyring, clock: Clock
) -> None:
    url = f"sqlite:///{tmp_path / 'old'}"
    upgrade(url, "0001")
    store = open_store(url, keyring, clock)
    document_id, tenant_id = uuid4(), uuid4()
    cipher, wrapped = keyring.new_cipher(tenant_id, document_id)
    old = {
        "text": "Aurelia Quimera",
        "hints": '{"parties":["Aurelia Quimera"],"docket":null,"hide":[],"keep":[]}',
    }
    seals = {name: cipher.seal(name, value.encode()) for name, value in old.items()}
    now = clock().isoformat(" ")
    with store.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO tenant VALUES (:tenant, 'uno', :now)"), {"tenant": tenant_id.hex, "now": now}
        )
        connection.execute(
            text(
                "INSERT INTO document (id, tenant_id, state, policy, style, words, key_id, wrapped_key, "
                "sealed_text, sealed_hints, created_at, updated_at, attempts) VALUES "
                "(:id, :tenant, 'received', 'todo', 'tag', 2, :key, :wrapped, :text, :hints, :now, :now, 0)"
            ),
            {"id": document_id.hex, "tenant": tenant_id.hex, "key": keyring.key_id, "wrapped": wrapped}
            | {"now": now}
            | seals,
        )
    upgrade(url)
    check(store)
    principal = Principal(tenant_id, uuid4())
    ana = {"id": principal.actor_id, "tenant_id": tenant_id, "name": "ana", "kind": "person"}
    ana["created_at"] = clock()
    with store.engine.begin() as connection:
        connection.execute(older("actor", *ana).insert().values(ana))
    assert read_text(principal, store, document_id) == "Aurelia Quimera"
    assert read_hints(principal, store, document_id) == Hints((Party("Aurelia Quimera"),))
    assert chosen(principal, store, "uno", "civil") is None
    store.engine.dispose()
