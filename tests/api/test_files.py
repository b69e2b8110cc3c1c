"""Files over HTTP: sent, kept, given back in their own format; refused by name."""

import shutil
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service import formats
from service.pipeline.render import LEGEND
from tests.api.conftest import OUTPUT, SURE, TEXT, Court, new_court
from tests.conftest import absent
from tests.formats.canary import members, zipped
from tests.formats.docx_files import MEDIA, docx, paragraph, part, run
from tests.formats.odt_files import odt
from tests.formats.pdf_files import plain_pdf, scanned

MASKED = OUTPUT.removesuffix(" Dijo [NOMBRE].")


def sent(data: bytes, name: str = "a.bin") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, data)}


def text_of(data: bytes) -> str:
    return formats.read(formats.sniff(data), data).document.text


def named_style() -> bytes:
    """A file with a name where only the gate looks."""
    data = members(docx(paragraph(run(SURE))))
    style = '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="De Berta Lumbreras"/></w:style>'
    return zipped({**data, "word/styles.xml": part("w:styles", style)})


@pytest.mark.parametrize(
    ("data", "media_type", "suffix"),
    [
        (docx(paragraph(run(SURE))), f"{MEDIA}wordprocessingml.document", "docx"),
        (odt(f"<text:p>{SURE}</text:p>"), "application/vnd.oasis.opendocument.text", "odt"),
        (plain_pdf([[(70, 700, SURE)]]), "application/pdf", "pdf"),
        (f"<!DOCTYPE html><html><body><p>{SURE}</body></html>".encode(), "text/html; charset=utf-8", "html"),
        (f"Señor. {SURE}".encode("cp1252"), "text/plain; charset=utf-8", "txt"),
    ],
    ids=["docx", "odt", "pdf", "html", "cp1252"],
)  # fmt: skip
def test_a_file_comes_back_in_its_own_format(
    client: TestClient, anyone: TestClient, data: bytes, media_type: str, suffix: str
) -> None:
    kept = client.post("/v1/documents", files=sent(data))
    assert (kept.status_code, kept.json()["state"]) == (201, "finished"), kept.text
    file = client.get(f"{kept.headers['location']}/file")
    assert MASKED in text_of(file.content)
    if suffix != "txt":  # which is of the encoding that it came in
        assert file.headers["content-type"] == media_type
    assert file.headers["content-disposition"].endswith('.bin"' if suffix == "txt" else f'.{suffix}"')
    stateless = anyone.post("/v1/anonymize/file", files=sent(data, "Berta Lumbreras.x"))
    assert stateless.status_code == 200, stateless.text
    assert text_of(stateless.content) == text_of(file.content)
    assert stateless.headers["innominado-review-required"] == "false"
    assert "Lumbreras" not in stateless.headers["content-disposition"]


@pytest.mark.parametrize(
    ("data", "inside"),
    [
        (SURE.encode(), True),
        (docx(paragraph(run(SURE))), True),
        (docx(paragraph(run(SURE)) + "<w:sectPr/>"), True),
        (odt(f"<text:p>{SURE}</text:p>"), True),
        (plain_pdf([[(70, 700, SURE)]]), True),
        (f"<!DOCTYPE html><html><p>{SURE}</html>".encode(), True),
        (f"<?xml version='1.0'?><a>{SURE}</a>".encode(), False),
        (f'{{"a": "{SURE}"}}'.encode(), False),
    ],
    ids=["txt", "docx", "sections", "odt", "pdf", "html", "xml", "json"],
)
def test_invented_names_are_told_in_the_file_and_beside_it(
    client: TestClient, data: bytes, inside: bool
) -> None:
    form = {"style": "surrogate"}
    kept = client.post("/v1/documents", files=sent(data), data=form)
    assert kept.status_code == 201
    answers = [client.post("/v1/anonymize/file", files=sent(data), data=form)]
    if kept.json()["state"] == "finished":
        answers.append(client.get(f"{kept.headers['location']}/file"))
    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert unquote(answer.headers["innominado-legend"]) == LEGEND
        assert (f"[{LEGEND}]" in " ".join(text_of(answer.content).split())) is inside


