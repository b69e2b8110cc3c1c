"""Documents: received, read, purged. Those of another tenant do not exist.

    received → processing → finished | in_review | held → finished → purged

The first three steps are `service.storage.jobs`, the last but one `service.review`.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.document import NO_FILE, File, Hints
from service.errors import IdempotencyMismatch, InputError, MappingOff, NotFound
from service.pipeline import NO_HINTS
from service.pipeline.decode import decode_text
from service.pipeline.render import Style
from service.storage import audit
from service.storage.blind_index import unindex
from service.storage.codec import dump_about, dump_hints, load_file, load_hints
from service.storage.events import emit
from service.storage.keys import Cipher, Keyring
from service.storage.principals import Principal
from service.storage.sessions import Store, erase, reading, transaction
from service.storage.tables import (
    NAME_LENGTH,
    Document,
    DocumentState,
    DraftRow,
    Idempotency,
    Mapping,
    MarkRow,
    QuestionRow,
    ReviewTask,
    RevisionRow,
)


@dataclass(frozen=True, slots=True)
class Submission:
    """What a court sends. All but `text` and `hints` is kept in clear: names, printable
    and of at most 200 characters. That the policy exists is for the caller to see.

    reversible: keep what the placeholders of the final text stand for (`storage.mappings`).
    file: of what goes out as one, with `text` what was read of it."""

    text: str = field(repr=False)
    policy: str
    style: Style
    court: str | None = None
    matter: str | None = None
    deadline: datetime | None = None
    hints: Hints = NO_HINTS
    reversible: bool = False
    file: File = NO_FILE


@dataclass(frozen=True, slots=True)
class Record:
    """Where a document stands.

    revision: number of the last one; None before the machine's.
    doubts: places that wait for a person. hold_reason: a code, if the state is ``held``.
    """

    id: UUID
    state: DocumentState
    policy: str
    style: Style
    court: str | None
    matter: str | None
    created_at: datetime
    updated_at: datetime
    revision: int | None
    doubts: int
    hold_reason: str | None


def receive(
    principal: Principal,
    store: Store,
    submission: Submission,
    idempotency_key: str | None = None,
    body: bytes = b"",
) -> tuple[Record, bool]:
    """Keep a document, to be processed: its record, and whether it is new.

    With an `idempotency_key`, a second request of the same `body` gets the record of the
    first, also if both come at once.

    Raises:
        UndecodableText: the text holds NUL or a lone surrogate.
        InputError: a name is too long or not printable; a deadline lacks its zone or is absurd.
        MappingOff: it is to be reversible, and there is no mapping key.
        IdempotencyMismatch: the key was used with another body.
        NotFound: the document that the key once made was purged.
    """
    decode_text(submission.text)
    _check(submission)
    if submission.reversible and store.mappings is None:
        raise MappingOff
    with transaction(store) as session:
        if idempotency_key is None:
            return _record(session, _insert(principal, store, session, submission)), True
        request = Idempotency(
            tenant_id=principal.tenant_id,
            key=store.keyring.digest(principal.tenant_id, "idempotency-key", _bytes(idempotency_key)),
            body=store.keyring.digest(principal.tenant_id, "idempotency-body", body),
            created_at=store.clock(),
        )
        if first := _answered(principal, session, request):
            return first, False
        try:
            with session.begin_nested():
                row = _insert(principal, store, session, submission)
                request.document_id = row.id
                session.add(request)
        except IntegrityError:  # a twin of this request came first
            if first := _answered(principal, session, request):
                return first, False
            raise
        return _record(session, row), True


def get(principal: Principal, store: Store, document_id: UUID) -> Record:
    """Where the document stands. Raises NotFound."""
    with reading(store) as session:
        return _record(session, find(principal, session, document_id))


def read_text(
    principal: Principal, store: Store, document_id: UUID, action: Literal["read", "render"] = "read"
) -> str:
    """The original, which is audited: read, or taken to render the text without names from it.

    Raises NotFound, UndecipherableRecord.
    """
    with transaction(store) as session:
        row = find(principal, session, document_id)
        text = cipher(store, row).open("text", row.sealed_text)
        audit.record(principal, store, session, action, document_id)
        return text.decode()


def read_file(principal: Principal, store: Store, document_id: UUID) -> File:
    """What came, without bytes where it was a text. Raises NotFound, UndecipherableRecord."""
    with reading(store) as session:
        row = find(principal, session, document_id)
        opener = cipher(store, row)
        data = None if row.sealed_file is None else opener.open("file", row.sealed_file)
        about = None if row.sealed_about is None else opener.open("about", row.sealed_about)
        return load_file(row.format, data, about)


def read_hints(principal: Principal, store: Store, document_id: UUID) -> Hints:
    """What the court said of it, which is audited. Raises NotFound, UndecipherableRecord."""
    with transaction(store) as session:
        row = find(principal, session, document_id)
        hints = cipher(store, row).open("hints", row.sealed_hints)
        audit.record(principal, store, session, "hints", document_id)
        return load_hints(hints)


def count_states(principal: Principal, store: Store) -> dict[str, int]:
    """How many documents of the tenant are in each state that occurs."""
    with reading(store) as session:
        counts = session.execute(
            select(Document.state, func.count())
            .where(Document.tenant_id == principal.tenant_id)
            .group_by(Document.state)
        )
        return {state: count for state, count in counts}  # noqa: C416 (rows, not pairs)


def purge(principal: Principal, store: Store, document_id: UUID, *, keep_mapping: bool = False) -> None:
    """Destroy the document's key, text, file, hints, revisions, drafts and task, whatever its state; and its
    mapping, unless that is to be kept.

    A tombstone stays, for the audit trail. Raises NotFound.
    """
    destroy(principal, store, document_id, keep_mapping=keep_mapping)
    erase(store)


def destroy(principal: Principal, store: Store, document_id: UUID, *, keep_mapping: bool = False) -> None:
    """Purge, but for what SQLite still holds in its log: `sessions.erase` must follow."""
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        session.execute(delete(RevisionRow).where(RevisionRow.document_id == row.id))
        session.execute(delete(DraftRow).where(DraftRow.document_id == row.id))
        session.execute(delete(MarkRow).where(MarkRow.document_id == row.id))
        session.execute(delete(QuestionRow).where(QuestionRow.document_id == row.id))
        session.execute(delete(ReviewTask).where(ReviewTask.document_id == row.id))
        unindex(session, row.id)
        if not keep_mapping:
            session.execute(delete(Mapping).where(Mapping.document_id == row.id))
        row.state, row.updated_at = "purged", store.clock()
        row.key_id = row.court = row.matter = row.hold_reason = None
        row.wrapped_key = row.sealed_text = row.sealed_hints = row.case_key = None
        row.sealed_file = row.sealed_about = None
        row.deadline = row.lease_until = row.lease_id = None
        emit(store, session, audit.record(principal, store, session, "purge", row.id), "purged", row)


def find(principal: Principal, session: Session, document_id: UUID, *, lock: bool = False) -> Document:
    """The row of a document; `lock`: nobody else changes it before the commit. Raises NotFound.

    Whoever also writes to its task locks the document first, so that no two wait for
    each other; and not against references (``key_share``), which the audit trail makes.
    """
    query = select(Document).where(
        Document.id == document_id,
        Document.tenant_id == principal.tenant_id,
        Document.state != "purged",
    )
    row = session.scalar(query.with_for_update(key_share=True) if lock else query)
    if row is None:
        raise NotFound
    return row


def cipher(store: Store, row: Document) -> Cipher:
    """What opens the row's seals. Raises UndecipherableRecord."""
    return store.keyring.unwrap(row.tenant_id, row.id, row.key_id, row.wrapped_key)


