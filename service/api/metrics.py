"""Figures for Prometheus: counts, times and scores by route template, stage and label, no more.

No tenant, no id and no text: what a court sends can't be told from what another does.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Final, ParamSpec, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server

from service.api.bodies import Budget
from service.document import Decision
from service.errors import SettingsError
from service.lane import Lane
from service.pipeline import Engine, stage_name
from service.pipeline.decide import decide

P = ParamSpec("P")
R = TypeVar("R")

#: Bounds of histograms: of scores, and of seconds of an answer and of a stage.
SCORES: Final = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
SECONDS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
STAGE_SECONDS: Final = (0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300)


class Metrics:
    """The figures of one app, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        made: dict[str, Any] = {"registry": self.registry}
        self._requests = Counter(
            "innominado_requests_total", "Answers.", ("method", "route", "status"), **made
        )
        self._seconds = Histogram(
            "innominado_request_seconds", "Time to answer.", ("method", "route"), buckets=SECONDS, **made
        )
        self._spans = Counter("innominado_spans_total", "Spans decided.", ("label", "decision"), **made)
        self._scores = Histogram(
            "innominado_span_score", "Scores of spans decided.", ("label",), buckets=SCORES, **made
        )
        self._words = Counter("innominado_words_total", "Words of texts decided on.", **made)
        self._stages = Histogram(
            "innominado_stage_seconds", "Time of a stage.", ("stage",), buckets=STAGE_SECONDS, **made
        )
        self._waiting = Gauge("innominado_lane_waiting", "Calls that wait for inference.", **made)
        self._expected = Gauge(
            "innominado_expected_review", "Places of a thousand words put to review in calibration.", **made
        )
        self._places = Gauge("innominado_lane_places", "Calls that may run or wait.", **made)
        self._bodies = Gauge("innominado_bodies_bytes", "Bytes of bodies received or in hand.", **made)
        self._budget = Gauge("innominado_bodies_limit_bytes", "Bytes that they may be.", **made)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def observe_model(self, engine: Engine) -> None:
        """Tell what is known of the model of `engine`."""
        self._expected.set(math.nan if engine.expected_review is None else engine.expected_review)

    def observe_lane(self, lane: Lane) -> None:
        """Tell how full `lane` is."""
        self._waiting.set_function(lambda: lane.waiting)
        self._places.set(lane.places)

    def observe_bodies(self, budget: Budget) -> None:
        """Tell how much of `budget` is used."""
        self._bodies.set_function(lambda: budget.used)
        self._budget.set(budget.total)

    def watch(self, stage: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """A `service.pipeline.Watch`: times every stage, and counts what is decided."""
        started = perf_counter()
        result = stage(*args, **kwargs)
        self._stages.labels(stage_name(stage)).observe(perf_counter() - started)
        if stage is decide:
            text, decisions = args[0], result
            self._words.inc(len(text.split()))  # type: ignore[attr-defined]
            self._decided(decisions)  # type: ignore[arg-type]
        return result

    def _decided(self, decisions: Iterable[Decision]) -> None:
        for decision in decisions:
            self._spans.labels(decision.span.label, decision.action).inc()
            self._scores.labels(decision.span.label).observe(decision.span.score)

    @contextmanager
    def served(self, host: str, port: int) -> Iterator[None]:
        """Tell the figures over HTTP meanwhile, in a process that answers nothing else. Raises
        SettingsError: it cannot listen there."""
        try:
            server, thread = start_http_server(port, host, self.registry)
        except OSError:
            raise SettingsError("INNOMINADO_WORKER_METRICS_PORT cannot be listened on.") from None
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def exposition(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self.registry)
