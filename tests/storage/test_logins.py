"""Sessions of the page: how they end."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from service.errors import Unauthenticated
from service.roles import permissions_of
from service.storage.api_keys import issue, revoke
from service.storage.audit import trail
from service.storage.logins import close, open_with_key, open_with_roles, resume
from service.storage.principals import Principal
from service.storage.sessions import Store, reading
from service.storage.tables import Login
from tests.conftest import Clock

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def test_a_session_is_its_owners(store: Store, ana: Principal) -> None:
    _, key = issue(ana, store, "carla", ["reviewer"], None, DAY)
    opened, token = open_with_key(store, key, 8 * HOUR)
    found = resume(store, token, HOUR)
    assert found == opened
    assert (found.actor, found.principal.permissions) == ("carla", permissions_of(["reviewer"]))
    assert found.csrf not in repr(found)


def test_what_the_cookie_holds_is_kept_nowhere(store: Store, ana: Principal) -> None:
    _, token = open_with_roles(store, ana, ["reviewer"], HOUR)
    with reading(store) as session:
        row = session.scalars(select(Login)).one()
        assert all(token not in str(getattr(row, column.key)) for column in Login.__table__.columns)
        assert row.csrf != token


def test_it_ends_at_its_time_however_much_it_is_used(store: Store, ana: Principal, clock: Clock) -> None:
    _, token = open_with_roles(store, ana, ["reviewer"], 2 * HOUR)
    for _ in range(3):
        clock.advance(30 * MINUTE)
        resume(store, token, HOUR)
    clock.advance(30 * MINUTE)
    with pytest.raises(Unauthenticated):
        resume(store, token, HOUR)


def test_it_ends_unused(store: Store, ana: Principal, clock: Clock) -> None:
    _, token = open_with_roles(store, ana, ["reviewer"], 8 * HOUR)
    clock.advance(HOUR - MINUTE)
    resume(store, token, HOUR)
    clock.advance(HOUR)
    with pytest.raises(Unauthenticated):
        resume(store, token, HOUR)


def test_it_ends_with_its_key(store: Store, ana: Principal, clock: Clock) -> None:
    record, key = issue(ana, store, "carla", ["reviewer"], None, DAY)
    _, token = open_with_key(store, key, 8 * HOUR)
    revoke(ana, store, record.id)
    with pytest.raises(Unauthenticated):
        resume(store, token, HOUR)
    with pytest.raises(Unauthenticated):
        open_with_key(store, key, HOUR)
    _, short = issue(ana, store, "carla", ["reviewer"], None, DAY)
    opened, _ = open_with_key(store, short, 30 * DAY)
    assert opened.expires_at == clock() + DAY


def test_it_ends_by_logout(store: Store, ana: Principal, stranger: Principal) -> None:
    _, token = open_with_roles(store, ana, ["reviewer"], HOUR)
    close(stranger, store, token)
    resume(store, token, HOUR)
    close(ana, store, token)
    close(ana, store, token)
    with pytest.raises(Unauthenticated):
        resume(store, token, HOUR)
    assert [entry.action for entry in trail(ana, store, 10)] == ["login", "logout"]


@pytest.mark.parametrize("token", ["", "x", "\ud800"])
def test_an_unknown_cookie_is_nobodys(store: Store, token: str) -> None:
    with pytest.raises(Unauthenticated):
        resume(store, token, HOUR)


def test_what_is_over_is_swept_away(store: Store, ana: Principal, clock: Clock) -> None:
    open_with_roles(store, ana, ["reviewer"], HOUR)
    clock.advance(2 * HOUR)
    _, token = open_with_roles(store, ana, ["reviewer"], HOUR)
    clock.advance(MINUTE)
    resume(store, token, HOUR)
    with reading(store) as session:
        assert session.scalar(select(func.count()).select_from(Login)) == 1