XML = (
    b"<?xml version='1.0'?><fallo><caratulado>Berta Lumbreras c/ Banco</caratulado><sala>Sala II</sala>"
    b"<abstract>El 3 de mayo de 2021.</abstract><texto>Rige el 4 de mayo de 2021.</texto></fallo>"
)


def test_fields_alone_are_read(client: TestClient) -> None:
    form = {"fields": ["caratulado", "abstract"]}
    kept = client.post("/v1/documents", files=sent(XML), data=form)
    assert kept.json()["state"] == "finished", kept.text
    answers = (
        client.post("/v1/anonymize/file", files=sent(XML), data=form),
        client.get(f"{kept.headers['location']}/file"),
    )
    for answer in answers:
        assert "<caratulado>[NOMBRE] c/ Banco</caratulado>" in answer.text
        assert "<abstract>El [FECHA].</abstract>" in answer.text
        assert "Rige el 4 de mayo de 2021." in answer.text
    csv = {"format": "csv", "fields": ["actora"]}
    rows = b"actora;nota\nBerta Lumbreras;3 de mayo de 2021\n"
    answer = client.post("/v1/anonymize/file", files=sent(rows), data=csv)
    assert answer.text == "actora;nota\n[NOMBRE];3 de mayo de 2021\n"
    lines = {"fields": "a"}
    answer = client.post("/v1/anonymize/file", files=sent(b'{"a": "Berta Lumbreras", "b": 1}'), data=lines)
    assert answer.text == '{"a": "[NOMBRE]", "b": 1}'


def test_a_field_that_is_not_there_lets_nothing_out(client: TestClient) -> None:
    for path in ("/v1/documents", "/v1/anonymize/file"):
        answer = client.post(path, files=sent(XML), data={"fields": ["caratulada"]})
        assert (answer.status_code, answer.json()["code"]) == (422, "broken_file"), path
        answer = client.post(path, files=sent(XML), data={"fields": [""]})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), path
        # One that is misspelled beside one that is there would go out as it came.
        for file, form in (
            (XML, {"fields": ["caratulado", "abstrct"]}),
            (b'{"a": "Berta Lumbreras", "b": "3 de mayo de 2021"}', {"fields": ["a", "B"]}),
            (b"actora;nota\nBerta Lumbreras;x\n", {"format": "csv", "fields": ["actora", "notas"]}),
        ):
            answer = client.post(path, files=sent(file), data=form)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), path
            assert answer.json()["errors"] == [
                {"where": "body", "pointer": "/fields/1", "code": "not_in_file"}
            ]
    # A name that is masked in one field may not stay in another.
    twice = XML.replace(b"Rige", b"Berta Lumbreras. Rige")
    answer = client.post("/v1/anonymize/file", files=sent(twice), data={"fields": ["caratulado"]})
    assert answer.json()["code"] == "release_held"


@pytest.mark.parametrize(
    ("name", "released"),
    [
        ("Berta_Lumbreras-sentencia.docx", 'filename="[NOMBRE]-sentencia.docx"'),
        ("C:\\fallos\\Berta Lumbreras\\fallo.docx", 'filename="fallo.docx"'),
        ("acta n.º 5.docx", "filename*=UTF-8''acta%20n.%C2%BA%205.docx"),
        ("fallo.exe", 'filename="fallo.docx"'),
    ],
)
def test_a_file_keeps_its_name_without_people(client: TestClient, name: str, released: str) -> None:
    data = docx(paragraph(run(SURE)))
    kept = client.post("/v1/documents", files=sent(data, name)).headers["location"]
    for answer in (client.post("/v1/anonymize/file", files=sent(data, name)), client.get(f"{kept}/file")):
        assert answer.headers["content-disposition"] == f"attachment; {released}"


