"""A finished document under another policy: decided on anew, and reviewed where that publishes. No HTTP."""

from uuid import UUID

from service.document import Document
from service.errors import Conflict
from service.formats.release import hold_reason
from service.pipeline import Engine, finish
from service.pipeline.policy import Policy
from service.pipeline.recall import masked_words
from service.pipeline.render import Style
from service.pipeline.renew import renewed
from service.review import risk
from service.storage import audit
from service.storage.blind_index import index, unindex
from service.storage.codec import dump_verdict
from service.storage.documents import find, read_file, read_hints, read_text
from service.storage.events import emit
from service.storage.jobs import HELD_RISK, open_task
from service.storage.mappings import keep_mapping, pairs_of
from service.storage.principals import Principal
from service.storage.revisions import Origin, append_revision, last_revision
from service.storage.sessions import Store, transaction
from service.storage.tables import EventKind


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
    reason = hold_reason(read_file(principal, store, document_id), document, result)
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
            open_task(store, session, row, HELD_RISK, doubts, "policy", revision.number)
        elif doubts:
            row.state = "in_review"
            open_task(store, session, row, risk(decisions), doubts, "policy", revision.number)
        else:
            keep_mapping(store, session, row, pairs_of(document.text, decisions, result.replacements))
            index(store, session, row, masked_words(document.text, decisions))
        kind: EventKind = "replaced" if row.state == "finished" else "recalled"
        said = dump_verdict(decisions, None)
        emit(store, session, audit.record(principal, store, session, "renew", row.id, said), kind, row)
