"""Traces by OpenTelemetry, where a collector is named and the extra ``otel`` is installed.

A span a request, by its route's template, and in it one a stage with the number of things that
came of it. No text, no path, no id of a court, no message of an exception: a span that failed
says the name of the error's class.
"""

from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import SettingsError
from service.pipeline import Watch, stage_name

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

P = ParamSpec("P")
R = TypeVar("R")


def tracer_of(endpoint: str, version: str) -> "Tracer":
    """A tracer that sends to the OTLP collector at `endpoint`, in batches, beside the calls.

    Raises:
        SettingsError: the extra is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise SettingsError("INNOMINADO_TRACES needs the extra: pip install innominado[otel].") from None
    provider = TracerProvider(resource=Resource({"service.name": "innominado", "service.version": version}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return provider.get_tracer("innominado", version)


@contextmanager
def _span(tracer: "Tracer", name: str) -> "Iterator[Span]":
    with tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as span:
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", type(error).__qualname__)
            raise


def watched(tracer: "Tracer", watch: Watch) -> Watch:
    """`watch` with a span around every stage."""

    def traced(stage: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        with _span(tracer, stage_name(stage)) as span:
            result = watch(stage, *args, **kwargs)
            if isinstance(result, Sized):
                span.set_attribute("count", len(result))
            return result

    return traced


class Traced:
    """Pure ASGI: a span around every request."""

    def __init__(self, app: ASGIApp, tracer: "Tracer") -> None:
        self.app = app
        self.tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with _span(self.tracer, "request") as span:

            async def told(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                await send(message)

            try:
                await self.app(scope, receive, told)
            finally:
                span.set_attribute("http.route", getattr(scope.get("route"), "path", "unmatched"))
