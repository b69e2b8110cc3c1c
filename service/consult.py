"""Questions of reviewers to those who know: a judge, a supervisor. No HTTP.

    claimed ──ask──► parked ──answer──► open, at the top of the queue

Question and answer are sealed under the document's key, so that they go when that goes.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.errors import Conflict, InvalidSpans, LeaseLost, NotFound
from service.review import NOBODYS
from service.storage import audit
from service.storage.documents import cipher, find, read_text
from service.storage.principals import Principal
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Addressee, Document, QuestionRow, ReviewTask
from service.storage.tasks import change_task, held

#: Half-open, in code points of the original.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of a document, and the answer, once there is one. place: what it is about."""

    id: UUID
    document_id: UUID
    addressee: Addressee
    place: Place | None
    asked_at: datetime
    answered_at: datetime | None
    question: str = field(repr=False)
    answer: str | None = field(repr=False)


def ask(
    principal: Principal,
    store: Store,
    document_id: UUID,
    lease_id: UUID,
    addressee: Addressee,
    question: str,
    place: Place | None = None,
) -> Question:
    """Park a task, held under `lease_id`, until the question is answered.

    Raises:
        InvalidSpans: `place` is none of the document's.
        LeaseLost: the lease ran out or is another's.
        NotFound: there is no such document.
    """
    if place and not 0 <= place[0] < place[1] <= len(read_text(principal, store, document_id)):
        raise InvalidSpans((0,))
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        in_hand = held(principal, lease_id, store.clock())
        if not change_task(session, document_id, in_hand, state="open", question="waiting", **NOBODYS):
            raise LeaseLost
        entry = QuestionRow(
            id=uuid4(),
            document_id=row.id,
            addressee=addressee,
            start=place[0] if place else None,
            end=place[1] if place else None,
            asked_by=principal.actor_id,
            asked_at=store.clock(),
        )
        entry.sealed_question = cipher(store, row).seal(_field(entry.id, "question"), question.encode())
        session.add(entry)
        session.flush()
        audit.record(principal, store, session, "ask", row.id, question.encode())
        return _question(store, row, entry)


def answer(principal: Principal, store: Store, question_id: UUID, words: str) -> Question:
    """Answer a question, which puts its document at the top of the queue.

    Raises:
        NotFound: there is no such question.
        Conflict: it was answered.
    """
    with transaction(store) as session:
        entry = session.get(QuestionRow, question_id)
        if entry is None:
            raise NotFound
        row = find(principal, session, entry.document_id, lock=True)
        session.refresh(entry)
        if entry.answered_at is not None:
            raise Conflict("The question is answered.")
        entry.sealed_answer = cipher(store, row).seal(_field(entry.id, "answer"), words.encode())
        entry.answered_by, entry.answered_at = principal.actor_id, store.clock()
        change_task(session, row.id, ReviewTask.question == "waiting", question="answered")
        audit.record(principal, store, session, "answer", row.id, words.encode())
        return _question(store, row, entry)


def open_questions(principal: Principal, store: Store, limit: int, after: int = 0) -> tuple[Question, ...]:
    """At most `limit` of the tenant's questions without answer, the oldest first, from the `after`th on;
    reading them is audited. Raises UndecipherableRecord."""
    asked = (
        select(QuestionRow, Document)
        .join(Document, Document.id == QuestionRow.document_id)
        .where(Document.tenant_id == principal.tenant_id, QuestionRow.answered_at.is_(None))
        .order_by(QuestionRow.asked_at, QuestionRow.id)
        .offset(after)
        .limit(limit)
    )
    with transaction(store) as session:
        found = [_question(store, row, entry) for entry, row in session.execute(asked).all()]
        for question in found:
            audit.record(principal, store, session, "questions", question.document_id)
        return tuple(found)


def questions(principal: Principal, store: Store, document_id: UUID) -> tuple[Question, ...]:
    """What was asked of a document, the oldest first. Raises NotFound, UndecipherableRecord."""
    with reading(store) as session:
        row = find(principal, session, document_id)
        return tuple(_question(store, row, entry) for entry in _of(session, row))


def _of(session: Session, row: Document) -> list[QuestionRow]:
    asked = select(QuestionRow).where(QuestionRow.document_id == row.id)
    return list(session.scalars(asked.order_by(QuestionRow.asked_at, QuestionRow.id)))


def _question(store: Store, row: Document, entry: QuestionRow) -> Question:
    opened = cipher(store, row)
    sealed = entry.sealed_answer
    return Question(
        entry.id,
        row.id,
        entry.addressee,
        None if entry.start is None or entry.end is None else (entry.start, entry.end),
        entry.asked_at,
        entry.answered_at,
        opened.open(_field(entry.id, "question"), entry.sealed_question).decode(),
        None if sealed is None else opened.open(_field(entry.id, "answer"), sealed).decode(),
    )


def _field(question_id: UUID, what: str) -> str:
    return f"{what}/{question_id}"
