"""A worker to be killed: it claims the next job, says so, and never comes to an end.

``python -m tests.killed URL NOW``, with the master key in hexadecimal on standard input.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from threading import Event

from service.document import Span
from service.pipeline import Engine
from service.storage.keys import Keyring
from service.storage.sessions import open_store
from service.worker import run
from tests.small import ENGINE, POLICIES


def hang(_text: str) -> Sequence[Span]:
    sys.stdout.write("working\n")
    sys.stdout.flush()
    sys.stdin.read()
    raise AssertionError("it was to be killed here")


if __name__ == "__main__":
    url, now = sys.argv[1:]
    master = bytes.fromhex(sys.stdin.readline())
    store = open_store(url, Keyring(master), lambda: datetime.fromisoformat(now))
    run(store, Engine((hang,), ENGINE.thresholds, ENGINE.version), POLICIES, Event())
