"""A court's directory: sealed, each tenant's own, and always the last."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from service.errors import Conflict, InputError, NotFound, UndecipherableRecord
from service.pipeline.directory import Listed
from service.storage import directory
from service.storage.audit import trail
from service.storage.directory import Change, add, add_one, directory_of, entries, remove, replace_all
from service.storage.keys import Keyring
from service.storage.migrate import check, upgrade
from service.storage.principals import Principal
from service.storage.rotation import rotate
from service.storage.sessions import Store, open_store, transaction
from service.storage.tables import Base, DirectoryRow
from tests.conftest import Clock
from tests.storage.test_secrecy import stored

JUDGE = Listed("Aurelia Quimera Albaflor", "autoridad", "Jueza de Letras")
LAWYER = Listed("Marjal Güimar, Teobaldo", "profesional")
FRESH = Keyring(bytes(32))


@pytest.fixture
def rotated(database_url: str, clock: Clock) -> Iterator[Store]:
    """The same database, opened with the new master key."""
    opened = open_store(database_url, FRESH, clock)
    yield opened
    opened.engine.dispose()


def listed(principal: Principal, store: Store) -> set[Listed]:
    return {entry.listed for entry in entries(principal, store, 100)}


def roles(principal: Principal, store: Store, one: Listed) -> set[str]:
    return set(directory_of(principal, store).roles(one.name))


def test_what_is_entered_is_listed_and_told_to_the_pipeline(
    store: Store, ana: Principal, clock: Clock
) -> None:
    assert not directory_of(ana, store)
    assert add(ana, store, [JUDGE, LAWYER]) == Change(2, 0)
    assert listed(ana, store) == {JUDGE, LAWYER}
    assert {(e.added_by, e.added_at) for e in entries(ana, store, 9)} == {("ana", clock())}
    assert (roles(ana, store, JUDGE), roles(ana, store, LAWYER)) == ({"autoridad"}, {"profesional"})
    assert [entry.action for entry in trail(ana, store, 9)] == ["directory"]


def test_nobody_is_entered_twice_however_the_name_is_written(store: Store, ana: Principal) -> None:
    again = Listed("QUIMERA ALBAFLOR, Aurélia", "autoridad", "Vocal")
    assert add(ana, store, [JUDGE, again]) == Change(1, 1)
    [entry] = entries(ana, store, 9)
    assert entry.listed == Listed(JUDGE.name, "autoridad", "Vocal")
    with pytest.raises(Conflict):
        add_one(ana, store, again)
    other_role = Listed(JUDGE.name, "profesional")
    assert add_one(ana, store, other_role).listed == other_role
    assert roles(ana, store, JUDGE) == {"autoridad", "profesional"}


def test_a_directory_is_its_tenants_own(store: Store, ana: Principal, stranger: Principal) -> None:
    mine = add_one(ana, store, JUDGE)
    assert add(stranger, store, [LAWYER]) == Change(1, 0)
    assert listed(stranger, store) == {LAWYER}
    assert not roles(stranger, store, JUDGE)
    with pytest.raises(NotFound):
        remove(stranger, store, mine.id)
    assert replace_all(stranger, store, []) == Change(0, 0, 1)
    assert listed(ana, store) == {JUDGE}


def test_every_change_is_seen_by_every_process(
    store: Store, ana: Principal, database_url: str, keyring: Keyring, clock: Clock
) -> None:
    other = open_store(database_url, keyring, clock)
    entry = add_one(ana, store, JUDGE)
    assert roles(ana, other, JUDGE) == {"autoridad"}
    assert directory_of(ana, other) is directory_of(ana, other)
    remove(ana, store, entry.id)
    assert not roles(ana, other, JUDGE)
    add(ana, store, [LAWYER])
    assert roles(ana, other, LAWYER) == {"profesional"}
    replace_all(ana, store, [JUDGE])
    assert (roles(ana, other, JUDGE), roles(ana, other, LAWYER)) == ({"autoridad"}, set())
    other.engine.dispose()


def test_no_more_directories_are_at_hand_than_a_process_may_hold(
    store: Store, ana: Principal, stranger: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "_AT_HAND", 1)
    add(ana, store, [JUDGE])
    add(stranger, store, [LAWYER])
    for _ in range(2):
        assert roles(ana, store, JUDGE)
        assert roles(stranger, store, LAWYER)
        assert len(store.directories) == 1


def test_a_replacement_keeps_what_stays(store: Store, ana: Principal, berto: Principal) -> None:
    kept = add_one(ana, store, JUDGE)
    add(ana, store, [LAWYER])
    assert replace_all(berto, store, [JUDGE, Listed("Eva Óliver", "profesional")]) == Change(1, 1, 1)
    assert {(e.listed.name, e.added_by) for e in entries(ana, store, 9)} == {
        (JUDGE.name, "ana"), ("Eva Óliver", "berto")
    }  # fmt: skip
    assert kept in entries(ana, store, 9)


def test_pages_have_every_entry_once(store: Store, ana: Principal) -> None:
    names = [f"Eva {word} Óliver" for word in ("Quimera", "Marjal", "Albaflor", "Güimar", "Peñalén")]
    add(ana, store, [Listed(name, "autoridad") for name in names])
    pages = [entries(ana, store, 2, after) for after in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert sorted(entry.listed.name for page in pages for entry in page) == sorted(names)


@pytest.mark.parametrize(
    "wrong",
    [
        Listed("Quimera", "autoridad"),
        Listed("A. Quimera", "autoridad"),
        Listed("", "autoridad"),
        Listed("Aurelia\nQuimera", "autoridad"),
        Listed("Aurelia " + "Q" * 200, "autoridad"),
        Listed(JUDGE.name, "autoridad", "J" * 201),
    ],
)
def test_what_is_no_entry_changes_nothing(store: Store, ana: Principal, wrong: Listed) -> None:
    for change in (add, replace_all):
        with pytest.raises(InputError) as raised:
            change(ana, store, [LAWYER, wrong])
        assert "Quimera" not in str(raised.value)
    assert not entries(ana, store, 9)
    assert not trail(ana, store, 9)


def test_a_directory_has_an_end(store: Store, ana: Principal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "MOST", 1)
    add(ana, store, [JUDGE])
    with pytest.raises(InputError):
        add(ana, store, [LAWYER])
    assert listed(ana, store) == {JUDGE}
    assert replace_all(ana, store, [LAWYER]) == Change(1, 0, 1)


def test_it_is_kept_sealed_and_a_removed_entry_leaves_no_seal(store: Store, ana: Principal) -> None:
    entry = add_one(ana, store, JUDGE)
    with transaction(store) as session:
        row = session.get_one(DirectoryRow, entry.id)
    kept = stored(store)
    for word in ("Quimera", "quimera", "Letras"):
        assert word.encode() not in kept
    assert JUDGE.name not in repr(entry) + repr(store)
    remove(ana, store, entry.id)
    if store.engine.dialect.name == "sqlite":
        assert row.wrapped_key not in stored(store)
    with pytest.raises(NotFound):
        remove(ana, store, entry.id)


def test_it_is_read_under_a_new_master_key_only(store: Store, rotated: Store, ana: Principal) -> None:
    add(ana, store, [JUDGE, LAWYER])
    with pytest.raises(UndecipherableRecord):
        check(rotated)
    rotate(store, FRESH)
    check(rotated)
    assert listed(ana, rotated) == {JUDGE, LAWYER}
    assert roles(ana, rotated, JUDGE) == {"autoridad"}
    assert add(ana, rotated, [JUDGE]) == Change(0, 1)  # digests are what they were
    with pytest.raises(UndecipherableRecord):
        entries(ana, store, 9)


def test_an_older_database_has_an_empty_one(store: Store, ana: Principal, database_url: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE directory"))
        connection.execute(text("ALTER TABLE tenant DROP COLUMN directory_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0011'"))
    upgrade(database_url)
    check(store)
    assert not directory_of(ana, store)
    assert add(ana, store, [JUDGE]) == Change(1, 0)
    assert set(Base.metadata.tables["directory"].columns.keys()) >= {"sealed_name", "added_by"}
