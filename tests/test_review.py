"""One reviewer at a time, on the last revision, and no verdict that leaks."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import groupby
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from service.document import Decision, Hints, Revision, Span
from service.errors import (
    AlreadyClaimed,
    Conflict,
    InputError,
    InvalidSpans,
    LeaseLost,
    NotFound,
    StaleRevision,
    VerdictLeaks,
)
from service.review import Batch, Task, claim, queue, release, risk, submit
from service.storage.audit import trail
from service.storage.documents import get
from service.storage.principals import Principal
from service.storage.queue import batches
from service.storage.revisions import last_revision, read_note, revisions
from service.storage.sessions import Store, transaction
from service.storage.tables import ReviewTask
from tests.conftest import Clock
from tests.small import CANARY, CLEAR_TEXT, DOUBTFUL, DOUBTFUL_TEXT, send, settle, work


@pytest.fixture
def document_id(store: Store, ana: Principal) -> UUID:
    """A processed document with one doubt."""
    sent = send(ana, store, court="Juzgado 2", matter="civil")
    work(store)
    return sent


def lease(task: Task) -> UUID:
    assert task.lease_id is not None
    return task.lease_id


def proposal(principal: Principal, store: Store, document_id: UUID) -> tuple[Decision, ...]:
    """The machine's decisions, with every doubt masked."""
    revision = last_revision(principal, store, document_id)
    assert revision is not None
    return settle(revision.decisions)


def masked(start: int, end: int) -> Decision:
    return Decision(Span(start, end, "NOMBRE", 1.0, "reviewer", "parte"), "mask", "reviewed")


def spans_of(surface: str, text: str) -> Iterator[Decision]:
    at = -1
    while (at := text.find(surface, at + 1)) >= 0:
        yield masked(at, at + len(surface))


def test_a_task_tells_what_waits(store: Store, ana: Principal, document_id: UUID, clock: Clock) -> None:
    (task,) = queue(ana, store, 10).tasks
    assert (task.document_id, task.state, task.doubts, task.revision) == (document_id, "open", 1, 0)
    assert (task.court, task.matter, task.policy) == ("Juzgado 2", "civil", "doubts")
    assert (task.words, task.risk, task.hold_reason) == (len(DOUBTFUL_TEXT.split()), 0.5, None)
    assert (task.created_at, task.claimed_by, task.lease_id) == (clock(), None, None)


def test_risk_is_the_sum_of_the_doubts_probabilities() -> None:
    def decision(score: float, action: str) -> Decision:
        return Decision(Span(0, 1, "NOMBRE", score, "test"), action, "")  # type: ignore[arg-type]

    assert risk(()) == 0
    assert risk([decision(0.25, "review"), decision(0.5, "review"), decision(0.9, "mask")]) == 0.75


def test_a_verdict_finishes_the_document(store: Store, ana: Principal, document_id: UUID) -> None:
    task = claim(ana, store, document_id)
    verdict = proposal(ana, store, document_id)
    assert submit(ana, store, document_id, lease(task), 0, verdict, "visto") == 1
    assert last_revision(ana, store, document_id) == Revision(1, str(ana.actor_id), verdict)
    assert read_note(ana, store, document_id, 1) == "visto"
    record = get(ana, store, document_id)
    assert (record.state, record.revision, record.doubts) == ("finished", 1, 0)
    assert queue(ana, store, 10).tasks == ()
    actions = [(entry.action, entry.actor_id == ana.actor_id) for entry in trail(ana, store, 10)]
    assert [action for action in actions if action[0] not in ("read", "hints")] == [
        ("receive", True), ("process", False), ("claim", True), ("submit", True),
    ]  # fmt: skip


def test_a_finished_review_is_not_done_again(store: Store, ana: Principal, document_id: UUID) -> None:
    task = claim(ana, store, document_id)
    verdict = proposal(ana, store, document_id)
    submit(ana, store, document_id, lease(task), 0, verdict)
    with pytest.raises(LeaseLost):
        submit(ana, store, document_id, lease(task), 1, verdict)
    with pytest.raises(Conflict):
        claim(ana, store, document_id)
    assert len(revisions(ana, store, document_id)) == 2


def test_a_document_without_doubts_needs_no_review(store: Store, ana: Principal) -> None:
    document_id = send(ana, store, CLEAR_TEXT)
    for _ in range(2):
        with pytest.raises(NotFound):
            claim(ana, store, document_id)
        work(store)


def test_a_claimed_task_is_anothers_until_the_lease_is_over(
    store: Store, ana: Principal, berto: Principal, document_id: UUID, clock: Clock
) -> None:
    first = claim(ana, store, document_id)
    assert (first.state, first.claimed_by, first.lease_until) == (
        "claimed",
        ana.actor_id,
        clock() + store.lease,
    )
    clock.advance(store.lease - timedelta(microseconds=1))
    with pytest.raises(AlreadyClaimed):
        claim(berto, store, document_id)
    assert queue(berto, store, 10).tasks == ()
    assert [task.lease_id for task in queue(ana, store, 10).tasks] == [first.lease_id]
    clock.advance(timedelta(microseconds=1))
    assert [task.lease_id for task in queue(berto, store, 10).tasks] == [None]
    second = claim(berto, store, document_id)
    assert second.lease_id != first.lease_id
    verdict = proposal(ana, store, document_id)
    with pytest.raises(LeaseLost):
        submit(ana, store, document_id, lease(first), 0, verdict)
    submit(berto, store, document_id, lease(second), 0, verdict)
    assert len(revisions(ana, store, document_id)) == 2


