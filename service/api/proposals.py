"""What the review page may take over: decisions of a sister ruling, general forms, other styles."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends
from pydantic import Field

from service import sisters
from service.api.auth import Reviewer
from service.api.bodies import json_only
from service.api.kept import kept_router
from service.api.problems import BodyTooLarge, InvalidRequest, MalformedBody, UnsupportedMediaType, documented
from service.api.resources import Use
from service.api.schemas import Model, SpanOut
from service.document import Decision, Label, Role, Span
from service.errors import InvalidSpans, NotFound
from service.pipeline.decide import cut_down
from service.pipeline.general import LEVELS, Level, general
from service.pipeline.render import Style, placeholders
from service.pipeline.spans import check
from service.policies import pick
from service.storage import documents
from service.wire import span_fields

router = kept_router("/v1/review/{document_id}", "review", NotFound)

_TAKES_JSON = documented(MalformedBody, BodyTooLarge, UnsupportedMediaType, InvalidRequest, InvalidSpans)


class CarriedOut(Model):
    """What was settled in another ruling of the case, where it would change something here."""

    document: Annotated[UUID | None, Field(description="the other ruling")]
    spans: list[SpanOut]


class LabelledPlace(Model):
    """A place, and what it is."""

    start: Annotated[int, Field(ge=0, examples=[58])]
    end: Annotated[int, Field(ge=1, examples=[74])]
    label: Annotated[Label, Field(examples=["FECHA"])]
    kind: Annotated[str | None, Field(pattern=r"^[a-z_.]{1,40}$")] = None


class Places(Model):
    places: Annotated[list[LabelledPlace], Field(max_length=10_000)]


class Piece(Model):
    start: int
    end: int
    decision: Literal["mask", "keep"]


class Form(Model):
    """A general form that a place has, and the pieces that it is cut into."""

    level: Level
    pieces: list[Piece]


class General(Model):
    start: int
    forms: list[Form]


class GeneralOut(Model):
    items: list[General]


class Hidden(LabelledPlace):
    role: Role | None = None
    entity: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")] = None


class PreviewIn(Model):
    """What is hidden, in reading order, and the style in which it is to be seen."""

    style: Style
    spans: Annotated[list[Hidden], Field(max_length=100_000)]


class Written(Model):
    start: int
    text: str


class PreviewOut(Model):
    placeholders: list[Written]


@router.get("/carried", summary="What was decided in another ruling of the case")
def carried(document_id: UUID, reviewer: Reviewer, use: Use) -> CarriedOut:
    """Of the one that was reviewed last. Proposals: what it published is asked again, what a reviewer
    added there is a doubt where it stands here."""
    sister, decisions = sisters.carried_over(reviewer, use.store, document_id)
    return CarriedOut(document=sister, spans=[SpanOut(**span_fields(d)) for d in decisions])


@router.post(
    "/general",
    summary="What of a place may stay: its year, its municipality …",
    dependencies=[Depends(json_only)],
    responses=_TAKES_JSON,
)
def generalise(document_id: UUID, body: Places, reviewer: Reviewer, use: Use) -> GeneralOut:
    text = documents.read_text(reviewer, use.store, document_id)
    items = []
    for n, sent in enumerate(body.places):
        if not sent.start < sent.end <= len(text):
            raise InvalidSpans((n,))
        span = Span(sent.start, sent.end, sent.label, 1.0, "reviewer", kind=sent.kind)
        items.append(General(start=sent.start, forms=_forms(text, span)))
    return GeneralOut(items=items)


@router.post(
    "/preview",
    summary="How what is hidden would be written",
    dependencies=[Depends(json_only)],
    responses=_TAKES_JSON,
)
def preview(document_id: UUID, body: PreviewIn, reviewer: Reviewer, use: Use) -> PreviewOut:
    """In the style asked for, with the marks of the document's policy."""
    record = documents.get(reviewer, use.store, document_id)
    text = documents.read_text(reviewer, use.store, document_id, "render")
    spans = [
        Span(s.start, s.end, s.label, 1.0, "reviewer", role=s.role, kind=s.kind, entity=s.entity)
        for s in body.spans
    ]
    check(spans, len(text))
    seed = use.store.keyring.seed(text, reviewer.tenant_id)
    manner = pick(use.policies, record.policy).in_style(body.style, seed)
    written = placeholders(text, spans, manner)
    return PreviewOut(
        placeholders=[Written(start=s.start, text=told) for s, told in zip(spans, written, strict=True)]
    )


def _forms(text: str, span: Span) -> list[Form]:
    forms = []
    for level, label in LEVELS.items():
        place = general(text, span, level) if label == span.label else None
        if place is not None:
            pieces = cut_down(text, span, place, "")
            forms.append(Form(level=level, pieces=[_piece(piece) for piece in pieces]))
    return forms


def _piece(piece: Decision) -> Piece:
    action: Literal["mask", "keep"] = "keep" if piece.action == "keep" else "mask"
    return Piece(start=piece.span.start, end=piece.span.end, decision=action)
