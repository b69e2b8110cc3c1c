"""GET /v1/stats, /v1/audit: what a tenant's documents came to, and who did what."""

from datetime import datetime
from typing import Annotated, get_args
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from service.api.auth import Auditor, Caller
from service.api.problems import InvalidRequest, documented
from service.api.resources import Use
from service.api.schemas import Model
from service.errors import Forbidden, StorageError, Unauthenticated
from service.storage import audit as trail
from service.storage.documents import count_states
from service.storage.tables import DocumentState

router = APIRouter(
    prefix="/v1",
    tags=["figures"],
    responses=documented(Unauthenticated, Forbidden, InvalidRequest, StorageError),
)


class StatsOut(Model):
    documents: Annotated[
        dict[DocumentState, int], Field(description="by state", examples=[{"finished": 12, "in_review": 3}])
    ]


class AuditEntry(Model):
    number: Annotated[int, Field(description="grows with time")]
    actor: UUID
    action: str
    document: UUID | None
    at: datetime


class AuditOut(Model):
    items: list[AuditEntry]
    next: Annotated[int | None, Field(description="the cursor of what follows, if anything does")]


@router.get("/stats", summary="The tenant's documents by state")
def stats(caller: Caller, use: Use) -> StatsOut:
    counts = count_states(caller, use.store)
    return StatsOut(documents={state: counts.get(state, 0) for state in get_args(DocumentState)})


@router.get("/audit", summary="Who did what to which document, oldest first")
def audit(
    auditor: Auditor,
    use: Use,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[int, Query(ge=0, le=2**63 - 1, description="`next` of the page before")] = 0,
) -> AuditOut:
    found = trail.trail(auditor, use.store, limit + 1, cursor)
    page = found[:limit]
    return AuditOut(
        items=[
            AuditEntry(
                number=entry.number,
                actor=entry.actor_id,
                action=entry.action,
                document=entry.document_id,
                at=entry.at,
            )
            for entry in page
        ],
        next=page[-1].number if len(found) > limit else None,
    )