def case_key(keyring: Keyring, tenant_id: UUID, docket: str | None) -> bytes | None:
    """Keyed digest of a file number, however it is spaced, punctuated or capitalised."""
    if docket is None:
        return None
    plain = "".join(c for c in unicodedata.normalize("NFKC", docket).casefold() if c.isalnum())
    return keyring.digest(tenant_id, "case", plain.encode()) if plain else None


def _insert(principal: Principal, store: Store, session: Session, submission: Submission) -> Document:
    document_id, now = uuid4(), store.clock()
    sealer, wrapped_key = store.keyring.new_cipher(principal.tenant_id, document_id)
    data, about = submission.file.data, dump_about(submission.file)
    row = Document(
        id=document_id,
        tenant_id=principal.tenant_id,
        state="received",
        policy=submission.policy,
        style=submission.style,
        court=submission.court,
        matter=submission.matter,
        case_key=case_key(store.keyring, principal.tenant_id, submission.hints.docket),
        words=len(submission.text.split()),
        deadline=submission.deadline,
        key_id=store.keyring.key_id,
        wrapped_key=wrapped_key,
        sealed_text=sealer.seal("text", submission.text.encode()),
        sealed_hints=sealer.seal("hints", dump_hints(submission.hints)),
        format=submission.file.format,
        sealed_file=None if data is None else sealer.seal("file", data),
        sealed_about=None if about is None else sealer.seal("about", about),
        created_at=now,
        updated_at=now,
        reversible=submission.reversible,
    )
    session.add(row)
    session.flush()
    audit.record(principal, store, session, "receive", document_id, submission.text.encode())
    return row


def _answered(principal: Principal, session: Session, request: Idempotency) -> Record | None:
    """The record of the request that came first with this key. Raises IdempotencyMismatch."""
    first = session.get(Idempotency, (request.tenant_id, request.key))
    if first is None:
        return None
    if first.body != request.body:
        raise IdempotencyMismatch
    return _record(session, find(principal, session, first.document_id))


def _record(session: Session, row: Document) -> Record:
    task = session.get(ReviewTask, row.id)
    return Record(
        row.id,
        row.state,
        row.policy,
        row.style,
        row.court,
        row.matter,
        row.created_at,
        row.updated_at,
        session.scalar(select(func.max(RevisionRow.number)).where(RevisionRow.document_id == row.id)),
        task.doubts if task and task.state != "done" else 0,
        row.hold_reason,
    )


def _check(submission: Submission) -> None:
    names = (submission.policy, submission.court, submission.matter)
    if any(name and (len(name) > NAME_LENGTH or not name.isprintable()) for name in names):
        raise InputError(f"Names are printable and of at most {NAME_LENGTH} characters.")
    deadline = submission.deadline
    if deadline and (deadline.tzinfo is None or not 1970 <= deadline.year < 9999):
        raise InputError("A deadline has a zone and a year from 1970 to 9998.")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
