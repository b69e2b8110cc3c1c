"""What a worker makes of documents, and that none is lost with it."""

import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Event, Thread

import pytest
import structlog

from service import log, pipeline
from service.document import Document, Hints, Span
from service.errors import DatabaseUnavailable
from service.pipeline import Engine
from service.review import claim, queue, submit
from service.storage.documents import get
from service.storage.jobs import HELD_RISK, claim_job
from service.storage.principals import Principal
from service.storage.revisions import last_revision, revisions
from service.storage.sessions import Store
from service.worker import process, run
from tests.conftest import Clock
from tests.small import CANARY, CLEAR_TEXT, DOUBTFUL_TEXT, ENGINE, POLICIES, send, work


def broken(text: str) -> Sequence[Span]:
    raise ValueError(f"cannot read {text}")


BROKEN = Engine((broken,), ENGINE.thresholds, ENGINE.version)


@pytest.mark.parametrize(
    ("policy", "text", "state", "doubts"),
    [
        ("doubts", CLEAR_TEXT, "finished", 0),
        ("doubts", DOUBTFUL_TEXT, "in_review", 1),
        ("doubts", "", "finished", 0),
        ("all", CLEAR_TEXT, "in_review", 0),
        ("all", DOUBTFUL_TEXT, "in_review", 1),
        ("sample", DOUBTFUL_TEXT, "in_review", 1),
    ],
)
def test_who_sees_a_document_is_the_policys_to_say(
    store: Store, ana: Principal, policy: str, text: str, state: str, doubts: int
) -> None:
    document_id = send(ana, store, text, policy)
    work(store)
    record = get(ana, store, document_id)
    assert (record.state, record.revision, record.doubts) == (state, 0, doubts)
    waiting = [task.document_id for task in queue(ana, store, 10).tasks]
    assert waiting == ([document_id] if state == "in_review" else [])


def test_the_stored_revision_is_the_pipelines(store: Store, ana: Principal) -> None:
    document_id = send(ana, store, hints=Hints(hide=("este juzgado",)))
    work(store)
    revision = last_revision(ana, store, document_id)
    assert revision is not None
    expected = pipeline.analyze(
        Document(DOUBTFUL_TEXT), ENGINE, POLICIES["doubts"], Hints(hide=("este juzgado",))
    )
    assert revision.decisions == expected
    assert len(expected) == 3


def test_a_sample_is_drawn_from_the_document_and_no_other_thing(store: Store, ana: Principal) -> None:
    sent = [send(ana, store, CLEAR_TEXT, "sample") for _ in range(24)]
    work(store)
    seen = [document_id for document_id in sent if get(ana, store, document_id).state == "in_review"]
    assert 0 < len(seen) < len(sent)
    for share, expected in ((0.0, 0), (1.0, 1)):
        document_id = send(ana, store, CLEAR_TEXT, "sample")
        job = claim_job(store)
        assert job is not None
        process(store, job, ENGINE, {"sample": replace(POLICIES["sample"], sample=share)})
        assert (get(ana, store, document_id).state == "in_review") == expected


def test_what_verification_refuses_is_held_at_top_risk(
    store: Store, ana: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = send(ana, store, CLEAR_TEXT)
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "verify", lambda *_: ((0, 3),))
        work(store)
    record = get(ana, store, document_id)
    assert (record.state, record.hold_reason, record.revision) == ("held", "verification_failed", 0)
    (task,) = queue(ana, store, 10).tasks
    assert (task.risk, task.hold_reason, task.doubts) == (HELD_RISK, "verification_failed", 0)


def test_a_held_document_is_a_persons_to_finish(store: Store, ana: Principal) -> None:
    document_id = send(ana, store, CLEAR_TEXT)
    assert work(store, BROKEN) == [document_id] * store.attempts
    task = claim(ana, store, document_id)
    assert (task.revision, task.hold_reason) == (None, "processing_failed")
    assert task.lease_id is not None
    assert submit(ana, store, document_id, task.lease_id, None, ()) == 1
    record = get(ana, store, document_id)
    assert (record.state, record.hold_reason) == ("finished", None)


def test_a_policy_that_is_no_more_holds_its_documents(store: Store, ana: Principal) -> None:
    document_id = send(ana, store, policy="abolished")
    work(store)
    assert get(ana, store, document_id).hold_reason == "unknown_policy"


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Standard error with the service's own logging."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log.configure(logging.DEBUG)
    yield capfd
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def test_the_log_names_faults_and_tells_nothing_of_the_text(
    store: Store, ana: Principal, logged: pytest.CaptureFixture[str]
) -> None:
    document_id = send(ana, store)
    work(store, BROKEN)
    work(store)
    told = logged.readouterr().err
    assert told.count("processing_failed") == store.attempts
    assert "ValueError" in told
    assert str(document_id) in told
    assert CANARY not in told
    assert "INSERT" not in told


def test_a_database_that_is_gone_does_not_end_the_worker(store: Store, ana: Principal) -> None:
    document_id = send(ana, store, CLEAR_TEXT)
    stop = Event()
    calls: list[str] = []

    def unreliable(text: str) -> Sequence[Span]:
        calls.append(text)
        stop.set()
        raise DatabaseUnavailable

    run(store, Engine((unreliable,), ENGINE.thresholds, ""), POLICIES, stop, idle=0)
    assert calls == [CLEAR_TEXT]
    # The fault was not the document's: it is not given back but waits for its lease.
    assert get(ana, store, document_id).state == "processing"


def test_the_loop_works_until_it_is_stopped(store: Store, ana: Principal) -> None:
    sent = [send(ana, store, CLEAR_TEXT) for _ in range(3)]
    stop = Event()
    seen: list[str] = []

    def last(text: str) -> Sequence[Span]:
        seen.append(text)
        if len(seen) == 3:
            stop.set()
        return ()

    thread = Thread(target=run, args=(store, Engine((last,), ENGINE.thresholds, ""), POLICIES, stop))
    thread.start()
    thread.join()
    assert [get(ana, store, document_id).state for document_id in sent] == ["finished"] * 3


def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    store: Store, ana: Principal, database_url: str, clock: Clock
) -> None:
    document_id = send(ana, store)
    doomed = subprocess.Popen(
        [sys.executable, "-m", "tests.killed", database_url, clock().isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with doomed:
        assert doomed.stdin is not None
        assert doomed.stdout is not None
        doomed.stdin.write(store.keyring.master.hex() + "\n")
        doomed.stdin.flush()
        assert any(line == "working\n" for line in doomed.stdout)
        doomed.kill()
    assert get(ana, store, document_id).state == "processing"
    assert work(store) == []
    clock.advance(store.lease)
    assert work(store) == [document_id]
    assert get(ana, store, document_id).state == "in_review"
    assert len(revisions(ana, store, document_id)) == 1
    assert len(queue(ana, store, 10).tasks) == 1
