"""Events: written with their change, told in order, signed, at least once."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import Event as Flag
from uuid import uuid4

import pytest
from sqlalchemy import update
from standardwebhooks.webhooks import Webhook
from structlog.testing import capture_logs

from service import outgoing, upkeep
from service.errors import LeaseLost, NotFound, Undelivered
from service.review import claim, submit
from service.storage.audit import head
from service.storage.documents import get, purge
from service.storage.events import emit, feed
from service.storage.keys import Keyring
from service.storage.principals import Principal
from service.storage.revisions import last_revision
from service.storage.rotation import rotate
from service.storage.sessions import Store, open_store, transaction
from service.storage.tables import Document, WebhookRow
from service.storage.webhooks import add_webhook, claim_delivery, delivered, remove_webhook, webhooks
from service.upkeep import deliver
from tests.conftest import Clock
from tests.receiver import Receiver, receiving
from tests.small import CANARY, CLEAR_TEXT, send, settle, work
from tests.test_worker import BROKEN

URL = "https://receptor.example.com/eventos?clave=secreta"


@dataclass
class Taker:
    """In place of the network: takes what is posted, save as often as it is told to fail."""

    failures: int = 0
    taken: list[str] = field(default_factory=list)

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        assert url == URL
        assert CANARY.encode() not in body
        if self.failures:
            self.failures -= 1
            raise Undelivered
        self.taken.append(headers["webhook-id"])


def ids(principal: Principal, store: Store) -> list[str]:
    return [str(event.id) for event in feed(principal, store, 1000)]


def test_each_change_is_told(store: Store, ana: Principal, stranger: Principal) -> None:
    ready = send(ana, store, CLEAR_TEXT)
    work(store)
    doubtful = send(ana, store)
    work(store)
    task = claim(ana, store, doubtful)
    revision = last_revision(ana, store, doubtful)
    assert task.lease_id
    assert revision
    submit(ana, store, doubtful, task.lease_id, 0, settle(revision.decisions))
    purge(ana, store, ready)
    held = send(ana, store)
    work(store, BROKEN)
    found = feed(ana, store, 100)
    assert [(event.kind, event.state, event.document_id) for event in found] == [
        ("ready", "finished", ready),
        ("review_needed", "in_review", doubtful),
        ("released", "finished", doubtful),
        ("purged", "purged", ready),
        ("review_needed", "held", held),
    ]
    assert feed(ana, store, 2) + feed(ana, store, 100, found[1].number) == found
    assert len({event.id for event in found}) == 5
    assert feed(stranger, store, 100) == ()


def test_an_event_of_a_change_that_is_undone_is_none(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)

    def fail() -> None:
        with transaction(store) as session:
            emit(store, session, 99, "ready", session.get_one(Document, document_id))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert feed(ana, store, 10) == ()


def test_who_follows_while_many_write_misses_none(store: Store, ana: Principal) -> None:
    sent = [send(ana, store, CLEAR_TEXT) for _ in range(12)]
    seen: list[int] = []
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(purge, ana, store, document_id) for document_id in sent]
        while len(seen) < len(sent):
            seen += [event.number for event in feed(ana, store, 5, seen[-1] if seen else 0)]
            if all(job.done() for job in jobs) and len(seen) < len(sent):
                seen += [event.number for event in feed(ana, store, 100, seen[-1] if seen else 0)]
                break
        for job in jobs:
            job.result()
    assert seen == [event.number for event in feed(ana, store, 1000)]


def test_a_webhook_gets_what_comes_after_it_in_order(
    store: Store, ana: Principal, stranger: Principal
) -> None:
    send(ana, store, CLEAR_TEXT)
    work(store)
    add_webhook(ana, store, URL)
    for _ in range(3):
        send(ana, store, CLEAR_TEXT)
        send(stranger, store, CLEAR_TEXT)
    work(store)
    taker = Taker()
    while deliver(store, taker):
        pass
    assert taker.taken == ids(ana, store)[1:]
    assert [(hook.url, hook.failures) for hook in webhooks(ana, store)] == [(URL, 0)]
    assert webhooks(stranger, store) == []


def test_what_did_not_arrive_comes_again_later_and_nothing_passes_it(
    store: Store, ana: Principal, clock: Clock
) -> None:
    add_webhook(ana, store, URL)
    for _ in range(2):
        send(ana, store, CLEAR_TEXT)
    work(store)
    taker = Taker(failures=3)
    for wait in (10, 20, 40):
        assert deliver(store, taker)
        assert not deliver(store, taker)
        clock.advance(timedelta(seconds=wait - 1))
        assert not deliver(store, taker)
        clock.advance(timedelta(seconds=1))
    assert taker.taken == []
    while deliver(store, taker):
        pass
    assert taker.taken == ids(ana, store)


def test_waits_have_an_end(store: Store, ana: Principal, clock: Clock) -> None:
    add_webhook(ana, store, URL)
    send(ana, store, CLEAR_TEXT)
    work(store)
    with transaction(store) as session:
        session.execute(update(WebhookRow).values(failures=5000))
    taker = Taker(failures=1)
    assert deliver(store, taker)
    clock.advance(timedelta(hours=1))
    assert deliver(store, taker)
    assert taker.taken == ids(ana, store)


def test_a_deliverer_that_is_gone_leaves_it_to_another(store: Store, ana: Principal, clock: Clock) -> None:
    add_webhook(ana, store, URL)
    send(ana, store, CLEAR_TEXT)
    work(store)
    lost = claim_delivery(store)
    assert lost is not None
    assert claim_delivery(store) is None
    clock.advance(timedelta(minutes=2))
    taker = Taker()
    assert deliver(store, taker)
    with pytest.raises(LeaseLost):
        delivered(store, lost)
    assert taker.taken == [str(lost.event.id)]
    assert not deliver(store, taker)


def test_many_deliverers_take_each_event_once(store: Store, ana: Principal) -> None:
    add_webhook(ana, store, URL)
    for _ in range(6):
        send(ana, store, CLEAR_TEXT)
    work(store)
    taker = Taker()

    def run(_: int) -> None:
        for _ in range(200):
            if len(taker.taken) < 6:
                deliver(store, taker)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, range(3)))
    assert taker.taken == ids(ana, store)


def test_a_webhook_can_be_removed_by_its_tenant(store: Store, ana: Principal, stranger: Principal) -> None:
    webhook_id, _ = add_webhook(ana, store, URL)
    for principal, missing in ((stranger, webhook_id), (ana, uuid4())):
        with pytest.raises(NotFound):
            remove_webhook(principal, store, missing)
    remove_webhook(ana, store, webhook_id)
    send(ana, store, CLEAR_TEXT)
    work(store)
    assert not deliver(store, Taker())


def test_webhooks_outlive_a_rotation(store: Store, ana: Principal, database_url: str, clock: Clock) -> None:
    _, secret = add_webhook(ana, store, URL)
    send(ana, store, CLEAR_TEXT)
    work(store)
    fresh = Keyring(bytes(32))
    rotate(store, fresh)
    rotated = open_store(database_url, fresh, clock)
    delivery = claim_delivery(rotated)
    assert delivery is not None
    assert (delivery.url, delivery.secret) == (URL, secret)
    assert secret not in repr(delivery)
    assert URL not in repr(delivery)
    rotated.engine.dispose()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def test_the_receiver_can_check_the_signature(
    store: Store, ana: Principal, clock: Clock, receiver: Receiver
) -> None:
    _, secret = add_webhook(ana, store, f"{receiver.url}/eventos")
    document_id = send(ana, store, CLEAR_TEXT)
    work(store)
    receiver.statuses = [500]
    post = partial(outgoing.post, private=True)
    assert deliver(store, post)
    clock.advance(timedelta(seconds=10))
    assert deliver(store, post)
    assert not deliver(store, post)
    (_, first, _), (path, headers, body) = receiver.received
    [event] = feed(ana, store, 10)
    assert path == "/eventos"
    assert first["webhook-id"] == headers["webhook-id"] == str(event.id)
    assert headers["webhook-timestamp"] == str(int(clock().timestamp()))
    signature = Webhook(secret).sign(str(event.id), clock(), body.decode())
    assert headers["webhook-signature"] == signature
    assert json.loads(body) == {
        "type": "document.ready",
        "timestamp": event.at.isoformat(),
        "data": {"number": event.number, "document": str(document_id), "state": "finished"},
    }


def test_a_target_that_became_private_is_not_reached(
    store: Store, ana: Principal, receiver: Receiver
) -> None:
    add_webhook(ana, store, receiver.url)
    send(ana, store, CLEAR_TEXT)
    work(store)
    assert deliver(store, outgoing.post)
    assert receiver.received == []
    assert [hook.failures for hook in webhooks(ana, store)] == [1]


def test_the_loop_goes_on_whatever_fails(store: Store, ana: Principal) -> None:
    for _ in range(2):
        add_webhook(ana, store, URL)
    document_id = send(ana, store, CLEAR_TEXT)
    work(store)
    stop = Flag()
    taken: list[str] = []

    def take(url: str, body: bytes, headers: Mapping[str, str]) -> None:
        taken.append(headers["webhook-id"])
        if len(taken) == 1:
            raise ZeroDivisionError
        stop.set()

    with capture_logs() as logs:
        upkeep.run(store, take, {"finished": 0}, stop, idle=0)
    told = [line["event"] for line in logs]
    assert told.count("upkeep_failed") == 1
    assert logs[-1]["head"] == str(head(ana, store))
    with pytest.raises(NotFound):
        get(ana, store, document_id)
    first, purged = feed(ana, store, 10)
    assert set(taken) >= {str(first.id)}
    assert (purged.kind, purged.state) == ("purged", "purged")
