"""The restore drill of the operators' guide, done: a backup of a database in use, elsewhere again."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from service.errors import NotFound, UndecipherableRecord
from service.storage.audit import head
from service.storage.documents import get, purge, read_text
from service.storage.keys import Keyring
from service.storage.migrate import check, upgrade
from service.storage.principals import Principal
from service.storage.revisions import revisions
from service.storage.sessions import Store, open_store
from service.storage.verification import verify
from tests.conftest import POSTGRES, Clock
from tests.small import DOUBTFUL_TEXT, send, work

Restored = Callable[[], str]


@pytest.fixture
def restored(database_url: str, tmp_path: Path) -> Iterator[Restored]:
    """Backs the database up, and restores it into an empty place: the new one's URL."""
    if database_url.startswith("sqlite"):

        def copy() -> str:
            backup, new = tmp_path / "backup.sqlite", tmp_path / "restored.sqlite"
            used = str(make_url(database_url).database)
            with closing(sqlite3.connect(used)) as source, closing(sqlite3.connect(backup)) as target:
                source.backup(target)
            new.write_bytes(backup.read_bytes())
            return f"sqlite:///{new}"

        yield copy
        return
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    name = f"innominado_restored_{uuid4().hex[:12]}"

    def dump() -> str:
        url = make_url(database_url)
        new = url.set(database=name)
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        plain = (place.set(drivername="postgresql") for place in (url, new))
        source, target = (place.render_as_string(hide_password=False) for place in plain)
        dumped = subprocess.run(["pg_dump", "-Fc", source], check=True, capture_output=True).stdout
        subprocess.run(["pg_restore", "--exit-on-error", "-d", target], check=True, input=dumped)
        return new.render_as_string(hide_password=False)

    yield dump
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    server.dispose()


def test_a_backup_is_restored(
    store: Store, ana: Principal, keyring: Keyring, clock: Clock, restored: Restored
) -> None:
    kept, gone = send(ana, store), send(ana, store)
    work(store)
    before = head(ana, store)
    with store.engine.connect() as reading:  # it is in use meanwhile
        reading.execute(text("SELECT count(*) FROM document"))
        url = restored()
    purge(ana, store, gone)
    lost = send(ana, store)
    after = head(ana, store)
    assert before is not None
    assert after is not None

    upgrade(url)
    again = open_store(url, keyring, clock)
    check(again)
    found, missed = verify(again, [before])
    assert ([chain.faults for chain in found], missed) == ([()], [])
    # What was done since the backup is lost, and is told.
    assert verify(again, [after])[1] == [after]
    assert read_text(ana, again, kept) == DOUBTFUL_TEXT
    assert revisions(ana, again, kept) == revisions(ana, store, kept)
    # A purge does not reach the backup: why the guide has it expire.
    assert get(ana, again, gone).state == "in_review"
    with pytest.raises(NotFound):
        get(ana, again, lost)
    assert work(again) == []
    send(ana, again)
    assert len(work(again)) == 1
    again.engine.dispose()


def test_without_the_master_key_a_backup_is_worth_nothing(
    store: Store, ana: Principal, clock: Clock, restored: Restored
) -> None:
    document_id = send(ana, store)
    url = restored()
    stranger = open_store(url, Keyring(bytes(32)), clock)
    with pytest.raises(UndecipherableRecord):
        check(stranger)
    with pytest.raises(UndecipherableRecord):
        read_text(ana, stranger, document_id)
    stranger.engine.dispose()
