"""Traces tell routes, stages and counts, and nothing of a text."""

import json
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service import app as app_module
from tests.api.conftest import TEXT, gate, make_app, new_court

pytest.importorskip("opentelemetry.sdk")
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

__all__ = ["gate", "make_app"]


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(app_module, "tracer_of", lambda *_: provider.get_tracer("test"))
    return exporter


def test_a_request_and_its_stages(make_app: Callable[..., FastAPI], spans: InMemorySpanExporter) -> None:
    app = make_app(traces="http://127.0.0.1:4318/v1/traces")
    with TestClient(app):
        new_court(app, "juzgado").client.post("/v1/anonymize", json={"text": TEXT})
    told = {span.name: span for span in spans.get_finished_spans()}
    request = told["request"]
    assert dict(request.attributes or {}) == {"http.response.status_code": 200, "http.route": "/v1/anonymize"}
    assert {"detect", "merge", "propagate", "link", "decide", "finish"} <= set(told)
    assert dict(told["decide"].attributes or {}) == {"count": 5}
    assert request.context is not None
    assert {span.context.trace_id for span in told.values() if span.context} == {request.context.trace_id}


def test_no_span_holds_a_text(make_app: Callable[..., FastAPI], spans: InMemorySpanExporter) -> None:
    app = make_app(traces="http://127.0.0.1:4318/v1/traces")
    with TestClient(app, raise_server_exceptions=False):
        court = new_court(app, "juzgado")
        court.client.post("/v1/documents", json={"text": TEXT, "docket": "Quintanal 7"})
        court.client.post("/v1/anonymize", json={"text": "Candil \0"})
        court.client.get("/Quintanal?q=Quintanal")
        court.work()
    told = " ".join(json.dumps(json.loads(span.to_json())) for span in spans.get_finished_spans())
    assert "unmatched" in told
    for secret in ("Quintanal", "Candil", "99.999", "juzgado", str(court.tenant)):
        assert secret not in told
