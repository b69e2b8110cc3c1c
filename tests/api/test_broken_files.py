"""Broken and malicious files over HTTP: a problem each, by its name; nothing of them is kept."""

import pytest
from fastapi.testclient import TestClient

from service.errors import InnominadoError
from tests.api.conftest import Court
from tests.formats.canary import FIRST, LAST
from tests.formats.test_broken import FILES

#: Made in no time; the larger ones are left to `bench.hostile`.
BAD = sorted(name for name, (_, error) in FILES.items() if error is not None)


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_and_nothing_is_stored(court: Court, name: str) -> None:
    client: TestClient = court.client
    data = FILES[name][0]()
    for path in ("/v1/documents", "/v1/anonymize/file"):
        answer = client.post(path, files={"file": ("fallo.docx", data)})
        assert answer.status_code in (413, 415, 422), (path, answer.status_code)
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        expected = FILES[name][1]
        assert expected is not None
        assert issubclass(expected, InnominadoError)
        assert problem["code"] in {kind.code for kind in (expected, *expected.__subclasses__())}
        for word in (FIRST, LAST):
            assert word.lower() not in answer.text.lower()
    assert sum(client.get("/v1/stats").json()["documents"].values()) == 0
    rows = client.get("/v1/audit").json()["items"]
    assert "receive" not in {row["action"] for row in rows}
