"""GET /v1/stats, /v1/audit: what a tenant's documents came to, and who did what."""

from datetime import datetime
from typing import Annotated, get_args
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.api.auth import Auditor, Observer
from service.api.problems import InvalidRequest, documented
from service.api.resources import Use
from service.api.schemas import Model
from service.errors import Forbidden, StorageError, Unauthenticated
from service.plots import shares_by_month
from service.storage import audit as trail
from service.storage.documents import count_states
from service.storage.marks import tallies
from service.storage.tables import DocumentState, MarkKind

router = APIRouter(
    prefix="/v1",
    tags=["figures"],
    responses=documented(Unauthenticated, Forbidden, InvalidRequest, StorageError),
)


class TallyOut(Model):
    """What reviews came to: of `total` chances, `hits` were taken. `control`: planted misses found;
    `second`: places on which two agree; `missed`: what is hidden in the end, hidden by this reviewer;
    `sample`: automatic releases that a person left as they were."""

    kind: MarkKind
    actor: UUID
    month: Annotated[str, Field(examples=["2026-03"])]
    hits: int
    total: int


class StatsOut(Model):
    documents: Annotated[
        dict[DocumentState, int], Field(description="by state", examples=[{"finished": 12, "in_review": 3}])
    ]
    reviews: Annotated[list[TallyOut], Field(description="by reviewer and month")]


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


@router.get("/stats", summary="The tenant's documents by state, and what reviews came to")
def stats(observer: Observer, use: Use) -> StatsOut:
    counts = count_states(observer, use.store)
    return StatsOut(
        documents={state: counts.get(state, 0) for state in get_args(DocumentState)},
        reviews=[
            TallyOut(kind=t.kind, actor=t.actor_id, month=t.month, hits=t.hits, total=t.total)
            for t in tallies(observer, use.store)
        ],
    )


@router.get(
    "/stats/plot",
    summary="What reviews came to, by month, as a plot",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}, "description": "SVG"}},
)
def plot(observer: Observer, use: Use) -> Response:
    return Response(shares_by_month(tallies(observer, use.store)), media_type="image/svg+xml")


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
