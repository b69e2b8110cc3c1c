"""Deeds done in a process that is to be killed: each acknowledges what it has done so far."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from uuid import UUID

from service.review import claim, submit
from service.storage.documents import Submission, receive
from service.storage.keys import Keyring
from service.storage.migrate import upgrade
from service.storage.principals import Principal
from service.storage.retention import purge_these
from service.storage.revisions import last_revision
from service.storage.rotation import rotate
from service.storage.sessions import Store, open_store
from tests.small import DOUBTFUL_TEXT, settle

FRESH = Keyring(bytes(32))


@dataclass(frozen=True)
class Place:
    """Where it is done, and by whom."""

    url: str
    now: datetime
    master: bytes
    principal: Principal

    @contextmanager
    def store(self) -> Iterator[Store]:
        opened = open_store(self.url, Keyring(self.master), lambda: self.now)
        yield opened
        opened.engine.dispose()


def submitting(place: Place, names: Sequence[str], ack: Connection) -> None:
    with place.store() as store:
        for name in names:
            sent = Submission(DOUBTFUL_TEXT, "doubts", "tag")
            record, _ = receive(place.principal, store, sent, name, name.encode())
            ack.send(record.id)


def reviewing(place: Place, ids: Sequence[UUID], ack: Connection) -> None:
    with place.store() as store:
        for document_id in ids:
            task = claim(place.principal, store, document_id)
            revision = last_revision(place.principal, store, document_id)
            assert task.lease_id
            assert revision
            submit(place.principal, store, document_id, task.lease_id, 0, settle(revision.decisions))
            ack.send(document_id)


def rotating(place: Place, _: Sequence[UUID], ack: Connection) -> None:
    with place.store() as store:
        rotate(store, FRESH)
    ack.send(None)


def purging(place: Place, ids: Sequence[UUID], ack: Connection) -> None:
    with place.store() as store:
        for document_id in ids:
            purge_these(store, [document_id])
            ack.send(document_id)


def migrating(place: Place, _: Sequence[UUID], ack: Connection) -> None:
    upgrade(place.url)
    ack.send(None)
