"""One review for several readers, under another policy, and back to the names."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api.conftest import SURE, TEXT, Court, new_court

KEY = base64.b64encode(bytes(range(32, 64))).decode()
READER = frozenset({"submitter", "reviewer", "auditor", "admin"})


@pytest.fixture
def mapping(make_app: Callable[..., FastAPI]) -> Iterator[Court]:
    """A court where mappings may be kept."""
    app = make_app(mapping_key=KEY)
    with TestClient(app):
        yield new_court(app, "registro")


def receive(client: TestClient, text: str = SURE, **more: Any) -> str:
    found: str = client.post("/v1/documents", json={"text": text, **more}).json()["id"]
    return found


def settle(client: TestClient, document: str) -> dict[str, Any]:
    """The verdict that publishes every doubt."""
    seen = client.get(f"/v1/review/{document}")
    lease = client.post(f"/v1/review/{document}/claim").json()["lease_id"]
    kept = ("start", "end", "label", "role", "kind", "entity", "decision")
    spans = [
        {name: span[name] for name in kept} | ({"decision": "keep"} if span["decision"] == "review" else {})
        for span in sorted(seen.json()["spans"], key=lambda span: span["start"])
    ]
    answer = client.put(
        f"/v1/review/{document}",
        json={"lease_id": lease, "spans": spans},
        headers={"If-Match": seen.headers["etag"]},
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_under_another_policy_only_what_it_publishes_anew_is_reviewed(client: TestClient) -> None:
    document = receive(client, TEXT)
    final = settle(client, document)
    assert final["text"] == "Comparece [NOMBRE], DNI [ID], y [NOMBRE], el [FECHA]. Dijo Candil."
    renewed = client.post(f"/v1/documents/{document}/policy", json={"policy": "uy"})
    assert renewed.headers["etag"] == '"2"'
    found = renewed.json()
    assert (found["policy"], found["style"], found["state"], found["doubts"]) == (
        "uy",
        "court",
        "in_review",
        1,
    )
    assert found["text"] == "Comparece AA, DNI XXX, y BB, el XXX. Dijo Candil."
    [doubt] = [span for span in found["spans"] if span["decision"] == "review"]
    assert TEXT[doubt["start"] : doubt["end"]] == "3 de mayo de 2021"
    again = settle(client, document)
    assert (again["state"], again["revision"]) == ("finished", 3)
    assert again["text"] == "Comparece AA, DNI XXX, y BB, el 3 de mayo de 2021. Dijo Candil."
    # Whoever published the former text learns that it was withdrawn, and that there is another.
    told = [item["kind"] for item in client.get("/v1/events").json()["items"]]
    assert told == ["review_needed", "released", "recalled", "replaced"]


def test_a_stricter_policy_asks_nobody(client: TestClient) -> None:
    document = receive(client, policy="uy")
    found = client.post(
        f"/v1/documents/{document}/policy", json={"policy": "todo", "style": "numbered"}
    ).json()
    assert (found["state"], found["revision"], found["doubts"]) == ("finished", 1, 0)
    assert found["text"] == "Comparece [NOMBRE_1], DNI [ID_1], y [NOMBRE_2], el [FECHA_1]."


def test_the_same_model_asks_nothing_again(client: TestClient) -> None:
    document = receive(client)
    again = client.post(f"/v1/documents/{document}/model")
    assert (again.status_code, again.headers["etag"]) == (200, '"0"')
    assert (again.json()["state"], again.json()["doubts"]) == ("finished", 0)
    waits = receive(client, TEXT)
    client.post(f"/v1/review/{waits}/claim")
    assert client.post(f"/v1/documents/{waits}/model").json()["code"] == "conflict"


def test_what_is_not_finished_stays_under_its_policy(client: TestClient) -> None:
    document = receive(client, TEXT)
    path = f"/v1/documents/{document}"
    assert client.post(f"{path}/policy", json={"policy": "uy"}).json()["code"] == "conflict"
    assert client.get(f"{path}/renderings/parties").json()["code"] == "conflict"
    assert client.post(f"{path}/policy", json={"policy": "x"}).json()["code"] == "unknown_policy"
    assert client.get(path).json()["policy"] == "todo"


def test_three_readers(court: Court) -> None:
    document = receive(court.client)
    path = f"/v1/documents/{document}"
    assert court.client.get(path).json()["text"] == "Comparece [NOMBRE], DNI [ID], y [NOMBRE], el [FECHA]."
    assert court.client.get(f"{path}/renderings/internal").json()["text"] == SURE
    parties = court.client.get(f"{path}/renderings/parties").json()["text"]
    assert parties == SURE.replace("99.999.999", "[ID_1]")
    assert court.client.get(path).json()["revision"] == 0
    actions = [entry["action"] for entry in court.client.get("/v1/audit").json()["items"]]
    assert actions.count("rendering") == 2
    reader = court.colleague("beto", READER)
    for audience in ("parties", "internal"):
        assert reader.get(f"{path}/renderings/{audience}").status_code == 403


def test_no_mapping_is_kept_unless_there_is_a_key_and_it_is_asked_for(court: Court, mapping: Court) -> None:
    refused = court.client.post("/v1/documents", json={"text": SURE, "reversible": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "mapping_off")
    document = receive(court.client)
    assert court.client.post(f"/v1/documents/{document}/reidentify").json()["code"] == "mapping_off"
    document = receive(mapping.client)
    assert mapping.client.post(f"/v1/documents/{document}/reidentify").status_code == 404


@pytest.mark.parametrize("text", [SURE, TEXT])
def test_the_names_behind_a_final_text(mapping: Court, text: str) -> None:
    document = receive(mapping.client, text, reversible=True, style="initials")
    path = f"/v1/documents/{document}"
    if text == TEXT:
        assert mapping.client.post(f"{path}/reidentify").status_code == 404  # it is not final
        settle(mapping.client, document)
    final = mapping.client.get(path).json()["text"]
    pairs = mapping.client.post(f"{path}/reidentify").json()["pairs"]
    for pair in reversed(pairs):
        final = final[: pair["output_start"]] + pair["surface"] + final[pair["output_end"] :]
    assert final == text
    assert {"label": "NOMBRE", "role": "parte", "surface": "Berta Lumbreras"}.items() <= pairs[2].items()
    actions = [entry["action"] for entry in mapping.client.get("/v1/audit").json()["items"]]
    assert actions[-1] == "reidentify"


def test_names_take_another_scope_than_reading_and_the_right_court(mapping: Court) -> None:
    document = receive(mapping.client, reversible=True)
    path = f"/v1/documents/{document}/reidentify"
    assert mapping.colleague("beto", READER).post(path).status_code == 403
    assert new_court(mapping.app, "otro").client.post(path).status_code == 404


@pytest.mark.parametrize(("query", "status"), [("?mapping=keep", 200), ("", 404)])
def test_a_mapping_may_outlive_its_document(mapping: Court, query: str, status: int) -> None:
    path = f"/v1/documents/{receive(mapping.client, reversible=True)}"
    assert mapping.client.delete(f"{path}{query}").status_code == 204
    assert mapping.client.get(path).status_code == 404
    assert mapping.client.post(f"{path}/reidentify").status_code == status
