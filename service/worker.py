"""The worker: takes what was received, lets the pipeline at it, stores what came of it.

Killed at any moment it loses and doubles nothing: see `service.storage.jobs`.
"""

import threading
from collections.abc import Mapping
from typing import Final

import structlog

from service.chance import drawn
from service.document import Document
from service.errors import DatabaseUnavailable, InnominadoError, LeaseLost, ReleaseHeld
from service.formats.release import release, reread
from service.pipeline import Engine, anonymize, reserve
from service.pipeline.policy import Policy
from service.pipeline.recall import masked_words
from service.policies import pick
from service.review import risk
from service.storage.directory import directory_of
from service.storage.documents import read_file, read_hints, read_text
from service.storage.jobs import Job, Outcome, claim_job, fail_job, finish_job
from service.storage.mappings import pairs_of
from service.storage.revisions import Origin
from service.storage.sessions import Store
from service.storage.tables import Cause

log = structlog.get_logger()

#: Seconds between two looks at an empty queue.
IDLE: Final = 1.0


def run(
    store: Store,
    engine: Engine,
    policies: Mapping[str, Policy],
    stop: threading.Event,
    idle: float = IDLE,
    *,
    look: float = 0.0,
) -> None:
    """Process what is received until `stop` is set; what is in hand is finished first.

    look: the share of what is finished without a person that one looks at afterwards.
    """
    while not stop.is_set():
        job = None
        try:
            job = claim_job(store)
            if job is not None:
                process(store, job, engine, policies, look=look)
        except DatabaseUnavailable as error:
            log.warning("worker_waits", exc_info=error)
            job = None
        if job is None:
            engine.forget()
            stop.wait(idle)


def process(
    store: Store, job: Job, engine: Engine, policies: Mapping[str, Policy], *, look: float = 0.0
) -> None:
    """Let the pipeline at a claimed document and store the outcome, or give the job back; look: see `run`.

    A fault of the pipeline is logged by name and costs the document one of its attempts.
    A lease that was lost meanwhile is no fault: somebody else has the job.

    Raises:
        DatabaseUnavailable: nothing is stored; the job comes again when its lease is over.
    """
    told = log.bind(document=str(job.document_id), attempt=job.attempt)
    try:
        try:
            outcome = _outcome(store, job, engine, policies, look)
            finish_job(store, job, outcome)
        except (DatabaseUnavailable, LeaseLost):
            raise
        except Exception as error:
            told.error("processing_failed", exc_info=error)
            fail_job(store, job, error.code if isinstance(error, InnominadoError) else "processing_failed")
        else:
            told.info("processed", count=len(outcome.decisions))
    except LeaseLost:
        told.warning("lease_lost")


def _outcome(store: Store, job: Job, engine: Engine, policies: Mapping[str, Policy], look: float) -> Outcome:
    policy = pick(policies, job.policy)
    text = read_text(job.principal, store, job.document_id)
    hints = read_hints(job.principal, store, job.document_id)
    manner = policy.in_style(job.style, store.keyring.seed(text, job.principal.tenant_id))
    document = Document(text)
    directory = directory_of(job.principal, store)
    result = anonymize(document, engine, policy, manner, hints, directory)
    origin = Origin(engine.version, policy.version)
    if result.status == "held":
        return Outcome("held", result.decisions, origin, hold_reason="verification_failed")
    file = read_file(job.principal, store, job.document_id)
    guessed = 0
    if file.data is not None:
        try:
            reading = reread(file, document)
            release(reading, result)
            guessed = reading.guessed
        except ReleaseHeld as error:
            return Outcome("held", result.decisions, origin, hold_reason=error.code)
    in_force = tuple(filter(None, (policy, reserve(document, policy, hints))))
    tenant_id = job.principal.tenant_id
    sampled = any(
        one.review == "sample" and drawn(store, tenant_id, "sample", job.document_id, one.sample)
        for one in in_force
    )
    doubtful = result.review_required or guessed
    if doubtful or sampled or any(one.review == "all" for one in in_force):
        cause: Cause = "sample" if sampled and not doubtful else "new"
        return Outcome("in_review", result.decisions, origin, risk(result.decisions), cause=cause)
    hidden = masked_words(text, result.decisions)
    pairs = pairs_of(text, result.decisions, result.replacements)
    looked_at = drawn(store, tenant_id, "look", job.document_id, look)
    return Outcome("finished", result.decisions, origin, hidden=hidden, pairs=pairs, look=looked_at)