def test_a_lease_that_ran_out_is_lost(store: Store, ana: Principal, document_id: UUID, clock: Clock) -> None:
    task = claim(ana, store, document_id)
    clock.advance(store.lease)
    with pytest.raises(LeaseLost):
        submit(ana, store, document_id, lease(task), 0, proposal(ana, store, document_id))
    with pytest.raises(LeaseLost):
        release(ana, store, document_id, lease(task))
    assert len(revisions(ana, store, document_id)) == 1


def test_its_holder_may_claim_longer(store: Store, ana: Principal, document_id: UUID, clock: Clock) -> None:
    task = claim(ana, store, document_id)
    clock.advance(store.lease / 2)
    again = claim(ana, store, document_id)
    assert again.lease_id == task.lease_id
    clock.advance(store.lease / 2)
    submit(ana, store, document_id, lease(task), 0, proposal(ana, store, document_id))


def test_a_lease_is_of_no_use_to_another(
    store: Store, ana: Principal, berto: Principal, document_id: UUID
) -> None:
    task = claim(ana, store, document_id)
    verdict = proposal(ana, store, document_id)
    for principal, lease_id in ((berto, lease(task)), (ana, uuid4())):
        with pytest.raises(LeaseLost):
            submit(principal, store, document_id, lease_id, 0, verdict)
        with pytest.raises(LeaseLost):
            release(principal, store, document_id, lease_id)
    assert len(revisions(ana, store, document_id)) == 1


def test_a_released_task_is_open_again(
    store: Store, ana: Principal, berto: Principal, document_id: UUID
) -> None:
    task = claim(ana, store, document_id)
    release(ana, store, document_id, lease(task))
    with pytest.raises(LeaseLost):
        submit(ana, store, document_id, lease(task), 0, proposal(ana, store, document_id))
    assert claim(berto, store, document_id).claimed_by == berto.actor_id


@pytest.mark.parametrize("base", [None, 1, 7])
def test_a_stale_verdict_is_refused_and_the_task_stays_claimed(
    store: Store, ana: Principal, document_id: UUID, base: int | None
) -> None:
    task = claim(ana, store, document_id)
    verdict = proposal(ana, store, document_id)
    with pytest.raises(StaleRevision):
        submit(ana, store, document_id, lease(task), base, verdict)
    assert get(ana, store, document_id).state == "in_review"
    submit(ana, store, document_id, lease(task), 0, verdict)


def test_a_verdict_that_is_no_list_of_spans_is_refused(
    store: Store, ana: Principal, document_id: UUID
) -> None:
    task = claim(ana, store, document_id)
    length = len(DOUBTFUL_TEXT)
    for places, wrong in (
        ([(0, 5), (4, 8)], (1,)),
        ([(6, 8), (0, 5)], (1,)),
        ([(3, 3)], (0,)),
        ([(5, 3)], (0,)),
        ([(-1, 3)], (0,)),
        ([(0, length), (length, length + 1)], (1,)),
        ([(0, length + 1), (2, 3), (3, 2)], (0, 2)),
    ):
        with pytest.raises(InvalidSpans) as caught:
            submit(ana, store, document_id, lease(task), 0, [masked(*place) for place in places])
        assert caught.value.indices == wrong
    assert len(revisions(ana, store, document_id)) == 1


def test_a_verdict_decides_every_doubt(store: Store, ana: Principal, document_id: UUID) -> None:
    task = claim(ana, store, document_id)
    revision = last_revision(ana, store, document_id)
    assert revision is not None
    with pytest.raises(InvalidSpans) as caught:
        submit(ana, store, document_id, lease(task), 0, revision.decisions)
    assert caught.value.indices == (1,)


def test_a_verdict_that_leaves_a_masked_name_elsewhere_is_refused(store: Store, ana: Principal) -> None:
    text = f"{DOUBTFUL_TEXT} Firma {CANARY}."
    document_id = send(ana, store, text)
    work(store)
    task = claim(ana, store, document_id)
    first, last = spans_of(CANARY, text)
    with pytest.raises(VerdictLeaks) as caught:
        submit(ana, store, document_id, lease(task), 0, [first])
    assert caught.value.places == ((last.span.start, last.span.end),)
    assert CANARY not in str(caught.value)
    assert get(ana, store, document_id).state == "in_review"
    assert len(revisions(ana, store, document_id)) == 1
    # Kept on purpose, at each place, it is the reviewer's decision.
    submit(ana, store, document_id, lease(task), 0, [first, Decision(last.span, "keep", "signs")])


