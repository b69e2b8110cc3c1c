"""Around every request: its id, its log line, its figures, and the answer of last resort."""

from time import perf_counter
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api import problems
from service.api.metrics import Metrics

log = structlog.get_logger()

#: Answers hold rulings: no cache keeps them, no browser guesses what they are.
_HEADERS = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Access:
    """Pure ASGI. The route is logged as its template, never as the path that was asked for."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Always ours: an id from outside could hold anything.
        request_id = uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        status: int | None = None

        async def tagged(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = (b"x-request-id", request_id.encode())
                message["headers"] = [*message["headers"], *_HEADERS, own]
            await send(message)

        begin = perf_counter()
        try:
            await self.app(scope, receive, tagged)
        except Exception as error:
            log.error("request_failed", request_id=request_id, exc_info=error)
            if status is not None:
                raise
            await problems.response(problems.Unexpected(), request_id)(scope, receive, tagged)
        finally:
            seconds = perf_counter() - begin
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            route = getattr(scope.get("route"), "path", "unmatched")
            # 499: the caller went away before there was an answer.
            self.metrics.request(method, route, status or 499, seconds)
            log.info(
                "request",
                request_id=request_id,
                method=method,
                route=route,
                status=status or 499,
                ms=round(seconds * 1000, 1),
            )
