"""Time stamps (RFC 3161): an authority outside says that something was there, and when.

The authority is told a hash. Requests and answers are rfc3161-client's; what is decided here
is whose word is taken: that of an authority whose certificate goes back to the given roots.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import httpx2
from cryptography import x509
from rfc3161_client import (
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from service.errors import SettingsError, StampRefused, Undelivered

PATIENCE: Final = 10.0
#: Bytes of an answer: a token with its certificates has a few thousand.
MAX_ANSWER: Final = 100_000


@dataclass(frozen=True, slots=True)
class Authority:
    """Where time stamps come from, and the roots that they are believed by."""

    url: str
    roots: tuple[x509.Certificate, ...] = field(repr=False)


def load_authority(url: str, certificates: Path) -> Authority:
    """The authority at `url`, believed by the roots in a PEM file. Raises SettingsError."""
    try:
        return Authority(url, tuple(x509.load_pem_x509_certificates(certificates.read_bytes())))
    except (OSError, ValueError):
        raise SettingsError("INNOMINADO_TIMESTAMP_ROOTS must be a file of PEM certificates.") from None


def ask(authority: Authority, message: bytes) -> bytes:
    """A time stamp of `message`, as the authority sent it (DER).

    Raises:
        Undelivered: the authority is not reached, or answers no time stamp.
        StampRefused: what it answers is not to be believed.
    """
    request = (
        TimestampRequestBuilder().data(message).nonce(nonce=True).cert_request(cert_request=True).build()
    )
    headers = {"content-type": "application/timestamp-query"}
    try:
        with (
            httpx2.Client(timeout=PATIENCE) as client,
            client.stream("POST", authority.url, content=request.as_bytes(), headers=headers) as answer,
        ):
            stamp = b""
            for piece in answer.raise_for_status().iter_bytes():
                stamp += piece
                if len(stamp) > MAX_ANSWER:
                    raise Undelivered("It answered too much.")
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise Undelivered(f"{type(error).__name__}.") from None
    _verified(authority, stamp, message, request.nonce)
    return stamp


def stamped_at(authority: Authority, stamp: bytes, message: bytes) -> datetime:
    """When the authority saw `message`. Raises StampRefused: that is not what `stamp` says."""
    return _verified(authority, stamp, message, None).tst_info.gen_time


def _verified(authority: Authority, stamp: bytes, message: bytes, nonce: int | None) -> TimeStampResponse:
    verifier = VerifierBuilder(roots=list(authority.roots), nonce=nonce).build()
    try:
        response = decode_timestamp_response(stamp)
        verifier.verify_message(response, message)
    except (VerificationError, ValueError):
        raise StampRefused from None
    return response
