"""What the review page asks besides: like places, what stays visible, drafts, reasons."""

from uuid import uuid4

from fastapi.testclient import TestClient

from tests.api.conftest import TEXT, Court
from tests.api.test_review import VERDICT, claim, receive, span, submit
from tests.conftest import Clock


def place(surface: str, text: str = TEXT) -> dict[str, int]:
    start = text.index(surface)
    return {"start": start, "end": start + len(surface)}


def test_a_name_is_found_wherever_it_stands(client: TestClient) -> None:
    text = "Dijo El Tuerto 𝔘.\r\nY EL TUERTO calló; un ojo tuerto."
    document = client.post("/v1/documents", json={"text": text + TEXT}).json()["id"]
    found = client.post(f"/v1/review/{document}/places", json=place("Tuerto", text)).json()["places"]
    assert found == [place("Tuerto", text), place("TUERTO", text)]
    part = client.post(f"/v1/review/{document}/places", json=place("uerto", text)).json()["places"]
    assert part == [place("uerto", text)]
    beyond = client.post(f"/v1/review/{document}/places", json={"start": 3, "end": 999})
    assert (beyond.status_code, beyond.json()["code"]) == (422, "invalid_spans")


def test_what_is_visible_is_a_list_of_places(client: TestClient) -> None:
    document = receive(client)
    items = client.get(f"/v1/review/{document}/visible").json()["items"]
    assert {"sort": "word", "places": [place("Candil")], "cited": False, "common": False} in items
    assert {"sort": "date", "places": [place("3 de mayo de 2021")], "cited": False, "common": False} in items


def test_a_draft_is_kept_as_it_was_sent(client: TestClient, court: Court) -> None:
    document = receive(client)
    address = f"/v1/review/{document}/draft"
    assert client.get(address).json() is None
    state = {"changed": [{"start": 1, "text": "ñ"}], "removed": [3]}
    assert client.put(address, json={"base": 0, "state": state}).status_code == 204
    draft = client.get(address).json()
    assert (draft["base"], draft["state"]) == (0, state)
    assert court.colleague("berto").get(address).json() is None
    assert client.put(address, json={"base": 0, "state": []}).status_code == 422


def test_a_lease_says_how_long_it_runs(client: TestClient, clock: Clock) -> None:
    claimed = client.post(f"/v1/review/{receive(client)}/claim").json()
    assert claimed["lease_seconds"] == 900


def test_the_reason_of_a_publication_is_kept(client: TestClient, court: Court) -> None:
    document = receive(client)
    kept = span("Candil", "keep", reason="no_person")
    assert submit(client, document, claim(client, document), [*VERDICT[:-1], kept]).is_success
    assert (
        client.get(f"/v1/review/{document}").json()["spans"][-1]["reason"]
        == "published by a reviewer: no_person"
    )
    assert client.post(f"/v1/review/{document}/claim").status_code == 409
    absurd = span("Candil", "keep", reason="because")
    assert submit(client, document, str(uuid4()), [absurd]).status_code == 422
