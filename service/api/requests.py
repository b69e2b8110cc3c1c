"""/v1/requests: the register of objections and leak reports."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import AwareDatetime, Field

from service import requests
from service.api.auth import Clerk, Reviewer
from service.api.bodies import json_only
from service.api.kept import kept_router
from service.api.problems import BodyTooLarge, MalformedBody, UnsupportedMediaType, documented
from service.api.resources import Use
from service.api.schemas import Model
from service.document import Label
from service.errors import Conflict, InputError, NotFound, UndecodableText
from service.pipeline.decode import decode_text
from service.requests import Filing, Request
from service.storage.tables import RequestKind, RequestState

router = kept_router("/v1/requests", "requests")

_TAKES_JSON = documented(MalformedBody, BodyTooLarge, UnsupportedMediaType, UndecodableText, InputError)
Words = Annotated[str, Field(min_length=1, max_length=10_000, description="kept encrypted")]


class RequestIn(Model):
    """What an applicant says of a ruling. A leak report takes it back at once."""

    kind: RequestKind
    document: UUID
    ground: Words
    surface: Annotated[
        str | None,
        Field(min_length=1, max_length=500, description="what stands in clear, as written; kept encrypted"),
    ] = None
    label: Annotated[Label, Field(description="what the surface is")] = "NOMBRE"
    due: Annotated[AwareDatetime | None, Field(description="thirty days from now unless given")] = None


class AnswerIn(Model):
    """granted: an objection's ruling is taken back and put before a reviewer."""

    granted: bool
    reasons: Words


class RequestOut(Model):
    id: UUID
    kind: RequestKind
    state: RequestState
    document: UUID
    received_at: datetime
    due_at: datetime
    decided_at: datetime | None
    recalled: Annotated[int, Field(description="rulings taken back for it so far")]
    ground: str
    reasons: str | None


class RegisterOut(Model):
    items: list[RequestOut]
    next: Annotated[int | None, Field(description="the cursor of what follows, if anything does")]


@router.post(
    "",
    summary="Enter an objection or a leak report",
    status_code=201,
    dependencies=[Depends(json_only)],
    responses={**_TAKES_JSON, **documented(NotFound, Conflict)},
)
def file(body: RequestIn, clerk: Clerk, use: Use, response: Response) -> RequestOut:
    """The other rulings where the surface might stand are looked through by a worker."""
    for text in (body.ground, body.surface or ""):
        decode_text(text)
    filing = Filing(body.kind, body.document, body.ground, body.surface, body.label, body.due)
    found = requests.file(clerk, use.store, filing)
    response.headers["Location"] = f"/v1/requests/{found.id}"
    return _out(found)


@router.get("", summary="The register, the next to fall due first")
def register(
    clerk: Clerk,
    use: Use,
    state: RequestState | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[int, Query(ge=0, le=2**31 - 1, description="`next` of the page before")] = 0,
) -> RegisterOut:
    found = requests.register(clerk, use.store, limit + 1, state, cursor)
    return RegisterOut(
        items=[_out(item) for item in found[:limit]], next=cursor + limit if len(found) > limit else None
    )


@router.get("/{request_id}", summary="A request", responses=documented(NotFound))
def read(request_id: UUID, clerk: Clerk, use: Use) -> RequestOut:
    return _out(requests.get(clerk, use.store, request_id))


@router.post(
    "/{request_id}/decision",
    summary="Answer a request",
    dependencies=[Depends(json_only)],
    responses={**_TAKES_JSON, **documented(NotFound, Conflict)},
)
def decide(request_id: UUID, body: AnswerIn, reviewer: Reviewer, use: Use) -> RequestOut:
    decode_text(body.reasons)
    return _out(requests.decide(reviewer, use.store, request_id, granted=body.granted, reasons=body.reasons))


def _out(found: Request) -> RequestOut:
    return RequestOut(
        id=found.id,
        kind=found.kind,
        state=found.state,
        document=found.document_id,
        received_at=found.received_at,
        due_at=found.due_at,
        decided_at=found.decided_at,
        recalled=found.recalled,
        ground=found.ground,
        reasons=found.reasons,
    )
