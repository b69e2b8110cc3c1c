"""A ruling read again by a new model: what is asked, of whom, and what stays out meanwhile."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec import structs

from service.document import Span
from service.errors import Conflict
from service.pipeline import Engine
from service.pipeline.directory import Listed
from service.reanalysis import Reanalysis, reanalyze, waiting
from service.review import claim, get, queue, release, submit
from service.storage import documents
from service.storage.directory import add_one, remove
from service.storage.drafts import save_draft
from service.storage.events import feed
from service.storage.jobs import claim_job
from service.storage.marks import tallies
from service.storage.principals import Principal
from service.storage.revisions import last_revision
from service.storage.sessions import Store
from service.worker import process
from tests.conftest import Clock
from tests.small import CLEAR_TEXT, DOUBTFUL_TEXT, ENGINE, POLICIES, send, settle, work

COURT = f"{CLEAR_TEXT} Firma Ofelia Sauco."


def finding(version: str, pattern: str) -> Engine:
    def detect(text: str) -> Sequence[Span]:
        return [
            Span(m.start(), m.end(), "NOMBRE", 0.99, version, "parte") for m in re.finditer(pattern, text)
        ]

    return replace(ENGINE, detectors=(detect,), version=version)


SHARP = finding("small-2", r"Quirina Albaflor|Ofelia Sauco")
BLUNT = finding("small-3", r"Nadie")


def doubts(principal: Principal, store: Store, document_id: UUID) -> list[tuple[str, str]]:
    revision = last_revision(principal, store, document_id)
    assert revision
    text = documents.read_text(principal, store, document_id)
    return [(text[d.span.start : d.span.end], d.reason) for d in revision.decisions if d.action == "review"]


def told(principal: Principal, store: Store) -> list[str]:
    return [event.kind for event in feed(principal, store, 100)]


def test_what_should_have_been_hidden_takes_the_ruling_back(store: Store, ana: Principal) -> None:
    document = send(ana, store, COURT)
    work(store)
    assert reanalyze(ana, store, document, ENGINE, POLICIES) == Reanalysis(document, "finished", 0, 0)
    assert documents.get(ana, store, document).revision == 0
    assert waiting(ana, store) == [document]
    assert reanalyze(ana, store, document, SHARP, POLICIES) == Reanalysis(document, "in_review", 1, 0)
    assert doubts(ana, store, document) == [("Ofelia Sauco", "the new model hides it")]
    (task,) = queue(ana, store, 10).tasks
    assert (task.cause, task.since, task.doubts, task.revision) == ("model", 0, 1, 1)
    assert told(ana, store) == ["ready", "recalled"]
    task = claim(ana, store, document)
    assert task.lease_id
    revision = last_revision(ana, store, document)
    assert revision
    freed = [d for d in settle(revision.decisions) if d.span.end < 40]
    submit(ana, store, document, task.lease_id, 1, freed)
    assert told(ana, store)[2:] == ["replaced"]
    # She was asked, and freed it: no model asks again.
    assert reanalyze(ana, store, document, SHARP, POLICIES) == Reanalysis(document, "finished", 0, 0)


def test_what_need_not_have_been_hidden_stays_until_somebody_looked(store: Store, ana: Principal) -> None:
    document = send(ana, store, CLEAR_TEXT)
    work(store)
    assert reanalyze(ana, store, document, BLUNT, POLICIES) == Reanalysis(document, "finished", 0, 1)
    assert told(ana, store) == ["ready"]
    (task,) = queue(ana, store, 10).tasks
    assert (task.cause, task.risk, task.doubts) == ("model", 0.0, 1)
    lease = claim(ana, store, document).lease_id
    assert lease
    revision = last_revision(ana, store, document)
    assert revision
    submit(ana, store, document, lease, 1, settle(revision.decisions))
    assert told(ana, store) == ["ready"]  # as it was out
    assert reanalyze(ana, store, document, BLUNT, POLICIES).frees == 0  # a person hid it


def test_what_waits_is_proposed_anew_if_nobody_has_it(store: Store, ana: Principal, clock: Clock) -> None:
    document = send(ana, store, DOUBTFUL_TEXT)
    work(store)
    before = get(ana, store, document)
    assert before
    lease = claim(ana, store, document).lease_id
    assert lease
    with pytest.raises(Conflict):
        reanalyze(ana, store, document, SHARP, POLICIES)
    release(ana, store, document, lease)
    save_draft(ana, store, document, 0, b"{}")
    with pytest.raises(Conflict):  # her work would be of another proposal
        reanalyze(ana, store, document, SHARP, POLICIES)
    other = send(ana, store, DOUBTFUL_TEXT)
    work(store)
    clock.advance(timedelta(hours=1))
    assert reanalyze(ana, store, other, SHARP, POLICIES).state == "in_review"
    assert doubts(ana, store, other) == []
    after = get(ana, store, other)
    assert after
    assert (after.cause, after.since, after.revision, after.created_at) == ("new", None, 1, before.created_at)


def test_a_share_of_what_goes_out_by_itself_is_looked_at(store: Store, ana: Principal) -> None:
    document = send(ana, store, COURT)
    job = claim_job(store)
    assert job
    process(store, job, ENGINE, POLICIES, look=1.0)
    assert documents.get(ana, store, document).state == "finished"  # nothing waited
    (task,) = queue(ana, store, 10).tasks
    assert (task.cause, task.deadline, task.doubts) == ("sample", None, 0)
    lease = claim(ana, store, document).lease_id
    revision = last_revision(ana, store, document)
    assert lease
    assert revision
    start = COURT.index("Ofelia")
    missed = structs.replace(
        revision.decisions[0], span=Span(start, start + 12, "NOMBRE", 1.0, "reviewer", "parte")
    )
    submit(ana, store, document, lease, 0, [*revision.decisions, missed], double=True)
    assert documents.get(ana, store, document).state == "finished"
    assert told(ana, store) == ["ready", "replaced"]
    assert [(t.kind, t.hits, t.total) for t in tallies(ana, store)] == [("sample", 0, 1)]
    assert queue(ana, store, 10).tasks == ()


def test_nobody_looks_at_what_waits_anyway(store: Store, ana: Principal) -> None:
    for text, share in ((DOUBTFUL_TEXT, 1.0), (CLEAR_TEXT, 0.0)):
        send(ana, store, text)
        job = claim_job(store)
        assert job
        process(store, job, ENGINE, POLICIES, look=share)
    assert [task.cause for task in queue(ana, store, 10).tasks] == ["new"]


def test_the_courts_directory_is_asked_each_time(store: Store, ana: Principal) -> None:
    entry = add_one(ana, store, Listed("Albaflor Marjal, Quirina", "profesional"))
    document = send(ana, store, f"{DOUBTFUL_TEXT} Informa la Dra. Quirina Albaflor.")
    work(store)

    def sources() -> set[str]:
        revision = last_revision(ana, store, document)
        assert revision
        return {d.span.source for d in revision.decisions if d.span.role == "profesional"}

    assert sources() == {"directory"}
    remove(ana, store, entry.id)
    reanalyze(ana, store, document, ENGINE, POLICIES)
    assert sources() == set()
