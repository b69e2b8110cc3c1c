"""/v1/review: the queue, leases, verdicts, and who comes too late."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.conftest import OUTPUT, SURE, TEXT, Court
from tests.conftest import Clock

FINAL = OUTPUT.replace("Dijo [NOMBRE]", "Dijo Candil")


def receive(client: TestClient, **fields: Any) -> str:
    """The id of a new document that waits for a reviewer."""
    found: str = client.post("/v1/documents", json={"text": TEXT, **fields}).json()["id"]
    return found


def claim(client: TestClient, document: str) -> str:
    found: str = client.post(f"/v1/review/{document}/claim").json()["lease_id"]
    return found


def span(surface: str, decision: str = "mask", label: str = "NOMBRE", **fields: Any) -> dict[str, Any]:
    start = TEXT.index(surface)
    return {"start": start, "end": start + len(surface), "label": label, "decision": decision, **fields}


VERDICT = [
    span("Ramiro Quintanal Ochoa", role="parte", entity="e1"),
    span("99.999.999", label="ID"),
    span("Berta Lumbreras"),
    span("3 de mayo de 2021", label="FECHA"),
    span("Candil", "keep"),
]


def submit(
    client: TestClient, document: str, lease: str, spans: list[dict[str, Any]], base: str | None = '"0"'
) -> Response:
    headers = {} if base is None else {"If-Match": base}
    body = {"lease_id": lease, "spans": spans, "note": "Visto."}
    return client.put(f"/v1/review/{document}", json=body, headers=headers)


def test_from_the_queue_to_the_final_text(client: TestClient) -> None:
    document = receive(client, matter="civil")
    [task] = client.get("/v1/review/queue").json()["items"]
    assert (task["id"], task["state"], task["doubts"], task["revision"]) == (document, "open", 1, 0)
    assert "lease_id" not in task
    lease = claim(client, document)
    seen = client.get(f"/v1/review/{document}")
    assert seen.headers["etag"] == '"0"'
    assert seen.json()["text"] == TEXT
    riskiest = seen.json()["spans"][0]
    assert TEXT[riskiest["start"] : riskiest["end"]] == "Candil"
    assert 0 <= riskiest["context_start"] < riskiest["start"]
    assert riskiest["end"] < riskiest["context_end"] <= len(TEXT)
    answer = submit(client, document, lease, VERDICT, seen.headers["etag"])
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"1"'
    assert (answer.json()["state"], answer.json()["final"], answer.json()["text"]) == (
        "finished",
        True,
        FINAL,
    )
    assert client.get(f"/v1/documents/{document}/file").text == FINAL
    assert client.get("/v1/review/queue").json()["items"] == []


def test_what_a_reviewer_leaves_keeps_its_source(client: TestClient) -> None:
    document = receive(client)
    seen = client.get(f"/v1/review/{document}").json()["spans"]
    fields = ("start", "end", "label", "role", "kind", "entity")
    spans = [{**{name: s[name] for name in fields}, "decision": "mask"} for s in seen]
    spans.sort(key=lambda s: s["start"])
    spans[-1]["role"] = "profesional"
    shown = submit(client, document, claim(client, document), spans).json()["spans"]
    assert [s["source"] for s in shown] == ["test"] * 4 + ["reviewer"]
    assert [s["score"] for s in shown] == [0.99] * 4 + [1.0]


def test_accept_reject_relabel_move_and_add(client: TestClient) -> None:
    document = receive(client)
    spans = [
        span("Comparece", label="ORG"),  # added
        span("Ramiro Quintanal Ochoa"),  # accepted
        span("DNI 99.999.999", label="ID"),  # an edge moved
        span("Berta Lumbreras", label="LUGAR"),  # relabelled
        span("Candil"),  # a doubt accepted; the date is rejected
    ]
    body = submit(client, document, claim(client, document), spans).json()
    assert body["text"] == "[ORG] [NOMBRE], [ID], y [LUGAR], el 3 de mayo de 2021. Dijo [NOMBRE]."


def test_the_nearest_deadline_comes_first_and_pages_follow(client: TestClient) -> None:
    late, none, soon = (
        receive(client, deadline=deadline)
        for deadline in ("2026-05-01T00:00:00Z", None, "2026-04-01T12:00:00-03:00")
    )
    first = client.get("/v1/review/queue?limit=2").json()
    rest = client.get("/v1/review/queue", params={"limit": 2, "cursor": first["next"]}).json()
    assert [task["id"] for task in first["items"] + rest["items"]] == [soon, late, none]
    assert rest["next"] is None


@pytest.mark.parametrize("cursor", ["x", "e30=", "WzEsMiwzLDRd", "ñ"])
def test_no_cursor(client: TestClient, cursor: str) -> None:
    answer = client.get("/v1/review/queue", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_one_of_two_reviewers_gets_the_task(court: Court) -> None:
    document = receive(court.client)
    other = court.colleague("bruno")
    lease = claim(court.client, document)
    assert other.get("/v1/review/queue").json()["items"] == []
    refused = other.post(f"/v1/review/{document}/claim")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_claimed")
    stolen = submit(other, document, lease, VERDICT)
    assert (stolen.status_code, stolen.json()["code"]) == (409, "lease_lost")
    assert other.post(f"/v1/review/{document}/release", json={"lease_id": lease}).status_code == 409
    assert court.client.post(f"/v1/review/{document}/release", json={"lease_id": lease}).status_code == 204
    assert other.post(f"/v1/review/{document}/claim").status_code == 200


def test_a_lease_runs_out(court: Court, clock: Clock) -> None:
    document = receive(court.client)
    lease = claim(court.client, document)
    clock.advance(timedelta(seconds=901))
    late = submit(court.client, document, lease, VERDICT)
    assert (late.status_code, late.json()["code"]) == (409, "lease_lost")
    other = court.colleague("bruno")
    assert submit(other, document, claim(other, document), VERDICT).status_code == 200
    done = court.client.post(f"/v1/review/{document}/claim")
    assert (done.status_code, done.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize("base", ['"1"', '"none"', '"999999999"'])
def test_a_stale_base(client: TestClient, base: str) -> None:
    document = receive(client)
    answer = submit(client, document, claim(client, document), VERDICT, base)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_revision")
    assert client.get(f"/v1/documents/{document}").json()["revision"] == 0


def test_if_match_is_required_and_an_etag(client: TestClient) -> None:
    document = receive(client)
    lease = claim(client, document)
    missing = submit(client, document, lease, VERDICT, None)
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    for wrong in ("0", "*", '"x"', 'W/"0"', '"-1"'):
        answer = submit(client, document, lease, VERDICT, wrong)
        assert answer.json()["errors"] == [{"where": "header", "pointer": "/if-match", "code": "not_an_etag"}]


@pytest.mark.parametrize(
    ("spans", "indices"),
    [
        ([span("Quintanal Ochoa"), span("Ramiro Quintanal Ochoa")], [1]),
        ([span("Berta Lumbreras"), span("99.999.999")], [1]),
        ([{**span("Candil"), "start": 9, "end": 4}], [0]),
        ([{**span("Candil"), "start": 4, "end": 4}], [0]),
        ([{**span("Candil"), "end": len(TEXT) + 1}], [0]),
        ([span("Candil"), {**span("Candil"), "start": 10**30, "end": 10**30 + 1}], [1]),
    ],
)
def test_spans_that_are_none(client: TestClient, spans: list[dict[str, Any]], indices: list[int]) -> None:
    document = receive(client)
    lease = claim(client, document)
    answer = submit(client, document, lease, spans)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_spans")
    assert answer.json()["indices"] == indices
    assert submit(client, document, lease, VERDICT).status_code == 200  # nothing was half-stored


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"label": "PERSONA"}, "/spans/0/label", "literal_error"),
        ({"role": "juez"}, "/spans/0/role", "literal_error"),
        ({"decision": "review"}, "/spans/0/decision", "literal_error"),
        ({"start": -1}, "/spans/0/start", "greater_than_equal"),
        ({"entity": "Ramiro Quintanal"}, "/spans/0/entity", "string_pattern_mismatch"),
        ({"surface": "Ramiro"}, "/spans/0", "extra_forbidden"),
    ],
)
def test_spans_of_another_shape(client: TestClient, change: dict[str, Any], pointer: str, code: str) -> None:
    answer = submit(client, str(uuid4()), str(uuid4()), [{**span("Candil"), **change}])
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"where": "body", "pointer": pointer, "code": code}]


def test_a_verdict_that_leaks(client: TestClient) -> None:
    text = f"{SURE} Firma Ramiro Quintanal Ochoa."
    document = client.post("/v1/documents", json={"text": f"{text} Candil."}).json()["id"]
    answer = submit(client, document, claim(client, document), [span("Ramiro Quintanal Ochoa")])
    assert (answer.status_code, answer.json()["code"]) == (422, "verdict_leaks")
    place = text.rindex("Ramiro")
    assert answer.json()["places"] == [{"start": place, "end": place + len("Ramiro Quintanal Ochoa")}]


def test_unknown_tasks(client: TestClient) -> None:
    finished = client.post("/v1/documents", json={"text": SURE}).json()["id"]
    for document in (uuid4(), finished):
        assert client.post(f"/v1/review/{document}/claim").json()["code"] == "not_found"
