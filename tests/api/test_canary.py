"""A name sent in every possible place comes out at none where it has no business."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response

from tests.api.conftest import TEXT, Court, Gate

CANARY = "Lumbreras"
assert CANARY in TEXT

JSON = {"Content-Type": "application/json"}
Call = tuple[str, str, dict[str, Any]]


def bad_bodies() -> Iterator[bytes]:
    yield f'{{"text": "{CANARY}'.encode()
    yield f'{{"text": {CANARY}}}'.encode()
    yield f"{CANARY}".encode()
    yield json.dumps(CANARY).encode()
    yield json.dumps([CANARY]).encode()
    yield json.dumps({CANARY: CANARY}).encode()
    yield json.dumps({"text": {CANARY: CANARY}}).encode()
    yield json.dumps({"text": [CANARY]}).encode()
    yield json.dumps({"texts": [CANARY, {CANARY: 1}]}).encode()
    yield json.dumps({"texts": CANARY}).encode()
    yield json.dumps({"text": CANARY, CANARY: 1}).encode()
    yield json.dumps({"text": f"{CANARY}\ud800"}).encode()
    yield json.dumps({f"{CANARY}\ud800": 1}).encode()
    yield json.dumps({"text": f"{CANARY}\0"}).encode()
    yield json.dumps({"text": "a", "policy": CANARY}).encode()
    yield json.dumps({"text": "a", "policy": CANARY * 50}).encode()
    yield json.dumps({"text": "a", "style": CANARY}).encode()
    yield json.dumps({"text": CANARY, "texts": [CANARY]}).encode()
    yield json.dumps({"text": "a", "court": f"{CANARY}\n"}).encode()
    yield json.dumps({"text": "a", "parties": [CANARY, {"name": CANARY, "role": CANARY}]}).encode()
    yield json.dumps({"text": "a", "deadline": CANARY}).encode()
    yield f'{{"text": "{CANARY}\xff"}}'.encode("latin-1")
    yield json.dumps({"text": f"{CANARY} " * 200_000}).encode()


def bad_calls() -> Iterator[Call]:
    for path in ("/v1/analyze", "/v1/anonymize", "/v1/documents"):
        for body in bad_bodies():
            yield "POST", path, {"content": body, "headers": JSON}
        yield "POST", path, {"content": CANARY, "headers": {"Content-Type": f"text/{CANARY}"}}
        yield "POST", path, {"json": {"text": CANARY}, "headers": {"Authorization": f"Bearer {CANARY}"}}
    yield "POST", "/v1/anonymize", {"json": {"text": CANARY}, "params": {"store": CANARY}}
    for file in (
        {"file": (CANARY, CANARY.encode() + b"\xff", CANARY)},
        {CANARY: (CANARY, b"a")},
        {"file": (CANARY, b"")},
    ):
        yield "POST", "/v1/documents", {"files": file, "data": {CANARY: CANARY}}
        yield "POST", "/v1/documents", {"files": file, "data": {"policy": CANARY, "style": CANARY}}
    yield "POST", "/v1/documents", {
        "content": CANARY, "headers": {"Content-Type": f"multipart/form-data; boundary={CANARY}"}
    }  # fmt: skip
    long_key = {"Idempotency-Key": CANARY * 30}
    yield "POST", "/v1/documents", {"json": {"text": "a"}, "headers": long_key}
    for path in ("/v1/review", "/v1/documents"):
        for method in ("GET", "PUT", "POST", "DELETE", "PATCH", CANARY.upper()):
            yield method, f"{path}/{CANARY}", {"params": {CANARY: CANARY}}
    yield "GET", "/v1/review/queue", {"params": {"cursor": CANARY}}
    yield "GET", "/v1/review/queue", {"params": {"limit": CANARY}}
    yield "GET", "/v1/audit", {"headers": {"Authorization": CANARY}}
    yield "GET", "/v1/audit", {"params": {"cursor": CANARY}}
    yield "GET", "/v1/requests", {"params": {"state": CANARY, "cursor": CANARY}}
    yield "GET", f"/v1/requests/{CANARY}", {}
    filing: dict[str, Any] = {"kind": "leak", "document": str(uuid4()), "ground": CANARY, "surface": CANARY}
    bad: tuple[dict[str, Any], ...] = (
        {}, {"kind": CANARY}, {"document": CANARY}, {"label": CANARY}, {"due": CANARY}, {CANARY: 1},
        {"ground": f"{CANARY}\0"}, {"surface": CANARY * 100},
    )  # fmt: skip
    for change in bad:
        yield "POST", "/v1/requests", {"json": {**filing, **change}}
    for answer in ({"granted": CANARY, "reasons": CANARY}, {"granted": True, "reasons": CANARY}):
        yield "POST", f"/v1/requests/{uuid4()}/decision", {"json": answer}
    yield "GET", "/v1/events", {"params": {"after": CANARY}}
    yield "GET", "/v1/events", {"params": {"limit": CANARY}}
    yield "GET", f"/{CANARY}", {"params": {"q": CANARY}}
    yield "GET", "/v1/stats/", {"params": {"q": CANARY}, "headers": {"X-Request-ID": CANARY}}
    yield "POST", "/v1/session", {"json": {"key": CANARY}}
    yield "POST", "/v1/session", {"json": {"key": CANARY, CANARY: CANARY}}
    yield "GET", "/v1/session/oidc/callback", {"params": {"code": CANARY, "state": CANARY}}
    yield "POST", "/v1/keys", {"json": {"actor": f"{CANARY}\n", "roles": ["submitter"]}}
    yield "POST", "/v1/keys", {"json": {"actor": CANARY, "roles": [CANARY], "scopes": [CANARY]}}
    yield "DELETE", f"/v1/keys/{CANARY}", {}
    yield "POST", "/v1/break-glass", {"json": {"document_id": CANARY, "reason": CANARY}}
    yield "POST", "/v1/break-glass", {"json": {"document_id": str(uuid4()), "reason": CANARY}}
    yield "GET", f"/v1/break-glass/{CANARY}/original", {}
    one = f"/v1/review/{uuid4()}"
    yield "POST", f"{one}/release", {"json": {"lease_id": CANARY}}
    span = {"start": 0, "end": 1, "label": "NOMBRE", "decision": "mask"}
    for change in (
        {"label": CANARY},
        {"entity": f"{CANARY} x"},
        {"kind": CANARY},
        {CANARY: 1},
        {"start": CANARY},
    ):
        verdict: dict[str, Any] = {"lease_id": str(uuid4()), "spans": [{**span, **change}]}
        yield "PUT", one, {"json": verdict, "headers": {"If-Match": '"0"'}}
    verdict = {"lease_id": str(uuid4()), "spans": [span], "note": CANARY * 500}
    yield "PUT", one, {"json": verdict, "headers": {"If-Match": '"0"'}}
    yield "PUT", one, {"json": {**verdict, "note": CANARY}, "headers": {"If-Match": CANARY}}


def good_calls(court: Court) -> Iterator[Response]:
    client = court.client
    yield client.post("/v1/analyze", json={"text": TEXT}, params={"q": CANARY})
    yield client.post("/v1/anonymize", json={"text": TEXT}, headers={"User-Agent": CANARY})
    kept = client.post(
        "/v1/documents",
        data={"parties": ["Berta Lumbreras"], "docket": CANARY},
        files={"file": (f"{CANARY}.txt", TEXT.encode())},
        headers={"Idempotency-Key": CANARY},
    )
    yield kept
    document = kept.json()["id"]
    yield client.get(f"/v1/documents/{document}")
    yield client.get("/v1/review/queue")
    reason = {"document_id": document, "reason": CANARY}
    asked = client.post("/v1/break-glass", json=reason).json()["id"]
    court.colleague("jefa").post(f"/v1/break-glass/{asked}/grant")
    assert CANARY in client.get(f"/v1/break-glass/{asked}/original").text
    lease = client.post(f"/v1/review/{document}/claim")
    yield lease
    start = TEXT.index("Berta")
    leak = {"start": start, "end": start + 5, "label": "NOMBRE", "decision": "mask"}
    verdict = {"lease_id": lease.json()["lease_id"], "note": CANARY, "spans": [leak]}
    masked = [{**leak, "end": start + len("Berta Lumbreras")}]
    yield client.put(f"/v1/review/{document}", json={**verdict, "spans": masked}, headers={"If-Match": '"0"'})
    filed = client.post(
        "/v1/requests",
        json={"kind": "leak", "document": document, "ground": "aparezco", "surface": CANARY},
    )
    yield filed
    yield client.post(filed.headers["location"] + "/decision", json={"granted": True, "reasons": "sí"})
    yield client.get("/v1/requests")
    yield client.get("/v1/stats")
    yield client.get("/v1/audit")
    yield client.get("/v1/events")
    yield client.get("/readyz")


def shown(answer: Response) -> str:
    return f"{answer.headers} {answer.text}".casefold()


@pytest.fixture(autouse=True)
def _quiet_start(court: Court, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()


def test_errors_logs_and_figures_hold_nothing(court: Court, capfd: pytest.CaptureFixture[str]) -> None:
    count = 0
    for method, path, arguments in bad_calls():
        answer = court.client.request(method, path, **arguments)
        assert answer.status_code in range(400, 500), (path, answer.status_code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert CANARY.casefold() not in shown(answer), (method, path)
        count += 1
    assert_clean(court, capfd, count)


def test_nor_do_good_answers(court: Court, capfd: pytest.CaptureFixture[str]) -> None:
    count = 0
    for answer in good_calls(court):
        assert answer.is_success, answer.text
        assert CANARY.casefold() not in shown(answer)
        count += 1
    assert_clean(court, capfd, count)


def test_nor_does_a_pipeline_that_fails(court: Court, gate: Gate, capfd: pytest.CaptureFixture[str]) -> None:
    gate.failure = ValueError(TEXT)
    gate.failure.__cause__ = KeyError(CANARY)
    failed = court.client.post("/v1/analyze", json={"text": TEXT})
    kept = court.client.post("/v1/documents", json={"text": TEXT})
    assert (failed.status_code, kept.status_code) == (500, 202)
    assert CANARY.casefold() not in shown(failed) + shown(kept)
    assert_clean(court, capfd, 2)


def assert_clean(court: Court, capfd: pytest.CaptureFixture[str], requests: int) -> None:
    """Each request left its line; neither the log nor the figures hold the canary."""
    logged = "".join(capfd.readouterr())
    assert CANARY.casefold() not in logged.casefold()
    assert CANARY.casefold() not in court.client.get("/metrics").text.casefold()
    lines = [json.loads(line) for line in logged.splitlines()]
    assert sum(line["event"] == "request" for line in lines) >= requests


def test_nothing_goes_through_a_temporary_file(
    court: Court, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """There is no place for any, and all works: forms of many megabytes too."""
    long = f"{TEXT} ".encode() * 4000
    with monkeypatch.context() as nowhere:
        nowhere.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
        with pytest.raises(FileNotFoundError), tempfile.TemporaryFile():
            pass
        for answer in good_calls(court):
            assert answer.is_success, answer.text
        for path in ("/v1/anonymize/file", "/v1/documents"):
            assert court.client.post(path, files={"file": ("a.txt", long)}).is_success
