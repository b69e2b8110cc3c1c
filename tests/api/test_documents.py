"""/v1/documents: received, shown, purged; said twice; another's."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service import worker
from tests.api.conftest import OUTPUT, SURE, TEXT, Court, Gate, full, new_court

LONG = TEXT + " y más" * 4000


def test_a_short_document_is_answered_whole(client: TestClient) -> None:
    answer = client.post("/v1/documents", json={"text": TEXT, "court": "Juzgado de Villa Serena"})
    assert answer.status_code == 201
    body = answer.json()
    assert answer.headers["location"] == f"/v1/documents/{body['id']}"
    assert answer.headers["etag"] == '"0"'
    assert (body["state"], body["final"], body["text"]) == ("in_review", False, OUTPUT)
    assert (body["revision"], body["doubts"], len(body["spans"])) == (0, 1, 5)
    assert body["court"] == "Juzgado de Villa Serena"
    again = client.get(answer.headers["location"])
    assert (again.json(), again.headers["etag"]) == (body, '"0"')


def test_without_doubts_it_is_finished(client: TestClient) -> None:
    body = client.post("/v1/documents", json={"text": SURE, "style": "numbered"}).json()
    assert (body["state"], body["final"], body["doubts"]) == ("finished", True, 0)
    file = client.get(f"/v1/documents/{body['id']}/file")
    assert file.content.decode() == "Comparece [NOMBRE_1], DNI [ID_1], y [NOMBRE_2], el [FECHA_1]."
    assert file.headers["content-type"] == "text/plain; charset=utf-8"
    assert file.headers["etag"] == '"0"'


def test_a_provisional_text_is_no_file(client: TestClient) -> None:
    body = client.post("/v1/documents", json={"text": TEXT}).json()
    answer = client.get(f"/v1/documents/{body['id']}/file")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_long_document_is_a_workers(court: Court) -> None:
    answer = court.client.post("/v1/documents", json={"text": LONG})
    assert answer.status_code == 202
    assert (answer.json()["state"], answer.json()["text"], answer.json()["spans"]) == ("received", None, [])
    assert answer.headers["etag"] == '"none"'
    court.work()
    shown = court.client.get(answer.headers["location"]).json()
    assert (shown["state"], shown["text"][: len(OUTPUT)]) == ("in_review", OUTPUT)


def test_the_embedded_worker_does_it(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(embedded_worker=True, inline_characters=0)
    with TestClient(app):
        client = new_court(app, "juzgado").client
        location = client.post("/v1/documents", json={"text": SURE}).headers["location"]
        answers = (client.get(location).json() for _ in range(2000))
        assert any(answer["state"] == "finished" for answer in answers)


def test_a_failing_worker_does_not_end_it(
    make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    run, failures = worker.run, [ValueError("Lumbreras")]

    def fail_once(*arguments: Any, **named: Any) -> None:
        if failures:
            raise failures.pop()
        run(*arguments, **named)

    monkeypatch.setattr(worker, "run", fail_once)
    monkeypatch.setattr("service.app.PATIENCE", 0.01)
    app = make_app(embedded_worker=True, inline_characters=0)
    with TestClient(app):
        client = new_court(app, "juzgado").client
        location = client.post("/v1/documents", json={"text": SURE}).headers["location"]
        answers = (client.get(location).json() for _ in range(2000))
        assert any(answer["state"] == "finished" for answer in answers)
    logged = capfd.readouterr().err
    assert '"worker_failed"' in logged
    assert "Lumbreras" not in logged


def test_a_full_lane_makes_a_document_wait_not_fail(make_app: Callable[..., FastAPI], gate: Gate) -> None:
    app = make_app(queue=1)
    with TestClient(app), full(app.state.resources.lane):
        client = new_court(app, "juzgado").client
        assert client.post("/v1/documents", json={"text": TEXT}).status_code == 202


def test_hints_are_heeded(client: TestClient) -> None:
    fields = {
        "text": "Dijo Palmira Otxoa que Candil no vino; causa 77-B.",
        "parties": ["Palmira Otxoa"],
        "keep": ["Candil"],
        "hide": ["no vino"],
        "docket": "77-B",
    }
    body = client.post("/v1/documents", json=fields).json()
    assert "Palmira" not in body["text"]
    assert "no vino" not in body["text"]
    assert "77-B" not in body["text"]
    assert "Candil" in body["text"]


def test_the_court_says_more_of_a_party(client: TestClient) -> None:
    party = {"name": "Palmira Otxoa", "role": "profesional", "attributes": ["victim"]}
    fields = {"text": "Dijo Palmira Otxoa a Palmira Otxoa.", "parties": [party, "Otro"]}
    spans = client.post("/v1/documents", json=fields).json()["spans"]
    assert [(s["role"], s["attributes"]) for s in spans] == [("profesional", ["victim"])] * 2


@pytest.mark.parametrize(
    ("party", "pointer"),
    [
        ({"role": "parte"}, "/parties/0/name"),
        ({"name": "Eva", "role": "juez"}, "/parties/0/role"),
        ({"name": "Eva", "attributes": ["tall"]}, "/parties/0/attributes/0"),
        ({"name": "Eva", "age": 7}, "/parties/0"),
        ("", "/parties/0/name"),
        (7, "/parties/0"),
    ],
)
def test_what_is_no_party_is_named(client: TestClient, party: object, pointer: str) -> None:
    answer = client.post("/v1/documents", json={"text": TEXT, "parties": [party]})
    assert answer.status_code == 422
    assert pointer in answer.text


def test_a_form_with_a_text_file(client: TestClient) -> None:
    answer = client.post(
        "/v1/documents",
        data={"court": "Sala Única", "style": "numbered", "keep": ["Candil", "Otro"]},
        files={"file": ("x.txt", ("\ufeffá\r\n" + TEXT).encode(), "text/plain")},
    )
    assert answer.status_code == 201
    assert answer.json()["text"].startswith("\ufeffá\r\nComparece [NOMBRE_1]")
    assert answer.json()["text"].endswith("Dijo Candil.")
    assert answer.json()["court"] == "Sala Única"


@pytest.mark.parametrize(
    ("data", "content", "status", "code"),
    [
        ({}, b"\xff\xfea", 422, "undecodable_text"),
        ({}, b"a\0b", 422, "undecodable_text"),
        ({}, b"", 422, "invalid_request"),
        ({"text": "a"}, b"a", 422, "invalid_request"),
        ({"color": "a"}, b"a", 422, "invalid_request"),
        ({"policy": "ninguna"}, b"a", 422, "unknown_policy"),
        ({"deadline": "2026-03-09T10:00:00"}, b"a", 422, "invalid_request"),
        ({}, b"a" * 1_000_001, 413, "text_too_long"),
    ],
)
def test_unusable_forms(
    client: TestClient, data: dict[str, str], content: bytes, status: int, code: str
) -> None:
    answer = client.post("/v1/documents", data=data, files={"file": ("x.txt", content)})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert client.get("/v1/stats").json()["documents"]["received"] == 0


@pytest.mark.parametrize(
    ("content_type", "content", "status", "code"),
    [
        ("multipart/form-data; boundary=b", b"broken", 400, "malformed_body"),
        (  # cut off before its end
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nThe first half',
            400,
            "malformed_body",
        ),
        (  # cut off within what it asks to hide
            "multipart/form-data; boundary=b",
            (
                b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nWhole\r\n'
                b'--b\r\nContent-Disposition: form-data; name="hide"\r\n\r\nWho'
            ),
            400,
            "malformed_body",
        ),
        ("multipart/form-data", b"--b--", 400, "malformed_body"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="parties"\r\n\r\n\xd1u\xf1o\r\n--b--\r\n',
            400,
            "malformed_body",
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="court"\r\n\r\nSala\r\n--b--\r\n',
            422,
            "invalid_request",
        ),
        ("application/json", b"{", 400, "malformed_body"),
        ("application/json", b'{"text": "\xff"}', 400, "malformed_body"),
        ("application/json", b"[" * 100_000, 400, "malformed_body"),
        ("application/json", b'{"text": "a\\u0000"}', 422, "undecodable_text"),
        ("application/json", b'{"text": "a\\ud800"}', 422, "undecodable_text"),
        ("application/json", b'{"text": ""}', 422, "invalid_request"),
        ("application/json", b'{"text": "a", "style": "x"}', 422, "invalid_request"),
        ("application/json", b'{"text": "a", "court": "a\\nb"}', 422, "invalid_input"),
        ("application/pdf", b"%PDF", 415, "unsupported_media_type"),
    ],
)
def test_unusable_bodies(
    client: TestClient, content_type: str, content: bytes, status: int, code: str
) -> None:
    answer = client.post("/v1/documents", content=content, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert sum(client.get("/v1/stats").json()["documents"].values()) == 0


def test_said_twice_it_is_kept_once(client: TestClient) -> None:
    headers = {"Idempotency-Key": "envio-1"}
    first = client.post("/v1/documents", json={"text": TEXT}, headers=headers)
    second = client.post("/v1/documents", json={"text": TEXT}, headers=headers)
    assert (second.status_code, second.json()) == (201, first.json())
    file: dict[str, Any] = {"files": {"file": ("x.txt", TEXT.encode())}}
    for other in ({"json": {"text": SURE}}, file):  # a file is given back as one
        refused = client.post("/v1/documents", headers=headers, **other)
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_mismatch")
    assert sum(client.get("/v1/stats").json()["documents"].values()) == 1
    form, again = (client.post("/v1/documents", headers={"Idempotency-Key": "2"}, **file) for _ in range(2))
    assert form.json()["id"] == again.json()["id"]


def test_purge_leaves_nothing_to_read(court: Court) -> None:
    location = court.client.post("/v1/documents", json={"text": TEXT}).headers["location"]
    assert court.client.delete(location).status_code == 204
    for path in (location, f"{location}/file", location.replace("documents", "review")):
        assert court.client.get(path).json()["code"] == "not_found"
    assert court.client.delete(location).status_code == 404
    assert court.client.get("/v1/review/queue").json()["items"] == []
    assert court.client.get("/v1/stats").json()["documents"]["purged"] == 1


def test_another_tenants_documents_do_not_exist(court: Court) -> None:
    location = court.client.post("/v1/documents", json={"text": TEXT}).headers["location"]
    other = new_court(court.app, "fiscalía").client
    review = location.replace("documents", "review")
    assert [
        other.get(location).status_code,
        other.get(f"{location}/file").status_code,
        other.delete(location).status_code,
        other.get(review).status_code,
        other.post(f"{review}/claim").status_code,
    ] == [404] * 5
    assert other.get("/v1/review/queue").json()["items"] == []
    assert sum(other.get("/v1/stats").json()["documents"].values()) == 0
    assert [entry["action"] for entry in other.get("/v1/audit").json()["items"]] == ["key_use"]
    assert other.get("/v1/events").json()["items"] == []


def test_unknown_ids(client: TestClient) -> None:
    assert client.get(f"/v1/documents/{uuid4()}").json()["code"] == "not_found"
    answer = client.get("/v1/documents/17")
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        [{"where": "path", "pointer": "/document_id", "code": "uuid_parsing"}],
    )


def test_audit_is_paged(court: Court) -> None:
    location = court.client.post("/v1/documents", json={"text": TEXT}).headers["location"]
    court.client.delete(location)
    first = court.client.get("/v1/audit?limit=2").json()
    rest = court.client.get(f"/v1/audit?cursor={first['next']}").json()
    entries = first["items"] + rest["items"]
    assert [(entry["number"], entry["action"]) for entry in entries] == list(
        enumerate(["key_use", "receive", "read", "hints", "process", "render", "purge"], 1)
    )
    assert rest["head"] == first["head"] == f"7:{entries[-1]['mac']}"
    assert rest["next"] is None
    assert {entry["document"] for entry in entries[1:]} == {location.rpartition("/")[2]}


def test_events_are_followed_by_their_number(court: Court) -> None:
    assert court.client.get("/v1/events").json() == {"items": [], "next": 0}
    location = court.client.post("/v1/documents", json={"text": SURE}).headers["location"]
    court.client.delete(location)
    first = court.client.get("/v1/events?limit=1").json()
    rest = court.client.get(f"/v1/events?after={first['next']}").json()
    assert [(item["kind"], item["state"]) for item in first["items"] + rest["items"]] == [
        ("ready", "finished"),
        ("purged", "purged"),
    ]
    assert {item["document"] for item in rest["items"]} == {location.rpartition("/")[2]}
    assert court.client.get(f"/v1/events?after={rest['next']}").json() == {"items": [], "next": rest["next"]}


def test_a_leak_report_takes_a_ruling_back(court: Court) -> None:
    location = court.client.post("/v1/documents", json={"text": SURE}).headers["location"]
    document = location.rpartition("/")[2]
    filing = {"kind": "leak", "document": document, "ground": "aparezco", "surface": "Comparece"}
    filed = court.client.post("/v1/requests", json=filing)
    assert (filed.status_code, filed.json()["recalled"]) == (201, 1)
    shown = court.client.get(location).json()
    assert (shown["state"], shown["final"]) == ("in_review", False)
    assert "Comparece" not in shown["text"]
    assert court.client.post("/v1/requests", json=filing).status_code == 409
    at = filed.headers["location"]
    answered = court.client.post(f"{at}/decision", json={"granted": True, "reasons": "cierto"})
    assert answered.json()["state"] == "granted"
    assert court.client.get(at).json() == answered.json()
    assert court.client.get("/v1/requests?state=open").json() == {"items": [], "next": None}
    assert len(court.client.get("/v1/requests").json()["items"]) == 1
