"""A document read again by the model that serves now: asked is what became otherwise. No HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import review
from service.document import Decision, Document
from service.errors import Conflict
from service.formats.release import hold_reason
from service.pipeline import Engine, analyze, finish
from service.pipeline.policy import Policy
from service.pipeline.reanalyze import FREES, HIDES, reanalyzed
from service.policies import pick
from service.storage import audit, documents
from service.storage.blind_index import unindex
from service.storage.codec import dump_verdict
from service.storage.directory import directory_of
from service.storage.documents import find, read_file, read_hints, read_text
from service.storage.events import emit
from service.storage.jobs import HELD_RISK, open_task
from service.storage.principals import Principal
from service.storage.revisions import Origin, append_revision, revisions
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Document as Row
from service.storage.tables import DocumentState, DraftRow, ReviewTask


@dataclass(frozen=True, slots=True)
class Reanalysis:
    """What a new model asks of a document. hides: places that were published; frees: places that
    were hidden, and that no person decided on."""

    document: UUID
    state: DocumentState
    hides: int
    frees: int


def reanalyze(
    principal: Principal, store: Store, document_id: UUID, engine: Engine, policies: Mapping[str, Policy]
) -> Reanalysis:
    """Read a document again with `engine`, under its policy, and put what became otherwise before
    a person. One that is finished is so no more if something of it should have been hidden; if
    some only need not have been, it stays as it is until somebody has looked. One that nobody has
    reviewed yet is proposed anew.

    Raises:
        Conflict: it is neither finished nor waiting, or somebody has it in hand.
        StaleRevision: it was revised meanwhile.
        NotFound: there is no such document.
    """
    record = documents.get(principal, store, document_id)
    known = revisions(principal, store, document_id)
    if record.state not in ("finished", "in_review") or not known:
        raise Conflict("The document is neither finished nor waiting for a person.")
    policy = pick(policies, record.policy)
    document = Document(read_text(principal, store, document_id))
    hints, directory = read_hints(principal, store, document_id), directory_of(principal, store)
    fresh = analyze(document, engine, policy, hints, directory)
    before = review.get(principal, store, document_id)
    first = record.state == "in_review" and before is not None and before.cause in ("new", "sample")
    decisions = fresh if first else reanalyzed(document.text, known, fresh)
    file = read_file(principal, store, document_id)
    seed = store.keyring.seed(document.text, principal.tenant_id)
    result = finish(document, decisions, policy.in_style(record.style, seed))
    held = hold_reason(file, document, result)
    hides, frees = (sum(d.reason == reason for d in decisions) for reason in (HIDES, FREES))
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        task = session.get(ReviewTask, row.id, with_for_update=True)
        _check_idle(store, session, row, task, known[-1].number)
        if row.state != record.state or row.policy != policy.name:
            raise Conflict("The document changed meanwhile.")
        number = audit.record(principal, store, session, "reanalyze", row.id, dump_verdict(decisions, None))
        if decisions == known[-1].decisions:
            return Reanalysis(row.id, row.state, 0, 0)
        origin = Origin(engine.version, policy.version)
        append_revision(
            principal, store, session, row, base=known[-1].number, decisions=decisions, origin=origin
        )
        if row.state == "finished" and (hides or held):
            row.state, row.hold_reason, row.updated_at = "in_review", held, store.clock()
            unindex(session, row.id)
            emit(store, session, number, "recalled", row)
        if held:
            row.state, row.hold_reason = "held", held
        _ask(store, session, row, task, decisions, known[-1].number)
        return Reanalysis(row.id, row.state, hides, frees)


def waiting(principal: Principal, store: Store) -> list[UUID]:
    """The tenant's documents that can be read again, the oldest first."""
    ours = Row.tenant_id == principal.tenant_id, Row.state.in_(("finished", "in_review"))
    with reading(store) as session:
        return list(session.scalars(select(Row.id).where(*ours).order_by(Row.created_at, Row.id)))


def _ask(
    store: Store,
    session: Session,
    row: Row,
    task: ReviewTask | None,
    decisions: tuple[Decision, ...],
    since: int,
) -> None:
    """Put `row` before a person, or let it stand where it waits already."""
    doubts = sum(decision.action == "review" for decision in decisions)
    weight = HELD_RISK if row.state == "held" else review.risk(decisions)
    if task is None or task.state == "done" or row.state == "finished":
        open_task(store, session, row, weight, doubts, "model", since)
        return
    task.risk, task.doubts = weight, doubts
    if task.since is None and task.cause not in ("new", "sample"):
        task.cause, task.since = "model", since


def _check_idle(store: Store, session: Session, row: Row, task: ReviewTask | None, last: int) -> None:
    """Nobody has it in hand, parked it, or reviews it without sight of another's verdict. Raises Conflict."""
    if task is None or task.state == "done":
        return
    leased = task.lease_until is not None and task.lease_until > store.clock()
    drafts = select(DraftRow.actor_id).where(DraftRow.document_id == row.id, DraftRow.base == last)
    if (
        leased
        or task.question == "waiting"
        or task.cause in ("second", "differences")
        or session.scalar(drafts.limit(1)) is not None
    ):
        raise Conflict("Somebody has the document in hand.")
