"""Around every request: its id, its log line, its figures, and the answer of last resort."""

from time import perf_counter
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api import problems
from service.api.metrics import Metrics

log = structlog.get_logger()

#: What a page of ours may load and do; one that needs more says so itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Answers hold rulings: no cache keeps them, no browser guesses what they are, no other site
#: frames them, opens them or learns from where it was called.
_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]
_CSP = b"content-security-policy"
_HSTS = (b"strict-transport-security", b"max-age=31536000")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Access:
    """Pure ASGI. The route is logged as its template, never as the path that was asked for."""

    def __init__(self, app: ASGIApp, metrics: Metrics, *, https: bool = False) -> None:
        self.app = app
        self.metrics = metrics
        self.headers = [*_HEADERS, *([_HSTS] if https else [])]

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
                headers = [*message["headers"], *self.headers, (b"x-request-id", request_id.encode())]
                if not any(name == _CSP for name, _ in headers):
                    headers.append((_CSP, POLICY.encode()))
                message["headers"] = headers
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
