"""Who may do what, whole: every operation of the contract × every role × own and other tenant.

A new route fails here until it has a rule: who may, and what somebody of another tenant gets.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.roles import OF_ROLE, PERMISSIONS, ROLES, Role
from tests.api.conftest import SURE, TEXT, Court, new_court

#: What another tenant gets of ours. gone: it does not exist. own: what is theirs, and nothing
#: of ours. none: it is about nobody's documents.
Elsewhere = Literal["gone", "own", "none"]
#: A request that succeeds for whoever may: parameters of the path, and the rest. It is given
#: the court, which may all, and the client of the court whose request it will be.
Prepare = Callable[[Court, TestClient], dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    roles: str
    elsewhere: Elsewhere
    prepare: Prepare = lambda _court, _who: {}


def made(court: Court, text: str = TEXT) -> str:
    return str(court.client.post("/v1/documents", json={"text": text}).json()["id"])


def a_document(court: Court, _who: TestClient) -> dict[str, Any]:
    return {"document_id": made(court)}


def a_finished_document(court: Court, _who: TestClient) -> dict[str, Any]:
    return {"document_id": made(court, SURE)}


def a_claimed_document(court: Court, who: TestClient) -> dict[str, Any]:
    document = made(court)
    claim = who.post(f"/v1/review/{document}/claim").json()
    body = {"lease_id": claim.get("lease_id", str(uuid4()))}
    return {"document_id": document, "json": body}


def a_verdict(court: Court, who: TestClient) -> dict[str, Any]:
    claimed = a_claimed_document(court, who)
    return {**claimed, "json": {**claimed["json"], "spans": []}, "headers": {"If-Match": '"0"'}}


def a_draft(court: Court, _who: TestClient) -> dict[str, Any]:
    return {"document_id": made(court), "json": {"base": 0, "state": {}}}


def a_place(court: Court, _who: TestClient) -> dict[str, Any]:
    return {"document_id": made(court), "json": {"start": 0, "end": 9}}


def some_places(court: Court, _who: TestClient) -> dict[str, Any]:
    return {"document_id": made(court), "json": {"places": [{"start": 0, "end": 9, "label": "FECHA"}]}}


def a_preview(court: Court, _who: TestClient) -> dict[str, Any]:
    return {"document_id": made(court), "json": {"style": "initials", "spans": []}}


def a_submission(court: Court, who: TestClient) -> dict[str, Any]:
    verdict = a_verdict(court, who)
    who.put(f"/v1/review/{verdict['document_id']}", json=verdict["json"], headers=verdict["headers"])
    return {"document_id": verdict["document_id"]}


def a_question(court: Court, who: TestClient) -> dict[str, Any]:
    claimed = a_claimed_document(court, who)
    return {**claimed, "json": {**claimed["json"], "addressee": "judge", "question": "¿Es parte?"}}


def an_asked_question(court: Court, _who: TestClient) -> dict[str, Any]:
    asked = a_question(court, court.client)
    answer = court.client.post(f"/v1/review/{asked['document_id']}/questions", json=asked["json"])
    return {"question_id": answer.json()["id"], "json": {"answer": "Sí."}}


def a_text(_court: Court, _who: TestClient) -> dict[str, Any]:
    return {"json": {"text": TEXT}}


def a_file(_court: Court, _who: TestClient) -> dict[str, Any]:
    return {"files": {"file": ("a.txt", TEXT.encode())}}


def a_new_key(_court: Court, _who: TestClient) -> dict[str, Any]:
    return {"json": {"actor": "un sistema", "roles": ["submitter"]}}


def a_key(court: Court, who: TestClient) -> dict[str, Any]:
    return {"key_id": court.client.post("/v1/keys", **a_new_key(court, who)).json()["id"]}


def a_reason(court: Court, _who: TestClient) -> dict[str, Any]:
    return {"json": {"document_id": made(court), "reason": "Reclamo."}}


def a_request(court: Court, who: TestClient) -> dict[str, Any]:
    return {"request_id": court.client.post("/v1/break-glass", **a_reason(court, who)).json()["id"]}


def a_granted_request(court: Court, who: TestClient) -> dict[str, Any]:
    asked = who.post("/v1/break-glass", **a_reason(court, who))
    if asked.status_code != 201:
        return a_request(court, who)
    request = asked.json()["id"]
    assert court.client.post(f"/v1/break-glass/{request}/grant").status_code == 200
    return {"request_id": request}


def an_objection(court: Court, _who: TestClient) -> dict[str, Any]:
    return {"json": {"kind": "objection", "document": made(court, SURE), "ground": "Soy parte."}}


def a_filed_objection(court: Court, who: TestClient) -> dict[str, Any]:
    filed = court.client.post("/v1/requests", **an_objection(court, who)).json()["id"]
    return {"request_id": filed, "json": {"granted": False, "reasons": "No procede."}}


def a_table(_court: Court, _who: TestClient) -> dict[str, Any]:
    return {"json": {"choices": [{"policy": "todo"}]}}


def somebody(name: str = "Eva Albaflor") -> dict[str, Any]:
    return {"name": name, "role": "autoridad"}


def an_official(_court: Court, _who: TestClient) -> dict[str, Any]:
    return {"json": somebody(f"Eva {chr(97 + uuid4().int % 26)}{uuid4().hex}")}


def some_officials(_court: Court, _who: TestClient) -> dict[str, Any]:
    return {"json": {"entries": [somebody()]}}


def an_entry(court: Court, who: TestClient) -> dict[str, Any]:
    return {"entry_id": court.client.post("/v1/directory", **an_official(court, who)).json()["id"]}


def another_policy(court: Court, who: TestClient) -> dict[str, Any]:
    return {**a_finished_document(court, who), "json": {"policy": "uy"}}


def a_rendering(court: Court, who: TestClient) -> dict[str, Any]:
    return {**a_finished_document(court, who), "audience": "internal"}


def a_reversible_document(court: Court, _who: TestClient) -> dict[str, Any]:
    sent = {"text": SURE, "reversible": True}
    return {"document_id": court.client.post("/v1/documents", json=sent).json()["id"]}


EVERYBODY: Final = "submitter reviewer supervisor judge auditor admin"
READERS: Final = "submitter reviewer supervisor judge"
SUBMITTERS: Final = "submitter supervisor"
REVIEWERS: Final = "reviewer supervisor"
KEEPERS: Final = "supervisor admin"
ANSWERERS: Final = "supervisor judge"
ASKERS: Final = "auditor admin"

RULES: Final[dict[tuple[str, str], Rule]] = {
    ("POST", "/v1/analyze"): Rule(EVERYBODY, "none", a_text),
    ("POST", "/v1/anonymize"): Rule(EVERYBODY, "none", a_text),
    ("POST", "/v1/anonymize/file"): Rule(EVERYBODY, "none", a_file),
    ("GET", "/v1/policies"): Rule(EVERYBODY, "none"),
    ("GET", "/v1/labels"): Rule(EVERYBODY, "none"),
    ("POST", "/v1/documents"): Rule("submitter supervisor", "own", a_text),
    ("GET", "/v1/documents/{document_id}"): Rule(READERS, "gone", a_document),
    ("GET", "/v1/documents/{document_id}/file"): Rule(READERS, "gone", a_finished_document),
    ("GET", "/v1/documents/{document_id}/report"): Rule(READERS, "gone", a_finished_document),
    ("DELETE", "/v1/documents/{document_id}"): Rule("supervisor admin", "gone", a_document),
    ("GET", "/v1/review/queue"): Rule(REVIEWERS, "own", a_document),
    ("GET", "/v1/review/{document_id}"): Rule(REVIEWERS, "gone", a_document),
    ("POST", "/v1/review/{document_id}/claim"): Rule(REVIEWERS, "gone", a_document),
    ("POST", "/v1/review/{document_id}/release"): Rule(REVIEWERS, "gone", a_claimed_document),
    ("PUT", "/v1/review/{document_id}"): Rule(REVIEWERS, "gone", a_verdict),
    ("GET", "/v1/review/{document_id}/visible"): Rule(REVIEWERS, "gone", a_document),
    ("POST", "/v1/review/{document_id}/places"): Rule(REVIEWERS, "gone", a_place),
    ("GET", "/v1/review/{document_id}/pages"): Rule(REVIEWERS, "gone", a_document),
    ("GET", "/v1/review/{document_id}/draft"): Rule(REVIEWERS, "gone", a_document),
    ("PUT", "/v1/review/{document_id}/draft"): Rule(REVIEWERS, "gone", a_draft),
    ("GET", "/v1/review/{document_id}/carried"): Rule(REVIEWERS, "gone", a_document),
    ("POST", "/v1/review/{document_id}/general"): Rule(REVIEWERS, "gone", some_places),
    ("POST", "/v1/review/{document_id}/preview"): Rule(REVIEWERS, "gone", a_preview),
    ("POST", "/v1/review/{document_id}/recall"): Rule(REVIEWERS, "gone", a_submission),
    ("GET", "/v1/review/{document_id}/questions"): Rule(REVIEWERS, "gone", a_document),
    ("POST", "/v1/review/{document_id}/questions"): Rule(REVIEWERS, "gone", a_question),
    ("GET", "/v1/questions"): Rule(ANSWERERS, "own", an_asked_question),
    ("POST", "/v1/questions/{question_id}/answer"): Rule(ANSWERERS, "gone", an_asked_question),
    ("GET", "/v1/stats"): Rule(EVERYBODY, "own", a_document),
    ("GET", "/v1/stats/plot"): Rule(EVERYBODY, "own", a_document),
    ("GET", "/v1/audit"): Rule("auditor", "own", a_document),
    ("GET", "/v1/policies/table"): Rule(EVERYBODY, "own"),
    ("PUT", "/v1/policies/table"): Rule("admin", "own", a_table),
    ("GET", "/v1/directory"): Rule("admin", "own", an_entry),
    ("POST", "/v1/directory"): Rule("admin", "own", an_official),
    ("POST", "/v1/directory/import"): Rule("admin", "own", some_officials),
    ("PUT", "/v1/directory"): Rule("admin", "own", some_officials),
    ("DELETE", "/v1/directory/{entry_id}"): Rule("admin", "gone", an_entry),
    ("POST", "/v1/documents/{document_id}/policy"): Rule(SUBMITTERS, "gone", another_policy),
    ("POST", "/v1/documents/{document_id}/model"): Rule(SUBMITTERS, "gone", a_finished_document),
    ("GET", "/v1/documents/{document_id}/renderings/{audience}"): Rule("supervisor", "gone", a_rendering),
    ("POST", "/v1/documents/{document_id}/reidentify"): Rule("supervisor", "gone", a_reversible_document),
    ("GET", "/v1/events"): Rule(READERS, "own", a_document),
    ("POST", "/v1/requests"): Rule(SUBMITTERS, "gone", an_objection),
    ("GET", "/v1/requests"): Rule(SUBMITTERS, "own", a_filed_objection),
    ("GET", "/v1/requests/{request_id}"): Rule(SUBMITTERS, "gone", a_filed_objection),
    ("POST", "/v1/requests/{request_id}/decision"): Rule(REVIEWERS, "gone", a_filed_objection),
    ("GET", "/v1/keys"): Rule(KEEPERS, "own", a_key),
    ("POST", "/v1/keys"): Rule(KEEPERS, "own", a_new_key),
    ("DELETE", "/v1/keys/{key_id}"): Rule(KEEPERS, "gone", a_key),
    ("POST", "/v1/break-glass"): Rule(ASKERS, "gone", a_reason),
    ("GET", "/v1/break-glass"): Rule(EVERYBODY, "own", a_request),
    ("POST", "/v1/break-glass/{request_id}/grant"): Rule("supervisor", "gone", a_request),
    ("GET", "/v1/break-glass/{request_id}/original"): Rule(ASKERS, "gone", a_granted_request),
    ("GET", "/v1/session"): Rule(EVERYBODY, "own"),
    ("DELETE", "/v1/session"): Rule(EVERYBODY, "own"),
}

#: For whoever watches over the service, and for logging in: they take no login.
OPEN: Final = {
    ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/metrics"), ("POST", "/v1/session"),
    ("GET", "/v1/session/oidc"), ("GET", "/v1/session/oidc/callback"),
}  # fmt: skip


@pytest.fixture
def closed(make_app: Callable[..., FastAPI]) -> FastAPI:
    """Where calls that store nothing take a key as well."""
    return make_app(open_loopback=False, mapping_key=base64.b64encode(bytes(32)).decode())


@pytest.fixture
def home(closed: FastAPI) -> Court:
    return new_court(closed, "juzgado")


@pytest.fixture
def abroad(closed: FastAPI) -> Court:
    return new_court(closed, "tribunal")


def call(who: TestClient, operation: tuple[str, str], prepared: dict[str, Any]) -> Any:
    method, template = operation
    path = template.format_map(prepared)
    rest = {name: value for name, value in prepared.items() if name in ("json", "headers", "files")}
    return who.request(method, path, **rest)


def ids_of(court: Court) -> set[str]:
    """What of a court must be seen nowhere else: itself, its documents, keys, people and requests."""
    audit = court.client.get("/v1/audit?limit=1000").json()["items"]
    keys = court.client.get("/v1/keys").json()["items"]
    asked = court.client.get("/v1/break-glass").json()["items"]
    filed = court.client.get("/v1/requests?limit=100").json()["items"]
    seen = {str(court.tenant), *(found["id"] for found in (*keys, *asked, *filed))}
    return seen | {str(entry[name]) for entry in audit for name in ("actor", "document") if entry[name]}


def test_every_operation_has_a_rule(app: FastAPI) -> None:
    contract = {(method.upper(), path) for path, item in app.openapi()["paths"].items() for method in item}
    assert contract == RULES.keys() | OPEN


@pytest.mark.parametrize("operation", RULES, ids=" ".join)
def test_who_may(operation: tuple[str, str], home: Court, abroad: Court) -> None:
    rule, told = RULES[operation], ""
    for role in sorted(ROLES):
        own, other = (court.colleague(role, frozenset({role})) for court in (home, abroad))
        allowed = role in rule.roles.split()
        foreign = call(other, operation, rule.prepare(home, own))
        expected = 403 if not allowed else 404 if rule.elsewhere == "gone" else 200
        assert foreign.status_code // 100 == expected // 100, (role, foreign.text)
        if expected != 200:
            assert foreign.status_code == expected, (role, foreign.text)
        told += foreign.text
        answer = call(own, operation, rule.prepare(home, own))
        if allowed:
            assert answer.status_code in (200, 201, 204), (role, answer.text)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), (role, answer.text)
    assert [found for found in ids_of(home) if found in told] == []


@pytest.mark.parametrize("operation", RULES, ids=" ".join)
def test_nobody_may_without_a_login(operation: tuple[str, str], home: Court) -> None:
    rule = RULES[operation]
    prepared = rule.prepare(home, home.colleague("otra"))
    for credentials in ({}, {"Authorization": "Bearer inn_wrong"}, {"Authorization": "Basic YTpi"}):
        nobody = TestClient(home.app, headers=credentials)
        refused = call(nobody, operation, prepared)
        assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated"), refused.text


def test_what_is_counted_is_the_tenants_own(home: Court, abroad: Court) -> None:
    made(home)
    assert sum(abroad.client.get("/v1/stats").json()["documents"].values()) == 0
    assert str(home.tenant) not in abroad.client.get("/metrics").text


def test_what_was_purged_is_gone_as_if_it_were_anothers(home: Court, abroad: Court) -> None:
    """So that nobody can tell whether another tenant ever had it."""
    document = made(home)
    home.client.delete(f"/v1/documents/{document}")
    path = f"/v1/documents/{document}"
    own, other, none = (who.get(path).json() for who in (home.client, abroad.client, abroad.client))
    for answer in (own, other, none):
        answer.pop("instance")
    assert own == other == none


def test_an_admin_reads_no_original_and_makes_nobody_who_does(home: Court) -> None:
    admin = home.colleague("administradora", frozenset({"admin"}))
    assert not OF_ROLE["admin"] & {"review", "grant", "read"}
    for role in ("reviewer", "supervisor"):
        body = {"actor": "ella misma", "roles": [role]}
        assert admin.post("/v1/keys", json=body).status_code == 403
    narrowed = {"actor": "ella misma", "roles": ["reviewer"], "scopes": ["review"]}
    assert admin.post("/v1/keys", json=narrowed).status_code == 403


def test_every_permission_is_somebodys() -> None:
    assert frozenset[str]().union(*OF_ROLE.values()) == PERMISSIONS
    roles: set[Role] = set(OF_ROLE)
    assert roles == ROLES


def test_an_api_key_is_good_at_once_and_no_more_once_revoked(home: Court) -> None:
    made_key = home.client.post(
        "/v1/keys", json={"actor": "gestor", "roles": ["submitter"], "days": 1}
    ).json()
    who = TestClient(home.app, headers={"Authorization": f"Bearer {made_key['key']}"})
    assert who.post("/v1/documents", json={"text": TEXT}).status_code == 201
    listed = home.client.get("/v1/keys")
    assert made_key["key"] not in listed.text
    [used] = [item["used_at"] for item in listed.json()["items"] if item["id"] == made_key["id"]]
    assert used is not None
    assert home.client.delete(f"/v1/keys/{made_key['id']}").status_code == 204
    assert who.get("/v1/stats").status_code == 401
