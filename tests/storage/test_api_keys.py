"""API keys: who may make which, until when they are valid, and that their use is told."""

from datetime import timedelta

import pytest

from service.errors import Conflict, Forbidden, InputError, NotFound, Unauthenticated
from service.roles import OF_ROLE, ROLES, Permission, permissions_of
from service.storage.api_keys import issue, keys_of, revoke, use
from service.storage.audit import trail
from service.storage.principals import Principal, actor_of_subject, authenticate, create_key
from service.storage.sessions import Store
from tests.conftest import Clock

YEAR = timedelta(days=365)


def as_(principal: Principal, *roles: str) -> Principal:
    return Principal(principal.tenant_id, principal.actor_id, permissions_of(roles))


def actions(principal: Principal, store: Store) -> list[str]:
    return [entry.action for entry in trail(principal, store, 100)]


def test_a_key_may_what_its_roles_may(store: Store, ana: Principal) -> None:
    for role in ROLES:
        _, key = issue(ana, store, "un sistema", [role], None, YEAR)
        assert authenticate(store, key).permissions == OF_ROLE[role]


def test_a_key_may_be_narrowed(store: Store, ana: Principal) -> None:
    scopes: list[Permission] = ["submit", "review"]
    record, key = issue(ana, store, "un sistema", ["submitter"], scopes, YEAR)
    assert authenticate(store, key).permissions == {"submit"}
    assert record.scopes == ("review", "submit")


def test_nobody_passes_on_the_reading_of_originals_without_having_it(store: Store, ana: Principal) -> None:
    admin, supervisor = as_(ana, "admin"), as_(ana, "supervisor")
    may = {
        "admin": {"submitter", "auditor", "admin"},
        "supervisor": {"submitter", "reviewer", "judge", "supervisor", "auditor"},
    }
    for maker, name in ((admin, "admin"), (supervisor, "supervisor")):
        for role in ROLES:
            if role in may[name]:
                issue(maker, store, "alguien", [role], None, YEAR)
            else:
                with pytest.raises(Forbidden):
                    issue(maker, store, "alguien", [role], None, YEAR)
    # Narrowed to what anybody may have, it is no danger.
    issue(admin, store, "lector", ["reviewer"], ["read"], YEAR)


def test_a_key_expires(store: Store, ana: Principal, clock: Clock) -> None:
    _, key = issue(ana, store, "un sistema", ["submitter"], None, timedelta(days=1))
    clock.advance(timedelta(days=1) - timedelta(seconds=1))
    use(store, key)
    clock.advance(timedelta(seconds=1))
    with pytest.raises(Unauthenticated):
        use(store, key)


def test_a_revoked_key_is_nobodys_and_another_tenants_cannot_be_revoked(
    store: Store, ana: Principal, stranger: Principal
) -> None:
    record, key = issue(ana, store, "un sistema", ["submitter"], None, YEAR)
    with pytest.raises(NotFound):
        revoke(stranger, store, record.id)
    assert use(store, key)
    revoke(ana, store, record.id)
    revoke(ana, store, record.id)
    with pytest.raises(Unauthenticated):
        use(store, key)
    assert actions(ana, store) == ["key_issue", "key_use", "key_revoke"]
    assert record.id not in {known.id for known in keys_of(stranger, store)}


def test_use_is_told_once_an_hour(store: Store, ana: Principal, clock: Clock) -> None:
    key = create_key(store, ana.tenant_id, "un sistema")
    before = clock()
    for _ in range(3):
        use(store, key)
    [used] = [known.used_at for known in keys_of(ana, store) if known.actor == "un sistema"]
    assert used == before
    clock.advance(timedelta(hours=1))
    use(store, key)
    assert actions(ana, store) == ["key_use", "key_use"]
    [used] = [known.used_at for known in keys_of(ana, store) if known.actor == "un sistema"]
    assert used == clock()


@pytest.mark.parametrize(
    ("actor", "roles", "scopes", "days"),
    [
        ("ada", ["juez"], None, 1),
        ("ada", [], None, 1),
        ("ada", ["reviewer"], ["everything"], 1),
        ("", ["reviewer"], None, 1),
        (" ", ["reviewer"], None, 1),
        ("a\nb", ["reviewer"], None, 1),
        ("x" * 201, ["reviewer"], None, 1),
        ("system", ["reviewer"], None, 1),
        ("ada", ["reviewer"], None, 0),
        ("ada", ["reviewer"], None, 10_000),
    ],
)
def test_a_key_that_cannot_be(
    store: Store, ana: Principal, actor: str, roles: list[str], scopes: list[str] | None, days: int
) -> None:
    with pytest.raises(InputError):
        issue(ana, store, actor, roles, scopes, timedelta(days=days))


def test_nobody_gets_a_key_in_the_name_of_who_logs_in(store: Store, ana: Principal) -> None:
    actor_of_subject(store, ana.tenant_id, "https://id.example.com", "17", "carla")
    with pytest.raises(Conflict):
        issue(ana, store, "carla", ["reviewer"], None, YEAR)


def test_who_logs_in_is_known_by_issuer_and_subject(store: Store, ana: Principal) -> None:
    def of(issuer: str, subject: str, name: str) -> object:
        return actor_of_subject(store, ana.tenant_id, issuer, subject, name)

    first = of("https://a.example.com", "1", "carla")
    assert of("https://a.example.com", "1", "carla, casada") == first
    assert of("https://a.example.com", "2", "carla") != first
    assert of("https://b.example.com", "1", "carla") != first
    assert of("https://a.example.com", "3", "ana") != ana.actor_id
