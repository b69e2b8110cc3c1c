"""Policies over HTTP: the list, a court's table, directives, styles."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.pipeline.render import LEGEND
from service.policies import load_policies
from service.storage.principals import create_key, create_tenant
from tests.api.conftest import OUTPUT, SURE, TEXT, Court, keyed

OPEN = "La presente no contiene presupuestos de anonimización."
RESERVE = "Dispóngase la reserva de las actuaciones."


def table(*lines: tuple[str | None, str | None, str]) -> dict[str, Any]:
    return {
        "choices": [{"court": court, "matter": matter, "policy": policy} for court, matter, policy in lines]
    }


def test_every_policy_is_listed_with_its_rules_and_what_they_rest_on(anyone: TestClient) -> None:
    listed = {policy["name"]: policy for policy in anyone.get("/v1/policies").json()["policies"]}
    assert tuple(listed) == tuple(load_policies())
    cendoj = listed["es-cendoj"]
    assert (cendoj["version"], cendoj["start"], cendoj["end"], cendoj["country"]) == (
        "1",
        "2026-01-01",
        None,
        "ES",
    )
    assert (cendoj["style"], cendoj["reserved"]) == ("court", "estricta")
    assert cendoj["rules"][0] == {
        "label": "NOMBRE",
        "role": [],
        "attribute": ["minor"],
        "kind": [],
        "action": "mask",
        "to": None,
        "source": {"kind": "unverified", "text": "LOPJ, art. 235 bis, de memoria."},
    }
    assert listed["todo"]["hide"] == ["NOMBRE", "FECHA", "LUGAR", "ID"]


def test_where_the_table_says_nothing_everything_is_hidden_and_reviewed(court: Court) -> None:
    store = court.resources.store
    client = keyed(court.app, create_key(store, create_tenant(store, "nuevo"), "eva"))
    assert client.get("/v1/policies/table").json() == table()
    kept = client.post("/v1/documents", json={"text": SURE}).json()
    assert (kept["policy"], kept["style"], kept["state"]) == ("estricta", "numbered", "in_review")
    assert kept["numbers_may_shift"] is True


@pytest.mark.parametrize(
    ("court_name", "matter", "policy"),
    [
        ("Juzgado  de ÁLAMOS", "Família", "cl-total"),
        ("juzgado de alamos", "civil", "cl-parcial"),
        ("juzgado de alamos", None, "cl-parcial"),
        ("Otro", "familia", "heredia"),
        ("Otro", "civil", "uy"),
        (None, None, "uy"),
    ],
)
def test_the_nearest_line_of_the_table_counts(
    client: TestClient, court_name: str | None, matter: str | None, policy: str
) -> None:
    lines = table(
        (None, None, "uy"),
        (None, "familia", "heredia"),
        ("Juzgado de Álamos", None, "cl-parcial"),
        ("Juzgado de Álamos", "familia", "cl-total"),
    )
    assert client.put("/v1/policies/table", json=lines).json() == lines
    kept = client.post("/v1/documents", json={"text": SURE, "court": court_name, "matter": matter}).json()
    assert kept["policy"] == policy
    named = client.post("/v1/documents", json={"text": SURE, "court": court_name, "policy": "ec"}).json()
    assert named["policy"] == "ec"


def test_a_table_that_cannot_be(client: TestClient, court: Court) -> None:
    before = client.get("/v1/policies/table").json()
    twice = table(("Uno", None, "todo"), ("UNO", None, "uy"))
    assert client.put("/v1/policies/table", json=twice).json()["code"] == "invalid_input"
    assert client.put("/v1/policies/table", json=table((None, None, "x"))).json()["code"] == "unknown_policy"
    clerk = court.colleague("beto", frozenset({"submitter"}))
    assert clerk.put("/v1/policies/table", json=table()).status_code == 403
    assert clerk.get("/v1/policies/table").json() == before


def test_what_the_ruling_says_of_its_publication_is_shown(client: TestClient) -> None:
    text = f"{SURE} {OPEN} {RESERVE}"
    for answer in (
        client.post("/v1/analyze", json={"text": text}).json(),
        client.post("/v1/anonymize", json={"text": text}).json(),
        client.post("/v1/documents", json={"text": text}).json(),
    ):
        assert [one["kind"] for one in answer["directives"]] == ["open", "reserve"]
    document = client.post("/v1/documents", json={"text": f"{TEXT} {OPEN}"}).json()["id"]
    assert [one["kind"] for one in client.get(f"/v1/review/{document}").json()["directives"]] == ["open"]


@pytest.mark.parametrize(
    ("said", "more", "date"),
    [
        ("", {}, "3 de mayo de 2021"),
        (OPEN, {}, "3 de mayo de 2021"),
        (RESERVE, {}, "[FECHA] de 2021"),
        ("", {"reserved": True}, "[FECHA] de 2021"),
    ],
)
def test_a_directive_tightens_and_never_loosens(
    client: TestClient, said: str, more: dict[str, bool], date: str
) -> None:
    body = {"text": f"{SURE} {said}", "policy": "es-cendoj", "style": "tag", **more}
    kept = client.post("/v1/documents", json=body).json()
    assert kept["state"] == ("in_review" if "[FECHA]" in date else "finished")  # estricta wants a person
    assert kept["text"] == f"Comparece [NOMBRE], DNI [ID], y [NOMBRE], el {date}. {said}"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (None, OUTPUT),
        ("numbered", "Comparece [NOMBRE_1], DNI [ID_1], y [NOMBRE_2], el [FECHA_1]. Dijo [NOMBRE_3]."),
        ("initials", "Comparece R. Q. O., DNI [ID], y B. L., el [FECHA]. Dijo C."),
    ],
)
def test_styles(client: TestClient, style: str | None, expected: str) -> None:
    answer = client.post("/v1/anonymize", json={"text": TEXT, "style": style}).json()
    assert (answer["text"], answer["legend"]) == (expected, None)
    assert answer["numbers_may_shift"] is (style is not None)  # Candil is a doubt


def test_invented_names_are_the_same_at_each_rendering_and_told(
    client: TestClient, anyone: TestClient
) -> None:
    body = {"text": SURE, "style": "surrogate"}
    answer = client.post("/v1/anonymize", json=body).json()
    assert answer["legend"] == LEGEND
    assert answer["numbers_may_shift"] is False
    assert answer["text"] == client.post("/v1/anonymize", json=body).json()["text"]
    assert answer["text"] != anyone.post("/v1/anonymize", json=body).json()["text"]  # another's are others
    assert not {"Ramiro", "Quintanal", "Berta", "Lumbreras"} & set(answer["text"].split())
    document = client.post("/v1/documents", json=body).json()
    assert document["text"] == answer["text"]
    file = client.get(f"/v1/documents/{document['id']}/file").text
    assert file == f"{answer['text']}\n\n[{LEGEND}]\n"
