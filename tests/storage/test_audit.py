"""The audit trail: every row is there, in its place, as it was written, or it is noticed."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, Executable, and_, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from service.errors import InputError, UndecipherableRecord
from service.review import claim, submit
from service.storage import audit
from service.storage.audit import Head, head, trail
from service.storage.documents import purge, read_hints, read_text
from service.storage.keys import Keyring
from service.storage.principals import Principal
from service.storage.revisions import last_revision
from service.storage.rotation import rotate
from service.storage.sessions import Store, open_store, reading, transaction
from service.storage.tables import Audit, Chain
from service.storage.verification import Verified, verify
from tests.conftest import Clock
from tests.small import CANARY, CLEAR_TEXT, send, settle, work


def of(principal: Principal, found: list[Verified]) -> Verified:
    [mine] = [chain for chain in found if chain.tenant_id == principal.tenant_id]
    return mine


def faults(principal: Principal, store: Store) -> set[tuple[int, str]]:
    return {(fault.number, fault.what) for fault in of(principal, verify(store)[0]).faults}


@pytest.fixture
def long_trail(store: Store, ana: Principal, stranger: Principal) -> Head:
    """Eight rows of ana's tenant and some of another's; the head of the former."""
    for _ in range(8):
        send(ana, store, CLEAR_TEXT)
        send(stranger, store, CLEAR_TEXT)
    found = head(ana, store)
    assert found is not None
    assert found.number == 8
    return found


def test_each_deed_is_a_row(store: Store, ana: Principal, berto: Principal) -> None:
    document_id = send(ana, store)
    work(store)
    task = claim(berto, store, document_id)
    revision = last_revision(berto, store, document_id)
    assert task.lease_id
    assert revision
    submit(berto, store, document_id, task.lease_id, 0, settle(revision.decisions), f"{CANARY} es parte")
    read_text(ana, store, document_id, "render")
    audit.note(ana, store, "export", document_id, b"")
    read_hints(ana, store, document_id)
    purge(ana, store, document_id)
    system = trail(ana, store, 10)[1].actor_id
    assert [(entry.number, entry.action, entry.actor_id) for entry in trail(ana, store, 20)] == [
        (1, "receive", ana.actor_id),
        (2, "read", system),
        (3, "hints", system),
        (4, "process", system),
        (5, "claim", berto.actor_id),
        (6, "read", berto.actor_id),
        (7, "submit", berto.actor_id),
        (8, "render", ana.actor_id),
        (9, "export", ana.actor_id),
        (10, "hints", ana.actor_id),
        (11, "purge", ana.actor_id),
    ]
    assert faults(ana, store) == set()


def test_a_digest_tells_equal_contents_and_nothing_else(
    store: Store, ana: Principal, stranger: Principal
) -> None:
    for principal in (ana, ana, stranger):
        send(principal, store, CLEAR_TEXT)
    send(ana, store, "Otro texto.")
    first, second, other = (entry.digest for entry in trail(ana, store, 10))
    [elsewhere] = (entry.digest for entry in trail(stranger, store, 10))
    assert first == second
    assert len({first, other, elsewhere}) == 3


def test_a_deed_that_is_undone_leaves_no_row(store: Store, ana: Principal) -> None:
    send(ana, store)

    def fail() -> None:
        with transaction(store) as session:
            audit.record(ana, store, session, "trail")
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    send(ana, store)
    assert [entry.number for entry in trail(ana, store, 10)] == [1, 2]
    assert faults(ana, store) == set()


def test_many_at_once_make_one_chain(store: Store, ana: Principal, stranger: Principal) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: audit.note((ana, stranger)[i % 2], store, "trail"), range(40)))
    for principal in (ana, stranger):
        assert [entry.number for entry in trail(principal, store, 100)] == list(range(1, 21))
        assert faults(principal, store) == set()


def test_a_rotation_leaves_the_chain_as_it_is(
    store: Store, ana: Principal, database_url: str, clock: Clock, long_trail: Head
) -> None:
    fresh = Keyring(bytes(32))
    rotate(store, fresh)
    rotated = open_store(database_url, fresh, clock)
    send(ana, rotated)
    found, missed = verify(rotated, [long_trail])
    assert (of(ana, found).faults, missed) == ((), [])
    assert [entry.action for entry in trail(ana, rotated, 20)][-2:] == ["rotate", "receive"]
    assert faults(ana, store) == {(0, "key")}
    rotated.engine.dispose()


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_a_change(store: Store, long_trail: Head, statement: str) -> None:
    with pytest.raises(DBAPIError), store.engine.begin() as connection:
        connection.execute(text(statement))


def tamper(store: Store, *statements: Executable) -> None:
    """Change what the triggers protect, as somebody who owns the database can."""
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_no_{verb}"))
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def row(principal: Principal, number: int) -> ColumnElement[bool]:
    return and_(Audit.tenant_id == principal.tenant_id, Audit.number == number)


@pytest.mark.parametrize(
    "changed",
    [
        {"action": "process"},
        {"document_id": None},
        {"digest": None},
        {"digest": b"another"},
        {"at": func.now()},
        {"mac": b"another"},
        {"mac": None},
    ],
    ids=lambda changed: "-".join(changed),
)
def test_a_changed_row_is_found(
    store: Store, ana: Principal, stranger: Principal, long_trail: Head, changed: dict[str, object]
) -> None:
    tamper(store, update(Audit).where(row(ana, 4)).values(changed))
    assert (4, "changed") in faults(ana, store)
    assert faults(ana, store) <= {(4, "changed"), (5, "changed")}
    assert faults(stranger, store) == set()


def test_another_actor_in_a_row_is_found(
    store: Store, ana: Principal, berto: Principal, long_trail: Head
) -> None:
    tamper(store, update(Audit).where(row(ana, 8)).values(actor_id=berto.actor_id))
    assert faults(ana, store) == {(8, "changed")}


@pytest.mark.parametrize("number", [1, 4, 7])
def test_a_missing_row_is_found(store: Store, ana: Principal, long_trail: Head, number: int) -> None:
    tamper(store, delete(Audit).where(row(ana, number)))
    assert faults(ana, store) == {(number, "missing")}


def test_rows_that_close_the_gap_are_found(store: Store, ana: Principal, long_trail: Head) -> None:
    mine = Audit.tenant_id == ana.tenant_id
    tamper(
        store,
        delete(Audit).where(row(ana, 4)),
        *(update(Audit).where(mine, Audit.number == n).values(number=n - 1) for n in range(5, 9)),
        update(Chain).where(Chain.tenant_id == ana.tenant_id).values(number=7),
    )
    assert {number for number, _ in faults(ana, store)} == {4, 5, 6, 7}


def test_swapped_rows_are_found(store: Store, ana: Principal, long_trail: Head) -> None:
    tamper(
        store,
        update(Audit).where(row(ana, 3)).values(number=100),
        update(Audit).where(row(ana, 4)).values(number=3),
        update(Audit).where(row(ana, 100)).values(number=4),
    )
    assert {(3, "changed"), (4, "changed")} <= faults(ana, store)


def test_a_cut_off_end_is_found(store: Store, ana: Principal, long_trail: Head) -> None:
    tamper(store, delete(Audit).where(Audit.tenant_id == ana.tenant_id, Audit.number > 6))
    assert faults(ana, store) == {(7, "cut_off")}


def test_a_cut_off_end_with_its_head_is_found_by_a_known_head(
    store: Store, ana: Principal, long_trail: Head
) -> None:
    kept = trail(ana, store, 10)[5]
    tamper(
        store,
        delete(Audit).where(Audit.tenant_id == ana.tenant_id, Audit.number > 6),
        update(Chain).where(Chain.tenant_id == ana.tenant_id).values(number=6, mac=kept.mac),
    )
    assert faults(ana, store) == set()
    assert verify(store, [long_trail])[1] == [long_trail]
    assert kept.mac is not None
    assert verify(store, [Head(6, kept.mac)])[1] == []


@pytest.mark.parametrize("head_too", [False, True])
def test_a_forged_row_is_found(store: Store, ana: Principal, long_trail: Head, head_too: bool) -> None:
    forged = insert(Audit).values(
        tenant_id=ana.tenant_id, number=9, actor_id=ana.actor_id, action="purge", at=store.clock(), mac=b"mac"
    )
    with store.engine.begin() as connection:
        connection.execute(forged)
        if head_too:
            mine = Chain.tenant_id == ana.tenant_id
            connection.execute(update(Chain).where(mine).values(number=9, mac=b"mac"))
    assert faults(ana, store) == {(9, "changed")}


def test_another_key_opens_no_chain(
    store: Store, ana: Principal, database_url: str, clock: Clock, long_trail: Head
) -> None:
    other = open_store(database_url, Keyring(bytes(32)), clock)
    assert faults(ana, other) == {(0, "key")}
    with pytest.raises(UndecipherableRecord):
        audit.note(ana, other, "trail")
    other.engine.dispose()


def test_a_chain_of_another_key_is_found(
    store: Store, ana: Principal, stranger: Principal, long_trail: Head
) -> None:
    """All rows sealed anew, well-formed, by who has not the tenant's key."""
    key, mac = bytes(32), audit.GENESIS
    with reading(store) as session:
        mine = select(Audit).where(Audit.tenant_id == ana.tenant_id).order_by(Audit.number)
        rows = session.scalars(mine).all()
    statements = []
    for number, found in enumerate(rows, 1):
        mac = audit.mac_of(key, mac, found)
        statements.append(update(Audit).where(row(ana, number)).values(mac=mac))
    tamper(store, *statements, update(Chain).where(Chain.tenant_id == ana.tenant_id).values(mac=mac))
    assert {(number, "changed") for number in range(1, 9)} <= faults(ana, store)


