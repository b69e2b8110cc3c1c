"""Double review: a second verdict without sight of the first, then only what they differ in. No HTTP.

    verdict ──► second: the machine's proposal again ──verdict──► they agree: finished
                                                        └──► differences ──verdict──► finished

Which rulings are drawn is the policy's. Every step is a revision, so that whoever reads the
document meanwhile sees the machine's proposal, or what either of both hides.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from service.document import Decision
from service.pipeline.agree import compare, hidden_of
from service.storage.jobs import open_task
from service.storage.marks import Mark, keep
from service.storage.principals import Principal, system_principal
from service.storage.revisions import Origin, append_revision, opened
from service.storage.sessions import Store
from service.storage.tables import Cause, Document, ReviewTask, RevisionRow


def goes_on(
    principal: Principal,
    store: Store,
    session: Session,
    row: Document,
    task: ReviewTask,
    number: int,
    decisions: Sequence[Decision],
    *,
    double: bool,
) -> bool:
    """After the verdict `number` on `row` (locked), whether its review is not over yet; then the
    task is open again. double: the ruling is to be reviewed twice."""
    if task.cause == "second" and task.first is not None:
        return _differ(principal, store, session, row, task, number, decisions)
    if task.cause == "differences" and task.first is not None and task.since is not None:
        keep(
            store, session, row, [_mark(store, session, row, n, decisions) for n in (task.first, task.since)]
        )
        return False
    made = session.get(RevisionRow, (row.id, 0))
    if not double or task.cause not in ("new", "sample") or made is None or made.engine is None:
        return False
    proposal = opened(store, row, made).decisions
    _open_again(store, session, row, task, number, proposal, first=number, second=None)
    return True


def _differ(
    principal: Principal,
    store: Store,
    session: Session,
    row: Document,
    task: ReviewTask,
    number: int,
    decisions: Sequence[Decision],
) -> bool:
    first = session.get_one(RevisionRow, (row.id, task.first))
    found = compare(opened(store, row, first).decisions, decisions)
    both = (first.author_id, principal.actor_id)
    keep(store, session, row, [Mark("second", actor, found.agreed, found.total) for actor in both])
    if found.agreed == found.total:
        return False
    _open_again(store, session, row, task, number, found.decisions, first=first.number, second=number)
    return True


def _open_again(
    store: Store,
    session: Session,
    row: Document,
    task: ReviewTask,
    base: int,
    decisions: Sequence[Decision],
    *,
    first: int,
    second: int | None,
) -> None:
    made = session.get_one(RevisionRow, (row.id, 0))
    origin = Origin(made.engine or "", made.policy_version or "")
    system = system_principal(session, row.tenant_id)
    append_revision(system, store, session, row, base=base, decisions=decisions, origin=origin)
    doubts = sum(decision.action == "review" for decision in decisions)
    cause: Cause = "second" if second is None else "differences"
    open_task(store, session, row, task.risk, doubts, cause, second)
    session.get_one(ReviewTask, row.id).first = first
    row.state, row.updated_at = "in_review", store.clock()


def _mark(store: Store, session: Session, row: Document, number: int, final: Sequence[Decision]) -> Mark:
    """What the author of verdict `number` had hidden of what the final one hides."""
    revision = session.get_one(RevisionRow, (row.id, number))
    return Mark("missed", revision.author_id, *hidden_of(final, opened(store, row, revision).decisions))
