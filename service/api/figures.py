"""GET /v1/stats, /v1/audit: what a tenant's documents came to, and who did what."""

from datetime import datetime
from typing import Annotated, get_args
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from service.api.auth import Auditor, Observer
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
    number: Annotated[int, Field(description="1, 2, 3 … of the tenant")]
    actor: UUID
    action: str
    document: UUID | None
    at: datetime
    digest: Annotated[str | None, Field(description="keyed, of what was read, said or given out")]
    mac: Annotated[str | None, Field(description="of this row and the one before it")]


class AuditOut(Model):
    items: list[AuditEntry]
    head: Annotated[
        str | None,
        Field(description="the chain's end: keep it; `innominado audit verify --head` looks for it later"),
    ]
    next: Annotated[int | None, Field(description="the cursor of what follows, if anything does")]


@router.get("/stats", summary="The tenant's documents by state")
def stats(observer: Observer, use: Use) -> StatsOut:
    counts = count_states(observer, use.store)
    return StatsOut(documents={state: counts.get(state, 0) for state in get_args(DocumentState)})


@router.get("/audit", summary="Who did what to which document, oldest first")
def audit(
    auditor: Auditor,
    use: Use,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[int, Query(ge=0, le=2**63 - 1, description="`next` of the page before")] = 0,
) -> AuditOut:
    head = trail.head(auditor, use.store)
    found = trail.trail(auditor, use.store, limit + 1, cursor)
    page = found[:limit]
    return AuditOut(
        items=[AuditEntry.model_validate(trail.plain(entry)) for entry in page],
        head=None if head is None else str(head),
        next=page[-1].number if len(found) > limit else None,
    )
