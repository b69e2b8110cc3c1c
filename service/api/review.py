"""/v1/review: the work in risk order, leases, verdicts."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query, Response

from service import controls, recall, review
from service.api.auth import Reviewer
from service.api.bodies import json_only
from service.api.kept import kept_router
from service.api.problems import (
    BodyTooLarge,
    Fault,
    InvalidRequest,
    MalformedBody,
    PreconditionRequired,
    UnsupportedMediaType,
    documented,
)
from service.api.resources import Resources, Use
from service.api.schemas import directives_out
from service.api.state import DocumentOut, VerdictOut, etag, manner_of, show
from service.api.verdicts import (
    ClaimOut,
    LeaseIn,
    QueueOut,
    ReviewOut,
    VerdictIn,
    claim_out,
    decisions_of,
    in_risk_order,
    task_out,
)
from service.chance import drawn
from service.errors import (
    AlreadyClaimed,
    Conflict,
    InvalidSpans,
    LeaseLost,
    NotFound,
    ReleaseHeld,
    StaleRevision,
    VerdictLeaks,
)
from service.pipeline.policy import PUBLISH_REASONS, PublishReason
from service.requests import last_ground
from service.review import Batch
from service.storage import documents
from service.storage.documents import Record
from service.storage.revisions import last_revision, revision_at

router = kept_router("/v1/review", "review")

BatchName = Annotated[str | None, Query(max_length=200, description="of these alone; empty: of none")]
_TAKES_JSON = documented(MalformedBody, BodyTooLarge, UnsupportedMediaType)


@router.get("/queue", summary="The work, the most urgent and riskiest first")
def queue(
    reviewer: Reviewer,
    use: Use,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(max_length=800, description="`next` of the page before")] = None,
    court: BatchName = None,
    matter: BatchName = None,
    policy: BatchName = None,
) -> QueueOut:
    """Tasks that the caller could claim now. What was answered comes first, then the nearest deadline,
    then the greatest risk; the rulings of one case stand together."""
    page = review.queue(reviewer, use.store, limit, cursor, Batch(court, matter, policy))
    return QueueOut(items=[task_out(task) for task in page.tasks], next=page.next)


@router.get("/{document_id}", summary="A ruling for its reviewer", responses=documented(NotFound))
def read(document_id: UUID, reviewer: Reviewer, use: Use, response: Response) -> ReviewOut:
    """The original text and its spans in risk order. ETag: the revision, the verdict's base."""
    record = documents.get(reviewer, use.store, document_id)
    task = review.get(reviewer, use.store, document_id)
    revision = last_revision(reviewer, use.store, document_id)
    text = documents.read_text(reviewer, use.store, document_id)
    number = revision.number if revision else None
    since = task.since if task else None
    before = None if since is None else revision_at(reviewer, use.store, document_id, since).decisions
    proposed = revision.decisions if revision else ()
    left_out = controls.planted(reviewer, use.store, task, proposed, use.settings.control_share)
    proposed = tuple(decision for decision in proposed if decision not in left_out)
    complained = task is not None and task.cause in ("leak", "objection")
    response.headers["ETag"] = etag(number)
    return ReviewOut(
        id=record.id,
        policy=record.policy,
        style=record.style,
        court=record.court,
        matter=record.matter,
        revision=number,
        doubts=record.doubts,
        hold_reason=record.hold_reason,
        released=record.state == "finished",
        cause=task.cause if task else "new",
        since=since,
        ground=last_ground(reviewer, use.store, document_id) if complained else None,
        reasons=list(_reasons(use, record)),
        text=text,
        spans=in_risk_order(proposed, len(text), before),
        directives=directives_out(text),
    )


@router.post(
    "/{document_id}/claim",
    summary="Hold a task for a while, or for a while longer",
    responses=documented(NotFound, AlreadyClaimed, Conflict),
)
def claim(document_id: UUID, reviewer: Reviewer, use: Use) -> ClaimOut:
    return claim_out(review.claim(reviewer, use.store, document_id), use.store.clock())


