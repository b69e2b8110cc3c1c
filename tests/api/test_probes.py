"""Ready or not, figures, and starting at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service import app as app_module
from service.errors import BundleError, SettingsError
from service.settings import Settings
from service.storage import migrate
from tests.api.conftest import TEXT, Court, keyed, new_court


def test_alive_and_ready(anyone: TestClient) -> None:
    assert anyone.get("/healthz").json() == {"status": "ok"}
    ready = anyone.get("/readyz")
    assert (ready.status_code, ready.json()["model"]) == (200, "test")


def test_a_database_that_is_behind(
    make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app_module, "PATIENCE", 0.01)
    app = make_app(migrated=False)
    with TestClient(app) as anyone:
        assert anyone.get("/healthz").status_code == 200
        behind = anyone.get("/readyz")
        assert (behind.status_code, behind.json()["code"]) == (503, "database_behind")
        assert keyed(app, "inn_x").get("/v1/stats").status_code == 503
        assert anyone.post("/v1/analyze", json={"text": "a"}).status_code == 200  # needs none
        assert "API key" not in capfd.readouterr().err
        migrate.upgrade(app.state.resources.settings.database)
        assert anyone.get("/readyz").status_code == 200
    assert capfd.readouterr().err.count("API key, shown this once: inn_") <= 1


def test_a_database_that_is_gone(court: Court, tmp_path: Path) -> None:
    court.resources.store.engine.dispose()
    for file in tmp_path.glob("test.sqlite*"):
        file.unlink()
    (tmp_path / "test.sqlite").mkdir()
    gone = court.client.get("/readyz")
    assert (gone.status_code, gone.json()["code"]) == (503, "database_unavailable")
    for answer in (
        court.client.get("/v1/stats"),
        court.client.post("/v1/documents", json={"text": TEXT}),
        court.client.get("/v1/review/queue"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
        assert answer.headers["retry-after"]


def test_the_first_start_tells_one_key_once(
    make_app: Callable[..., FastAPI], capfd: pytest.CaptureFixture[str]
) -> None:
    with TestClient(make_app()):
        told = capfd.readouterr().err
    [line] = [line for line in told.splitlines() if "inn_" in line]
    key = line.rpartition(" ")[2]
    app = make_app()
    with TestClient(app):
        assert keyed(app, key).get("/v1/stats").status_code == 200
    assert "inn_" not in capfd.readouterr().err


def test_figures_by_route_and_label(court: Court) -> None:
    court.client.post("/v1/analyze", json={"text": TEXT})
    court.client.get("/v1/documents/3e4a0c86-6a4b-4a0e-8f40-3f6e1f0f6a11")
    court.client.get("/Quintanal")
    figures = court.client.get("/metrics")
    assert figures.headers["content-type"].startswith("text/plain")
    assert 'innominado_spans_total{decision="review",label="NOMBRE"} 1.0' in figures.text
    assert (
        'innominado_requests_total{method="GET",route="/v1/documents/{document_id}",status="404"} 1.0'
        in figures.text
    )
    assert 'route="unmatched"' in figures.text
    assert "3e4a0c86" not in figures.text
    assert "Quintanal" not in figures.text


def test_each_app_has_its_own_figures(make_app: Callable[..., FastAPI]) -> None:
    first, second = make_app(), make_app()
    with TestClient(first) as client:
        client.get("/healthz")
    assert b"/healthz" in first.state.resources.metrics.exposition()
    assert b"/healthz" not in second.state.resources.metrics.exposition()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "anfitrion.example"])
def test_beyond_loopback_the_master_key_must_be_given(
    make_app: Callable[..., FastAPI], tmp_path: Path, host: str
) -> None:
    with pytest.raises(SettingsError):
        make_app(host=host)
    assert not (tmp_path / "master.key").exists()
    app = make_app(host=host, master_key="A" * 43 + "=")
    with TestClient(app) as anyone:
        assert anyone.post("/v1/analyze", json={"text": "a"}).status_code == 401
        client = new_court(app, "juzgado").client
        assert client.post("/v1/analyze", json={"text": "a"}).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_loopback_needs_nothing(make_app: Callable[..., FastAPI], host: str) -> None:
    with TestClient(make_app(host=host)) as anyone:
        assert anyone.post("/v1/analyze", json={"text": "a"}).status_code == 200


def test_a_bundle_that_is_not_there(tmp_path: Path) -> None:
    settings = Settings.model_validate({"bundle": tmp_path, "master_key_file": tmp_path / "master.key"})
    with pytest.raises(BundleError):
        app_module.create_app(settings)
