"""The Grafana dashboard asks for what /metrics tells, and for all of it."""

import json
import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.api.conftest import TEXT, Court

DASHBOARD = Path(__file__).parents[2] / "docker" / "grafana.json"


def test_it_asks_for_what_there_is(court: Court) -> None:
    court.client.post("/v1/anonymize", json={"text": TEXT})
    court.client.get("/healthz")  # an answer is counted once it has gone out
    families = list(text_string_to_metric_families(court.client.get("/metrics").text))
    told = {sample.name: sample.labels for family in families for sample in family.samples}
    queries = [
        target["expr"]
        for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
        for target in panel["targets"]
    ]
    for query in queries:
        for name, labels in re.findall(r"(innominado_\w+)(?:\{([^}]*)\})?", query):
            assert name in told, name
            assert set(re.findall(r"(\w+)=", labels)) <= set(told[name]), query
    for family in families:
        made_at = family.name.endswith("_created")  # of each series, by the library
        assert made_at or any(family.name in query for query in queries), family.name


def test_no_figure_tells_courts_or_texts(court: Court) -> None:
    court.client.post("/v1/anonymize", json={"text": TEXT})
    court.client.post("/v1/documents", json={"text": TEXT})
    court.work()
    told = court.client.get("/metrics").text
    labels = {name for line in told.splitlines() for name in re.findall(r'(\w+)="', line)}
    assert labels == {"method", "route", "status", "label", "decision", "le", "stage"}
    for secret in ("Quintanal", "99.999", "juzgado", str(court.tenant)):
        assert secret not in told
    assert "innominado_words_total 34.0" in told  # of both, the stored one as well
