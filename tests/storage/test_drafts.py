"""Drafts: each reviewer's own, sealed, gone with the verdict or the document."""

import pytest
from sqlalchemy import func, select

from service.errors import Conflict, NotFound
from service.review import claim, submit
from service.storage.documents import purge
from service.storage.drafts import load_draft, save_draft
from service.storage.principals import Principal
from service.storage.revisions import last_revision
from service.storage.sessions import Store, reading
from service.storage.tables import DraftRow
from tests.small import CANARY, send, settle, work
from tests.storage.test_secrecy import stored

STATE = f'{{"note": "{CANARY}"}}'.encode()


def count(store: Store) -> int:
    with reading(store) as session:
        return session.scalar(select(func.count()).select_from(DraftRow)) or 0


def test_the_last_one_counts_and_is_one_s_own(store: Store, ana: Principal, berto: Principal) -> None:
    document_id = send(ana, store)
    work(store)
    assert load_draft(ana, store, document_id) is None
    save_draft(ana, store, document_id, 0, b"{}")
    save_draft(ana, store, document_id, 0, STATE)
    draft = load_draft(ana, store, document_id)
    assert draft
    assert (draft.base, draft.state, draft.saved_at) == (0, STATE, store.clock())
    assert CANARY not in repr(draft)
    assert load_draft(berto, store, document_id) is None


def test_it_is_sealed(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)
    work(store)
    save_draft(ana, store, document_id, 0, STATE)
    assert CANARY.split()[0].encode() not in stored(store)


def test_the_verdict_ends_it(store: Store, ana: Principal, berto: Principal) -> None:
    document_id = send(ana, store)
    work(store)
    save_draft(ana, store, document_id, 0, STATE)
    save_draft(berto, store, document_id, 0, STATE)
    task = claim(ana, store, document_id)
    revision = last_revision(ana, store, document_id)
    assert task.lease_id
    assert revision
    submit(ana, store, document_id, task.lease_id, 0, settle(revision.decisions))
    assert load_draft(ana, store, document_id) is None
    assert load_draft(berto, store, document_id)  # whoever came too late still has theirs
    with pytest.raises(Conflict):
        save_draft(ana, store, document_id, 1, STATE)


def test_a_purge_ends_all(store: Store, ana: Principal, berto: Principal) -> None:
    document_id = send(ana, store)
    work(store)
    for principal in (ana, berto):
        save_draft(principal, store, document_id, 0, STATE)
    purge(ana, store, document_id)
    assert count(store) == 0


def test_there_is_none_of_another_court_or_without_a_task(
    store: Store, ana: Principal, stranger: Principal
) -> None:
    document_id = send(ana, store)
    with pytest.raises(NotFound):
        save_draft(ana, store, document_id, None, STATE)
    work(store)
    with pytest.raises(NotFound):
        save_draft(stranger, store, document_id, 0, STATE)
    with pytest.raises(NotFound):
        load_draft(stranger, store, document_id)
