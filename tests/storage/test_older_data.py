"""Data of every older revision is there after a migration, and is worked with."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, Uuid, func, select, text
from sqlalchemy.types import JSON, Boolean, DateTime, Float, Integer, LargeBinary, TypeEngine

from service.storage.migrate import _config, check, upgrade
from service.storage.principals import Principal
from service.storage.sessions import Store
from service.storage.tables import Base
from service.storage.verification import verify
from tests.small import send, work

REVISIONS = [
    script.revision for script in reversed([*ScriptDirectory.from_config(_config()).walk_revisions()])
]
#: What the tables ask of their columns; else any value of its type does.
VALUES: dict[tuple[str, str], Any] = {
    ("question", "addressee"): "judge",
    ("actor", "kind"): "system",
    ("document", "state"): "finished",
    ("document", "style"): "tag",
    ("review_task", "state"): "done",
    ("request", "kind"): "objection",
    ("request", "state"): "open",
    ("event", "kind"): "ready",
    ("event", "state"): "finished",
    ("api_key", "scopes"): ["review"],
    ("api_key", "roles"): ["reviewer"],
    ("login", "roles"): ["reviewer"],
    ("audit", "mac"): None,
    ("audit", "number"): 1,
}
#: A chain is made at a tenant's first deed, a directory is read for every document: their rows
#: would need keys that are true.
UNFILLED = {"alembic_version", "audit_chain", "directory"}
#: What a migration means to change.
CHANGED = {("api_key", "scopes"), ("audit", "id"), ("audit", "number")}


def tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in UNFILLED]


def fill(store: Store, connection: Connection) -> None:
    """Two rows in each table, of two tenants, in which everything holds together."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for table in tables(connection):
        rows[table.name] = [
            {
                column.name: value_of(store, table.name, column.name, column.type, number)
                for column in table.columns
                if not (column.primary_key and isinstance(column.type, Integer) and table.name == "audit")
                or column.name == "number"
            }
            for number in range(2)
        ]
        for key in table.foreign_keys:
            for number, row in enumerate(rows[table.name]):
                row[key.parent.name] = rows[key.column.table.name][number][key.column.name]
        connection.execute(table.insert(), rows[table.name])


def value_of(store: Store, table: str, name: str, kind: TypeEngine[Any], number: int) -> Any:
    if (table, name) in VALUES:
        return VALUES[table, name]
    if name == "key_id":
        return store.keyring.key_id
    values: dict[type[TypeEngine[Any]], Any] = {
        Uuid: uuid4(),
        LargeBinary: bytes([number]) * 40,
        DateTime: store.clock(),
        Boolean: False,
        Integer: number,
        Float: 0.5,
        JSON: [],
    }
    for known, value in values.items():
        if isinstance(kind, known):
            return value
    is_uuid = name == "id" or name.endswith("_id")  # SQLite has them as text
    return uuid4().hex if is_uuid else f"{name[:14]} {number}"


def contents(connection: Connection, shown: dict[str, list[str]]) -> dict[str, Counter[str]]:
    """The rows of each table, as far as these columns go."""
    found = {}
    for table in tables(connection):
        if table.name in shown:
            columns = [table.columns[name] for name in shown[table.name]]
            found[table.name] = Counter(map(repr, connection.execute(select(*columns))))
    return found


@pytest.fixture
def emptied(store: Store) -> Iterator[Store]:
    """A database without any table, which is put right again afterwards."""
    url = store.engine.url.render_as_string(hide_password=False)

    def empty() -> None:
        with store.engine.begin() as connection:
            Base.metadata.drop_all(connection)
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))

    empty()
    yield store
    empty()
    upgrade(url)


@pytest.mark.parametrize("revision", REVISIONS)
def test_data_of_an_older_revision_is_kept_and_worked_with(emptied: Store, revision: str) -> None:
    url = emptied.engine.url.render_as_string(hide_password=False)
    upgrade(url, revision)
    with emptied.engine.begin() as connection:
        fill(emptied, connection)
        old = {table.name: set(table.columns.keys()) for table in tables(connection)}
        now = {name: set(table.columns.keys()) for name, table in Base.metadata.tables.items()}
        assert old.keys() <= now.keys()
        shown = {
            name: sorted(c for c in columns & now[name] if (name, c) not in CHANGED)
            for name, columns in old.items()
        }
        before = contents(connection, shown)
        assert all(count.total() == 2 for count in before.values())
    upgrade(url)
    check(emptied)
    with emptied.engine.begin() as connection:
        assert contents(connection, shown) == before
        tenant, actor = Base.metadata.tables["tenant"], Base.metadata.tables["actor"]
        tenants = connection.scalars(select(tenant.columns.id)).all()
        actors = {
            owner: connection.scalars(select(actor.columns.id).where(actor.columns.tenant_id == owner)).one()
            for owner in tenants
        }
        documents = Base.metadata.tables["document"]
        count = connection.scalar(select(func.count()).select_from(documents))
    for owner in tenants:
        send(Principal(owner, actors[owner]), emptied)
    assert len(work(emptied)) == count == 2
    found, _ = verify(emptied)
    assert [chain.faults for chain in found] == [(), ()]
