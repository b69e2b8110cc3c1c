"""Each document is processed once, whoever dies and whoever is late."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest

from service.errors import LeaseLost
from service.review import queue
from service.storage.audit import trail
from service.storage.documents import find, get, purge
from service.storage.jobs import HELD_RISK, Outcome, claim_job, fail_job, finish_job
from service.storage.principals import Principal
from service.storage.revisions import Origin, revisions
from service.storage.sessions import Store, transaction
from service.worker import process
from tests.conftest import Clock
from tests.small import CLEAR_TEXT, ENGINE, POLICIES, send

FINISHED = Outcome("finished", (), Origin("small-1", "7"))


def test_the_nearest_deadline_comes_first_then_the_oldest(store: Store, ana: Principal, clock: Clock) -> None:
    def later(**by: int) -> UUID:
        clock.advance(timedelta(minutes=1))
        return send(ana, store, deadline=clock() + timedelta(**by) if by else None)

    old, new, distant, near = later(), later(), later(days=9), later(days=1)
    claimed = []
    while job := claim_job(store):
        claimed.append(job.document_id)
    assert claimed == [near, distant, old, new]


def test_a_job_is_its_tenants(store: Store, ana: Principal, stranger: Principal) -> None:
    of_ana, of_stranger = send(ana, store), send(stranger, store)
    jobs = {job.document_id: job.principal for job in (claim_job(store), claim_job(store)) if job}
    assert jobs[of_ana].tenant_id == ana.tenant_id
    assert jobs[of_stranger].tenant_id == stranger.tenant_id
    assert jobs[of_ana].actor_id not in (ana.actor_id, jobs[of_stranger].actor_id)


def test_one_document_can_be_claimed(store: Store, ana: Principal) -> None:
    send(ana, store)
    wanted = send(ana, store)
    job = claim_job(store, wanted)
    assert job is not None
    assert job.document_id == wanted
    assert claim_job(store, wanted) is None
    assert claim_job(store, uuid4()) is None


def test_a_claimed_job_is_nobody_elses_until_its_lease_is_over(
    store: Store, ana: Principal, clock: Clock
) -> None:
    document_id = send(ana, store)
    first = claim_job(store)
    assert first is not None
    assert get(ana, store, document_id).state == "processing"
    clock.advance(store.lease - timedelta(microseconds=1))
    assert claim_job(store) is None
    clock.advance(timedelta(microseconds=1))
    second = claim_job(store)
    assert second is not None
    assert (second.document_id, first.attempt, second.attempt) == (document_id, 1, 2)
    with pytest.raises(LeaseLost):
        finish_job(store, first, FINISHED)
    with pytest.raises(LeaseLost):
        fail_job(store, first, "processing_failed")
    finish_job(store, second, FINISHED)
    with pytest.raises(LeaseLost):
        finish_job(store, second, FINISHED)
    assert get(ana, store, document_id).state == "finished"
    assert len(revisions(ana, store, document_id)) == 1


def test_late_work_counts_if_nobody_took_over(store: Store, ana: Principal, clock: Clock) -> None:
    document_id = send(ana, store)
    job = claim_job(store)
    assert job is not None
    clock.advance(2 * store.lease)
    finish_job(store, job, FINISHED)
    assert get(ana, store, document_id).state == "finished"


def test_nothing_is_stored_for_a_document_purged_meanwhile(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)
    job = claim_job(store)
    assert job is not None
    purge(ana, store, document_id)
    with pytest.raises(LeaseLost):
        finish_job(store, job, FINISHED)


def test_a_failed_job_is_tried_again_then_held_with_its_reason(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)
    for _ in range(store.attempts):
        assert get(ana, store, document_id).state == "received"
        job = claim_job(store)
        assert job is not None
        fail_job(store, job, "processing_failed")
    record = get(ana, store, document_id)
    assert (record.state, record.hold_reason, record.revision) == ("held", "processing_failed", None)
    assert claim_job(store) is None
    assert revisions(ana, store, document_id) == ()
    (task,) = queue(ana, store, 10).tasks
    assert (task.document_id, task.risk, task.hold_reason) == (document_id, HELD_RISK, "processing_failed")


def test_what_kills_every_worker_is_held(store: Store, ana: Principal, clock: Clock) -> None:
    document_id = send(ana, store)
    for _ in range(store.attempts):
        assert claim_job(store) is not None
        clock.advance(store.lease)
    assert claim_job(store) is None
    assert get(ana, store, document_id).hold_reason == "attempts_exhausted"
    assert claim_job(store) is None
    assert len(queue(ana, store, 10).tasks) == 1
    assert [entry.action for entry in trail(ana, store, 10)] == ["receive", "hold"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_claim_passes_by_what_another_is_claiming(store: Store, ana: Principal, clock: Clock) -> None:
    first = send(ana, store)
    clock.advance(timedelta(seconds=1))
    second = send(ana, store)
    with transaction(store) as session:
        find(ana, session, first, lock=True)
        job = claim_job(store)
    assert job is not None
    assert job.document_id == second


def test_many_workers_process_each_document_once(store: Store, ana: Principal) -> None:
    sent = {send(ana, store, CLEAR_TEXT) for _ in range(40)}
    barrier = Barrier(8)
    done: list[UUID] = []
    failures: list[BaseException] = []

    def work() -> None:
        barrier.wait()
        try:
            while job := claim_job(store):
                process(store, job, ENGINE, POLICIES)
                done.append(job.document_id)
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(done) == 40
    assert set(done) == sent
    assert all(len(revisions(ana, store, document_id)) == 1 for document_id in sent)
    assert sum(entry.action == "process" for entry in trail(ana, store, 1000)) == 40
