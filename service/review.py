"""Review: who holds a task, until when, and the verdict that ends it. No HTTP.

    open ──claim──► claimed ──submit──► done
      ▲                │
      ├──release───────┤
      └──answer◄──ask──┘

A ruling that is reviewed twice is open again after the first verdict: `service.double`.
A lease that runs out is as good as released. Questions are `service.consult`; what opens a
task again is `service.renewal` (another policy), `service.reanalysis` (another model) and `service.recall` (a
complaint, a reviewer who takes a submission back). A task may also be open of a document that is
finished: one that was drawn to be looked at; its verdict takes the place of what is out.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import case, literal
from sqlalchemy.orm import Session

from service.document import Decision
from service.document import Document as Text
from service.double import goes_on
from service.errors import (
    AlreadyClaimed,
    AwaitingAnswer,
    Conflict,
    InvalidSpans,
    LeaseLost,
    NotFound,
    VerdictLeaks,
)
from service.formats.release import release_again
from service.pipeline import Result, finish
from service.pipeline.agree import hidden_of
from service.pipeline.recall import masked_words
from service.pipeline.render import TAG, Manner, render
from service.pipeline.spans import check
from service.storage import audit
from service.storage.blind_index import index
from service.storage.codec import dump_verdict
from service.storage.documents import find, read_file, read_text
from service.storage.drafts import drop_draft
from service.storage.events import emit, was_recalled
from service.storage.mappings import keep_mapping, pairs_of
from service.storage.marks import Mark, keep
from service.storage.principals import Principal
from service.storage.queue import Batch, Page, queue
from service.storage.revisions import append_revision, opened
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Document, EventKind, ReviewTask, RevisionRow
from service.storage.tasks import Task, change_task, claimable, find_task, held

__all__ = ["Batch", "Page", "Task", "claim", "get", "people", "queue", "release", "risk", "submit"]

#: Of a task that nobody holds.
NOBODYS: Final[dict[str, None]] = {"claimed_by": None, "lease_id": None, "lease_until": None}


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


def get(principal: Principal, store: Store, document_id: UUID) -> Task | None:
    """The task of a document as it stands, if a person ever had to see it."""
    with reading(store) as session:
        return find_task(principal, session, document_id)


def claim(principal: Principal, store: Store, document_id: UUID) -> Task:
    """Hold a task for the store's lease; its holder may call again to hold it longer.

    Raises:
        AlreadyClaimed: another's lease is running.
        AwaitingAnswer: the task is parked with a question.
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
            raise _why_not(task)
        audit.record(principal, store, session, "claim", document_id)
        return task


def release(principal: Principal, store: Store, document_id: UUID, lease_id: UUID) -> None:
    """Put a task back. Raises LeaseLost; NotFound: there is no such task."""
    with transaction(store) as session:
        in_hand = held(principal, lease_id, store.clock())
        if not change_task(session, document_id, in_hand, state="open", **NOBODYS):
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
    *,
    double: bool = False,
    marks: Sequence[Mark] = (),
) -> int:
    """Store a verdict, the whole next revision, and finish the document. Returns its number.

    base: the revision that the verdict was made from; None where the machine made none.
    manner: how the document is written. marks: what is to be counted of it.
    double: the ruling is to be reviewed twice, so that it may not be finished yet.

    Raises:
        InvalidSpans: spans that `service.pipeline.spans` refuses, or that are still in doubt.
        VerdictLeaks: what is masked would stay in clear elsewhere.
        ReleaseHeld: … in the file, where no span is.
        LeaseLost: the lease ran out or is another's.
        StaleRevision: `base` is not the last revision.
        NotFound: there is no such document.
    """
    # Before the transaction: rendering takes a while, and the text never changes.
    document = Text(read_text(principal, store, document_id))
    text = document.text
    result = _check_verdict(document, decisions, manner)
    file = read_file(principal, store, document_id)
    if file.data is not None:
        release_again(file, document, result)
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        in_hand = held(principal, lease_id, store.clock())
        if not change_task(session, document_id, in_hand, state="done", **NOBODYS):
            raise LeaseLost
        number = append_revision(principal, store, session, row, base=base, decisions=decisions, note=note)
        task = session.get_one(ReviewTask, row.id, populate_existing=True)
        drop_draft(principal, session, document_id)
        before = () if base is None else _decided(store, session, row, base)
        keep(store, session, row, [*marks, *_sampled(session, row, task, before, decisions)])
        out = row.state == "finished"  # already: somebody only looked
        said = audit.record(principal, store, session, "submit", row.id, dump_verdict(decisions, note))
        if goes_on(principal, store, session, row, task, number, decisions, double=double and not out):
            return number
        row.state, row.hold_reason, row.updated_at = "finished", None, store.clock()
        keep_mapping(store, session, row, pairs_of(text, decisions, result.replacements))
        index(store, session, row, masked_words(text, decisions))
        kind: EventKind = "replaced" if out or was_recalled(session, row.id) else "released"
        if not out or render(text, before, manner).text != result.text:
            emit(store, session, said, kind, row)
        return number


def _decided(store: Store, session: Session, row: Document, number: int) -> tuple[Decision, ...]:
    return opened(store, row, session.get_one(RevisionRow, (row.id, number))).decisions


def _sampled(
    session: Session,
    row: Document,
    task: ReviewTask,
    before: Sequence[Decision],
    decisions: Sequence[Decision],
) -> list[Mark]:
    """Of a ruling that was drawn though nothing was in doubt: whether the machine had hidden all."""
    made = session.get(RevisionRow, (row.id, 0)) if task.cause == "sample" else None
    if made is None:
        return []
    hits, total = hidden_of(decisions, before)
    return [Mark("sample", made.author_id, int(hits == total), 1)]


def _why_not(task: Task) -> Conflict:
    """Why a task cannot be claimed."""
    if task.state == "done":
        return Conflict("The review is done.")
    return AwaitingAnswer() if task.question == "waiting" else AlreadyClaimed()


def _check_verdict(document: Text, decisions: Sequence[Decision], manner: Manner) -> Result:
    check([decision.span for decision in decisions], len(document.text))
    if doubtful := tuple(i for i, decision in enumerate(decisions) if decision.action == "review"):
        raise InvalidSpans(doubtful)
    result = finish(document, decisions, manner)
    if result.status == "held":
        raise VerdictLeaks(result.held)
    return result
