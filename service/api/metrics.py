"""Figures for Prometheus: counts and latencies by route template and by label, no more."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from service.document import Decision


class Metrics:
    """The figures of one app, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "innominado_requests_total", "Answers.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "innominado_request_seconds", "Time to answer.", ("method", "route"), registry=self.registry
        )
        self._spans = Counter(
            "innominado_spans_total", "Spans decided.", ("label", "decision"), registry=self.registry
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def decided(self, decisions: Iterable[Decision]) -> None:
        """Count what was decided of a document."""
        for decision in decisions:
            self._spans.labels(decision.span.label, decision.action).inc()

    def exposition(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self.registry)
