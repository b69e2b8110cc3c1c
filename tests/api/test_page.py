"""The page of the contract works without any network."""

import base64
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


def test_the_login_loads_nothing_from_elsewhere_and_runs_nothing_inline(anyone: TestClient) -> None:
    page = anyone.get("/login")
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert len(loaded) == 2
    for address in loaded:
        assert anyone.get(address).status_code == 200
    assert "://" not in page.text
    assert not re.search(r"<script>|<style>|\bon\w+=|\bstyle=", page.text)


def test_every_answer_says_what_a_browser_may_do_with_it(anyone: TestClient) -> None:
    for path in ("/login", "/static/login/login.js", "/v1/labels", "/nada", "/v1/stats"):
        headers = anyone.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "strict-transport-security" not in headers  # there is no TLS here
        assert "access-control-allow-origin" not in headers


def test_the_contracts_page_may_run_its_own_script_and_no_other(anyone: TestClient) -> None:
    page = anyone.get("/docs")
    [script] = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = page.headers["content-security-policy"]
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert page.headers.get_list("content-security-policy") == [policy]
