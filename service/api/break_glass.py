"""/v1/break-glass: one original for somebody who can't read originals, if another person agrees."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse
from pydantic import Field

from service.api.auth import Asker, Caller, Granter
from service.api.bodies import json_only
from service.api.problems import (
    BodyTooLarge,
    InvalidRequest,
    MalformedBody,
    UnsupportedMediaType,
    documented,
)
from service.api.resources import Use
from service.api.schemas import Model, Text
from service.errors import Conflict, Forbidden, NotFound, StorageError, Unauthenticated
from service.storage import break_glass
from service.storage.break_glass import REASON_LENGTH, Request

router = APIRouter(
    prefix="/v1/break-glass",
    tags=["break-glass"],
    responses=documented(Unauthenticated, Forbidden, InvalidRequest, StorageError),
)


class RequestIn(Model):
    document_id: UUID
    reason: Annotated[
        Text,
        Field(min_length=1, max_length=REASON_LENGTH, examples=["Reclamo por una anonimización fallida."]),
    ]


class RequestOut(Model):
    id: UUID
    document_id: UUID
    asked_by: str
    reason: str
    asked_at: datetime
    granted_by: str | None
    granted_at: datetime | None
    expires_at: Annotated[datetime, Field(description="of the request or, once granted, of the grant")]


class RequestsOut(Model):
    items: list[RequestOut]


@router.post(
    "",
    summary="Ask to see an original",
    status_code=201,
    dependencies=[Depends(json_only)],
    responses=documented(NotFound, MalformedBody, BodyTooLarge, UnsupportedMediaType),
)
def ask(body: RequestIn, asker: Asker, use: Use) -> RequestOut:
    """Kept encrypted, and on the audit trail; it waits a day for a grant."""
    return _shown(break_glass.ask(asker, use.store, body.document_id, body.reason))


@router.get("", summary="The requests that are not over")
def requests(caller: Caller, use: Use) -> RequestsOut:
    """One's own or, for whoever may grant, all of the tenant."""
    return RequestsOut(items=[_shown(found) for found in break_glass.requests(caller, use.store)])


@router.post(
    "/{request_id}/grant", summary="Let the one who asked see it", responses=documented(NotFound, Conflict)
)
def grant(request_id: UUID, granter: Granter, use: Use) -> RequestOut:
    """For an hour. Nobody grants what they asked for."""
    return _shown(break_glass.grant(granter, use.store, request_id))


@router.get(
    "/{request_id}/original",
    summary="The original that was asked for",
    response_class=PlainTextResponse,
    responses=documented(NotFound, Conflict),
)
def original(request_id: UUID, asker: Asker, use: Use) -> PlainTextResponse:
    """While the grant holds. Each reading is on the audit trail."""
    return PlainTextResponse(break_glass.read_original(asker, use.store, request_id))


def _shown(request: Request) -> RequestOut:
    return RequestOut(
        id=request.id,
        document_id=request.document_id,
        asked_by=request.asked_by,
        reason=request.reason,
        asked_at=request.asked_at,
        granted_by=request.granted_by,
        granted_at=request.granted_at,
        expires_at=request.expires_at,
    )
