"""Keys: made once, kept as digests, known until they are revoked."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from service.errors import Forbidden, Unauthenticated
from service.roles import PERMISSIONS
from service.storage.principals import Principal, authenticate, bootstrap, create_key, require
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Actor, ApiKey
from tests.conftest import Clock


def test_the_first_start_makes_one_key(store: Store) -> None:
    key = bootstrap(store)
    assert key is not None
    assert re.fullmatch(r"inn_[\w-]{43}", key)
    assert authenticate(store, key).permissions == PERMISSIONS
    assert bootstrap(store) is None


def test_of_many_first_starts_one_makes_it(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        keys = [key for key in pool.map(lambda _: bootstrap(store), range(4)) if key]
    assert len(keys) == 1
    assert authenticate(store, keys[0])


def test_a_key_is_kept_as_its_digest(store: Store) -> None:
    key = bootstrap(store) or ""
    with reading(store) as session:
        row = session.scalars(select(ApiKey)).one()
        assert all(key[4:] not in str(getattr(row, column.key)) for column in ApiKey.__table__.columns)


@pytest.mark.parametrize("key", ["", "inn_", "inn_" + "x" * 43, "\ud800"])
def test_an_unknown_key_is_nobodys(store: Store, key: str) -> None:
    bootstrap(store)
    with pytest.raises(Unauthenticated):
        authenticate(store, key)


def test_a_revoked_key_is_nobodys(store: Store, clock: Clock) -> None:
    key = bootstrap(store) or ""
    with transaction(store) as session:
        session.scalars(select(ApiKey)).one().revoked_at = clock()
    with pytest.raises(Unauthenticated):
        authenticate(store, key)


def test_an_actor_may_have_many_keys(store: Store, ana: Principal) -> None:
    again = authenticate(store, create_key(store, ana.tenant_id, "ana", {"reviewer"}))
    assert again.actor_id == ana.actor_id
    require(again, "review")
    with pytest.raises(Forbidden):
        require(again, "submit")


def test_a_tenant_has_one_system_actor(store: Store, ana: Principal) -> None:
    with reading(store) as session:
        of_ana = select(Actor.name).where(Actor.tenant_id == ana.tenant_id, Actor.kind == "system")
        assert session.scalars(of_ana).all() == ["system"]
