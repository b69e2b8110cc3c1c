"""Logs: known fields of known events, and of an exception only what it is and where."""

import ast
import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

import service
from service import log
from service.errors import StaleRevision

NAME = "Berta Lumbreras"

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(capfd: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What was logged since the last call; none of it holds the name."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log.configure()

    def read() -> list[dict[str, Any]]:
        out, err = capfd.readouterr()
        assert NAME not in out + err
        assert not out
        return [json.loads(line) for line in err.splitlines()]

    yield read
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = True


def test_known_fields_pass_and_others_are_dropped(lines: Lines) -> None:
    events = structlog.get_logger("service.test").bind(route="/v1/x", surface=NAME)
    events.info("request", status=200, ms=1.5, text=NAME, body={"a": NAME})
    [line] = lines()
    assert set(line) == {"event", "level", "timestamp", "logger", "route", "status", "ms"}
    assert (line["event"], line["status"], line["level"]) == ("request", 200, "info")


def test_an_object_or_a_long_string_is_dropped_from_a_known_field(lines: Lines) -> None:
    structlog.get_logger("service.test").info("request", code=[{"a": NAME}], route="x" * 201, count={NAME})
    [line] = lines()
    assert set(line) == {"event", "level", "timestamp", "logger"}


def test_an_event_is_a_fixed_name(lines: Lines) -> None:
    structlog.get_logger("service.test").info(f"anonymizing {NAME}")
    assert lines()[0]["event"] == "unnamed"


def test_an_exception_is_its_class_its_code_and_where(lines: Lines) -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as error:
            raise StaleRevision(NAME) from error
    except StaleRevision as error:
        structlog.get_logger("service.test").error("failed", exc_info=error)
        structlog.get_logger("service.test").exception("failed")
    for line in lines():
        assert (line["error"], line["code"]) == ("StaleRevision", "stale_revision")
        assert [frame.rpartition(":")[0] for frame in line["frames"]] == ["test_log.py"]


def test_frames_inside_the_package_have_their_path(lines: Lines) -> None:
    try:
        service.errors.TextTooLong()  # type: ignore[call-arg]
    except TypeError:
        structlog.get_logger("service.test").exception("failed")
    try:
        log.allow(None, "", None)  # type: ignore[arg-type]
    except AttributeError:
        structlog.get_logger("service.test").exception("failed")
    assert lines()[1]["frames"][-1].startswith("service/log.py:")


@pytest.mark.parametrize("name", ["uvicorn.error", "sqlalchemy.engine", "asyncio", "py.warnings"])
def test_a_librarys_words_are_not_passed_on(lines: Lines, name: str) -> None:
    logging.getLogger(name).error("cannot read %s", NAME)
    logging.getLogger(name).warning(f"cannot read {NAME}", extra={"text": NAME})
    try:
        raise ValueError(NAME)
    except ValueError:
        logging.getLogger(name).exception(NAME)
    first, second, third = lines()
    assert (first["event"], first["level"], first["logger"]) == ("library", "error", name)
    assert first["frames"][0].startswith("test_log.py:")
    assert second["level"] == "warning"
    assert third["error"] == "ValueError"


def test_warnings_go_the_same_way(lines: Lines) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(NAME, stacklevel=1)
    assert [line["logger"] for line in lines()] == ["py.warnings"]


def test_uvicorns_access_log_is_silent(lines: Lines) -> None:
    logging.getLogger("uvicorn.access").error("GET /?q=%s", NAME)
    assert lines() == []


def test_configuring_again_changes_nothing(lines: Lines) -> None:
    log.configure()
    structlog.get_logger("service.test").info("once")
    assert [line["event"] for line in lines()] == ["once"]


def test_every_event_of_the_service_is_a_literal_with_known_fields() -> None:
    """So no event can be made of what was read, nor a field be dropped unnoticed."""
    calls = 0
    for path in Path(service.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name("log" | "events" | "told"), attr=attr)) if (
                    attr in ("debug", "info", "warning", "error", "exception", "bind")
                ):
                    calls += 1
                    if attr != "bind":
                        [event] = node.args
                        assert isinstance(event, ast.Constant), f"{path}:{node.lineno}"
                    fields = {keyword.arg for keyword in node.keywords}
                    assert fields <= log.FIELDS | {"exc_info"}, f"{path}:{node.lineno}"
    assert calls >= 5


def test_stderr_may_be_another_one_by_then(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    class Sink:
        written = ""

        def write(self, text: str) -> None:
            self.written += text

        def flush(self) -> None: ...

    sink = Sink()
    monkeypatch.setattr(sys, "stderr", sink)
    structlog.get_logger("service.test").info("here")
    assert '"here"' in sink.written
