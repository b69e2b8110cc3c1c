"""What the review page asks besides: places like one, what stays visible, pages, its draft."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends
from pydantic import Field

from service.api.auth import Reviewer
from service.api.bodies import json_only
from service.api.kept import kept_router
from service.api.problems import BodyTooLarge, InvalidRequest, MalformedBody, UnsupportedMediaType, documented
from service.api.resources import Use
from service.api.schemas import Model, PlaceOut
from service.errors import Conflict, InvalidSpans, NotFound
from service.formats.pages import page_starts
from service.pipeline.shield import cited
from service.pipeline.surfaces import Surfaces
from service.pipeline.visible import visible
from service.storage import documents
from service.storage.drafts import load_draft, save_draft

router = kept_router("/v1/review/{document_id}", "review", NotFound)

_TAKES_JSON = documented(MalformedBody, BodyTooLarge, UnsupportedMediaType)


class PlaceIn(Model):
    """Half-open ``[start, end)`` of the original."""

    start: Annotated[int, Field(ge=0, examples=[14])]
    end: Annotated[int, Field(ge=1, examples=[36])]


class PlacesOut(Model):
    places: list[PlaceOut]


class VisibleItem(Model):
    """A word, number or date, and every place of it."""

    sort: Literal["word", "number", "date"]
    places: list[PlaceOut]
    cited: Annotated[bool, Field(description="all its places are a citation's")]
    common: Annotated[bool, Field(description="it says little by itself")]


class VisibleOut(Model):
    items: Annotated[list[VisibleItem], Field(description="the rarest first")]


class PagesOut(Model):
    starts: list[int]


class DraftIn(Model):
    """What a reviewer has in hand. Kept encrypted, one a reviewer, until the verdict."""

    base: Annotated[int | None, Field(ge=0, description="the revision that it was made from")]
    state: Annotated[dict[str, Any], Field(description="the caller's own; never read here")]


class DraftOut(DraftIn):
    saved_at: datetime


@router.post(
    "/places",
    summary="Where the same name or number stands",
    dependencies=[Depends(json_only)],
    responses={**_TAKES_JSON, **documented(InvalidRequest, InvalidSpans)},
)
def places(document_id: UUID, body: PlaceIn, reviewer: Reviewer, use: Use) -> PlacesOut:
    """Every place of the surface at ``[start, end)``, itself among them, however it is spelt."""
    text = documents.read_text(reviewer, use.store, document_id)
    if not body.start < body.end <= len(text):
        raise InvalidSpans((0,))
    surface = text[body.start : body.end]
    found = Surfaces(text).places([surface], any_case=surface[:1].islower())
    if not any(start < body.end and body.start < end for start, end in found):
        found = sorted([*found, (body.start, body.end)])
    return PlacesOut(places=[PlaceOut(start=start, end=end) for start, end in found])


@router.get("/visible", summary="Every capitalised word, number and date of the original")
def see(document_id: UUID, reviewer: Reviewer, use: Use) -> VisibleOut:
    """What a reader would see if nothing were hidden: who knows what is, subtracts it."""
    text = documents.read_text(reviewer, use.store, document_id)
    citations = [(citation.start, citation.end) for citation in cited(text)]
    return VisibleOut(
        items=[
            VisibleItem(
                sort=item.sort,
                places=[PlaceOut(start=start, end=end) for start, end in item.places],
                cited=item.cited,
                common=item.common,
            )
            for item in visible(text, cited=citations)
        ]
    )


@router.get("/pages", summary="Where the pages of its file begin")
def pages(document_id: UUID, reviewer: Reviewer, use: Use) -> PagesOut:
    """Of a PDF, or of a text with form feeds; else none."""
    text = documents.read_text(reviewer, use.store, document_id)
    return PagesOut(starts=page_starts(documents.read_file(reviewer, use.store, document_id), text))


@router.get("/draft", summary="The caller's own draft; null if there is none")
def read_draft(document_id: UUID, reviewer: Reviewer, use: Use) -> DraftOut | None:
    draft = load_draft(reviewer, use.store, document_id)
    if draft is None:
        return None
    return DraftOut(base=draft.base, state=json.loads(draft.state), saved_at=draft.saved_at)


@router.put(
    "/draft",
    summary="Keep what is in hand",
    status_code=204,
    dependencies=[Depends(json_only)],
    responses={**_TAKES_JSON, **documented(Conflict)},
)
def keep_draft(document_id: UUID, body: DraftIn, reviewer: Reviewer, use: Use) -> None:
    """Takes the place of the draft before. It needs no lease, so none that runs out loses it."""
    state = json.dumps(body.state, separators=(",", ":")).encode()
    save_draft(reviewer, use.store, document_id, body.base, state)