@pytest.mark.parametrize("thief", ["gone", "another's"])
def test_a_chain_without_its_key_is_found(
    store: Store, ana: Principal, stranger: Principal, long_trail: Head, thief: str
) -> None:
    mine = Chain.tenant_id == ana.tenant_id
    with store.engine.begin() as connection:
        if thief == "gone":
            connection.execute(delete(Chain).where(mine))
        else:
            theirs = select(Chain.wrapped_key).where(Chain.tenant_id == stranger.tenant_id)
            connection.execute(update(Chain).where(mine).values(wrapped_key=theirs.scalar_subquery()))
    assert faults(ana, store) == {(0, "key")}
    assert faults(stranger, store) == set()


def unsealed(store: Store, principal: Principal, document_id: UUID, number: int) -> None:
    """A row as it was written before there were chains."""
    with transaction(store) as session:
        session.add(
            Audit(
                tenant_id=principal.tenant_id,
                number=number,
                actor_id=principal.actor_id,
                action="receive",
                document_id=document_id,
                at=store.clock(),
            )
        )


def test_rows_from_before_the_chain_are_covered_by_its_first(
    store: Store, ana: Principal, stranger: Principal
) -> None:
    document_id = send(stranger, store)
    for number in (1, 2):
        unsealed(store, ana, document_id, number)
    assert verify(store)[0][0].tenant_id == stranger.tenant_id  # of ana's nothing can be said yet
    send(ana, store)
    found = of(ana, verify(store)[0])
    assert (found.rows, found.unsealed, found.faults) == (3, 2, ())
    tamper(store, update(Audit).where(row(ana, 1)).values(action="purge"))
    assert faults(ana, store) == {(3, "changed")}


def test_a_head_is_read_back() -> None:
    there = Head(12, bytes(range(32)))
    assert Head.parse(f" {there}\n") == there
    for wrong in ("", "12", "12:00", f"x{there}", f"{there}0", f"-{there}"):
        with pytest.raises(InputError):
            Head.parse(wrong)
