"""The register: what is reported is taken back, wherever it stands, and put before a person."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from service import requests
from service.document import Decision, Hints
from service.document import Document as Text
from service.errors import Conflict, NotFound
from service.pipeline import finish
from service.recall import sweep
from service.requests import Filing, decide, file, register
from service.review import claim, submit
from service.storage.audit import trail
from service.storage.documents import get, purge, read_text
from service.storage.events import feed
from service.storage.keys import Keyring
from service.storage.principals import Principal
from service.storage.revisions import last_revision
from service.storage.rotation import rotate
from service.storage.sessions import Store, open_store
from tests.conftest import Clock
from tests.small import CANARY, send, settle, work

#: The engine finds Quirina Albaflor, but neither her mother's name nor Quirina alone.
RULING = f"Comparece {CANARY}, hija de Ramira Ondarreta."
LEAK = "Ramira Ondarreta"
GROUND = f"Soy {LEAK} y aparezco en la sentencia."


def finished(principal: Principal, store: Store, text: str = RULING, docket: str | None = None) -> UUID:
    document_id = send(principal, store, text, hints=Hints(docket=docket))
    work(store)
    assert get(principal, store, document_id).state == "finished"
    return document_id


def text_of(principal: Principal, store: Store, document_id: UUID) -> str:
    """What is shown of the document."""
    revision = last_revision(principal, store, document_id)
    assert revision
    return finish(Text(read_text(principal, store, document_id)), revision.decisions).text


def release(principal: Principal, store: Store, document_id: UUID, *more: Decision) -> None:
    task = claim(principal, store, document_id)
    revision = last_revision(principal, store, document_id)
    assert task.lease_id
    assert revision
    decisions = (*settle(revision.decisions), *more)
    submit(principal, store, document_id, task.lease_id, revision.number, decisions)


def kinds(principal: Principal, store: Store, document_id: UUID) -> list[str]:
    return [event.kind for event in feed(principal, store, 1000) if event.document_id == document_id]


def test_a_leak_takes_its_ruling_back_until_it_is_corrected(
    store: Store, ana: Principal, clock: Clock
) -> None:
    document_id = finished(ana, store)
    assert LEAK in text_of(ana, store, document_id)
    filed = file(ana, store, Filing("leak", document_id, GROUND, LEAK))
    assert (filed.state, filed.recalled, filed.ground) == ("open", 1, GROUND)
    assert filed.due_at == clock() + timedelta(days=30)
    assert get(ana, store, document_id).state == "in_review"
    assert text_of(ana, store, document_id) == "Comparece [NOMBRE], hija de [NOMBRE]."
    release(ana, store, document_id)
    assert get(ana, store, document_id).state == "finished"
    assert text_of(ana, store, document_id) == "Comparece [NOMBRE], hija de [NOMBRE]."
    assert kinds(ana, store, document_id) == ["ready", "recalled", "replaced"]
    actions = [entry.action for entry in trail(ana, store, 100)]
    assert {"recall", "request"} <= set(actions)


def test_it_is_looked_for_in_the_case_and_where_it_is_hidden(
    store: Store, ana: Principal, stranger: Principal
) -> None:
    reported = finished(ana, store, docket="12/2026")
    same_case = finished(ana, store, f"{CANARY} apela contra {LEAK}.", docket="12-2026")
    no_leak = finished(ana, store, f"{CANARY} apela.", docket="12/2026")
    elsewhere = finished(ana, store, f"Nada de {LEAK}.")
    theirs = finished(stranger, store, docket="12/2026")
    # A ruling that hides her at one place, and shows her at another by a reviewer's decision.
    both = send(ana, store, f"{LEAK} firma. Zenón Marjal y {LEAK}.", hints=Hints(hide=(LEAK,)))
    work(store)
    revision = last_revision(ana, store, both)
    task = claim(ana, store, both)
    assert revision
    assert task.lease_id
    first, *rest = settle(revision.decisions)
    submit(ana, store, both, task.lease_id, 0, (Decision(first.span, "keep", "a namesake"), *rest))
    filed = file(ana, store, Filing("leak", reported, GROUND, LEAK))
    assert sweep(store) == 2
    assert sweep(store) == 0
    assert requests.get(ana, store, filed.id).recalled == 3
    for document_id, principal, state in (
        (reported, ana, "in_review"),
        (same_case, ana, "in_review"),
        (no_leak, ana, "finished"),
        (elsewhere, ana, "finished"),
        (both, ana, "in_review"),
        (theirs, stranger, "finished"),
    ):
        assert get(principal, store, document_id).state == state
    for document_id in (reported, same_case, both):
        assert LEAK not in text_of(ana, store, document_id)


def test_an_index_outlives_rotation_and_ends_with_a_purge(
    store: Store, ana: Principal, database_url: str, clock: Clock
) -> None:
    """Of two that hide the name at one place and show it at another, one is purged."""
    shown = []
    for _ in range(2):
        document_id = send(ana, store, f"{LEAK} firma. Zenón Marjal y {LEAK}.", hints=Hints(hide=(LEAK,)))
        work(store)
        revision = last_revision(ana, store, document_id)
        task = claim(ana, store, document_id)
        assert revision
        assert task.lease_id
        first, *rest = settle(revision.decisions)
        verdict = (Decision(first.span, "keep", "a namesake"), *rest)
        submit(ana, store, document_id, task.lease_id, 0, verdict)
        shown.append(document_id)
    reported = finished(ana, store)
    filed = file(ana, store, Filing("leak", reported, GROUND, LEAK))
    fresh = Keyring(bytes(32))
    purge(ana, store, shown[0])
    rotate(store, fresh)
    rotated = open_store(database_url, fresh, clock)
    assert sweep(rotated) == 1
    assert get(ana, rotated, shown[1]).state == "in_review"
    assert requests.get(ana, rotated, filed.id).ground == GROUND
    rotated.engine.dispose()


def test_a_leak_that_is_not_found_takes_its_ruling_back_all_the_same(store: Store, ana: Principal) -> None:
    for surface in (None, "Nadie Así"):
        document_id = finished(ana, store)
        assert file(ana, store, Filing("leak", document_id, GROUND, surface)).recalled == 1
        assert get(ana, store, document_id).state == "in_review"
    assert sweep(store) == 0


def test_a_leak_is_of_a_finished_ruling(store: Store, ana: Principal, stranger: Principal) -> None:
    waiting, done = send(ana, store), finished(ana, store, "Nada.")
    with pytest.raises(Conflict):
        file(ana, store, Filing("leak", waiting, GROUND, CANARY))
    for principal, missing in ((stranger, done), (ana, uuid4())):
        with pytest.raises(NotFound):
            file(principal, store, Filing("leak", missing, GROUND, CANARY))
    assert register(ana, store, 10) == ()


@pytest.mark.parametrize("granted", [True, False])
def test_an_objection_recalls_when_it_is_granted(store: Store, ana: Principal, granted: bool) -> None:
    document_id = finished(ana, store)
    filed = file(ana, store, Filing("objection", document_id, GROUND))
    assert get(ana, store, document_id).state == "finished"
    answered = decide(ana, store, filed.id, granted=granted, reasons=f"Por {CANARY}.")
    assert (answered.state, answered.recalled) == ("granted", 1) if granted else ("refused", 0)
    assert answered.reasons == f"Por {CANARY}."
    assert get(ana, store, document_id).state == ("in_review" if granted else "finished")
    with pytest.raises(Conflict):
        decide(ana, store, filed.id, granted=True, reasons="otra vez")


def test_the_register_is_in_order_and_a_tenants_own(
    store: Store, ana: Principal, stranger: Principal, clock: Clock
) -> None:
    document_id = finished(ana, store)
    late, soon = (
        file(ana, store, Filing("objection", document_id, GROUND, due_at=clock() + timedelta(days=days))).id
        for days in (9, 2)
    )
    decide(ana, store, late, granted=False, reasons="no")
    assert [item.id for item in register(ana, store, 10)] == [soon, late]
    assert [item.id for item in register(ana, store, 10, "open")] == [soon]
    assert [item.id for item in register(ana, store, 1, None, 1)] == [late]
    assert register(stranger, store, 10) == ()
    with pytest.raises(NotFound):
        requests.get(stranger, store, late)
    with pytest.raises(NotFound):
        decide(stranger, store, soon, granted=True, reasons="")


def test_a_request_outlives_its_document(store: Store, ana: Principal) -> None:
    document_id = finished(ana, store)
    filed = file(ana, store, Filing("objection", document_id, GROUND))
    leak = file(ana, store, Filing("leak", document_id, GROUND, LEAK))
    purge(ana, store, document_id)
    assert sweep(store) == 0
    assert decide(ana, store, filed.id, granted=True, reasons="sí").recalled == 0
    assert GROUND not in repr(leak)
