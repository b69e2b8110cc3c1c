"""POST /v1/analyze and /v1/anonymize."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service import __version__
from service.pipeline.render import STYLES
from tests.api.conftest import OUTPUT, SURE, TEXT, Court, keyed, new_court


def test_analyze_tells_each_span_and_its_decision(anyone: TestClient) -> None:
    answer = anyone.post("/v1/analyze", json={"text": TEXT})
    assert answer.status_code == 200
    body = answer.json()
    assert body["versions"] == {"service": __version__, "model": "test", "policy": "todo/1"}
    assert [TEXT[s["start"] : s["end"]] for s in body["spans"]] == [
        "Ramiro Quintanal Ochoa",
        "99.999.999",
        "Berta Lumbreras",
        "3 de mayo de 2021",
        "Candil",
    ]
    assert [s["decision"] for s in body["spans"]] == ["mask", "mask", "mask", "mask", "review"]
    assert set(body["spans"][0]) == {
        "start", "end", "label", "role", "kind", "score", "source", "entity", "rivals", "attributes",
        "decision", "reason",
    }  # fmt: skip


def test_anonymize_replaces_and_says_where(anyone: TestClient) -> None:
    body = anyone.post("/v1/anonymize", json={"text": TEXT}).json()
    assert (body["status"], body["review_required"], body["text"]) == ("done", True, OUTPUT)
    assert body["document"] is None
    for span in body["spans"]:
        assert OUTPUT[span["output_start"] : span["output_end"]] == f"[{span['label']}]"


def test_anonymize_numbers_people(anyone: TestClient) -> None:
    body = anyone.post("/v1/anonymize", json={"text": SURE, "style": "numbered"}).json()
    assert body["text"] == "Comparece [NOMBRE_1], DNI [ID_1], y [NOMBRE_2], el [FECHA_1]."
    assert body["review_required"] is False


def test_several_texts_are_answered_in_order(anyone: TestClient) -> None:
    texts = ["Nada.", TEXT, ""]
    body = anyone.post("/v1/anonymize", json={"texts": texts}).json()
    assert [result["text"] for result in body["results"]] == ["Nada.", OUTPUT, ""]
    spans = anyone.post("/v1/analyze", json={"texts": texts}).json()["results"]
    assert [len(result["spans"]) for result in spans] == [0, 5, 0]


@pytest.mark.parametrize("text", ["", "Nada que decir.", "á\r\ná\u00ad\u200b\ufeff"])
def test_what_has_no_entity_comes_back_as_it_was(anyone: TestClient, text: str) -> None:
    answer = anyone.post("/v1/anonymize", json={"text": text})
    assert answer.status_code == 200
    assert (answer.json()["text"], answer.json()["spans"]) == (text, [])


def test_offsets_are_code_points_of_what_was_sent(anyone: TestClient) -> None:
    text = f"\ufeff\U0001f600a\u0301\r\n{TEXT}"
    span = anyone.post("/v1/analyze", json={"text": text}).json()["spans"][0]
    assert text[span["start"] : span["end"]] == "Ramiro Quintanal Ochoa"


@pytest.mark.parametrize("call", ["analyze", "anonymize"])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid_request"),
        ({"text": "a", "texts": ["b"]}, "invalid_request"),
        ({"texts": []}, "invalid_request"),
        ({"texts": ["a"] * 65}, "invalid_request"),
        ({"text": 1}, "invalid_request"),
        ({"text": "a", "polizy": "todo"}, "invalid_request"),
        ([], "invalid_request"),
        ({"text": "a", "policy": "ninguna"}, "unknown_policy"),
        ({"text": "a\0b"}, "undecodable_text"),
        ({"text": "a\ud800b"}, "undecodable_text"),
        ({"texts": ["a", "\udfff"]}, "undecodable_text"),
    ],
)
def test_unusable_bodies(anyone: TestClient, call: str, body: object, code: str) -> None:
    # Not `json=`: that cannot send a lone surrogate.
    answer = anyone.post(
        f"/v1/{call}", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_unknown_style(anyone: TestClient) -> None:
    answer = anyone.post("/v1/anonymize", json={"text": "a", "style": "barras"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"where": "body", "pointer": "/style", "code": "literal_error"}]


def test_too_many_characters_together(anyone: TestClient) -> None:
    answer = anyone.post("/v1/analyze", json={"texts": ["a" * 600_000, "b" * 600_000]})
    assert (answer.status_code, answer.json()["code"]) == (413, "text_too_long")


def test_held_answers_200_without_text(
    make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.pipeline.verify", lambda *_: ((3, 7),))
    with TestClient(make_app()) as anyone:
        answer = anyone.post("/v1/anonymize", json={"text": TEXT})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["text"], body["review_required"]) == ("held", None, True)
    assert body["places"] == [{"start": 3, "end": 7}]


def test_doubts_are_stored_when_asked(court: Court) -> None:
    body = court.client.post("/v1/anonymize?store=doubts", json={"texts": [SURE, TEXT]}).json()
    assert body["results"][0]["document"] is None
    stored = court.client.get(f"/v1/documents/{body['results'][1]['document']}").json()
    assert (stored["state"], stored["text"], stored["doubts"]) == ("in_review", OUTPUT, 1)


def test_storing_takes_a_key(anyone: TestClient) -> None:
    answer = anyone.post("/v1/anonymize?store=doubts", json={"text": TEXT})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_storing_takes_the_permission(court: Court) -> None:
    limited = court.colleague("lector", frozenset({"auditor"}))
    assert limited.post("/v1/anonymize", json={"text": TEXT}).status_code == 200
    answer = limited.post("/v1/anonymize?store=doubts", json={"text": SURE})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_wrong_key_is_refused_even_where_none_is_needed(app: FastAPI, anyone: TestClient) -> None:
    answer = keyed(app, "inn_wrong").post("/v1/analyze", json={"text": "a"})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="innominado"')


def test_keys_are_needed_beyond_open_loopback(make_app: Callable[..., FastAPI]) -> None:
    with TestClient(make_app(open_loopback=False)) as anyone:
        for path in ("/v1/policies", "/v1/labels"):
            assert anyone.get(path).status_code == 401
        for path in ("/v1/analyze", "/v1/anonymize"):
            assert anyone.post(path, json={"text": "a"}).status_code == 401


def test_catalog(anyone: TestClient) -> None:
    labels = anyone.get("/v1/labels").json()
    assert [entry["label"] for entry in labels["labels"]] == ["NOMBRE", "FECHA", "LUGAR", "ID", "ORG"]
    assert labels["styles"] == list(STYLES)


def test_a_service_of_zero_retention_keeps_nothing(make_app: Callable[..., FastAPI]) -> None:
    with TestClient(make_app(zero_retention=True)) as anyone:
        court = new_court(anyone.app, "juzgado")  # type: ignore[arg-type]
        assert court.client.post("/v1/anonymize", json={"text": TEXT}).json()["text"] == OUTPUT
        for method, path in (
            ("POST", "/v1/anonymize?store=doubts"),
            ("POST", "/v1/documents"),
            ("GET", f"/v1/documents/{uuid4()}"),
            ("GET", "/v1/review/queue"),
        ):
            refused = court.client.request(method, path, json={"text": TEXT})
            assert (refused.status_code, refused.json()["code"]) == (403, "zero_retention"), path
        assert {row["action"] for row in court.client.get("/v1/audit").json()["items"]} == {"key_use"}
