"""A court's directory over HTTP, and what it does to that court's rulings alone."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api.conftest import Court, new_court

JUDGE = {"name": "Lumbreras, Berta", "role": "autoridad", "office": "Jueza de Letras"}
LAWYER = {"name": "Ramiro Quintanal Ochoa", "role": "profesional", "office": None}
TEXT = "Resuelve la jueza Berta Lumbreras. Según el Dr. Ramiro Quintanal Ochoa."
PLAIN = "Comparece don Ramiro Quintanal Ochoa. Según Berta Lumbreras, no."


@pytest.fixture
def abroad(app: FastAPI) -> Court:
    return new_court(app, "tribunal")


def items(client: TestClient, **query: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/v1/directory", params=query).json()["items"]
    return found


def told(client: TestClient, text: str = TEXT) -> list[tuple[str, str]]:
    spans = client.post("/v1/analyze", json={"text": text}).json()["spans"]
    return [(span["role"], span["source"]) for span in spans]


def test_somebody_is_entered_listed_and_removed(client: TestClient) -> None:
    made = client.post("/v1/directory", json=JUDGE)
    assert (made.status_code, {name: made.json()[name] for name in JUDGE}) == (201, JUDGE)
    assert made.json()["added_by"] == "ada"
    assert items(client) == [made.json()]
    again = client.post("/v1/directory", json={**JUDGE, "name": "BERTA LUMBRERAS"})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    path = f"/v1/directory/{made.json()['id']}"
    assert client.delete(path).status_code == 204
    assert client.delete(path).json()["code"] == "not_found"
    assert items(client) == []


def test_many_are_imported_and_replaced(client: TestClient) -> None:
    def change(method: str, path: str, *entries: dict[str, Any]) -> Any:
        return client.request(method, path, json={"entries": entries}).json()

    twice = change("POST", "/v1/directory/import", JUDGE, LAWYER, JUDGE)
    assert twice == {"added": 2, "known": 1, "removed": 0}
    assert change("PUT", "/v1/directory", LAWYER) == {"added": 0, "known": 1, "removed": 1}
    assert [item["name"] for item in items(client)] == [LAWYER["name"]]
    assert change("PUT", "/v1/directory") == {"added": 0, "known": 0, "removed": 1}


def test_pages(client: TestClient) -> None:
    entries = [{"name": f"Eva Lumbreras {word}", "role": "autoridad"} for word in ("Uno", "Dos", "Tres")]
    client.post("/v1/directory/import", json={"entries": entries})
    first = client.get("/v1/directory?limit=2").json()
    assert (len(first["items"]), first["next"]) == (2, 2)
    last = client.get("/v1/directory?limit=2&cursor=2").json()
    assert (len(last["items"]), last["next"]) == (1, None)
    assert client.get("/v1/directory?limit=0").status_code == 422


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"name": "Lumbreras"}, "/entries/1/name", "whole_name"),
        ({"name": "B. Lumbreras"}, "/entries/1/name", "whole_name"),
        ({"name": "Berta\nLumbreras"}, "/entries/1/name", "printable"),
        ({"name": "Berta " + "L" * 200}, "/entries/1/name", "string_too_long"),
        ({"name": 7}, "/entries/1/name", "string_type"),
        ({"role": "parte"}, "/entries/1/role", "literal_error"),
        ({"office": "Jueza\x00"}, "/entries/1/office", "printable"),
        ({"Lumbreras": 1}, "/entries/1", "extra_forbidden"),
    ],
)
def test_an_entry_that_cannot_be_is_named_by_its_place_and_nothing_is_changed(
    client: TestClient, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    for method, path in (("POST", "/v1/directory/import"), ("PUT", "/v1/directory")):
        refused = client.request(method, path, json={"entries": [LAWYER, {**JUDGE, **wrong}]})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
        assert refused.json()["errors"] == [{"where": "body", "pointer": pointer, "code": code}]
        assert "Lumbreras" not in refused.text
    assert items(client) == []


def test_other_bad_requests(client: TestClient, court: Court) -> None:
    assert client.post("/v1/directory", content=b"{").status_code == 415
    broken = client.post("/v1/directory", content=b"{", headers={"Content-Type": "application/json"})
    assert (broken.status_code, broken.json()["code"]) == (400, "malformed_body")
    assert client.delete("/v1/directory/x").status_code == 422
    assert client.delete(f"/v1/directory/{uuid4()}").status_code == 404
    clerk = court.colleague("beto", frozenset({"supervisor"}))
    assert clerk.get("/v1/directory").json()["code"] == "forbidden"


def test_it_tells_roles_of_its_own_courts_rulings_alone(
    client: TestClient, abroad: Court, anyone: TestClient
) -> None:
    before = told(client)
    assert before == [("autoridad", "test"), ("parte", "test")]
    client.post("/v1/directory/import", json={"entries": [JUDGE, LAWYER]})
    assert told(client) == [("autoridad", "directory"), ("profesional", "directory")]
    assert told(client, PLAIN) == [("parte", "test"), ("parte", "test")]
    assert told(abroad.client) == told(anyone) == before
    for item in items(client):
        client.delete(f"/v1/directory/{item['id']}")
    assert told(client) == before


def test_every_way_in_asks_it(client: TestClient) -> None:
    client.post("/v1/directory", json=JUDGE)
    anonymized = client.post("/v1/anonymize", json={"text": TEXT}).json()
    assert anonymized["spans"][0]["source"] == "directory"
    kept = client.post("/v1/documents", json={"text": f"{TEXT} Dijo Candil."}).json()
    spans = client.get(f"/v1/review/{kept['id']}").json()["spans"]
    assert {span["role"] for span in spans if span["source"] == "directory"} == {"autoridad"}
    named = {"text": f"{TEXT} Dijo Candil.", "parties": ["Berta Lumbreras"]}
    kept = client.post("/v1/documents", json=named).json()
    spans = client.get(f"/v1/review/{kept['id']}").json()["spans"]
    assert all(span["source"] != "directory" for span in spans)


def test_it_publishes_by_an_office_and_leaves_doubts_to_a_person(court: Court) -> None:
    client, use = court.client, court.resources
    court.app.state.resources = replace(use, engine=replace(use.engine, parte=0.01))

    def decided(text: str) -> list[str]:
        spans = client.post("/v1/analyze", json={"text": text, "policy": "cl-parcial"}).json()["spans"]
        return [span["decision"] for span in spans]

    assert decided(TEXT) == ["review", "mask"]
    client.post("/v1/directory/import", json={"entries": [JUDGE, LAWYER]})
    assert decided(TEXT) == ["keep", "keep"]
    assert decided(PLAIN) == ["mask", "mask"]
