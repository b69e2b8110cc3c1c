"""Every error has one shape, whoever raised it."""

import json
from collections.abc import Callable

import jsonschema  # type: ignore[import-untyped]
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service import errors
from service.api import problems
from service.api.bodies import limit_for
from tests.api.conftest import Court, Gate, full

PROBLEM = problems.Problem.model_json_schema()
JSON = {"Content-Type": "application/json"}


def check(answer: object, status: int, code: str) -> None:
    """`answer` is a problem of that status and code, under its own request id."""
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    body = answer.json()  # type: ignore[attr-defined]
    jsonschema.validate(body, PROBLEM)
    assert body["code"] == code
    assert body["status"] == status
    assert body["type"] == f"urn:innominado:problem:{code}"
    assert body["instance"] == answer.headers["x-request-id"]  # type: ignore[attr-defined]


def test_starlettes_own_errors(anyone: TestClient) -> None:
    check(anyone.get("/nada"), 404, "no_route")
    check(anyone.get("/v1/policies/"), 404, "no_route")
    refused = anyone.get("/v1/analyze")
    check(refused, 405, "method_not_allowed")
    assert refused.headers["allow"] == "POST"
    check(anyone.request("BREW", "/v1/analyze"), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "content", [b"{", b'{"text": "\xe1"}', b'{"text": tru}', b"[" * 100_000, b"\xff\xfe"]
)
def test_no_json(anyone: TestClient, content: bytes) -> None:
    check(anyone.post("/v1/analyze", content=content, headers=JSON), 400, "malformed_body")


def test_no_body(anyone: TestClient) -> None:
    check(anyone.post("/v1/analyze", headers=JSON), 422, "invalid_request")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_another_media_type(anyone: TestClient, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    check(
        anyone.post("/v1/analyze", content=b'{"text": "a"}', headers=headers), 415, "unsupported_media_type"
    )


def test_json_with_a_charset(anyone: TestClient) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert anyone.post("/v1/analyze", content=b'{"text": "a"}', headers=headers).status_code == 200


def test_five_million_characters(anyone: TestClient) -> None:
    check(anyone.post("/v1/anonymize", json={"text": "a" * 5_000_000}), 413, "text_too_long")
    check(anyone.post("/v1/anonymize", json={"text": "\u00e1" * 5_000_000}), 413, "body_too_large")


def test_a_body_is_refused_where_it_becomes_too_large(make_app: Callable[..., FastAPI]) -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        for read in range(1, 10_000):  # noqa: B007
            yield b"a" * 1000

    with TestClient(make_app(max_characters=1000)) as anyone:
        check(anyone.post("/v1/analyze", content=endless(), headers=JSON), 413, "body_too_large")  # type: ignore[arg-type]
        check(
            anyone.post("/v1/analyze", content=b"{}", headers={**JSON, "Content-Length": "9" * 5000}),
            413,
            "body_too_large",
        )
    assert limit_for(1000) == 71_536


def test_an_allowed_text_fits_however_it_is_written(make_app: Callable[..., FastAPI]) -> None:
    with TestClient(make_app(max_characters=1000)) as anyone:
        content = json.dumps({"text": "\u00e1" * 1000})
        assert "\\u00e1" in content
        assert anyone.post("/v1/analyze", content=content, headers=JSON).status_code == 200
        check(anyone.post("/v1/analyze", json={"text": "a" * 1001}), 413, "text_too_long")


def test_what_is_unexpected_tells_only_its_id(
    anyone: TestClient, gate: Gate, capfd: pytest.CaptureFixture[str]
) -> None:
    gate.failure = RuntimeError("Comparece Ramiro Quintanal Ochoa")
    answer = anyone.post("/v1/analyze", json={"text": "a"})
    check(answer, 500, "internal_error")
    assert set(answer.json()) == {"type", "title", "status", "detail", "code", "instance"}
    logged = capfd.readouterr().err
    assert "Quintanal" not in answer.text + logged
    [line] = [json.loads(line) for line in logged.splitlines() if '"request_failed"' in line]
    assert (line["error"], line["request_id"]) == ("RuntimeError", answer.json()["instance"])
    assert line["frames"][-1].startswith("conftest.py:")


def test_a_full_lane(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(queue=1)
    with TestClient(app) as anyone:
        with full(app.state.resources.lane):
            refused = anyone.post("/v1/analyze", json={"text": "a"})
        check(refused, 429, "busy")
        assert int(refused.headers["retry-after"]) > 0
        assert anyone.post("/v1/analyze", json={"text": "a"}).status_code == 200


def test_one_call_more_than_there_are_sessions_runs(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(queue=5, threads=2)
    with TestClient(app):
        assert app.state.resources.lane.places == 2 + 1 + 5


def test_storages_errors(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    for error, waits in ((errors.DatabaseUnavailable(), True), (errors.UndecipherableRecord(), False)):

        def fail(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr("service.api.figures.count_states", fail)
        answer = court.client.get("/v1/stats")
        check(answer, 503, error.code)
        assert ("retry-after" in answer.headers) is waits


def test_every_error_of_the_tree_has_a_status() -> None:
    expected = {
        errors.InvalidSpans: 422,
        errors.VerdictLeaks: 422,
        errors.UnknownPolicy: 422,
        errors.TextTooLong: 413,
        errors.NotFound: 404,
        errors.StaleRevision: 409,
        errors.BundleTampered: 503,
        errors.DatabaseBehind: 503,
        errors.SettingsError: 500,
    }
    assert {kind: problems.status_of(kind) for kind in expected} == expected


def test_no_answer_is_kept_by_a_cache(anyone: TestClient) -> None:
    for answer in (anyone.post("/v1/analyze", json={"text": "a"}), anyone.get("/nada")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_id_from_outside_is_not_taken_over(anyone: TestClient) -> None:
    answer = anyone.get("/healthz", headers={"X-Request-ID": "Quintanal"})
    assert "Quintanal" not in answer.headers["x-request-id"]
