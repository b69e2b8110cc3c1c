"""What is received is there, once, for its own court, until it is purged."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from service import review
from service.document import Hints, Party
from service.errors import IdempotencyMismatch, InputError, NotFound, UndecodableText
from service.storage.audit import trail
from service.storage.documents import (
    Submission,
    case_key,
    count_states,
    get,
    purge,
    read_hints,
    read_text,
    receive,
)
from service.storage.keys import Keyring
from service.storage.principals import Principal
from service.storage.revisions import last_revision, read_note, revisions
from service.storage.sessions import Store, reading
from service.storage.tables import Document, Idempotency, ReviewTask, RevisionRow
from tests.conftest import Clock
from tests.small import CLEAR_TEXT, DOUBTFUL_TEXT, send, work

#: Nothing is normalised: line ends, a byte order mark, decomposed accents, the invisible.
ODD_TEXT = "\ufeffQuirina\r\nAlbaflor, Jose\u0301 \u00adMar\u200bjal 😀\n"
HINTS = Hints(
    (Party("Quirina Albaflor", "parte", ("minor", "victim")), Party("Zenón")),
    "12/2026-B",
    ("Marjal",),
    ("Valdeniebla",),
)


def _rows(store: Store, table: type) -> int:
    with reading(store) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_is_received_is_read_back(store: Store, ana: Principal, clock: Clock) -> None:
    sent = Submission(ODD_TEXT, "doubts", "numbered", "Juzgado 2", "civil", clock(), HINTS)
    record, created = receive(ana, store, sent)
    assert created
    assert record == get(ana, store, record.id)
    assert (record.state, record.policy, record.style) == ("received", "doubts", "numbered")
    assert (record.court, record.matter, record.revision, record.doubts) == ("Juzgado 2", "civil", None, 0)
    assert record.created_at == record.updated_at == clock()
    assert read_text(ana, store, record.id) == ODD_TEXT
    assert read_hints(ana, store, record.id) == HINTS
    assert revisions(ana, store, record.id) == ()
    assert last_revision(ana, store, record.id) is None


def test_an_empty_text_is_a_document(store: Store, ana: Principal) -> None:
    assert read_text(ana, store, send(ana, store, "")) == ""


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_a_text_that_cannot_be_kept_leaves_nothing(store: Store, ana: Principal, text: str) -> None:
    with pytest.raises(UndecodableText):
        receive(ana, store, Submission(text, "doubts", "tag"), "key", b"body")
    assert (_rows(store, Document), _rows(store, Idempotency)) == (0, 0)


@pytest.mark.parametrize("name", ["x" * 201, "a\0b", "a\ud800b", "a\nb"])
def test_names_kept_in_clear_are_names(store: Store, ana: Principal, name: str) -> None:
    for wrong in (
        Submission("", "doubts", "tag", court=name),
        Submission("", "doubts", "tag", matter=name),
        Submission("", name, "tag"),
    ):
        with pytest.raises(InputError) as caught:
            receive(ana, store, wrong)
        assert name not in str(caught.value)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_deadline_is_a_time_that_every_database_can_keep(store: Store, ana: Principal, year: int) -> None:
    for deadline in (datetime(year, 6, 1, tzinfo=UTC), datetime(2026, 6, 1)):  # noqa: DTZ001
        with pytest.raises(InputError):
            send(ana, store, deadline=deadline)


ACCESSES: tuple[Callable[[Principal, Store, UUID], object], ...] = (
    get,
    read_text,
    read_hints,
    revisions,
    last_revision,
    lambda principal, store, document_id: read_note(principal, store, document_id, 0),
    purge,
    review.claim,
    lambda principal, store, document_id: review.submit(principal, store, document_id, uuid4(), 0, ()),
)


def test_anothers_documents_do_not_exist(store: Store, ana: Principal, stranger: Principal) -> None:
    document_id = send(ana, store)
    work(store)
    for access in ACCESSES:
        for missing in (document_id, uuid4()):
            with pytest.raises(NotFound):
                access(stranger, store, missing)
    assert count_states(stranger, store) == {}
    assert trail(stranger, store, 100) == ()
    assert review.queue(stranger, store, 100).tasks == ()
    assert get(ana, store, document_id).state == "in_review"


def test_purged_documents_do_not_exist(store: Store, ana: Principal) -> None:
    document_id = send(ana, store, hints=HINTS)
    work(store)
    purge(ana, store, document_id)
    for access in ACCESSES:
        with pytest.raises(NotFound):
            access(ana, store, document_id)


def test_a_purge_leaves_a_tombstone_and_no_secret(store: Store, ana: Principal) -> None:
    document_id = send(ana, store, hints=HINTS, court="Juzgado 2", matter="civil")
    work(store)
    purge(ana, store, document_id)
    assert (_rows(store, RevisionRow), _rows(store, ReviewTask)) == (0, 0)
    with reading(store) as session:
        row = session.get_one(Document, document_id)
        assert row.state == "purged"
        emptied = ("key_id", "wrapped_key", "sealed_text", "sealed_hints", "case_key", "court", "matter")
        assert [getattr(row, name) for name in emptied] == [None] * len(emptied)
    assert [entry.action for entry in trail(ana, store, 100)] == [
        "receive", "read", "hints", "process", "purge",
    ]  # fmt: skip


def test_a_purged_document_is_not_processed(store: Store, ana: Principal) -> None:
    purge(ana, store, send(ana, store))
    assert work(store) == []


def test_the_trail_is_paged_in_order(store: Store, ana: Principal, clock: Clock) -> None:
    ids = [send(ana, store) for _ in range(3)]
    first = trail(ana, store, 2)
    rest = trail(ana, store, 2, after=first[-1].number)
    assert [entry.document_id for entry in (*first, *rest)] == ids
    assert {(entry.actor_id, entry.action) for entry in first} == {(ana.actor_id, "receive")}
    assert {entry.at for entry in first} == {clock()}


def test_states_are_counted(store: Store, ana: Principal) -> None:
    send(ana, store, CLEAR_TEXT)
    send(ana, store, DOUBTFUL_TEXT)
    work(store)
    send(ana, store)
    assert count_states(ana, store) == {"finished": 1, "in_review": 1, "received": 1}


def test_a_repeated_request_gets_the_first_answer(store: Store, ana: Principal, clock: Clock) -> None:
    sent = Submission(CLEAR_TEXT, "doubts", "tag")
    first, _ = receive(ana, store, sent, "key", b"body")
    clock.advance(timedelta(days=1))
    assert receive(ana, store, sent, "key", b"body") == (first, False)
    assert receive(ana, store, sent, "other key", b"body")[1]
    assert receive(ana, store, sent)[1]


def test_a_key_belongs_to_its_body_and_tenant(store: Store, ana: Principal, stranger: Principal) -> None:
    sent = Submission(CLEAR_TEXT, "doubts", "tag")
    receive(ana, store, sent, "key", b"body")
    with pytest.raises(IdempotencyMismatch):
        receive(ana, store, sent, "key", b"another body")
    assert receive(stranger, store, sent, "key", b"another body")[1]
    assert _rows(store, Document) == 2


def test_a_purged_document_is_not_made_again_by_its_key(store: Store, ana: Principal) -> None:
    sent = Submission(CLEAR_TEXT, "doubts", "tag")
    record, _ = receive(ana, store, sent, "key", b"body")
    purge(ana, store, record.id)
    with pytest.raises(NotFound):
        receive(ana, store, sent, "key", b"body")
    assert _rows(store, Document) == 1


def test_the_same_request_many_times_at_once_makes_one_document(store: Store, ana: Principal) -> None:
    sent = Submission(CLEAR_TEXT, "doubts", "tag")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: receive(ana, store, sent, "key", b"body"), range(16)))
    assert len({record.id for record, _ in answers}) == 1
    assert sum(created for _, created in answers) == 1
    assert (_rows(store, Document), _rows(store, Idempotency)) == (1, 1)


def test_another_body_at_once_never_slips_in(store: Store, ana: Principal) -> None:
    def post(number: int) -> bool:
        try:
            receive(ana, store, Submission(f"{number}", "doubts", "tag"), "key", b"%d" % number)
        except IdempotencyMismatch:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(post, range(8))) == 1
    assert _rows(store, Document) == 1


def test_a_case_is_known_however_its_number_is_written(keyring: Keyring) -> None:
    tenant = uuid4()
    known = case_key(keyring, tenant, "Exp. N.º 12/2026-B")
    assert known is not None
    assert case_key(keyring, tenant, "EXP N.º 12-2026 b") == known
    assert case_key(keyring, tenant, "Exp. N.º 12/2026-C") != known
    assert case_key(keyring, uuid4(), "Exp. N.º 12/2026-B") != known
    assert case_key(keyring, tenant, " / ") is case_key(keyring, tenant, None) is None