def test_a_reviewer_may_publish_everything(store: Store, ana: Principal, document_id: UUID) -> None:
    task = claim(ana, store, document_id)
    submit(ana, store, document_id, lease(task), 0, [])
    assert last_revision(ana, store, document_id) == Revision(1, str(ana.actor_id), ())


def test_of_two_reviewers_at_once_one_holds_it(
    store: Store, ana: Principal, berto: Principal, document_id: UUID
) -> None:
    def try_it(principal: Principal) -> Task | None:
        try:
            return claim(principal, store, document_id)
        except AlreadyClaimed:
            return None

    with ThreadPoolExecutor(2) as pool:
        held = [task for task in pool.map(try_it, (ana, berto)) if task]
    assert len(held) == 1
    assert sum(entry.action == "claim" for entry in trail(ana, store, 10)) == 1


def test_of_many_verdicts_at_once_one_is_stored(store: Store, ana: Principal, document_id: UUID) -> None:
    task = claim(ana, store, document_id)
    verdict = proposal(ana, store, document_id)

    def try_it(_: int) -> bool:
        try:
            submit(ana, store, document_id, lease(task), 0, verdict)
        except (LeaseLost, StaleRevision):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, range(8))) == 1
    assert len(revisions(ana, store, document_id)) == 2


def test_the_queue_is_in_order_however_it_is_paged(store: Store, ana: Principal, clock: Clock) -> None:
    draw = random.Random(7)
    now = clock()
    for _ in range(12):
        deadline = draw.choice([None, now + timedelta(days=1), now + timedelta(days=2)])
        people = " ".join(draw.choice([DOUBTFUL, "Zenón Alcor"]) + "." for _ in range(draw.randrange(1, 4)))
        send(ana, store, people, deadline=deadline)
        clock.advance(timedelta(seconds=draw.choice([0, 0.25])))
        work(store)
    # One is held, so at the top of its deadline's.
    with transaction(store) as session:
        session.scalars(select(ReviewTask).limit(1)).one().risk = 1_000_000.0

    never = datetime.max.replace(tzinfo=UTC)
    whole = list(queue(ana, store, 100).tasks)
    assert whole == sorted(
        whole, key=lambda task: (task.deadline or never, -task.risk, task.created_at, task.document_id)
    )
    assert len({task.deadline for task in whole}) == 3
    for size in (1, 5, 12):
        paged: list[Task] = []
        cursor: str | None = None
        while True:
            page = queue(ana, store, size, cursor)
            paged += page.tasks
            cursor = page.next
            if cursor is None:
                break
        assert paged == whole


def test_the_rulings_of_one_case_stand_together(store: Store, ana: Principal, clock: Clock) -> None:
    draw = random.Random(3)
    for n in range(12):
        docket = draw.choice([None, "12-2020", "13/2020"])
        deadline = draw.choice([None, clock() + timedelta(days=n)])
        send(ana, store, hints=Hints(docket=docket), deadline=deadline)
        clock.advance(timedelta(seconds=1))
    work(store)
    whole = list(queue(ana, store, 100).tasks)
    never = datetime.max.replace(tzinfo=UTC)

    def place(task: Task) -> tuple[datetime, datetime]:
        return task.deadline or never, task.created_at

    cases = [list(found) for _, found in groupby(whole, key=lambda task: task.case or task.document_id)]
    assert len({task.case for task in whole}) == 3
    assert len(cases) == sum(task.case is None for task in whole) + 2
    assert all(found == sorted(found, key=place) for found in cases)
    assert cases == sorted(cases, key=lambda found: place(found[0]))
    paged: list[Task] = []
    cursor = None
    while len(paged) < len(whole):
        page = queue(ana, store, 5, cursor)
        paged, cursor = [*paged, *page.tasks], page.next
    assert (paged, cursor) == (whole, None)


def test_a_batch_is_of_a_court_a_matter_and_a_policy(store: Store, ana: Principal) -> None:
    for court, matter in (("A", "civil"), ("A", "civil"), ("A", None), (None, "civil")):
        send(ana, store, court=court, matter=matter)
    work(store)
    found = batches(ana, store)
    assert [(b.court, b.matter, b.policy, b.count) for b in found] == [
        ("A", "civil", "doubts", 2), ("", "civil", "doubts", 1), ("A", "", "doubts", 1),
    ]  # fmt: skip
    for batch in found:
        tasks = queue(ana, store, 10, batch=batch).tasks
        assert [(task.court or "", task.matter or "") for task in tasks] == [(batch.court, batch.matter)] * (
            batch.count or 0
        )
    assert len(queue(ana, store, 10, batch=Batch(matter="civil")).tasks) == 3


@pytest.mark.parametrize("cursor", ["", "x", "ñ", "bnVsbA==", "W10=", "WzEsMiwzLDRd", "W251bGwsMSwxLDFd"])
def test_what_is_no_cursor_is_refused(store: Store, ana: Principal, cursor: str) -> None:
    with pytest.raises(InputError):
        queue(ana, store, 10, cursor)
