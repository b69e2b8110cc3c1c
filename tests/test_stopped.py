"""Stopped by SIGTERM in the midst of work: what is in hand is ended, the rest is another's."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from uuid import UUID

import pytest

from service.app import utc_now
from service.policies import load_policies
from service.storage.audit import trail
from service.storage.documents import count_states
from service.storage.events import feed
from service.storage.jobs import claim_job
from service.storage.principals import Principal
from service.storage.revisions import revisions
from service.storage.sessions import Store, open_store
from service.worker import process
from tests.small import CLEAR_TEXT, ENGINE, send

DOCUMENTS = 6


@pytest.fixture
def shared(database_url: str, store: Store) -> Iterator[Store]:
    """The store as the process sees it, with the clock of the machine."""
    opened = open_store(database_url, store.keyring, utc_now)
    yield opened
    opened.engine.dispose()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: str, url: str, store: Store, **settings: object) -> Iterator[subprocess.Popen[bytes]]:
    given = {"DATABASE": url, "MASTER_KEY": b64encode(store.keyring.master).decode(), **settings}
    environment = os.environ | {f"INNOMINADO_{name}": str(value) for name, value in given.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stopped", command],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream
            stream.close()


def is_working(process: subprocess.Popen[bytes]) -> bool:
    """Whether it begins on a text; not if it ends."""
    assert process.stdout
    return process.stdout.readline() == b"working\n"


def go_on(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    process.stdin.write(b".")


def sent(principal: Principal, store: Store) -> list[UUID]:
    return [send(principal, store, CLEAR_TEXT, "todo") for _ in range(DOCUMENTS)]


def assert_each_is_done_once(principal: Principal, store: Store, ids: list[UUID]) -> None:
    """After a stop: nothing is in the midst, and whoever comes next ends what waits."""
    assert count_states(principal, store).get("processing", 0) == 0
    policies = load_policies()
    while job := claim_job(store):
        process(store, job, ENGINE, policies)
    assert count_states(principal, store) == {"finished": DOCUMENTS}
    assert {len(revisions(principal, store, document_id)) for document_id in ids} == {1}
    done = Counter(entry.document_id for entry in trail(principal, store, 99) if entry.action == "process")
    told = Counter(event.document_id for event in feed(principal, store, 99) if event.document_id)
    assert done == Counter(ids)
    assert set(told) == set(ids)


def test_a_worker_ends_its_document(shared: Store, ana: Principal, database_url: str) -> None:
    ids = sent(ana, shared)
    port = free_port()
    with running("worker", database_url, shared, WORKER_METRICS_PORT=port) as process:
        assert is_working(process)
        go_on(process)
        assert is_working(process)
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", "/metrics")
            figures = connection.getresponse().read().decode()
        assert f"innominado_words_total {len(CLEAR_TEXT.split())}.0" in figures
        process.send_signal(signal.SIGTERM)
        go_on(process)
        assert not is_working(process)
        assert process.wait(60) == 0
    assert count_states(ana, shared) == {"finished": 2, "received": DOCUMENTS - 2}
    assert_each_is_done_once(ana, shared, ids)


def test_serve_ends_its_calls_and_its_document(shared: Store, ana: Principal, database_url: str) -> None:
    ids = sent(ana, shared)
    port = free_port()

    def call() -> tuple[int, dict[str, object]]:
        body, kind = json.dumps({"text": CLEAR_TEXT}), {"Content-Type": "application/json"}
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
            connection.request("POST", "/v1/analyze", body, kind)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())

    with running("serve", database_url, shared, PORT=port) as process, ThreadPoolExecutor() as pool:
        assert is_working(process)  # the worker inside
        while not listens(port):
            pass
        answer = pool.submit(call)
        assert is_working(process)  # the call
        process.send_signal(signal.SIGTERM)
        while listens(port):
            pass
        go_on(process)
        go_on(process)
        while is_working(process):  # the worker inside goes on while the call is ended
            go_on(process)
        status, found = answer.result(60)
        assert status == 200
        assert len(found["spans"]) == 1  # type: ignore[arg-type]
        assert process.wait(60) == 0
    assert_each_is_done_once(ana, shared, ids)
