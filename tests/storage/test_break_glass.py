"""Break-glass: two people, a while, and the trail tells all of it."""

from datetime import timedelta

import pytest

from service.errors import Conflict, Forbidden, InputError, NotFound
from service.roles import permissions_of
from service.storage.audit import trail
from service.storage.break_glass import ASKED_FOR, GRANTED_FOR, ask, grant, read_original, requests
from service.storage.documents import purge
from service.storage.principals import Principal
from service.storage.sessions import Store
from tests.conftest import Clock
from tests.small import DOUBTFUL_TEXT, send

REASON = "Reclamo de Quirina Albaflor."


@pytest.fixture
def admin(ana: Principal) -> Principal:
    return Principal(ana.tenant_id, ana.actor_id, permissions_of(["admin"]))


def test_who_asked_reads_it_for_a_while_once_another_granted_it(
    store: Store, admin: Principal, berto: Principal, clock: Clock
) -> None:
    document = send(berto, store)
    asked = ask(admin, store, document, REASON)
    with pytest.raises(Conflict):
        read_original(admin, store, asked.id)
    granted = grant(berto, store, asked.id)
    assert (granted.asked_by, granted.granted_by, granted.reason) == ("ana", "berto", REASON)
    clock.advance(GRANTED_FOR - timedelta(seconds=1))
    assert read_original(admin, store, asked.id) == DOUBTFUL_TEXT
    clock.advance(timedelta(seconds=1))
    with pytest.raises(Conflict):
        read_original(admin, store, asked.id)
    told = [(entry.action, entry.actor_id) for entry in trail(admin, store, 10)][1:]
    assert told == [
        ("break_glass_ask", admin.actor_id),
        ("break_glass_grant", berto.actor_id),
        ("break_glass_read", admin.actor_id),
    ]


def test_nobody_grants_their_own_nor_reads_what_another_asked_for(
    store: Store, admin: Principal, berto: Principal
) -> None:
    asked = ask(admin, store, send(berto, store), REASON)
    with pytest.raises(Forbidden):
        grant(admin, store, asked.id)
    grant(berto, store, asked.id)
    with pytest.raises(Conflict):
        grant(berto, store, asked.id)
    with pytest.raises(NotFound):
        read_original(berto, store, asked.id)


def test_a_request_waits_a_day(store: Store, admin: Principal, berto: Principal, clock: Clock) -> None:
    asked = ask(admin, store, send(berto, store), REASON)
    clock.advance(ASKED_FOR)
    assert requests(berto, store) == ()
    with pytest.raises(Conflict):
        grant(berto, store, asked.id)


def test_another_tenant_sees_none_of_it(
    store: Store, admin: Principal, berto: Principal, stranger: Principal
) -> None:
    document = send(berto, store)
    with pytest.raises(NotFound):
        ask(stranger, store, document, REASON)
    asked = ask(admin, store, document, REASON)
    with pytest.raises(NotFound):
        grant(stranger, store, asked.id)
    grant(berto, store, asked.id)
    with pytest.raises(NotFound):
        read_original(stranger, store, asked.id)
    assert requests(stranger, store) == ()


def test_who_may_not_grant_sees_only_their_own(store: Store, admin: Principal, berto: Principal) -> None:
    document = send(berto, store)
    mine = ask(admin, store, document, REASON)
    other = ask(berto, store, document, REASON)
    assert [found.id for found in requests(admin, store)] == [mine.id]
    assert {found.id for found in requests(berto, store)} == {mine.id, other.id}


def test_a_purge_ends_it(store: Store, admin: Principal, berto: Principal) -> None:
    document = send(berto, store)
    asked = ask(admin, store, document, REASON)
    grant(berto, store, asked.id)
    purge(berto, store, document)
    with pytest.raises(NotFound):
        read_original(admin, store, asked.id)
    assert requests(berto, store) == ()


@pytest.mark.parametrize("reason", ["", " \n", "x" * 1001])
def test_a_reason_is_needed(store: Store, admin: Principal, berto: Principal, reason: str) -> None:
    with pytest.raises(InputError):
        ask(admin, store, send(berto, store), reason)
