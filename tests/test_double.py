"""Two reviewers who do not see each other, planted misses, and what all that comes to."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from service.controls import planted, restored
from service.document import Action, Decision, Label, Span
from service.errors import AlreadyClaimed
from service.pipeline.agree import compare, hidden_of
from service.pipeline.spans import check
from service.plots import shares_by_month
from service.review import claim, get, queue, submit
from service.storage import documents
from service.storage.marks import Mark, tallies
from service.storage.principals import Principal, authenticate, create_key
from service.storage.revisions import last_revision
from service.storage.sessions import Store
from tests.small import CANARY, DOUBTFUL, DOUBTFUL_TEXT, send, settle, work


def give(
    principal: Principal, store: Store, document_id: UUID, change: Sequence[Decision] | None = None
) -> None:
    """A verdict on what is proposed, or `change`, in a ruling that is reviewed twice."""
    task = claim(principal, store, document_id)
    revision = last_revision(principal, store, document_id)
    assert task.lease_id
    assert revision
    decisions = settle(revision.decisions) if change is None else change
    submit(principal, store, document_id, task.lease_id, revision.number, decisions, double=True)


@pytest.fixture
def carla(store: Store, ana: Principal) -> Principal:
    return authenticate(store, create_key(store, ana.tenant_id, "carla"))


@pytest.fixture
def proposed(store: Store, ana: Principal) -> UUID:
    document_id = send(ana, store)
    work(store)
    return document_id


def state(principal: Principal, store: Store, document_id: UUID) -> tuple[str, str | None]:
    task = get(principal, store, document_id)
    assert task
    return documents.get(principal, store, document_id).state, task.cause


def told(principal: Principal, store: Store) -> list[tuple[str, str, int, int]]:
    names = {principal.actor_id: "ana"}
    return sorted(
        (t.kind, names.get(t.actor_id, "other"), t.hits, t.total) for t in tallies(principal, store)
    )


def test_two_who_agree_finish_a_ruling(
    store: Store, ana: Principal, berto: Principal, proposed: UUID
) -> None:
    before = last_revision(ana, store, proposed)
    assert before
    give(ana, store, proposed)
    assert state(ana, store, proposed) == ("in_review", "second")
    shown = last_revision(berto, store, proposed)
    assert shown
    assert shown.decisions == before.decisions  # nothing of the first verdict
    assert queue(ana, store, 10).tasks == ()
    with pytest.raises(AlreadyClaimed):
        claim(ana, store, proposed)
    give(berto, store, proposed)
    assert state(ana, store, proposed) == ("finished", "second")
    assert told(ana, store) == [("second", "ana", 2, 2), ("second", "other", 2, 2)]


def test_what_two_differ_in_a_third_decides(
    store: Store, ana: Principal, berto: Principal, carla: Principal, proposed: UUID
) -> None:
    whole = last_revision(ana, store, proposed)
    assert whole
    sure, _doubt = settle(whole.decisions)
    give(ana, store, proposed, [sure])
    give(berto, store, proposed)
    assert state(ana, store, proposed) == ("in_review", "differences")
    shown = last_revision(carla, store, proposed)
    assert shown
    assert [(d.action, DOUBTFUL_TEXT[d.span.start : d.span.end]) for d in shown.decisions] == [
        ("mask", CANARY), ("review", DOUBTFUL),
    ]  # fmt: skip
    give(carla, store, proposed)
    assert state(ana, store, proposed)[0] == "finished"
    assert told(ana, store) == [
        ("missed", "ana", 1, 2), ("missed", "other", 2, 2),
        ("second", "ana", 1, 2), ("second", "other", 1, 2),
    ]  # fmt: skip
    plot = shares_by_month(tallies(ana, store))
    assert "2026-03" in plot
    assert "names and identifiers hidden at first: 3 of 4" in plot


def test_of_what_is_left_out_on_purpose_nothing_goes_out(
    store: Store, ana: Principal, proposed: UUID
) -> None:
    task, revision = get(ana, store, proposed), last_revision(ana, store, proposed)
    assert task
    assert revision
    linked = tuple(
        structs.replace(d, span=structs.replace(d.span, entity=f"e{n}"))
        for n, d in enumerate(revision.decisions)
    )
    assert planted(ana, store, task, linked, 0.0) == ()
    assert planted(ana, store, replace(task, cause="leak"), linked, 1.0) == ()
    left_out = planted(ana, store, task, linked, 1.0)
    assert left_out == linked[:1]  # never a doubt
    assert planted(ana, store, task, linked, 1.0) == left_out
    shown = settle(linked[1:])
    verdict, marks = restored(ana.actor_id, shown, left_out)
    assert verdict == (*left_out, *shown)
    assert marks == (Mark("control", ana.actor_id, 0, 1),)
    found, marks = restored(ana.actor_id, settle(linked), left_out)
    assert (found, marks) == (settle(linked), (Mark("control", ana.actor_id, 1, 1),))


_CUTS = st.lists(st.integers(0, 30), unique=True, max_size=8).map(sorted)
_LABELS: st.SearchStrategy[Label] = st.sampled_from(["NOMBRE", "ID"])
_ACTIONS: st.SearchStrategy[Action] = st.sampled_from(["mask", "keep"])


@st.composite
def verdicts(draw: st.DrawFn) -> tuple[Decision, ...]:
    cuts = draw(_CUTS)
    return tuple(
        Decision(Span(start, end, draw(_LABELS), 1.0, "reviewer"), draw(_ACTIONS), "")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )


def hidden(decisions: Sequence[Decision]) -> set[int]:
    return {at for d in decisions if d.action != "keep" for at in range(d.span.start, d.span.end)}


@given(verdicts(), verdicts())
def test_of_two_verdicts_the_more_careful_counts_until_a_third(
    first: tuple[Decision, ...], second: tuple[Decision, ...]
) -> None:
    found = compare(first, second)
    check([decision.span for decision in found.decisions], 31)
    assert hidden(found.decisions) >= hidden(first) | hidden(second)
    assert (found.agreed == found.total) == all(d.action != "review" for d in found.decisions)
    assert compare(first, first).agreed == compare(first, first).total
    hits, total = hidden_of(second, first)
    assert hits <= total
    assert hidden_of(first, first)[0] == hidden_of(first, first)[1]
