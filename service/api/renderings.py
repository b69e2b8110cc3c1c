"""/v1/documents/{id}: one review for several readers, under another policy or read by another model,
and back to the names."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from service import reanalysis, renewal
from service.api.auth import Clerk, may
from service.api.bodies import json_only
from service.api.problems import (
    BodyTooLarge,
    InvalidRequest,
    MalformedBody,
    UnsupportedMediaType,
    documented,
)
from service.api.resources import Use
from service.api.schemas import Model, PlaceOut, PolicyName, StyleName
from service.api.state import DocumentOut, etag, show
from service.document import Document, Label, Role
from service.errors import (
    Busy,
    Conflict,
    Forbidden,
    MappingOff,
    NotFound,
    PolicyNotInForce,
    StaleRevision,
    StorageError,
    Unauthenticated,
    UnknownPolicy,
)
from service.pipeline import finish
from service.pipeline.renew import renewed
from service.policies import pick
from service.storage import audit, documents
from service.storage.mappings import reidentify
from service.storage.principals import Principal
from service.storage.revisions import last_revision

router = APIRouter(
    prefix="/v1/documents",
    tags=["renderings"],
    responses=documented(Unauthenticated, Forbidden, InvalidRequest, NotFound, StorageError),
)

Identifier = Annotated[Principal, Depends(may("reidentify"))]


class PolicyIn(Model):
    """`style`: default, the new policy's own."""

    policy: PolicyName
    style: StyleName = None


class RenderingOut(Model):
    """A finished review as one kind of reader may have it."""

    audience: Literal["parties", "internal"]
    text: str | None
    places: Annotated[list[PlaceOut], Field(description="why there is no text, if there is none")]


class PairOut(Model):
    """``[output_start, output_end)`` of the final text stands for `surface`."""

    output_start: int
    output_end: int
    label: Label
    role: Role | None
    entity: str | None
    surface: str


class MappingOut(Model):
    pairs: list[PairOut]


@router.post(
    "/{document_id}/policy",
    summary="Put a finished ruling under another policy",
    dependencies=[Depends(json_only)],
    responses=documented(
        MalformedBody,
        BodyTooLarge,
        UnsupportedMediaType,
        UnknownPolicy,
        PolicyNotInForce,
        Conflict,
        StaleRevision,
    ),
)
def renew(document_id: UUID, body: PolicyIn, clerk: Clerk, use: Use, response: Response) -> DocumentOut:
    """What a person settled stays settled. What the new policy publishes and the old one did not
    goes back to review; if there is no such place the ruling is finished anew."""
    after = pick(use.policies, body.policy, use.store.clock().date())
    before = pick(use.policies, documents.get(clerk, use.store, document_id).policy)
    renewal.renew(clerk, use.store, document_id, use.engine, before, after, body.style)
    shown = show(use, clerk, documents.get(clerk, use.store, document_id))
    response.headers["ETag"] = etag(shown.revision)
    return shown


@router.post(
    "/{document_id}/model",
    summary="Read a ruling again with the model that serves",
    responses=documented(UnknownPolicy, Conflict, StaleRevision, Busy),
)
def read_again(document_id: UUID, clerk: Clerk, use: Use, response: Response) -> DocumentOut:
    """Of one that was finished by another model, or waits in nobody's hands. What it would hide and is
    published goes before a person, and the ruling is provisional until then; what it would not hide any
    more, and no person decided, does too, while the ruling stays as it is."""
    with use.lane.enter(clerk.tenant_id):
        reanalysis.reanalyze(clerk, use.store, document_id, use.engine, use.policies)
    shown = show(use, clerk, documents.get(clerk, use.store, document_id))
    response.headers["ETag"] = etag(shown.revision)
    return shown


@router.get(
    "/{document_id}/renderings/{audience}",
    summary="A finished ruling for its parties, or for the court itself",
    responses=documented(Conflict, UnknownPolicy),
)
def rendering(
    document_id: UUID, audience: Literal["parties", "internal"], identifier: Identifier, use: Use
) -> RenderingOut:
    """The same review under the rules for that reader. It holds names: it takes `reidentify`. The
    public's rendering is the document's own text."""
    record = documents.get(identifier, use.store, document_id)
    revision = last_revision(identifier, use.store, document_id)
    if record.state != "finished" or revision is None:
        raise Conflict("The document is not finished.")
    before, after = pick(use.policies, record.policy), use.audiences[audience]
    document = Document(documents.read_text(identifier, use.store, document_id))
    hints = documents.read_hints(identifier, use.store, document_id)
    decisions = renewed(document, revision.decisions, before, after, use.engine, hints, asking=False)
    result = finish(document, decisions, after.in_style())
    audit.note(identifier, use.store, "rendering", document_id, result.text.encode())
    return RenderingOut(
        audience=audience,
        text=result.text if result.status == "done" else None,
        places=[PlaceOut(start=start, end=end) for start, end in result.held],
    )


@router.post(
    "/{document_id}/reidentify",
    summary="The names behind a final text",
    responses=documented(MappingOff),
)
def names(document_id: UUID, identifier: Identifier, use: Use) -> MappingOut:
    """Of a ruling that was sent as `reversible`, also after its purge if the mapping was kept.
    Every call stands in the audit trail."""
    pairs = reidentify(identifier, use.store, document_id)
    return MappingOut(
        pairs=[
            PairOut(
                output_start=pair.output_start,
                output_end=pair.output_end,
                label=pair.label,
                role=pair.role,
                entity=pair.entity,
                surface=pair.surface,
            )
            for pair in pairs
        ]
    )
