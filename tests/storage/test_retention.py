"""What is too old goes, and what somebody wants gone goes: all of it, and nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest

from service.document import Hints
from service.errors import InputError, NotFound
from service.settings import KeptState
from service.storage.audit import trail
from service.storage.documents import get
from service.storage.principals import Principal
from service.storage.retention import purge_case, purge_expired, purge_these
from service.storage.sessions import Store
from tests.conftest import Clock
from tests.small import CLEAR_TEXT, DOUBTFUL_TEXT, send, work

CASE = Hints(docket="12/2026-B")


def gone(store: Store, principal: Principal, *ids: object) -> list[bool]:
    def is_gone(document_id: object) -> bool:
        try:
            get(principal, store, document_id)  # type: ignore[arg-type]
        except NotFound:
            return True
        return False

    return [is_gone(document_id) for document_id in ids]


def test_what_is_too_old_for_its_state_is_purged(store: Store, ana: Principal, clock: Clock) -> None:
    finished, in_review = send(ana, store, CLEAR_TEXT), send(ana, store, DOUBTFUL_TEXT)
    work(store)
    clock.advance(timedelta(days=1))
    received = send(ana, store)
    ids = (finished, in_review, received)
    steps: tuple[tuple[dict[KeptState, int], list[bool]], ...] = (
        ({}, [False, False, False]),
        ({"finished": 2, "in_review": 2, "received": 1}, [False, False, False]),
        ({"finished": 1, "in_review": 2}, [True, False, False]),
        ({"received": 0}, [True, False, True]),
    )
    for days, expected in steps:
        before = sum(gone(store, ana, *ids))
        assert purge_expired(store, days) == sum(expected) - before
        assert gone(store, ana, *ids) == expected
    assert [entry.action for entry in trail(ana, store, 100)][-2:] == ["purge", "purge"]
    assert purge_expired(store, {"received": 0}) == 0


def test_a_case_is_purged_in_its_tenant_alone(store: Store, ana: Principal, stranger: Principal) -> None:
    mine = [send(ana, store, hints=CASE), send(ana, store, hints=Hints(docket="12-2026 b"))]
    other, without = send(ana, store, hints=Hints(docket="13/2026")), send(ana, store)
    theirs = send(stranger, store, hints=CASE)
    assert purge_case(ana, store, "12/2026-B\n") == 2
    assert gone(store, ana, *mine, other, without) == [True, True, False, False]
    assert gone(store, stranger, theirs) == [False]
    assert purge_case(ana, store, "12/2026-B") == 0


@pytest.mark.parametrize("docket", ["", " / \n"])
def test_what_is_no_file_number_purges_nothing(store: Store, ana: Principal, docket: str) -> None:
    document_id = send(ana, store)
    with pytest.raises(InputError):
        purge_case(ana, store, docket)
    assert gone(store, ana, document_id) == [False]


def test_documents_are_purged_by_id_whosever_they_are(
    store: Store, ana: Principal, stranger: Principal
) -> None:
    one, other, left = send(ana, store), send(stranger, store), send(ana, store)
    assert purge_these(store, [one, other, uuid4()]) == 2
    assert gone(store, ana, one, left) == [True, False]
    assert purge_these(store, [one, other]) == 0
    assert [entry.action for entry in trail(stranger, store, 10)] == ["receive", "purge"]
