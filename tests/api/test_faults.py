"""A full disk, a locked database, a server that is restarted, a clock that is set back: clear
answers, and nothing that was acknowledged is lost or there twice."""

import resource
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from service.storage.documents import count_states
from service.storage.events import feed
from service.storage.migrate import upgrade
from service.storage.principals import Principal, authenticate
from service.storage.verification import verify
from tests.api.conftest import TEXT, Court, new_court
from tests.api.test_session import key_of
from tests.cluster import running
from tests.conftest import Clock

CLAIMED = timedelta(minutes=16)


def whole(court: Court, acknowledged: set[str]) -> Principal:
    """All that was acknowledged can be read, and the trail has no fault."""
    store = court.resources.store
    principal = authenticate(store, key_of(court))
    for document in acknowledged:
        assert court.client.get(f"/v1/documents/{document}").status_code == 200
    found, _ = verify(store)
    assert [chain.faults for chain in found if chain.faults] == []
    return principal


@contextmanager
def no_room_beyond(folder: Path, more: int) -> Iterator[None]:
    """As on a full disk: no file of this process grows beyond the largest of `folder` and `more` bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = max(file.stat().st_size for file in folder.iterdir()) + more
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_full_disk(court: Court, tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    refused = []
    long = TEXT * 400
    with no_room_beyond(tmp_path, 20_000):
        for number in range(12):
            answer = court.client.post("/v1/documents", json={"text": long, "court": f"juzgado {number}"})
            if answer.status_code in (201, 202):
                acknowledged.add(answer.json()["id"])
            else:
                refused.append(answer)
    assert refused
    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
    again = court.client.post("/v1/documents", json={"text": long})
    acknowledged.add(again.json()["id"])
    principal = whole(court, acknowledged)
    assert sum(count_states(principal, court.resources.store).values()) == len(acknowledged)


def test_a_locked_database(make_app: Callable[..., FastAPI], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'test.sqlite'}"
    app = make_app(database=f"{url}?timeout=0")
    with TestClient(app):
        court = new_court(app, "juzgado")
        kept = court.client.post("/v1/documents", json={"text": TEXT}).json()["id"]
        other = create_engine(url)
        with other.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            locked = court.client.post("/v1/documents", json={"text": TEXT})
            assert (locked.status_code, locked.json()["code"]) == (503, "database_unavailable")
            assert int(locked.headers["retry-after"]) > 0
            # Who only reads waits for nobody, nor does who stores nothing.
            assert court.client.get("/v1/stats").json()["documents"]
            assert court.client.post("/v1/anonymize", json={"text": TEXT}).status_code == 200
            assert court.client.get("/readyz").status_code == 200
        other.dispose()
        late = court.client.post("/v1/documents", json={"text": TEXT})
        assert late.status_code == 201
        whole(court, {kept, late.json()["id"]})


def test_postgres_restarted_under_load(
    make_app: Callable[..., FastAPI], tmp_path: Path, clock: Clock
) -> None:
    senders, each = 4, 12
    with running(tmp_path) as cluster:
        upgrade(cluster.url)
        app = make_app(database=cluster.url)
        with TestClient(app):
            court = new_court(app, "juzgado")
            halfway = threading.Semaphore(0)

            def load(sender: int) -> list[tuple[str, set[int]]]:
                """Each ruling is sent until it is acknowledged: its id, and the answers before that."""
                done = []
                for number in range(each):
                    seen: set[int] = set()
                    while True:
                        sent = court.client.post(
                            "/v1/documents",
                            json={"text": TEXT},
                            headers={"Idempotency-Key": f"{sender}/{number}"},
                        )
                        seen.add(sent.status_code)
                        if sent.status_code in (201, 202):
                            done.append((sent.json()["id"], seen))
                            halfway.release()
                            break
                return done

            with ThreadPoolExecutor(senders) as pool:
                jobs = [pool.submit(load, sender) for sender in range(senders)]
                for mode in ("fast", "immediate"):
                    for _ in range(each):
                        assert halfway.acquire(timeout=120)
                    cluster.restart(mode)
                done = [found for job in jobs for found in job.result()]
            assert set().union(*(seen for _, seen in done)) <= {201, 202, 503}
            ids = {document for document, _ in done}
            assert len(ids) == senders * each
            clock.advance(CLAIMED)  # what was in hand when the server went
            court.work()
            principal = whole(court, ids)
            states = count_states(principal, court.resources.store)
            assert states == {"in_review": senders * each}
            told = [event.document_id for event in feed(principal, court.resources.store, 1000)]
            assert len(told) == len(set(told)) == senders * each


def test_a_clock_that_is_set_back(court: Court, clock: Clock) -> None:
    first = court.client.post("/v1/documents", json={"text": TEXT}).json()["id"]
    lease = court.client.post(f"/v1/review/{first}/claim").json()
    clock.advance(-timedelta(days=1))
    second = court.client.post("/v1/documents", json={"text": TEXT})
    assert second.status_code == 201
    queue = court.client.get("/v1/review/queue").json()["items"]
    assert {item["id"] for item in queue} == {first, second.json()["id"]}
    review = court.client.get(f"/v1/review/{first}").json()
    spans = [
        {"start": span["start"], "end": span["end"], "label": span["label"], "decision": "mask"}
        for span in sorted(review["spans"], key=lambda span: span["start"])
    ]
    verdict = court.client.put(
        f"/v1/review/{first}",
        json={"lease_id": lease["lease_id"], "spans": spans},
        headers={"If-Match": '"0"'},
    )
    assert verdict.status_code == 200, verdict.text
    events = court.client.get("/v1/events").json()["items"]
    assert [event["number"] for event in events] == sorted(event["number"] for event in events)
    assert [event["kind"] for event in events] == ["review_needed", "review_needed", "released"]
    clock.advance(timedelta(days=1))
    whole(court, {first, second.json()["id"]})
