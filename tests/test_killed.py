"""Killed at any moment: nothing acknowledged is lost, nothing is half there, and a second run ends it.

INNOMINADO_KILLS: how often each deed is killed on each database.
"""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, select, text

from service.errors import NotFound, UndecipherableRecord
from service.storage.audit import trail
from service.storage.documents import get, read_text
from service.storage.events import feed
from service.storage.keys import Keyring
from service.storage.migrate import check, upgrade
from service.storage.principals import Principal
from service.storage.revisions import revisions
from service.storage.sessions import Store, open_store, reading
from service.storage.tables import Document, Idempotency, ReviewTask, RevisionRow
from service.storage.verification import verify
from tests import doomed
from tests.conftest import POSTGRES, Clock
from tests.doomed import FRESH, Place
from tests.small import DOUBTFUL_TEXT, send, work
from tests.storage.test_migrate import older

ROUNDS = range(int(os.environ.get("INNOMINADO_KILLS", "4")))
MANY = 6

Deed = Callable[[Place, Sequence[Any], Connection], None]


@pytest.fixture(scope="module")
def forks() -> multiprocessing.context.ForkServerContext:
    """Makes processes that have imported all they need: they die in the deed, not before it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.doomed"])
    return context


class Killer:
    """Lets a deed begin, and kills it at some moment."""

    def __init__(self, forks: multiprocessing.context.ForkServerContext, place: Place, seed: int) -> None:
        self.forks = forks
        self.place = place
        self.random = Random(seed)

    def __call__(self, deed: Deed, what: Sequence[Any], acks: int, moment: float) -> list[Any]:
        """What was acknowledged. It is killed up to `moment` seconds after some of `acks`."""
        ours, theirs = self.forks.Pipe(duplex=False)
        process = self.forks.Process(target=deed, args=(self.place, what, theirs))
        process.start()
        theirs.close()
        told = []
        try:
            told += [ours.recv() for _ in range(self.random.randrange(acks))]
            ours.poll(self.random.uniform(0, moment))
        except EOFError:
            pass
        process.kill()
        process.join()
        try:
            while True:
                told.append(ours.recv())
        except (EOFError, OSError):
            ours.close()
        return told


@pytest.fixture(params=ROUNDS)
def kill(
    request: pytest.FixtureRequest,
    store: Store,
    ana: Principal,
    clock: Clock,
    database_url: str,
    forks: multiprocessing.context.ForkServerContext,
) -> Killer:
    return Killer(forks, Place(database_url, clock(), store.keyring.master, ana), request.param)


def again(deed: Deed, place: Place, what: Sequence[Any]) -> list[Any]:
    """The same here, to its end."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    deed(place, what, theirs)
    theirs.close()
    told = []
    while ours.poll():
        try:
            told.append(ours.recv())
        except EOFError:
            break
    return told


def assert_whole(store: Store) -> None:
    found, _ = verify(store)
    assert [chain.faults for chain in found if chain.faults] == []


def test_killed_while_submitting(kill: Killer, store: Store, ana: Principal) -> None:
    names = [str(number) for number in range(MANY)]
    told = kill(doomed.submitting, names, MANY, 0.02)
    with reading(store) as session:
        kept = session.scalars(select(Document.id)).all()
        keyed = session.scalars(select(Idempotency.document_id)).all()
    assert set(told) <= set(kept) == set(keyed)
    assert [read_text(ana, store, document_id) for document_id in kept] == [DOUBTFUL_TEXT] * len(kept)
    assert_whole(store)
    assert again(doomed.submitting, kill.place, names)[: len(told)] == told
    assert len(set(work(store))) == MANY
    assert sum(entry.action == "receive" for entry in trail(ana, store, 1000)) == MANY


def test_killed_while_reviewing(kill: Killer, store: Store, ana: Principal) -> None:
    ids = [send(ana, store) for _ in range(MANY)]
    work(store)
    told = kill(doomed.reviewing, ids, MANY, 0.02)
    assert_whole(store)
    left = []
    for document_id in ids:
        state, count = get(ana, store, document_id).state, len(revisions(ana, store, document_id))
        assert (state, count) in (("finished", 2), ("in_review", 1))
        with reading(store) as session:
            assert (session.get_one(ReviewTask, document_id).state == "done") == (state == "finished")
        if state == "in_review":
            left.append(document_id)
    assert not set(told) & set(left)
    again(doomed.reviewing, kill.place, left)
    released = [event.document_id for event in feed(ana, store, 1000) if event.kind == "released"]
    assert sorted(released) == sorted(ids)
    assert_whole(store)


