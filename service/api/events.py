"""GET /v1/events: what became of the tenant's documents, for programs that follow them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import Field

from service.api.auth import Reader
from service.api.kept import kept_router
from service.api.resources import Use
from service.api.schemas import Model
from service.storage import events
from service.storage.tables import DocumentState, EventKind

router = kept_router("/v1", "events")


class EventOut(Model):
    id: Annotated[UUID, Field(description="the same however often it is told: keep it, to do things once")]
    number: Annotated[int, Field(description="grows with each commit, with gaps")]
    kind: EventKind
    document: UUID
    state: Annotated[DocumentState, Field(description="right after it")]
    at: datetime


class EventsOut(Model):
    items: list[EventOut]
    next: Annotated[int, Field(description="`after` of the next call, also if there is nothing new")]


@router.get("/events", summary="What became of documents, oldest first")
def read(
    reader: Reader,
    use: Use,
    after: Annotated[int, Query(ge=0, le=2**63 - 1, description="`next` of the call before")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> EventsOut:
    """Whoever asks again with `next` misses none: numbers have the order of the commits."""
    found = events.feed(reader, use.store, limit, after)
    items = [
        EventOut(
            id=event.id,
            number=event.number,
            kind=event.kind,
            document=event.document_id,
            state=event.state,
            at=event.at,
        )
        for event in found
    ]
    return EventsOut(items=items, next=found[-1].number if found else after)
