"""Questions of reviewers, and their answers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import Field

from service import consult
from service.api.auth import Answerer, Reviewer
from service.api.bodies import json_only
from service.api.kept import kept_router
from service.api.problems import BodyTooLarge, InvalidRequest, MalformedBody, UnsupportedMediaType, documented
from service.api.resources import Use
from service.api.schemas import Model, PlaceOut
from service.consult import Question
from service.errors import Conflict, InvalidSpans, LeaseLost, NotFound, UndecodableText
from service.pipeline.decode import decode_text
from service.storage.tables import Addressee

router = kept_router("/v1", "questions")

_TAKES_JSON = documented(MalformedBody, BodyTooLarge, UnsupportedMediaType, UndecodableText)
Words = Annotated[
    str, Field(min_length=1, max_length=5_000, description="kept encrypted", examples=["¿Es parte?"])
]


class QuestionIn(Model):
    """What a reviewer asks; the ruling waits for the answer. start, end: the place that it is about."""

    lease_id: UUID
    addressee: Addressee
    question: Words
    start: Annotated[int | None, Field(ge=0)] = None
    end: Annotated[int | None, Field(ge=1)] = None


class AnswerIn(Model):
    answer: Words


class QuestionOut(Model):
    id: UUID
    document: UUID
    addressee: Addressee
    place: PlaceOut | None
    asked_at: datetime
    answered_at: datetime | None
    question: str
    answer: str | None


class QuestionsOut(Model):
    items: list[QuestionOut]
    next: Annotated[int | None, Field(description="the cursor of what follows, if anything does")] = None


@router.post(
    "/review/{document_id}/questions",
    summary="Park a ruling with a question",
    status_code=201,
    dependencies=[Depends(json_only)],
    responses={**_TAKES_JSON, **documented(NotFound, LeaseLost, InvalidRequest, InvalidSpans)},
)
def ask(document_id: UUID, body: QuestionIn, reviewer: Reviewer, use: Use) -> QuestionOut:
    """Its lease ends; the answer puts it at the top of the queue. The draft is kept."""
    decode_text(body.question)
    place = None if body.start is None or body.end is None else (body.start, body.end)
    asked = consult.ask(reviewer, use.store, document_id, body.lease_id, body.addressee, body.question, place)
    return _out(asked)


@router.get(
    "/review/{document_id}/questions",
    summary="What was asked of a ruling, and answered",
    responses=documented(NotFound),
)
def of_document(document_id: UUID, reviewer: Reviewer, use: Use) -> QuestionsOut:
    return QuestionsOut(items=[_out(q) for q in consult.questions(reviewer, use.store, document_id)])


@router.get("/questions", summary="What waits for an answer, the oldest first")
def unanswered(
    answerer: Answerer,
    use: Use,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[int, Query(ge=0, le=2**31 - 1, description="`next` of the page before")] = 0,
) -> QuestionsOut:
    found = consult.open_questions(answerer, use.store, limit + 1, cursor)
    return QuestionsOut(
        items=[_out(q) for q in found[:limit]], next=cursor + limit if len(found) > limit else None
    )


@router.post(
    "/questions/{question_id}/answer",
    summary="Answer a question",
    dependencies=[Depends(json_only)],
    responses={**_TAKES_JSON, **documented(NotFound, Conflict, InvalidRequest)},
)
def answer(question_id: UUID, body: AnswerIn, answerer: Answerer, use: Use) -> QuestionOut:
    decode_text(body.answer)
    return _out(consult.answer(answerer, use.store, question_id, body.answer))


def _out(found: Question) -> QuestionOut:
    return QuestionOut(
        id=found.id,
        document=found.document_id,
        addressee=found.addressee,
        place=PlaceOut(start=found.place[0], end=found.place[1]) if found.place else None,
        asked_at=found.asked_at,
        answered_at=found.answered_at,
        question=found.question,
        answer=found.answer,
    )
