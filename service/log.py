"""Logs as JSON lines on stderr, in which nothing of a document can stand.

An event is a fixed snake_case name and carries the fields of `FIELDS` only: whatever
else is bound or passed is dropped. An exception is logged as the name of its class, its
`code` and where it was raised, never by its message: other people's messages quote what
they could not read.

    log = structlog.get_logger()
    log.info("request", method="GET", route="/v1/stats", status=200, ms=3.1)
"""

import logging
import re
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

#: All that a log line may carry. None of them holds what a caller wrote.
FIELDS: Final = frozenset(
    {
        "event", "level", "timestamp", "logger",
        "request_id", "method", "route", "status", "ms",
        "document", "task", "tenant", "actor", "revision", "attempt",
        "count", "seconds", "head", "webhook", "host", "port", "version", "policy",
        "error", "code", "frames",
    }
)  # fmt: skip

_EVENT = re.compile(r"[a-z][a-z0-9_.]{0,60}")
_PACKAGE = Path(__file__).parent
_Failure = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: int = logging.INFO) -> None:
    """Send this service's events, and those of every library, through one filter to stderr."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[name_foreign, describe_exception, allow, structlog.processors.JSONRenderer()],
        use_get_message=False,  # no need to put together what is not passed on
    )
    handler = _Stderr()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("service").setLevel(level)
    # uvicorn's own handlers would print messages as they are; its access log holds the query.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = name != "uvicorn.access"
    logging.captureWarnings(capture=True)
    # An error of logging itself would be printed with the arguments it failed on.
    logging.raiseExceptions = False


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever stderr is by then."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        raise AttributeError("it is always stderr")


def name_foreign(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace a library's message by where it was logged: it may quote anything."""
    record: logging.LogRecord = event["_record"]
    if not event["_from_structlog"]:
        event["event"] = "library"
        event["frames"] = [f"{Path(record.pathname).name}:{record.lineno}"]
    return event


def describe_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Turn ``exc_info`` into the fields `error`, `code` and `frames`."""
    if failure := _failure(event.pop("exc_info", None)):
        kind, error, trace = failure
        event["error"] = kind.__qualname__
        event["frames"] = [_place(frame) for frame in traceback.extract_tb(trace)]
        if code := getattr(kind, "code", None):
            event["code"] = code if isinstance(code, str) else type(error).__name__
    return event


def allow(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep the known fields; an event that is no fixed name loses it."""
    allowed = {name: value for name, value in event.items() if name in FIELDS and _plain(value)}
    if not _EVENT.fullmatch(str(event.get("event", ""))):
        allowed["event"] = "unnamed"
    return allowed


def _failure(exc_info: Any) -> _Failure | None:
    if isinstance(exc_info, BaseException):
        return type(exc_info), exc_info, exc_info.__traceback__
    if exc_info is True:
        exc_info = sys.exc_info()
    return exc_info if isinstance(exc_info, tuple) and exc_info[0] is not None else None


def _place(frame: traceback.FrameSummary) -> str:
    """``file:line``; the path inside the package, else the file's name alone."""
    path = Path(frame.filename)
    shown = path.relative_to(_PACKAGE.parent) if path.is_relative_to(_PACKAGE) else Path(path.name)
    return f"{shown}:{frame.lineno}"


def _plain(value: object) -> bool:
    """Numbers, short strings, lists of them: no object whose repr could hold more."""
    if isinstance(value, list):
        return all(_plain(item) for item in value)
    return (
        value is None
        or isinstance(value, bool | int | float)
        or (isinstance(value, str) and len(value) <= 200)
    )