def test_a_reviewed_file_is_written_from_the_verdict(court: Court) -> None:
    kept = court.client.post("/v1/documents", files=sent(docx(paragraph(run(TEXT))))).json()
    assert kept["state"] == "in_review"
    assert court.client.get(f"/v1/documents/{kept['id']}/file").status_code == 409
    review = f"/v1/review/{kept['id']}"
    lease = court.client.post(f"{review}/claim").json()["lease_id"]
    spans = [
        {**{k: s[k] for k in ("start", "end", "label")}, "decision": "keep" if s["score"] < 0.9 else "mask"}
        for s in sorted(court.client.get(review).json()["spans"], key=lambda s: s["start"])
    ]  # fmt: skip
    verdict = court.client.put(review, json={"lease_id": lease, "spans": spans}, headers={"If-Match": '"0"'})
    assert verdict.status_code == 200, verdict.text
    file = court.client.get(f"/v1/documents/{kept['id']}/file")
    assert f"{MASKED} Dijo Candil." in text_of(file.content)


def test_what_the_gate_finds_is_held(client: TestClient, anyone: TestClient) -> None:
    kept = client.post("/v1/documents", files=sent(named_style())).json()
    assert (kept["state"], kept["hold_reason"]) == ("held", "release_held")
    answer = anyone.post("/v1/anonymize/file", files=sent(named_style()))
    assert (answer.status_code, answer.json()["code"]) == (409, "release_held")
    assert answer.json()["detail"] == "In styles."


def test_the_same_text_in_another_file_is_another_request(client: TestClient) -> None:
    headers = {"Idempotency-Key": "envio-1"}
    one, other = docx(paragraph(run(SURE))), docx(paragraph(run(SURE, "<w:rPr><w:b/></w:rPr>")))
    first = client.post("/v1/documents", files=sent(one), headers=headers)
    again = client.post("/v1/documents", files=sent(one), headers=headers)
    assert first.json()["id"] == again.json()["id"]
    answer = client.post("/v1/documents", files=sent(other), headers=headers)
    assert answer.json()["code"] == "idempotency_mismatch"


@pytest.mark.parametrize(
    ("data", "options", "status", "code"),
    [
        (b"\x89PNG\r\n\x1a\n", {}, 415, "unknown_format"),
        (docx()[:-100], {}, 422, "broken_file"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", {}, 422, "unsafe_file"),
        (docx(), {"hold": ["comments"]}, 422, "unwanted_content"),
        (docx(), {"hold": ["nada"]}, 422, "invalid_request"),
        (b"a", {"format": "doc"}, 415, "unknown_format"),
        (b"a", {"format": "pdf"}, 422, "broken_file"),
        (b"a", {"color": "b"}, 422, "invalid_request"),
    ],
)
def test_unusable_files(
    client: TestClient, data: bytes, options: dict[str, str], status: int, code: str
) -> None:
    for path in ("/v1/documents", "/v1/anonymize/file"):
        answer = client.post(path, files=sent(data), data=options)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
    assert sum(client.get("/v1/stats").json()["documents"].values()) == 0


def test_what_was_read_from_a_picture_is_seen_by_a_person(
    make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("tesseract") is None:
        absent("tesseract", "tesseract is not installed")
    data, court = scanned(*SURE.split(" y ")), new_court(make_app(ocr="spa"), "escanea")
    with court.client as client:
        answer = client.post("/v1/anonymize/file", files=sent(data))
        assert answer.status_code == 200, answer.text
        assert answer.headers["innominado-review-required"] == "true"
        assert "Comparece [NOMBRE], DNI [ID], [NOMBRE], el [FECHA]." in " ".join(
            text_of(answer.content).split()
        )
        kept = client.post("/v1/documents", files=sent(data)).json()
        assert (kept["state"], kept["doubts"]) == ("in_review", 0)
        monkeypatch.setenv("PATH", "/nowhere")
        for path in ("/v1/documents", "/v1/anonymize/file"):
            answer = client.post(path, files=sent(data))
            assert (answer.status_code, answer.json()["code"]) == (422, "no_text_layer")


def test_a_file_may_be_larger_than_a_text_but_not_by_more_than_is_set(
    make_app: Callable[..., FastAPI],
) -> None:
    app = make_app(max_characters=1000, max_file_bytes=300_000)
    with TestClient(app) as client:
        padded = docx(paragraph(run("x" * 900)))
        answer = client.post("/v1/anonymize/file", files=sent(padded + bytes(200_000)))
        assert answer.json().get("code") != "body_too_large"
        answer = client.post("/v1/anonymize/file", files=sent(bytes(400_000)))
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
