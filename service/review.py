"""Review: who holds a task, until when, and the verdict that ends it. No HTTP.

    open ──claim──► claimed ──submit──► done
      ▲                │
      └──release───────┘

A lease that runs out is as good as released. Another policy opens a task again.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import case, literal

from service.document import Decision, Document, File
from service.errors import (
    AlreadyClaimed,
    Conflict,
    InvalidSpans,
    LeaseLost,
    NotFound,
    ReleaseHeld,
    VerdictLeaks,
)
from service.formats.release import release_again
from service.pipeline import Engine, Result, finish
from service.pipeline.policy import Policy
from service.pipeline.recall import masked_words
from service.pipeline.render import TAG, Manner, Style
from service.pipeline.renew import renewed
from service.pipeline.spans import check
from service.storage import audit
from service.storage.blind_index import index, unindex
from service.storage.codec import dump_verdict
from service.storage.documents import find, read_file, read_hints, read_text
from service.storage.drafts import drop_draft
from service.storage.events import emit, was_recalled
from service.storage.jobs import HELD_RISK, open_task
from service.storage.mappings import keep_mapping, pairs_of
from service.storage.principals import Principal
from service.storage.revisions import Origin, append_revision, last_revision
from service.storage.sessions import Store, transaction
from service.storage.tables import EventKind, ReviewTask
from service.storage.tasks import Page, Task, change_task, claimable, find_task, held, queue

__all__ = ["Page", "Task", "claim", "people", "queue", "release", "renew", "risk", "submit"]

_NOBODYS: Final[dict[str, None]] = {"claimed_by": None, "lease_id": None, "lease_until": None}


def risk(decisions: Sequence[Decision]) -> float:
    """Expected number of leaks if every doubt were published: the sum of their probabilities."""
    return sum(decision.span.score for decision in decisions if decision.action == "review")


def people(decisions: Sequence[Decision]) -> int:
    """How many persons a reviewer decides on: those hidden or in doubt."""
    return len(
        {
            decision.span.entity or decision.span.start
            for decision in decisions
            if decision.span.label == "NOMBRE" and decision.action != "keep"
        }
    )


def claim(principal: Principal, store: Store, document_id: UUID) -> Task:
    """Hold a task for the store's lease; its holder may call again to hold it longer.

    Raises:
        AlreadyClaimed: another's lease is running.
        Conflict: the review is done.
        NotFound: there is no such document, or it needs no review.
    """
    now = store.clock()
    mine = ReviewTask.claimed_by == principal.actor_id
    with transaction(store) as session:
        claimed = change_task(
            session,
            document_id,
            claimable(principal, now),
            state="claimed",
            claimed_by=principal.actor_id,
            lease_id=case((mine, ReviewTask.lease_id), else_=literal(uuid4())),
            lease_until=now + store.lease,
        )
        task = find_task(principal, session, document_id)
        if task is None:
            raise NotFound
        if not claimed:
            raise Conflict("The review is done.") if task.state == "done" else AlreadyClaimed
        audit.record(principal, store, session, "claim", document_id)
        return task


def release(principal: Principal, store: Store, document_id: UUID, lease_id: UUID) -> None:
    """Put a task back. Raises LeaseLost; NotFound: there is no such task."""
    with transaction(store) as session:
        in_hand = held(principal, lease_id, store.clock())
        if not change_task(session, document_id, in_hand, state="open", **_NOBODYS):
            raise LeaseLost if find_task(principal, session, document_id) else NotFound
        audit.record(principal, store, session, "release", document_id)


def submit(
    principal: Principal,
    store: Store,
    document_id: UUID,
    lease_id: UUID,
    base: int | None,
    decisions: Sequence[Decision],
    note: str | None = None,
    manner: Manner = TAG,
) -> int:
    """Store a verdict, the whole next revision, and finish the document. Returns its number.

    base: the revision that the verdict was made from; None where the machine made none.
    manner: how the document is written.

    Raises:
        InvalidSpans: spans that `service.pipeline.spans` refuses, or that are still in doubt.
        VerdictLeaks: what is masked would stay in clear elsewhere.
        ReleaseHeld: … in the file, where no span is.
        LeaseLost: the lease ran out or is another's.
        StaleRevision: `base` is not the last revision.
        NotFound: there is no such document.
    """
    # Before the transaction: rendering takes a while, and the text never changes.
    document = Document(read_text(principal, store, document_id))
    text = document.text
    result = _check_verdict(document, decisions, manner)
    file = read_file(principal, store, document_id)
    if file.data is not None:
        release_again(file, document, result)
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        in_hand = held(principal, lease_id, store.clock())
        if not change_task(session, document_id, in_hand, state="done", **_NOBODYS):
            raise LeaseLost
        number = append_revision(principal, store, session, row, base=base, decisions=decisions, note=note)
        row.state, row.hold_reason, row.updated_at = "finished", None, store.clock()
        keep_mapping(store, session, row, pairs_of(text, decisions, result.replacements))
        drop_draft(principal, session, document_id)
        said = dump_verdict(decisions, note)
        index(store, session, row, masked_words(text, decisions))
        kind: EventKind = "replaced" if was_recalled(session, row.id) else "released"
        emit(store, session, audit.record(principal, store, session, "submit", row.id, said), kind, row)
        return number


def renew(
    principal: Principal,
    store: Store,
    document_id: UUID,
    engine: Engine,
    before: Policy,
    after: Policy,
    style: Style | None = None,
) -> None:
    """Put a finished document under another policy, in its style or in `style`: its last
    revision is decided on anew, and a person is asked about what `after` publishes and
    `before`, under which it was reviewed, did not.

    Raises:
        Conflict: it is not finished.
        StaleRevision: it was revised meanwhile.
        NotFound: there is no such document.
    """
    revision = last_revision(principal, store, document_id)
    if revision is None:
        raise Conflict("The document is not finished.")
    document = Document(read_text(principal, store, document_id))
    hints = read_hints(principal, store, document_id)
    decisions = renewed(document, revision.decisions, before, after, engine, hints, asking=True)
    manner = after.in_style(style, store.keyring.seed(document.text, principal.tenant_id))
    result = finish(document, decisions, manner)
    reason = _hold_reason(document, result, read_file(principal, store, document_id))
    doubts = sum(decision.action == "review" for decision in decisions)
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        if row.state != "finished" or row.policy != before.name:
            raise Conflict("The document is not finished, or not under that policy any more.")
        origin = Origin(engine.version, after.version)
        append_revision(
            principal, store, session, row, base=revision.number, decisions=decisions, origin=origin
        )
        row.policy, row.style, row.updated_at = after.name, manner.style, store.clock()
        # What is not final any more is not looked for among the final ones.
        unindex(session, row.id)
        if reason is not None:
            row.state, row.hold_reason = "held", reason
            open_task(store, session, row, HELD_RISK, doubts)
        elif doubts:
            row.state = "in_review"
            open_task(store, session, row, risk(decisions), doubts)
        else:
            keep_mapping(store, session, row, pairs_of(document.text, decisions, result.replacements))
            index(store, session, row, masked_words(document.text, decisions))
        kind: EventKind = "replaced" if row.state == "finished" else "recalled"
        said = dump_verdict(decisions, None)
        emit(store, session, audit.record(principal, store, session, "renew", row.id, said), kind, row)


def _hold_reason(document: Document, result: Result, file: File) -> str | None:
    """The code for which what comes of `result`, or its file, cannot go out; None if it can."""
    if result.status == "held":
        return "verification_failed"
    try:
        if file.data is not None:
            release_again(file, document, result)
    except ReleaseHeld as error:
        return error.code
    return None


def _check_verdict(document: Document, decisions: Sequence[Decision], manner: Manner) -> Result:
    check([decision.span for decision in decisions], len(document.text))
    if doubtful := tuple(i for i, decision in enumerate(decisions) if decision.action == "review"):
        raise InvalidSpans(doubtful)
    result = finish(document, decisions, manner)
    if result.status == "held":
        raise VerdictLeaks(result.held)
    return result