@router.post(
    "/{document_id}/release",
    summary="Give a task back",
    status_code=204,
    dependencies=[Depends(json_only)],
    responses={**_TAKES_JSON, **documented(NotFound, LeaseLost)},
)
def release(document_id: UUID, body: LeaseIn, reviewer: Reviewer, use: Use) -> None:
    review.release(reviewer, use.store, document_id, body.lease_id)


@router.post(
    "/{document_id}/recall",
    summary="Take a submission back",
    responses=documented(NotFound, AlreadyClaimed, Conflict),
)
def take_back(document_id: UUID, reviewer: Reviewer, use: Use) -> ClaimOut:
    """One's own for five minutes, whoever may `reopen` any at any time. It is provisional again, and held by
    the caller."""
    recall.take_back(reviewer, use.store, document_id)
    return claim_out(review.claim(reviewer, use.store, document_id), use.store.clock())


@router.put(
    "/{document_id}",
    summary="Give the verdict",
    dependencies=[Depends(json_only)],
    responses={
        **_TAKES_JSON,
        **documented(
            NotFound,
            LeaseLost,
            StaleRevision,
            InvalidRequest,
            InvalidSpans,
            VerdictLeaks,
            ReleaseHeld,
            PreconditionRequired,
        ),
    },
)
def submit(
    document_id: UUID,
    body: VerdictIn,
    reviewer: Reviewer,
    use: Use,
    response: Response,
    if_match: Annotated[
        str | None, Header(max_length=100, description="ETag of the revision that the verdict is based on")
    ] = None,
) -> VerdictOut:
    """The whole next revision; the final text is rendered from it. A ruling that two review is in review
    still: what is shown of it is the proposal, not the verdict."""
    base = _base(if_match)
    revision = last_revision(reviewer, use.store, document_id)
    decisions = decisions_of(body, revision.decisions if revision else ())
    record = documents.get(reviewer, use.store, document_id)
    allowed = _reasons(use, record)
    strange = [n for n, span in enumerate(body.spans) if span.reason and span.reason not in allowed]
    if strange:
        raise InvalidRequest(
            [Fault(where="body", pointer=f"/spans/{n}/reason", code="not_the_policys") for n in strange]
        )
    manner = manner_of(use, reviewer, record, documents.read_text(reviewer, use.store, document_id))
    task = review.get(reviewer, use.store, document_id)
    proposed = revision.decisions if revision else ()
    left_out = controls.planted(reviewer, use.store, task, proposed, use.settings.control_share)
    decisions, marks = controls.restored(reviewer.actor_id, decisions, left_out)
    policy = use.policies.get(record.policy)
    share = policy.double if policy else 0.0
    review.submit(
        reviewer,
        use.store,
        document_id,
        body.lease_id,
        base,
        decisions,
        body.note,
        manner,
        double=drawn(use.store, reviewer.tenant_id, "double", document_id, share),
        marks=marks,
    )
    shown = show(use, reviewer, documents.get(reviewer, use.store, document_id))
    response.headers["ETag"] = etag(shown.revision)
    found = {name: getattr(shown, name) for name in DocumentOut.model_fields}
    return VerdictOut(**found, control=None if not marks else "found" if marks[0].hits else "missed")


def _reasons(use: Resources, record: Record) -> tuple[PublishReason, ...]:
    """For which a reviewer may publish what the policy hides; all if the policy is gone."""
    policy = use.policies.get(record.policy)
    return policy.reasons if policy else PUBLISH_REASONS


def _base(if_match: str | None) -> int | None:
    """The revision that an If-Match names. Raises PreconditionRequired, InvalidRequest."""
    if if_match is None:
        raise PreconditionRequired
    if if_match == etag(None):
        return None
    if not re.fullmatch(r'"\d{1,9}"', if_match, re.ASCII):
        raise InvalidRequest([Fault(where="header", pointer="/if-match", code="not_an_etag")])
    return int(if_match.strip('"'))
