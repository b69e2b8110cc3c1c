"""POST /v1/analyze, /v1/anonymize: text in, answer out, nothing kept unless it is asked for."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from service import __version__, pipeline
from service.api import intake
from service.api.auth import Guest
from service.api.bodies import json_only
from service.api.problems import (
    BodyTooLarge,
    Fault,
    InvalidRequest,
    MalformedBody,
    UnsupportedMediaType,
    documented,
)
from service.api.resources import Resources, Use, directory_for, keeps
from service.api.schemas import (
    AnalyzedText,
    AnalyzeIn,
    AnalyzeManyOut,
    AnalyzeOut,
    AnonymizedText,
    AnonymizeIn,
    AnonymizeManyOut,
    AnonymizeOut,
    PlaceOut,
    Versions,
    directives_out,
    replaced_spans_out,
    spans_out,
)
from service.document import Document
from service.errors import (
    Busy,
    Forbidden,
    PolicyNotInForce,
    StorageError,
    TextTooLong,
    Unauthenticated,
    UndecodableText,
    UnknownPolicy,
    ZeroRetention,
)
from service.pipeline.decode import decode_text
from service.pipeline.policy import Policy
from service.pipeline.render import Manner
from service.policies import pick
from service.storage.documents import Submission
from service.storage.principals import require

router = APIRouter(
    prefix="/v1",
    tags=["stateless"],
    dependencies=[Depends(json_only)],
    responses=documented(
        MalformedBody,
        Unauthenticated,
        Forbidden,
        ZeroRetention,
        TextTooLong,
        BodyTooLarge,
        UnsupportedMediaType,
        InvalidRequest,
        UndecodableText,
        UnknownPolicy,
        PolicyNotInForce,
        Busy,
        StorageError,
    ),
)

Keep = Annotated[
    Literal["doubts"] | None,
    Query(description="`doubts`: keep the original of each result that needs review (takes a key)"),
]


@router.post("/analyze", summary="Find what identifies people")
def analyze(body: AnalyzeIn, use: Use, guest: Guest) -> AnalyzeOut | AnalyzeManyOut:
    """Spans and what the policy decides of each. An empty text has none."""
    policy = pick(use.policies, body.policy, use.store.clock().date())
    documents = _documents(body, use)
    with use.lane.enter(guest.tenant_id if guest else None):
        directory = directory_for(use, guest)
        found = [
            pipeline.analyze(document, use.engine, policy, directory=directory) for document in documents
        ]
    results = [
        AnalyzedText(spans=spans_out(decisions), directives=directives_out(document.text))
        for document, decisions in zip(documents, found, strict=True)
    ]
    versions = versions_of(use, policy)
    if body.texts is None:
        return AnalyzeOut(**dict(results[0]), versions=versions)
    return AnalyzeManyOut(results=results, versions=versions)


@router.post("/anonymize", summary="Replace what identifies people")
def anonymize(
    body: AnonymizeIn, use: Use, guest: Guest, store: Keep = None
) -> AnonymizeOut | AnonymizeManyOut:
    """The anonymized text; what is doubtful in it is masked and makes `review_required` true.

    A result that fails the last check is `held`: it has no text, and `places` tells where.
    """
    if store:
        keeps(use)
        if guest is None:
            raise Unauthenticated
        require(guest, "submit")
    policy = pick(use.policies, body.policy, use.store.clock().date())
    documents = _documents(body, use)
    tenant = guest.tenant_id if guest else None
    manners = [policy.in_style(body.style, use.store.keyring.seed(d.text, tenant)) for d in documents]
    with use.lane.enter(tenant):
        directory = directory_for(use, guest)
        results = [
            pipeline.anonymize(document, use.engine, policy, manner, directory=directory)
            for document, manner in zip(documents, manners, strict=True)
        ]
    kept: list[str | None] = [None] * len(results)
    if store and guest is not None:
        for index, (document, result) in enumerate(zip(documents, results, strict=True)):
            if result.review_required:
                submission = Submission(document.text, policy.name, manners[index].style)
                kept[index] = str(intake.take(use, guest, submission).id)
    answers = [
        _answer(result, document.text, manner, kept_as)
        for result, document, manner, kept_as in zip(results, documents, manners, kept, strict=True)
    ]
    versions = versions_of(use, policy)
    if body.texts is None:
        return AnonymizeOut(**dict(answers[0]), versions=versions)
    return AnonymizeManyOut(results=answers, versions=versions)


def versions_of(use: Resources, policy: Policy) -> Versions:
    """What the answer was made with."""
    return Versions(service=__version__, model=use.engine.version, policy=f"{policy.name}/{policy.version}")


def _documents(body: AnalyzeIn, use: Resources) -> list[Document]:
    """The texts of a call, if all are readable and together within the limits."""
    texts = [body.text] if body.text is not None else body.texts or []
    if len(texts) > use.settings.max_texts:
        raise InvalidRequest([Fault(where="body", pointer="/texts", code="too_long")])
    if sum(map(len, texts)) > use.settings.max_characters:
        raise TextTooLong(use.settings.max_characters)
    return [decode_text(text) for text in texts]


def _answer(result: pipeline.Result, text: str, manner: Manner, document: str | None) -> AnonymizedText:
    return AnonymizedText(
        status=result.status,
        review_required=result.review_required,
        text=result.text if result.status == "done" else None,
        legend=result.legend,
        numbers_may_shift=result.review_required and manner.counts,
        spans=replaced_spans_out(result.decisions, result.replacements),
        places=[PlaceOut(start=start, end=end) for start, end in result.held],
        already_masked=result.already_masked,
        directives=directives_out(text),
        document=document,
    )
