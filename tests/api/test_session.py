"""The page's sessions: logging in with a key or by OIDC, what a cookie may do, logging out."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from service.storage.api_keys import keys_of, revoke
from service.storage.attempts import forget_failures
from service.storage.principals import create_key, create_tenant, principal_of, valid_key
from service.storage.sessions import reading
from service.storage.tables import FailedLogin, Login
from tests.api.conftest import TEXT, Court
from tests.conftest import Clock
from tests.provider import AUDIENCE, CLIENT, SECRET, OidcProvider, running
from tests.storage.test_secrecy import stored


def key_of(court: Court) -> str:
    return str(court.client.headers["authorization"]).removeprefix("Bearer ")


def logged_in(app: FastAPI, key: str) -> tuple[TestClient, str]:
    """A browser with a session, and its CSRF token."""
    browser = TestClient(app)
    answer = browser.post("/v1/session", json={"key": key})
    assert answer.status_code == 201, answer.text
    return browser, answer.json()["csrf_token"]


def test_a_cookie_reads_as_a_key_does(app: FastAPI, court: Court) -> None:
    browser, _ = logged_in(app, key_of(court))
    document = court.client.post("/v1/documents", json={"text": TEXT}).json()["id"]
    for path in (f"/v1/documents/{document}", f"/v1/review/{document}", "/v1/review/queue", "/v1/stats"):
        assert browser.get(path).json() == court.client.get(path).json()
    who = browser.get("/v1/session").json()
    assert (who["name"], who["tenant"]) == ("ada", str(court.tenant))
    assert court.client.get("/v1/session").json()["csrf_token"] is None


@pytest.mark.parametrize(
    ("roles", "home"),
    [({"reviewer", "submitter"}, "/review"), ({"judge"}, "/review/questions"), ({"submitter"}, "/upload")],
)
def test_the_page_to_begin_with_is_one_s_own(app: FastAPI, court: Court, roles: set[str], home: str) -> None:
    key = create_key(court.resources.store, court.tenant, "iñigo", frozenset(roles))
    browser, _ = logged_in(app, key)
    assert browser.get("/v1/session").json()["home"] == home
    assert browser.get(home).status_code == 200


def test_a_cookie_alone_changes_nothing(app: FastAPI, court: Court) -> None:
    browser, token = logged_in(app, key_of(court))
    document = court.client.post("/v1/documents", json={"text": TEXT}).json()["id"]
    claim = f"/v1/review/{document}/claim"
    for sent in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": token[:-1]}):
        refused = browser.post(claim, headers=sent)
        assert (refused.status_code, refused.json()["code"]) == (403, "csrf_refused")
    assert browser.post(claim, headers={"X-CSRF-Token": token}).status_code == 200
    _, others = logged_in(app, key_of(court))
    assert browser.post(claim, headers={"X-CSRF-Token": others}).status_code == 403


def test_every_change_wants_the_token(app: FastAPI, court: Court) -> None:
    browser, _ = logged_in(app, key_of(court))
    one = "3e4a0c86-6a4b-4a0e-8f40-3f6e1f0f6a11"
    for path, item in app.openapi()["paths"].items():
        for method in item.keys() - {"get"}:
            if (method, path) != ("post", "/v1/session"):
                refused = browser.request(method, re.sub(r"\{\w+\}", one, path), json={"text": "a"})
                assert (refused.status_code, refused.json()["code"]) == (403, "csrf_refused"), path


def test_the_cookie_on_loopback(app: FastAPI, court: Court) -> None:
    cookie = TestClient(app).post("/v1/session", json={"key": key_of(court)}).headers["set-cookie"]
    assert re.fullmatch(r"innominado=[\w-]{43}; HttpOnly; Max-Age=28800; Path=/; SameSite=strict", cookie), (
        cookie
    )


def test_the_cookie_over_tls(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(public_url="https://anonimo.example.com", master_key="A" * 43 + "=")
    with TestClient(app, base_url="https://anonimo.example.com") as browser:
        store = app.state.resources.store
        key = create_key(store, create_tenant(store, "juzgado"), "ada")
        answer = browser.post("/v1/session", json={"key": key})
        assert re.fullmatch(
            r"__Host-innominado=[\w-]{43}; HttpOnly; Max-Age=28800; Path=/; SameSite=strict; Secure",
            answer.headers["set-cookie"],
        )
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert browser.get("/v1/session").status_code == 200
        # A cookie that a neighbour under the same domain could have set counts for nothing.
        token = browser.cookies["__Host-innominado"]
        other = TestClient(app, base_url="https://anonimo.example.com", cookies={"innominado": token})
        assert other.get("/v1/session").status_code == 401
        # With a proxy in front, calls that store nothing are open to nobody either.
        assert other.post("/v1/analyze", json={"text": "a"}).status_code == 401


def test_logout_is_for_good(app: FastAPI, court: Court) -> None:
    browser, token = logged_in(app, key_of(court))
    cookie = browser.cookies["innominado"]
    out = browser.delete("/v1/session", headers={"X-CSRF-Token": token})
    assert (out.status_code, 'innominado=""; ' in out.headers["set-cookie"]) == (204, True)
    assert TestClient(app, cookies={"innominado": cookie}).get("/v1/session").status_code == 401


def test_a_session_ends_with_time_and_with_its_key(app: FastAPI, court: Court, clock: Clock) -> None:
    idle, _ = logged_in(app, key_of(court))
    clock.advance(timedelta(minutes=61))
    assert idle.get("/v1/stats").status_code == 401
    store = app.state.resources.store
    browser, _ = logged_in(app, key_of(court))
    with reading(store) as session:
        principal = principal_of(valid_key(store, session, key_of(court)))
    [key] = keys_of(principal, store)
    revoke(principal, store, key.id)
    assert browser.get("/v1/stats").status_code == 401


def test_an_old_cookie_does_not_stop_the_next_login(app: FastAPI, court: Court) -> None:
    browser = TestClient(app, cookies={"innominado": "old"})
    assert browser.get("/v1/session").status_code == 401
    assert browser.post("/v1/session", json={"key": key_of(court)}).status_code == 201


def test_attempts_are_limited(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(login_attempts=3)
    with TestClient(app) as browser:
        store = app.state.resources.store
        key = create_key(store, create_tenant(store, "juzgado"), "ada")
        for _ in range(3):
            assert browser.post("/v1/session", json={"key": key}).status_code == 201
            assert browser.post("/v1/session", json={"key": "inn_wrong"}).status_code == 401
        refused = browser.post("/v1/session", json={"key": key})
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
        assert 0 < int(refused.headers["retry-after"]) <= 300
        elsewhere = TestClient(app, client=("192.0.2.7", 1))
        assert elsewhere.post("/v1/session", json={"key": key}).status_code == 201


def test_attempts_are_limited_in_all_processes_together(
    make_app: Callable[..., FastAPI], clock: Clock
) -> None:
    apps = [make_app(login_attempts=2) for _ in range(2)]
    with TestClient(apps[0]) as one, TestClient(apps[1]) as other:

        def fails(browser: TestClient) -> int:
            return browser.post("/v1/session", json={"key": "inn_wrong"}).status_code

        assert [fails(browser) for browser in (one, other, one, other)] == [401, 401, 429, 429]
        clock.advance(timedelta(minutes=5))
        assert fails(other) == 401
        forget_failures(apps[0].state.resources.store)
        with reading(apps[0].state.resources.store) as session:
            assert len(session.scalars(select(FailedLogin)).all()) == 1


def test_the_addresses_of_one_network_count_as_one(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(login_attempts=2)
    with TestClient(app):
        status = [
            TestClient(app, client=(f"2001:db8:0:{net}::{host}", 1))
            .post("/v1/session", json={"key": "inn_wrong"})
            .status_code
            for net, host in ((1, 1), (1, 2), (1, 3), (2, 1))
        ]
    assert status == [401, 401, 429, 401]


def test_the_key_is_told_nowhere(
    app: FastAPI, court: Court, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    browser, token = logged_in(app, key_of(court))
    cookie = browser.cookies["innominado"]
    TestClient(app).post("/v1/session", json={"key": "inn_Lumbreras"})
    TestClient(app).post("/v1/session", json={"key": ["inn_Lumbreras"]})
    told = "".join(capfd.readouterr())
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("test.sqlite*"))
    for secret in (key_of(court), cookie, "Lumbreras"):
        assert secret not in told
        assert secret.encode() not in stored
    assert token not in told


# OpenID Connect


@pytest.fixture
def remote(clock: Clock) -> Iterator[OidcProvider]:
    with running(int(clock().timestamp())) as provider:
        provider.person = {"preferred_username": "carla", "groups": ["revisores"]}
        yield provider


@pytest.fixture
def oidc_app(make_app: Callable[..., FastAPI], remote: OidcProvider) -> Iterator[FastAPI]:
    app = make_app(
        oidc_issuer=remote.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_audience=AUDIENCE,
        oidc_groups={"revisores": ["juzgado", "reviewer"], "jueces": ["nada", "reviewer"]},
    )
    with TestClient(app):
        create_tenant(app.state.resources.store, "juzgado")
        yield app


def begun(app: FastAPI) -> tuple[TestClient, str]:
    browser = TestClient(app, follow_redirects=False)
    answer = browser.get("/v1/session/oidc")
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert re.search(r"^innominado-login=\S+; HttpOnly; Max-Age=600; Path=/; SameSite=lax$", cookie)
    return browser, answer.headers["location"]


def test_a_login_by_oidc(oidc_app: FastAPI, remote: OidcProvider) -> None:
    browser, url = begun(oidc_app)
    back = browser.get("/v1/session/oidc/callback", params=remote.authorize(url))
    assert (back.status_code, back.headers["location"]) == (303, "/review")
    assert "innominado-login" not in browser.cookies
    who = browser.get("/v1/session").json()
    assert who["name"] == "carla"
    assert set(who["permissions"]) == {"anonymize", "stats", "read", "review"}
    headers = {"X-CSRF-Token": who["csrf_token"]}
    assert browser.post("/v1/documents", json={"text": "a"}, headers=headers).status_code == 403
    assert browser.get("/v1/review/queue").status_code == 200


def test_the_same_person_by_token_and_by_page(oidc_app: FastAPI, remote: OidcProvider) -> None:
    browser, url = begun(oidc_app)
    browser.get("/v1/session/oidc/callback", params=remote.authorize(url))
    caller = TestClient(oidc_app, headers={"Authorization": f"Bearer {remote.token()}"})
    assert caller.get("/v1/session").json()["actor"] == browser.get("/v1/session").json()["actor"]


def logged_in_by_oidc(app: FastAPI, remote: OidcProvider) -> TestClient:
    browser, url = begun(app)
    browser.get("/v1/session/oidc/callback", params=remote.authorize(url))
    return browser


def later(clock: Clock, remote: OidcProvider, minutes: int) -> None:
    clock.advance(timedelta(minutes=minutes))
    remote.now = int(clock().timestamp())


def test_roles_are_those_of_the_provider_now(oidc_app: FastAPI, remote: OidcProvider, clock: Clock) -> None:
    browser = logged_in_by_oidc(oidc_app, remote)
    oidc_app.state.resources.settings.oidc_groups["jefas"] = ("juzgado", "auditor")
    remote.person |= {"groups": ["jefas"]}
    later(clock, remote, 14)
    assert "review" in browser.get("/v1/session").json()["permissions"]
    later(clock, remote, 1)
    assert "review" not in browser.get("/v1/session").json()["permissions"]
    assert browser.get("/v1/review/queue").status_code == 403
    assert browser.get("/v1/audit").status_code == 200
    asked = remote.asked.count("/token")
    later(clock, remote, 15)
    assert browser.get("/v1/audit").status_code == 200
    assert remote.asked.count("/token") == asked + 1


@pytest.mark.parametrize("person", [{"groups": []}, {"sub": "18"}, {"groups": ["jueces"]}], ids=str)
def test_who_has_no_place_any_more_is_logged_out(
    oidc_app: FastAPI, remote: OidcProvider, clock: Clock, person: dict[str, Any]
) -> None:
    browser = logged_in_by_oidc(oidc_app, remote)
    remote.person |= person
    later(clock, remote, 15)
    assert browser.get("/v1/review/queue").status_code == 401
    remote.person |= {"groups": ["revisores"], "sub": "17"}
    assert browser.get("/v1/review/queue").status_code == 401


def test_who_was_logged_out_there_is_logged_out_here(
    oidc_app: FastAPI, remote: OidcProvider, clock: Clock
) -> None:
    browser = logged_in_by_oidc(oidc_app, remote)
    remote.refresh_tokens.clear()
    later(clock, remote, 15)
    assert browser.get("/v1/review/queue").status_code == 401


def test_without_a_refresh_token_a_session_is_short(
    oidc_app: FastAPI, remote: OidcProvider, clock: Clock
) -> None:
    remote.refreshing = False
    browser = logged_in_by_oidc(oidc_app, remote)
    later(clock, remote, 14)
    assert browser.get("/v1/review/queue").status_code == 200
    later(clock, remote, 1)
    assert browser.get("/v1/review/queue").status_code == 401


def test_a_provider_that_is_gone_keeps_sessions_waiting(
    oidc_app: FastAPI, remote: OidcProvider, clock: Clock
) -> None:
    browser = logged_in_by_oidc(oidc_app, remote)
    remote.failing = True
    later(clock, remote, 15)
    for _ in range(2):
        waiting = browser.get("/v1/review/queue")
        assert (waiting.status_code, waiting.json()["code"]) == (503, "provider_unavailable")
    remote.failing = False
    assert browser.get("/v1/review/queue").status_code == 200


def test_the_refresh_token_is_stored_sealed(oidc_app: FastAPI, remote: OidcProvider) -> None:
    logged_in_by_oidc(oidc_app, remote)
    store = oidc_app.state.resources.store
    assert remote.refresh_tokens[-1].encode() not in stored(store)
    with reading(store) as session:
        assert session.scalars(select(Login)).one().sealed_refresh


def test_many_calls_at_once_ask_once(oidc_app: FastAPI, remote: OidcProvider, clock: Clock) -> None:
    browser = logged_in_by_oidc(oidc_app, remote)
    later(clock, remote, 15)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: browser.get("/v1/review/queue").status_code, range(12)))
    assert answers == [200] * 12
    assert remote.asked.count("/token") == 2


def refused_at(answer: Any) -> bool:
    return (answer.status_code, answer.headers["location"]) == (303, "/login#refused")


def test_a_login_that_this_browser_never_began(oidc_app: FastAPI, remote: OidcProvider, clock: Clock) -> None:
    browser, url = begun(oidc_app)
    back = remote.authorize(url)
    stranger = TestClient(oidc_app, follow_redirects=False)
    callback = "/v1/session/oidc/callback"
    assert refused_at(stranger.get(callback, params=back))
    assert refused_at(browser.get(callback, params={**back, "state": "x"}))
    assert refused_at(browser.get(callback, params={"state": back["state"], "error": "access_denied"}))
    clock.advance(timedelta(minutes=11))
    assert refused_at(browser.get(callback, params=back))
    assert "innominado" not in browser.cookies


def test_another_site_cannot_use_up_the_attempts(oidc_app: FastAPI, remote: OidcProvider) -> None:
    stranger = TestClient(oidc_app, follow_redirects=False)
    for _ in range(oidc_app.state.resources.settings.login_attempts + 1):
        assert refused_at(stranger.get("/v1/session/oidc/callback?code=a&state=b"))
    browser, url = begun(oidc_app)
    back = browser.get("/v1/session/oidc/callback", params=remote.authorize(url))
    assert back.headers["location"] == "/review"


def test_codes_that_the_provider_refuses_are_attempts(oidc_app: FastAPI, remote: OidcProvider) -> None:
    for _ in range(oidc_app.state.resources.settings.login_attempts):
        browser, url = begun(oidc_app)
        back = remote.authorize(url)
        assert refused_at(browser.get("/v1/session/oidc/callback", params={**back, "code": "a"}))
    browser, url = begun(oidc_app)
    late = browser.get("/v1/session/oidc/callback", params=remote.authorize(url))
    assert (late.status_code, late.json()["code"]) == (429, "too_many_attempts")


@pytest.mark.parametrize("groups", [[], ["otros"], ["jueces"], ["revisores", "jueces"]], ids=str)
def test_somebody_without_a_place(oidc_app: FastAPI, remote: OidcProvider, groups: list[str]) -> None:
    remote.person = {"groups": groups}
    browser, url = begun(oidc_app)
    assert refused_at(browser.get("/v1/session/oidc/callback", params=remote.authorize(url)))
    caller = TestClient(oidc_app, headers={"Authorization": f"Bearer {remote.token()}"})
    answer = caller.get("/v1/stats")
    assert (answer.status_code, answer.json()["code"]) == (403, "login_refused")


def test_a_token_that_is_not_believed(oidc_app: FastAPI, remote: OidcProvider) -> None:
    for token in (remote.token(aud="other"), remote.token(exp=1), "x"):
        answer = TestClient(oidc_app, headers={"Authorization": f"Bearer {token}"}).get("/v1/stats")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_keys_are_good_while_the_provider_is_gone(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(
        oidc_issuer="http://127.0.0.1:1",
        oidc_client_id=CLIENT,
        oidc_audience=AUDIENCE,
        oidc_groups={"revisores": ["juzgado", "reviewer"]},
    )
    with TestClient(app, follow_redirects=False) as browser:
        store = app.state.resources.store
        key = create_key(store, create_tenant(store, "juzgado"), "ada")
        assert browser.get("/v1/stats", headers={"Authorization": f"Bearer {key}"}).status_code == 200
        for answer in (
            browser.get("/v1/session/oidc"),
            browser.get("/v1/stats", headers={"Authorization": "Bearer a.b.c"}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, "provider_unavailable")
            assert answer.headers["retry-after"]


def test_without_a_provider_there_is_none(anyone: TestClient) -> None:
    for path in ("/v1/session/oidc", "/v1/session/oidc/callback?code=a&state=b"):
        assert anyone.get(path, follow_redirects=False).status_code == 404
    assert 'id="oidc" hidden' in anyone.get("/login").text


def test_the_login_page_offers_it(oidc_app: FastAPI) -> None:
    assert 'id="oidc">' in TestClient(oidc_app).get("/login").text
