"""What leaves goes to public addresses over TLS, or nowhere."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from service.errors import TargetRefused, Undelivered
from service.outgoing import check_target, post
from tests.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "https://", "http://example.com/", "ftp://example.com/", "file:///etc/passwd",
        "https://user:secreto@example.com/", "https://user@example.com/", "https://[::1", "https://a:99999/",
        "https://ñandú.example.com/", "http://localhost.example.com/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("private", [False, True])
def test_what_is_no_https_address_is_refused(url: str, private: bool) -> None:
    with pytest.raises(TargetRefused) as caught:
        check_target(url, private=private)
    assert "secreto" not in str(caught.value)
    with pytest.raises(TargetRefused):
        post(url, b"", {}, private=private)


def test_plain_http_is_for_loopback_where_private_is_allowed() -> None:
    for url in ("http://localhost:1/x", "http://127.0.0.1/", "http://[::1]/"):
        check_target(url, private=True)
        with pytest.raises(TargetRefused):
            check_target(url, private=False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "[::]", "localhost",
    ],
)  # fmt: skip
def test_addresses_of_this_network_are_refused(address: str) -> None:
    with pytest.raises(TargetRefused):
        post(f"https://{address}/", b"", {})


def test_a_name_is_as_good_as_the_worst_of_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        public, private = ("93.184.216.34", port), ("10.0.0.1", port)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in (public, private)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(TargetRefused):
        post("https://rebinding.example.com/", b"", {})


def test_what_is_sent_arrives(receiver: Receiver) -> None:
    post(f"{receiver.url}/a?b=c", b"body", {"x-name": "value"}, private=True)
    [(path, headers, body)] = receiver.received
    assert (path, headers["x-name"], body) == ("/a?b=c", "value", b"body")


@pytest.mark.parametrize("status", [302, 307, 400, 404, 500])
def test_no_redirect_is_followed_and_none_but_2xx_counts(receiver: Receiver, status: int) -> None:
    receiver.statuses = [status]
    with pytest.raises(Undelivered) as caught:
        post(f"{receiver.url}/a", b"", {}, private=True)
    assert str(status) in str(caught.value)
    assert [path for path, _, _ in receiver.received] == ["/a"]


def test_whom_nobody_trusts_gets_nothing(receiver: Receiver) -> None:
    with pytest.raises(Undelivered):
        post(receiver.url.replace("http:", "https:"), b"", {}, private=True)
    assert receiver.received == []


def test_who_is_not_there_gets_it_later() -> None:
    for url in ("http://127.0.0.1:1/", "https://nowhere.invalid/"):
        with pytest.raises(Undelivered):
            post(url, b"", {}, private=True)
