"""Revisions come one after the other, each on the last."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from service.document import Decision, Revision, Span
from service.errors import NotFound, StaleRevision
from service.storage.documents import find
from service.storage.principals import Principal
from service.storage.revisions import Origin, append_revision, last_revision, read_note, revisions
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import RevisionRow
from tests.small import send

FULL = Decision(
    Span(
        1,
        5,
        "NOMBRE",
        0.1 + 0.2,
        "test",
        "parte",
        "dni",
        "label conflict",
        "e1",
        0.25,
        attributes=("minor", "victim"),
        rivals=("e2", "e3"),
    ),
    "review",
    "a reason, with ñ",
)
BARE = Decision(Span(7, 9, "ORG", 1.0, "test"), "keep", "")
ORIGIN = Origin("small-1", "7")


def append(
    store: Store,
    principal: Principal,
    document_id: UUID,
    base: int | None,
    decisions: tuple[Decision, ...] = (),
    note: str | None = None,
    origin: Origin | None = None,
) -> int:
    with transaction(store) as session:
        row = find(principal, session, document_id, lock=True)
        return append_revision(
            principal, store, session, row, base=base, decisions=decisions, note=note, origin=origin
        )


def test_decisions_and_note_are_read_back(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)
    append(store, ana, document_id, None, (FULL, BARE), origin=ORIGIN)
    append(store, ana, document_id, 0, note="una nota")
    machine, person = revisions(ana, store, document_id)
    assert machine == Revision(0, str(ana.actor_id), (FULL, BARE), ORIGIN.engine)
    assert person == Revision(1, str(ana.actor_id), ()) == last_revision(ana, store, document_id)
    assert read_note(ana, store, document_id, 0) is None
    assert read_note(ana, store, document_id, 1) == "una nota"
    with pytest.raises(NotFound):
        read_note(ana, store, document_id, 2)


def test_the_machines_revision_says_what_made_it(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)
    append(store, ana, document_id, None, origin=ORIGIN)
    with reading(store) as session:
        revision = session.get_one(RevisionRow, (document_id, 0))
        assert (revision.engine, revision.policy_version, revision.base) == ("small-1", "7", None)


def test_a_persons_first_revision_is_never_number_0(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)
    assert append(store, ana, document_id, None) == 1
    assert append(store, ana, document_id, 1) == 2


@pytest.mark.parametrize("base", [None, 1, -1])
def test_a_stale_base_is_refused(store: Store, ana: Principal, base: int | None) -> None:
    document_id = send(ana, store)
    append(store, ana, document_id, None, origin=ORIGIN)
    with pytest.raises(StaleRevision):
        append(store, ana, document_id, base)
    assert len(revisions(ana, store, document_id)) == 1


def test_of_many_on_one_base_one_is_stored(store: Store, ana: Principal) -> None:
    document_id = send(ana, store)

    def try_it(_: int) -> bool:
        try:
            append(store, ana, document_id, None)
        except StaleRevision:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, range(8))) == 1
    assert len(revisions(ana, store, document_id)) == 1
