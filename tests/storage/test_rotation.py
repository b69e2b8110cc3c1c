"""Rotation: the same documents under a new master key, and not under the old."""

from collections.abc import Iterator

import pytest

from service.document import Hints
from service.errors import UndecipherableRecord
from service.storage.audit import trail
from service.storage.documents import Submission, case_key, purge, read_hints, read_text, receive
from service.storage.keys import Keyring
from service.storage.migrate import check
from service.storage.principals import Principal
from service.storage.revisions import revisions
from service.storage.rotation import rotate
from service.storage.sessions import Store, open_store, reading, transaction
from service.storage.tables import Document
from tests.conftest import Clock
from tests.small import DOUBTFUL_TEXT, send, work

HINTS = Hints(docket="12/2026-B")
FRESH = Keyring(bytes(32))


@pytest.fixture
def rotated(database_url: str, clock: Clock) -> Iterator[Store]:
    """The same database, opened with the new master key."""
    opened = open_store(database_url, FRESH, clock)
    yield opened
    opened.engine.dispose()


def test_rotated_documents_open_under_the_new_key_only(store: Store, rotated: Store, ana: Principal) -> None:
    document_id = send(ana, store, hints=HINTS)
    work(store)
    before = revisions(ana, store, document_id)
    purge(ana, store, send(ana, store))
    assert rotate(store, FRESH) == 1
    assert read_text(ana, rotated, document_id) == DOUBTFUL_TEXT
    assert read_hints(ana, rotated, document_id) == HINTS
    assert revisions(ana, rotated, document_id) == before
    check(rotated)
    with pytest.raises(UndecipherableRecord):
        read_text(ana, store, document_id)


def test_cases_are_known_after_a_rotation(store: Store, rotated: Store, ana: Principal) -> None:
    document_id = send(ana, store, hints=HINTS)
    rotate(store, FRESH)
    with reading(rotated) as session:
        found = session.get_one(Document, document_id).case_key
    assert found == case_key(FRESH, ana.tenant_id, HINTS.docket)


def test_idempotency_keys_are_forgotten_by_a_rotation(store: Store, rotated: Store, ana: Principal) -> None:
    sent = Submission("", "doubts", "tag")
    receive(ana, store, sent, "key", b"body")
    rotate(store, FRESH)
    assert receive(ana, rotated, sent, "key", b"body")[1]


def test_a_second_run_finds_nothing_to_do(store: Store, rotated: Store, ana: Principal) -> None:
    document_id = send(ana, store)
    assert (rotate(store, FRESH), rotate(store, FRESH), rotate(rotated, FRESH)) == (1, 0, 0)
    assert read_text(ana, rotated, document_id) == DOUBTFUL_TEXT
    assert [entry.action for entry in trail(ana, rotated, 10)] == ["receive", "rotate", "read"]


def test_a_rotation_is_all_or_nothing(store: Store, ana: Principal) -> None:
    ids = [send(ana, store) for _ in range(3)]
    with transaction(store) as session:
        row = session.get_one(Document, ids[-1])
        row.wrapped_key = b"broken"
    with pytest.raises(UndecipherableRecord):
        rotate(store, FRESH)
    assert [read_text(ana, store, document_id) for document_id in ids[:-1]] == [DOUBTFUL_TEXT] * 2
