"""The page of the contract works without any network."""

import hashlib
import re

from fastapi.testclient import TestClient

from service.api.page import STATIC


def test_the_page_loads_nothing_from_elsewhere(anyone: TestClient) -> None:
    page = anyone.get("/docs")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) == 3
    for address in loaded:
        assert address.startswith("/static/swagger-ui/")
        assert anyone.get(address).status_code == 200
    assert "://" not in page.text


def test_the_library_is_the_one_that_was_looked_at() -> None:
    folder = STATIC / "swagger-ui"
    lines = (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    assert {path.name for path in folder.iterdir()} == {*sums, "SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
