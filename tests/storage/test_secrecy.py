"""The database holds nothing in clear, and what was changed in it is not believed."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

from service.document import Hints, Party
from service.errors import UndecipherableRecord
from service.requests import Filing, decide, file
from service.review import claim, submit
from service.storage.break_glass import ask
from service.storage.documents import Submission, purge, read_hints, read_text, receive
from service.storage.principals import Principal
from service.storage.revisions import last_revision, revisions
from service.storage.sessions import Store, erase, reading, transaction
from service.storage.tables import Base, Document, RevisionRow
from service.storage.webhooks import add_webhook
from tests.small import CANARY, DOUBTFUL_TEXT, send, settle, work

HINTS = Hints((Party(CANARY),), f"12/2026 {CANARY}", (CANARY,), (CANARY,))


def review_all(principal: Principal, store: Store, document_id: UUID) -> None:
    """The whole way: processed, claimed, decided."""
    work(store)
    task = claim(principal, store, document_id)
    revision = last_revision(principal, store, document_id)
    assert task.lease_id
    assert revision
    decisions = settle(revision.decisions)
    submit(principal, store, document_id, task.lease_id, 0, decisions, f"{CANARY} es parte")


def stored(store: Store) -> bytes:
    """All the bytes that the database keeps: SQLite's files, PostgreSQL's rows."""
    if store.engine.dialect.name == "sqlite":
        path = Path(store.engine.url.database or "")
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    kept = []
    with store.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                kept += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(kept)


def test_nothing_of_a_document_is_stored_in_clear(store: Store, ana: Principal) -> None:
    record, _ = receive(
        ana, store, Submission(DOUBTFUL_TEXT, "doubts", "tag", hints=HINTS), CANARY, DOUBTFUL_TEXT.encode()
    )
    add_webhook(ana, store, f"https://example.com/{CANARY}")
    review_all(ana, store, record.id)
    filed = file(ana, store, Filing("leak", record.id, CANARY, CANARY))
    decide(ana, store, filed.id, granted=True, reasons=CANARY)
    ask(ana, store, record.id, f"Reclamo de {CANARY}")
    kept = stored(store)
    assert b"in_review" in kept  # these are the bytes
    for word in (*CANARY.split(), "NOMBRE", "12/2026"):
        for form in (word, word.casefold(), word.upper()):
            assert form.encode() not in kept
            assert form.encode("utf-16-le") not in kept


def test_values_that_hold_text_do_not_show_it(store: Store, ana: Principal) -> None:
    sent = Submission(DOUBTFUL_TEXT, "doubts", "tag", hints=HINTS)
    record, _ = receive(ana, store, sent)
    review_all(ana, store, record.id)
    assert CANARY not in f"{sent!r} {record!r} {store!r} {revisions(ana, store, record.id)!r}"


def test_a_purge_leaves_no_seal_behind(store: Store, ana: Principal) -> None:
    document_id = send(ana, store, hints=HINTS)
    review_all(ana, store, document_id)
    with reading(store) as session:
        row = session.get_one(Document, document_id)
        seals = [row.wrapped_key, row.sealed_text, row.sealed_hints]
        seals += [session.get_one(RevisionRow, (document_id, number)).sealed_verdict for number in range(2)]
    erase(store)
    before = stored(store)
    assert all(seal and seal[:32] in before for seal in seals)
    purge(ana, store, document_id)
    after = stored(store)
    assert not any(seal and seal[:32] in after for seal in seals)


Tampering = Callable[[Store, UUID, UUID], None]


def _change(**values: object) -> Tampering:
    def tamper(store: Store, document_id: UUID, _other: UUID) -> None:
        with transaction(store) as session:
            session.execute(update(Document).where(Document.id == document_id).values(values))

    return tamper


def _flip(column: str) -> Tampering:
    def tamper(store: Store, document_id: UUID, _other: UUID) -> None:
        with transaction(store) as session:
            row = session.get_one(Document, document_id)
            sealed = bytearray(getattr(row, column))
            sealed[len(sealed) // 2] ^= 1
            setattr(row, column, bytes(sealed))

    return tamper


def _copy(*columns: str) -> Tampering:
    """Put another document's values in the place of this one's."""

    def tamper(store: Store, document_id: UUID, other: UUID) -> None:
        with transaction(store) as session:
            row, source = (session.get_one(Document, i) for i in (document_id, other))
            for column in columns:
                setattr(row, column, getattr(source, column))

    return tamper


@pytest.mark.parametrize(
    "tamper",
    [
        _flip("sealed_text"),
        _flip("wrapped_key"),
        _copy("sealed_text"),
        _copy("wrapped_key"),
        _copy("sealed_text", "wrapped_key", "key_id"),
        _change(sealed_text=Document.sealed_hints),
        _change(sealed_text=None),
        _change(wrapped_key=None),
        _change(sealed_text=b""),
        _change(key_id="0000000000000000"),
    ],
)
def test_a_changed_text_is_not_believed(store: Store, ana: Principal, tamper: Tampering) -> None:
    document_id, other = send(ana, store), send(ana, store, "Otro texto.")
    tamper(store, document_id, other)
    with pytest.raises(UndecipherableRecord) as caught:
        read_text(ana, store, document_id)
    assert CANARY not in str(caught.value)
    assert read_text(ana, store, other) == "Otro texto."


def test_changed_hints_are_not_believed(store: Store, ana: Principal) -> None:
    document_id = send(ana, store, hints=HINTS)
    _change(sealed_hints=Document.sealed_text)(store, document_id, document_id)
    with pytest.raises(UndecipherableRecord):
        read_hints(ana, store, document_id)


def test_an_older_revision_cannot_pose_as_the_last(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)
    review_all(ana, store, document_id)
    with transaction(store) as session:
        first, last = (session.get_one(RevisionRow, (document_id, number)) for number in range(2))
        last.sealed_verdict = first.sealed_verdict
    with pytest.raises(UndecipherableRecord):
        last_revision(ana, store, document_id)


def test_a_document_that_cannot_be_read_is_held(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)
    _flip("sealed_text")(store, document_id, document_id)
    assert work(store) == [document_id] * store.attempts
    with reading(store) as session:
        row = session.get_one(Document, document_id)
        assert (row.state, row.hold_reason) == ("held", "undecipherable_record")
