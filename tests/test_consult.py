"""Questions: a ruling waits for the answer, and then comes first."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from service.consult import answer, ask, open_questions, questions
from service.errors import AwaitingAnswer, Conflict, InvalidSpans, LeaseLost, NotFound
from service.review import claim, queue
from service.storage.audit import trail
from service.storage.documents import purge
from service.storage.principals import Principal
from service.storage.queue import count_parked
from service.storage.sessions import Store, reading
from service.storage.tables import QuestionRow
from tests.conftest import Clock
from tests.small import CANARY, send, work

ASKED = f"¿Es {CANARY} la madre?"


@pytest.fixture
def parked(store: Store, ana: Principal) -> UUID:
    """A ruling with a question of Ana's, and one with a nearer deadline."""
    document_id = send(ana, store)
    send(ana, store, deadline=store.clock() + timedelta(hours=1))
    work(store)
    lease_id = claim(ana, store, document_id).lease_id
    assert lease_id
    ask(ana, store, document_id, lease_id, "judge", ASKED, (0, 10))
    return document_id


def test_a_ruling_waits_for_the_answer_and_then_comes_first(
    store: Store, ana: Principal, berto: Principal, parked: UUID
) -> None:
    for reviewer in (ana, berto):
        assert parked not in [task.document_id for task in queue(reviewer, store, 10).tasks]
        with pytest.raises(AwaitingAnswer):
            claim(reviewer, store, parked)
    assert count_parked(ana, store) == 1
    [asked] = open_questions(berto, store, 10)
    assert (asked.document_id, asked.addressee, asked.question, asked.place) == (
        parked,
        "judge",
        ASKED,
        (0, 10),
    )
    assert answer(berto, store, asked.id, "Sí.").answer == "Sí."
    assert [task.question for task in queue(berto, store, 10).tasks] == ["answered", None]
    assert claim(berto, store, parked).document_id == parked
    assert open_questions(berto, store, 10) == ()
    [told] = questions(ana, store, parked)
    assert (told.question, told.answer) == (ASKED, "Sí.")
    with pytest.raises(Conflict):
        answer(berto, store, asked.id, "No.")
    actions = [entry.action for entry in trail(ana, store, 100) if entry.document_id == parked]
    assert [action for action in actions if action in ("ask", "answer", "questions")] == [
        "ask", "questions", "answer",
    ]  # fmt: skip


def test_only_the_holder_asks_and_of_a_place_that_there_is(
    store: Store, ana: Principal, berto: Principal
) -> None:
    document_id = send(ana, store)
    work(store)
    lease_id = claim(ana, store, document_id).lease_id
    assert lease_id
    for principal, proof in ((berto, lease_id), (ana, uuid4())):
        with pytest.raises(LeaseLost):
            ask(principal, store, document_id, proof, "judge", ASKED)
    for place in ((0, 9999), (3, 3), (-1, 2)):
        with pytest.raises(InvalidSpans):
            ask(ana, store, document_id, lease_id, "judge", ASKED, place)
    assert questions(ana, store, document_id) == ()


def test_what_is_asked_is_sealed_the_tenants_own_and_purged(
    store: Store, ana: Principal, stranger: Principal, parked: UUID
) -> None:
    [asked] = open_questions(ana, store, 10)
    assert CANARY not in repr(asked)
    answer(ana, store, asked.id, ASKED)
    with reading(store) as session:
        row = session.scalars(select(QuestionRow)).one()
        assert row.sealed_answer
        assert not any(CANARY.encode() in seal for seal in (row.sealed_question, row.sealed_answer))
    assert open_questions(stranger, store, 10) == ()
    for denied in (
        lambda: answer(stranger, store, asked.id, "x"),
        lambda: questions(stranger, store, parked),
        lambda: answer(ana, store, uuid4(), "x"),
    ):
        with pytest.raises(NotFound):
            denied()
    purge(ana, store, parked)
    with reading(store) as session:
        assert session.scalars(select(QuestionRow)).all() == []


def test_an_answer_is_of_one_claim_only(store: Store, ana: Principal, parked: UUID, clock: Clock) -> None:
    [asked] = open_questions(ana, store, 10)
    answer(ana, store, asked.id, "Sí.")
    lease_id = claim(ana, store, parked).lease_id
    assert lease_id
    clock.advance(timedelta(minutes=1))
    ask(ana, store, parked, lease_id, "supervisor", "¿Y ahora?")
    assert [q.answer for q in questions(ana, store, parked)] == ["Sí.", None]
    with pytest.raises(AwaitingAnswer):
        claim(ana, store, parked)
