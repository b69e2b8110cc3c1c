"""Jobs: who processes a document, until when, and what came of it.

    received ──claim──► processing ──finish──► finished | in_review | held
        ▲                 │     │
        └──fail───────────┘     └──fail, or lease over, for the last time──► held

A worker that is killed leaves a lease that runs out; then the next claim takes the job
over, and what the first one may still send is refused: its lease is another's.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from service.document import Decision
from service.errors import LeaseLost, NotFound
from service.pipeline.render import Style
from service.storage import audit
from service.storage.blind_index import index
from service.storage.codec import dump_verdict
from service.storage.documents import find
from service.storage.events import emit
from service.storage.mappings import Pair, keep_mapping
from service.storage.principals import Principal, system_principal
from service.storage.revisions import Origin, append_revision
from service.storage.sessions import Store, transaction
from service.storage.tables import Cause, Document, DocumentState, ReviewTask

#: Risk of a held document's task: above any sum over the doubts of a text.
HELD_RISK = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Job:
    """A document to process, held under `lease_id` in the name of its tenant's system actor."""

    principal: Principal
    document_id: UUID
    lease_id: UUID
    policy: str
    style: Style
    attempt: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What processing made of a document.

    risk: of its review task, if the state is ``in_review``.
    hold_reason: a code, if and only if the state is ``held``.
    hidden: the words that a finished one hides (`service.pipeline.recall`).
    pairs: what a final text's placeholders stand for.
    cause: why a person sees it. look: somebody is to see it though it is finished.
    """

    state: Literal["finished", "in_review", "held"]
    decisions: tuple[Decision, ...]
    origin: Origin
    risk: float = 0.0
    hold_reason: str | None = None
    hidden: frozenset[str] = field(default=frozenset(), repr=False)
    pairs: tuple[Pair, ...] = field(default=(), repr=False)
    cause: Cause = "new"
    look: bool = False


def claim_job(store: Store, document_id: UUID | None = None) -> Job | None:
    """Take the next document that waits, or the one of that id; None if there is nothing to do.

    The nearest deadline comes first, then the oldest. Of many that call at once, each
    gets another document.
    """
    now, lease_id = store.clock(), uuid4()
    claimable = and_(_waiting(now), Document.attempts < store.attempts)
    if document_id is not None:
        claimable = and_(claimable, Document.id == document_id)
    next_one = (
        select(Document.id)
        .where(claimable)
        .order_by(Document.deadline.asc().nulls_last(), Document.created_at, Document.id)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)  # SQLite: the transaction is alone
        .scalar_subquery()
    )
    claim = (
        update(Document)
        .where(Document.id == next_one, claimable)
        .values(
            state="processing",
            lease_id=lease_id,
            lease_until=now + store.lease,
            attempts=Document.attempts + 1,
            updated_at=now,
        )
        .returning(Document)
        .execution_options(synchronize_session=False)
    )
    with transaction(store) as session:
        _hold_exhausted(store, session, now)
        row = session.scalar(claim)
        if row is None:
            return None
        principal = system_principal(session, row.tenant_id)
        return Job(principal, row.id, lease_id, row.policy, row.style, row.attempts)


def finish_job(store: Store, job: Job, outcome: Outcome) -> None:
    """Store the machine's revision, the document's new state and, if a person must see it, a task.

    Raises:
        LeaseLost: the job was taken over, or its document purged; nothing is stored.
    """
    with transaction(store) as session:
        row = _leased(session, job)
        append_revision(
            job.principal,
            store,
            session,
            row,
            base=None,
            decisions=outcome.decisions,
            origin=outcome.origin,
        )
        doubts = sum(decision.action == "review" for decision in outcome.decisions)
        if outcome.hold_reason is not None:
            _hold(job.principal, store, session, row, outcome.hold_reason, doubts)
            return
        _leave(store, row, outcome.state)
        if outcome.state == "in_review":
            open_task(store, session, row, outcome.risk, doubts, outcome.cause)
        else:
            index(store, session, row, outcome.hidden)
            keep_mapping(store, session, row, outcome.pairs)
            if outcome.look:
                open_task(store, session, row, outcome.risk, doubts, "sample")
        said = dump_verdict(outcome.decisions, None)
        number = audit.record(job.principal, store, session, "process", row.id, said)
        emit(store, session, number, "ready" if outcome.state == "finished" else "review_needed", row)


def fail_job(store: Store, job: Job, reason: str) -> None:
    """Give a job back, to be tried again; after the last try its document is held.

    reason: a code. Raises LeaseLost.
    """
    with transaction(store) as session:
        row = _leased(session, job)
        if row.attempts < store.attempts:
            _leave(store, row, "received")
        else:
            _hold(job.principal, store, session, row, reason, doubts=0)


def _waiting(now: datetime) -> ColumnElement[bool]:
    return or_(
        Document.state == "received",
        and_(Document.state == "processing", Document.lease_until <= now),
    )


def _hold_exhausted(store: Store, session: Session, now: datetime) -> None:
    """Hold what killed its worker on every try, so that it does so no more."""
    exhausted = (
        select(Document)
        .where(_waiting(now), Document.attempts >= store.attempts)
        .order_by(Document.tenant_id)  # the order in which audit chains are locked
        .with_for_update(skip_locked=True, key_share=True)
    )
    for row in session.scalars(exhausted).all():
        principal = system_principal(session, row.tenant_id)
        _hold(principal, store, session, row, "attempts_exhausted", doubts=0)


def _leased(session: Session, job: Job) -> Document:
    """The job's row, locked. Its lease may have run out, as long as nobody took it over."""
    try:
        row = find(job.principal, session, job.document_id, lock=True)
    except NotFound:
        raise LeaseLost from None
    if row.state != "processing" or row.lease_id != job.lease_id:
        raise LeaseLost
    return row


def _hold(
    principal: Principal, store: Store, session: Session, row: Document, reason: str, doubts: int
) -> None:
    _leave(store, row, "held")
    row.hold_reason = reason
    open_task(store, session, row, HELD_RISK, doubts)
    number = audit.record(principal, store, session, "hold", row.id)
    emit(store, session, number, "review_needed", row)


def _leave(store: Store, row: Document, state: DocumentState) -> None:
    row.state, row.updated_at = state, store.clock()
    row.lease_id = row.lease_until = None


def open_task(
    store: Store,
    session: Session,
    row: Document,
    risk: float,
    doubts: int,
    cause: Cause = "new",
    since: int | None = None,
) -> None:
    """Put `row` (locked) before a person, also if it was once before; cause, since: see `ReviewTask`.
    One that is out keeps nobody waiting: it has no deadline."""
    task = ReviewTask(
        document_id=row.id,
        state="open",
        risk=risk,
        doubts=doubts,
        deadline=None if row.state == "finished" else row.deadline,
        created_at=store.clock(),
        claimed_by=None,
        lease_id=None,
        lease_until=None,
        cause=cause,
        since=since,
        question=None,
        first=None,
    )
    session.merge(task)
