"""The report that goes with a release: of the very file, and without its text."""

import hashlib
import io

import pypdf
from fastapi.testclient import TestClient

from tests.api.conftest import SURE, TEXT, Court
from tests.formats.docx_files import docx, paragraph, run


def test_it_tells_of_the_file_that_goes_out(client: TestClient) -> None:
    data = docx(paragraph(run(SURE)))
    place = client.post("/v1/documents", files={"file": ("a", data)}).headers["location"]
    file = client.get(f"{place}/file").content
    answer = client.get(f"{place}/report")
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert report["format"] == "docx"
    assert report["released_sha256"] == hashlib.sha256(file).hexdigest()
    origin = report["origin"]
    assert (origin["engine"], origin["reviewed"], origin["revision"]) == ("test", False, 0)
    assert origin["policy"].startswith("todo/")
    rows = client.get("/v1/audit").json()["items"]
    assert origin["audit_head"] in {f"{row['number']}:{row['mac']}" for row in rows}
    received = next(row for row in rows if row["action"] == "receive")
    assert report["original"] == {"kind": "hmac-sha256", "value": received["digest"]}
    assert {(s["label"], s["decision"]): s["count"] for s in report["spans"]} == {
        ("NOMBRE", "mask"): 2, ("ID", "mask"): 1, ("FECHA", "mask"): 1,
    }  # fmt: skip
    for word in ("Quintanal", "Lumbreras", "99.999.999"):
        assert word not in answer.text


def test_it_is_a_page_too(client: TestClient) -> None:
    place = client.post("/v1/documents", json={"text": SURE}).headers["location"]
    answer = client.get(f"{place}/report", params={"format": "pdf"})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")
    (page,) = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    released = hashlib.sha256(client.get(f"{place}/file").content).hexdigest()
    assert released in page.extract_text()
    assert client.get(f"{place}/report", params={"format": "doc"}).status_code == 422


def test_what_a_person_saw_is_reviewed(court: Court) -> None:
    kept = court.client.post("/v1/documents", json={"text": TEXT}).json()
    place, review = f"/v1/documents/{kept['id']}", f"/v1/review/{kept['id']}"
    assert court.client.get(f"{place}/report").status_code == 409
    lease = court.client.post(f"{review}/claim").json()["lease_id"]
    spans = [
        {**{k: s[k] for k in ("start", "end", "label")}, "decision": "mask"}
        for s in sorted(court.client.get(review).json()["spans"], key=lambda s: s["start"])
    ]
    verdict = court.client.put(review, json={"lease_id": lease, "spans": spans}, headers={"If-Match": '"0"'})
    assert verdict.status_code == 200, verdict.text
    report = court.client.get(f"{place}/report").json()
    assert (report["origin"]["reviewed"], report["origin"]["revision"], report["doubts"]) == (True, 1, 0)
