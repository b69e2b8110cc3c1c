"""A worker among many on one database, in a process that is to be killed: it tells what it begins."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from multiprocessing.connection import Connection
from threading import Event

from service.app import utc_now
from service.document import Span
from service.storage.keys import Keyring
from service.storage.sessions import Store, open_store
from service.worker import run
from tests.small import ENGINE, POLICIES, people

LEASE = timedelta(seconds=2)
ATTEMPTS = 50


def open_shared(url: str, master: bytes) -> Store:
    """The store that all workers share, with the clock of the machine."""
    return open_store(url, Keyring(master), utc_now, LEASE, ATTEMPTS)


def working(url: str, master: bytes, begun: Connection) -> None:
    """Work until killed."""

    def tell(text: str) -> Sequence[Span]:
        begun.send(None)
        return people(text)

    run(open_shared(url, master), replace(ENGINE, detectors=(tell,)), POLICIES, Event(), idle=0.1)
