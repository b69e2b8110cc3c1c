"""Review: who holds a task, until when, and the verdict that ends it. No HTTP.

    open ──claim──► claimed ──submit──► done
      ▲                │
      └──release───────┘

A lease that runs out is as good as released.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import case, literal

from service.document import Decision, Document
from service.errors import AlreadyClaimed, Conflict, InvalidSpans, LeaseLost, NotFound, VerdictLeaks
from service.pipeline import finish
from service.pipeline.render import Style
from service.pipeline.spans import check
from service.storage import audit
from service.storage.documents import find, get, read_text
from service.storage.principals import Principal
from service.storage.revisions import append_revision
from service.storage.sessions import Store, transaction
from service.storage.tables import ReviewTask
from service.storage.tasks import Page, Task, change_task, claimable, find_task, held, queue

__all__ = ["Page", "Task", "claim", "queue", "release", "risk", "submit"]

_NOBODYS: Final[dict[str, None]] = {"claimed_by": None, "lease_id": None, "lease_until": None}


def risk(decisions: Sequence[Decision]) -> float:
    """Expected number of leaks if every doubt were published: the sum of their probabilities."""
    return sum(decision.span.score for decision in decisions if decision.action == "review")


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
    """Put a task back. Raises LeaseLost."""
    with transaction(store) as session:
        in_hand = held(principal, lease_id, store.clock())
        if not change_task(session, document_id, in_hand, state="open", **_NOBODYS):
            raise LeaseLost
        audit.record(principal, store, session, "release", document_id)


def submit(
    principal: Principal,
    store: Store,
    document_id: UUID,
    lease_id: UUID,
    base: int | None,
    decisions: Sequence[Decision],
    note: str | None = None,
) -> int:
    """Store a verdict, the whole next revision, and finish the document. Returns its number.

    base: the revision that the verdict was made from; None where the machine made none.

    Raises:
        InvalidSpans: spans that `service.pipeline.spans` refuses, or that are still in doubt.
        VerdictLeaks: what is masked would stay in clear elsewhere.
        LeaseLost: the lease ran out or is another's.
        StaleRevision: `base` is not the last revision.
        NotFound: there is no such document.
    """
    style = get(principal, store, document_id).style
    # Before the transaction: rendering takes a while, and the text never changes.
    _check_verdict(Document(read_text(principal, store, document_id)), decisions, style)
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        in_hand = held(principal, lease_id, store.clock())
        if not change_task(session, document_id, in_hand, state="done", **_NOBODYS):
            raise LeaseLost
        number = append_revision(principal, store, session, row, base=base, decisions=decisions, note=note)
        row.state, row.hold_reason, row.updated_at = "finished", None, store.clock()
        audit.record(principal, store, session, "submit", document_id)
        return number


def _check_verdict(document: Document, decisions: Sequence[Decision], style: Style) -> None:
    check([decision.span for decision in decisions], len(document.text))
    if doubtful := tuple(i for i, decision in enumerate(decisions) if decision.action == "review"):
        raise InvalidSpans(doubtful)
    result = finish(document, decisions, style)
    if result.status == "held":
        raise VerdictLeaks(result.held)
