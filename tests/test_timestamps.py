"""Time stamps of audit heads: by whose word they are taken, and what they show later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from subprocess import run

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import text, update
from structlog.testing import capture_logs

from service.errors import SettingsError, StampRefused, Undelivered
from service.storage.audit import Head, head
from service.storage.principals import Principal
from service.storage.sessions import Store, transaction
from service.storage.tables import Audit, Chain, Timestamp
from service.storage.timestamps import keep_stamp, stamps, unstamped
from service.storage.verification import Fault, verify
from service.timestamps import Authority, ask, load_authority, stamped_at
from service.upkeep import stamp_heads
from tests.authority import stamping
from tests.receiver import receiving
from tests.small import send


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with stamping(tmp_path_factory.mktemp("tsa")) as found:
        yield found


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with stamping(tmp_path_factory.mktemp("other"), broken=True) as found:
        yield found


def test_a_stamp_says_what_was_there_and_when(authority: Authority) -> None:
    stamp = ask(authority, b"1:ab")
    assert abs(stamped_at(authority, stamp, b"1:ab") - datetime.now(UTC)) < timedelta(minutes=5)
    with pytest.raises(StampRefused):
        stamped_at(authority, stamp, b"1:cd")


def test_only_the_given_roots_are_believed(authority: Authority, other: Authority) -> None:
    stranger = replace(authority, roots=other.roots)
    with pytest.raises(StampRefused):
        ask(stranger, b"1:ab")
    with pytest.raises(StampRefused):
        stamped_at(stranger, ask(authority, b"1:ab"), b"1:ab")


@pytest.mark.parametrize("stamp", [b"", b"\x30\x03\x02\x01\x00", bytes(200)])
def test_what_is_no_stamp(authority: Authority, stamp: bytes) -> None:
    with pytest.raises(StampRefused):
        stamped_at(authority, stamp, b"1:ab")


def test_an_authority_that_answers_something_else(other: Authority) -> None:
    with pytest.raises(StampRefused):
        ask(other, b"1:ab")
    with receiving() as receiver:
        receiver.statuses = [500, 302]
        for _ in range(2):
            with pytest.raises(Undelivered):
                ask(replace(other, url=receiver.url), b"1:ab")
        assert len(receiver.received) == 2
    for url in (receiver.url, "no url"):
        with pytest.raises(Undelivered):
            ask(replace(other, url=url), b"1:ab")


def test_roots_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_bytes(b"")
    for name in ("missing.pem", "empty.pem"):
        with pytest.raises(SettingsError):
            load_authority("https://example.com", tmp_path / name)


def test_each_head_is_stamped_once(
    store: Store, ana: Principal, stranger: Principal, authority: Authority
) -> None:
    send(ana, store)
    send(stranger, store)
    with capture_logs() as logs:
        for _ in range(2):
            stamp_heads(store, partial(ask, authority))
    assert [line["event"] for line in logs] == ["audit_stamped"] * 2
    assert str(head(ana, store)) in [line["head"] for line in logs]
    send(ana, store)
    stamp_heads(store, partial(ask, authority))
    kept = stamps(ana, store)
    assert len(kept) == 2
    assert kept[-1].head == head(ana, store)
    assert len(stamps(stranger, store)) == 1
    keep_stamp(ana, store, kept[-1].head, b"another's")
    assert stamps(ana, store) == kept
    assert unstamped(ana, store) is None
    found, missed = verify(store, stamped=partial(stamped_at, authority))
    assert ([chain.faults for chain in found], missed) == ([(), ()], [])


def test_any_tool_can_check_a_stamp(
    store: Store, ana: Principal, authority: Authority, tmp_path: Path
) -> None:
    send(ana, store)
    stamp_heads(store, partial(ask, authority))
    [stamp] = stamps(ana, store)
    (tmp_path / "stamp.tsr").write_bytes(stamp.token)
    (tmp_path / "head").write_text(str(head(ana, store)))
    (tmp_path / "root.pem").write_bytes(authority.roots[0].public_bytes(Encoding.PEM))
    command = ["openssl", "ts", "-verify", "-data", "head", "-in", "stamp.tsr", "-CAfile", "root.pem"]
    assert run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0


def test_a_chain_that_was_written_anew_lacks_its_stamped_head(
    store: Store, ana: Principal, authority: Authority
) -> None:
    """Who holds the database and the master key can make another chain, but not its past."""
    for _ in range(3):
        send(ana, store)
    told = head(ana, store)
    assert told is not None
    stamp_heads(store, partial(ask, authority))
    with store.engine.begin() as connection:
        if store.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(Audit.__table__.delete().where(Audit.number >= told.number))  # type: ignore[attr-defined]
    with transaction(store) as session:
        before = session.get_one(Audit, (ana.tenant_id, told.number - 1))
        assert before.mac is not None
        session.execute(update(Chain).values(number=before.number, mac=before.mac))
    found, missed = verify(store)
    assert ([chain.faults for chain in found], missed) == ([()], [told])


def test_a_stamp_of_another_head_is_none(store: Store, ana: Principal, authority: Authority) -> None:
    send(ana, store)
    stamp_heads(store, partial(ask, authority))
    send(ana, store)
    now = head(ana, store)
    assert now is not None
    with transaction(store) as session:
        session.execute(update(Timestamp).values(number=now.number, mac=now.mac))
    [chain], missed = verify(store, stamped=partial(stamped_at, authority))
    assert (chain.faults, missed) == ((Fault(now.number, "stamp"),), [])
    with transaction(store) as session:
        session.execute(update(Timestamp).values(mac=bytes(32)))
    _, missed = verify(store)
    assert missed == [Head(now.number, bytes(32))]