def test_killed_while_rotating(
    kill: Killer, store: Store, ana: Principal, database_url: str, clock: Clock
) -> None:
    ids = [send(ana, store) for _ in range(MANY)]
    work(store)
    kill(doomed.rotating, [], 1, 0.05)
    rotated = open_store(database_url, FRESH, clock)
    readable = []
    for opened in (store, rotated):
        try:
            check(opened)
            readable.append(opened)
        except UndecipherableRecord:
            with pytest.raises(UndecipherableRecord):
                read_text(ana, opened, ids[0])
    [whole] = readable
    assert [read_text(ana, whole, document_id) for document_id in ids] == [DOUBTFUL_TEXT] * MANY
    again(doomed.rotating, kill.place, [])
    assert [read_text(ana, rotated, document_id) for document_id in ids] == [DOUBTFUL_TEXT] * MANY
    assert_whole(rotated)
    rotated.engine.dispose()


def test_killed_while_purging(kill: Killer, store: Store, ana: Principal) -> None:
    ids = [send(ana, store) for _ in range(MANY)]
    work(store)
    told = kill(doomed.purging, ids, MANY, 0.02)
    for document_id in ids:
        try:
            assert read_text(ana, store, document_id) == DOUBTFUL_TEXT
            assert len(revisions(ana, store, document_id)) == 1
            assert document_id not in told
        except NotFound:
            assert_gone(store, document_id)
    again(doomed.purging, kill.place, ids)
    for document_id in ids:
        assert_gone(store, document_id)
    purged = [event.document_id for event in feed(ana, store, 1000) if event.kind == "purged"]
    assert sorted(purged) == sorted(ids)
    assert_whole(store)


def assert_gone(store: Store, document_id: UUID) -> None:
    with reading(store) as session:
        row = session.get_one(Document, document_id)
        assert (row.state, row.wrapped_key, row.sealed_text) == ("purged", None, None)
        assert session.get(ReviewTask, document_id) is None
        assert session.get(RevisionRow, (document_id, 0)) is None


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def old(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], str]]:
    """Makes a database of the first version, with a trail in it."""
    if request.param == "sqlite":
        template = tmp_path_factory.mktemp("old") / "template.sqlite"
        fill(f"sqlite:///{template}")

        def copy() -> str:
            return f"sqlite:///{shutil.copyfile(template, template.with_name(f'{uuid4().hex}.sqlite'))}"

        yield copy
        return
    request.getfixturevalue("_postgres")
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def create(template: str = "template1") -> str:
        made.append(f"innominado_old_{uuid4().hex[:12]}")
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made[-1]} TEMPLATE {template}"))
        return make_url(POSTGRES).set(database=made[-1]).render_as_string(hide_password=False)

    fill(create())
    yield lambda: create(made[0])
    for name in made:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


TENANT, START = uuid4(), datetime(2026, 3, 2, tzinfo=UTC)


def fill(url: str) -> None:
    upgrade(url, "0001")
    engine: Engine = create_engine(url)
    row = {"id": TENANT, "name": "tribunal", "created_at": START}
    with engine.begin() as connection:
        connection.execute(older("tenant", *row).insert().values(row))
        row |= {"tenant_id": TENANT, "kind": "system"}
        connection.execute(older("actor", *row).insert().values(row))
        deed = {"tenant_id": TENANT, "actor_id": TENANT, "action": "receive", "at": START}
        connection.execute(older("audit", *deed).insert().values([deed] * 50))
    engine.dispose()


@pytest.mark.parametrize("seed", ROUNDS)
def test_killed_while_migrating(
    seed: int,
    old: Callable[[], str],
    keyring: Keyring,
    clock: Clock,
    forks: multiprocessing.context.ForkServerContext,
) -> None:
    nobody = Principal(TENANT, TENANT)
    place = Place(old(), clock(), keyring.master, nobody)
    Killer(forks, place, seed)(doomed.migrating, [], 1, 0.3)
    again(doomed.migrating, place, [])
    with place.store() as store:
        check(store)
        assert [entry.number for entry in trail(nobody, store, 100)] == list(range(1, 51))
        send(nobody, store)
        assert_whole(store)
