"""Submissions that are taken back: for five minutes one's own, later only a supervisor's."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from service.errors import Conflict, NotFound, TooLate
from service.recall import recallable, take_back
from service.review import claim, queue, submit
from service.storage.documents import get
from service.storage.events import feed
from service.storage.principals import Principal
from service.storage.revisions import last_revision
from service.storage.sessions import Store
from tests.conftest import Clock
from tests.small import send, settle, work


@pytest.fixture
def submitted(store: Store, ana: Principal) -> UUID:
    document_id = send(ana, store)
    work(store)
    give(ana, store, document_id)
    return document_id


def give(principal: Principal, store: Store, document_id: UUID) -> None:
    """A verdict on the document as it stands."""
    task = claim(principal, store, document_id)
    revision = last_revision(principal, store, document_id)
    assert task.lease_id
    assert revision
    decisions = settle(revision.decisions)
    submit(principal, store, document_id, task.lease_id, revision.number, decisions)


def no_supervisor(principal: Principal) -> Principal:
    return replace(principal, permissions=frozenset({"review"}))


def test_a_submission_is_taken_back_for_five_minutes(
    store: Store, ana: Principal, berto: Principal, submitted: UUID, clock: Clock
) -> None:
    reviewer, other = no_supervisor(ana), no_supervisor(berto)
    assert (recallable(reviewer, store), recallable(other, store)) == ((submitted,), ())
    with pytest.raises(TooLate):
        take_back(other, store, submitted)
    clock.advance(timedelta(minutes=5))
    take_back(reviewer, store, submitted)
    assert get(ana, store, submitted).state == "in_review"
    [task] = queue(other, store, 10).tasks
    assert (task.cause, task.doubts, task.revision) == ("recall", 0, 1)
    with pytest.raises(Conflict):
        take_back(reviewer, store, submitted)
    give(other, store, submitted)
    assert [event.kind for event in feed(ana, store, 10)] == [
        "review_needed", "released", "recalled", "replaced",
    ]  # fmt: skip
    with pytest.raises(TooLate):
        take_back(reviewer, store, submitted)  # the last verdict is another's


def test_later_only_whoever_may_reopen(store: Store, ana: Principal, submitted: UUID, clock: Clock) -> None:
    clock.advance(timedelta(minutes=5, seconds=1))
    assert recallable(ana, store) == ()
    with pytest.raises(TooLate):
        take_back(no_supervisor(ana), store, submitted)
    take_back(ana, store, submitted)
    assert [task.cause for task in queue(ana, store, 10).tasks] == ["reopened"]


def test_another_courts_does_not_exist(store: Store, stranger: Principal, submitted: UUID) -> None:
    with pytest.raises(NotFound):
        take_back(stranger, store, submitted)
