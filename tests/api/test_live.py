"""The app behind a real server: what only sockets show."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from fastapi import FastAPI

NAME = b"Lumbreras"


@pytest.fixture
def address(make_app: Callable[..., FastAPI]) -> Iterator[tuple[str, int]]:
    """Where a server listens that is configured as `serve` does."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        make_app(max_characters=1000), log_config=None, access_log=False, server_header=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()
    server.should_exit = True
    thread.join(30)
    listener.close()


def talk(address: tuple[str, int], *parts: bytes) -> bytes:
    """Send `parts` and read until the server hangs up."""
    with socket.create_connection(address, timeout=30) as connection:
        for part in parts:
            connection.sendall(part)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
        return answer


def post(path: bytes, *headers: bytes) -> bytes:
    lines = (b"POST " + path + b" HTTP/1.1", b"Host: x", b"Connection: close", *headers)
    return b"\r\n".join((*lines, b"", b""))


JSON = b"Content-Type: application/json"


def test_an_answer(address: tuple[str, int]) -> None:
    body = b'{"text": "Dijo Berta Lumbreras."}'
    answer = talk(address, post(b"/v1/anonymize?q=Lumbreras", JSON, b"Content-Length: %d" % len(body)), body)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"Dijo [NOMBRE]." in answer
    assert b"server:" not in answer.lower()


def test_an_announced_size_is_refused_unread(address: tuple[str, int]) -> None:
    answer = talk(address, post(b"/v1/analyze", JSON, b"Content-Length: 99999999", b"Expect: 100-continue"))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"body_too_large"' in answer


def test_a_streamed_size_is_refused_where_it_is_reached(address: tuple[str, int]) -> None:
    chunk = b"8000\r\n" + b"a" * 0x8000 + b"\r\n"
    answer = talk(address, post(b"/v1/analyze", JSON, b"Transfer-Encoding: chunked"), chunk, chunk, chunk)
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_what_is_no_http_and_who_goes_away_leave_no_words(
    address: tuple[str, int], capfd: pytest.CaptureFixture[str]
) -> None:
    assert talk(address, b"Lumbreras\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(post(b"/v1/analyze", JSON, b"Content-Length: 100") + NAME)
    # Its line is written once the server has seen it go; other calls are served meanwhile.
    logged = ""
    while '"status": 499' not in logged:
        assert talk(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        logged += "".join(capfd.readouterr())
    assert "lumbreras" not in logged.casefold()
