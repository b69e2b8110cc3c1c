"""What a new model asks of a ruling that was decided, and what it leaves alone."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.document import Action, Decision, Revision, Span
from service.pipeline.reanalyze import FREES, HIDES, reanalyzed
from service.pipeline.spans import check

TEXT = "Comparece Quirina Albaflor Ruiz con su hermano Teobaldo ante la jueza Petra Sauco."
MACHINE, PERSON = "model-1", None


def at(surface: str, action: Action = "mask", reason: str = "", entity: str | None = None) -> Decision:
    start = TEXT.index(surface)
    return Decision(
        Span(start, start + len(surface), "NOMBRE", 0.99, "model:1", "parte", entity=entity), action, reason
    )


Known = Sequence[tuple[str | None, Sequence[Decision]]]


def asked(revisions: Known, *fresh: Decision) -> list[tuple[str, ...]]:
    known = [Revision(n, "x", tuple(found), by) for n, (by, found) in enumerate(revisions)]
    after = reanalyzed(TEXT, known, fresh)
    check([d.span for d in after], len(TEXT))
    return [(d.action, surface(d), d.reason) for d in after if d.reason in (HIDES, FREES)]


def surface(decision: Decision) -> str:
    return TEXT[decision.span.start : decision.span.end]


QUIRINA, TEOBALDO, PETRA = "Quirina Albaflor Ruiz", "Teobaldo", "Petra Sauco"
CONFIRMED, SET = "confirmed by a reviewer", "set by a reviewer"


@pytest.mark.parametrize(
    ("revisions", "fresh", "expected"),
    [
        # What nobody ever saw.
        ([(MACHINE, [at(QUIRINA)])], [at(QUIRINA), at(TEOBALDO)], [("review", TEOBALDO, HIDES)]),
        # What a machine had kept, and a person let pass.
        (
            [(MACHINE, [at(PETRA, "keep")]), (PERSON, [at(PETRA, "keep", CONFIRMED)])],
            [at(PETRA, "review")],
            [("review", PETRA, HIDES)],
        ),
        # What a person was shown hidden, and freed: left out, or kept.
        ([(MACHINE, [at(PETRA)]), (PERSON, [])], [at(PETRA)], []),
        ([(MACHINE, [at(PETRA)]), (PERSON, [at(PETRA, "keep", CONFIRMED)])], [at(PETRA)], []),
        ([(MACHINE, []), (PERSON, [at(PETRA, "keep", SET)])], [at(PETRA)], []),
        # What only another model had not proposed any more.
        ([(MACHINE, [at(PETRA)]), ("model-2", []), (PERSON, [])], [at(PETRA)], [("review", PETRA, HIDES)]),
        # The rest of a name, the middle of it hidden.
        (
            [(PERSON, [at("Albaflor")])],
            [at(QUIRINA)],
            [("review", "Quirina", HIDES), ("review", "Ruiz", HIDES)],
        ),
        ([(PERSON, [at(QUIRINA)])], [at("Albaflor")], []),
        # What is not hidden any more: asked if only a machine had hidden it, and was sure.
        ([(MACHINE, [at(TEOBALDO)])], [], [("review", TEOBALDO, FREES)]),
        (
            [(MACHINE, [at(TEOBALDO)]), (PERSON, [at(TEOBALDO, "mask", CONFIRMED)])],
            [at(TEOBALDO, "keep")],
            [("review", TEOBALDO, FREES)],
        ),
        ([(MACHINE, [at(TEOBALDO, "review")]), (PERSON, [at(TEOBALDO, "mask", CONFIRMED)])], [], []),
        ([(MACHINE, []), (PERSON, [at(TEOBALDO, "mask", SET)])], [], []),
    ],
)
def test_what_is_asked(
    revisions: Known,
    fresh: Sequence[Decision],
    expected: list[tuple[str, ...]],
) -> None:
    assert asked(revisions, *fresh) == expected


def test_a_person_who_is_known_keeps_name_and_role() -> None:
    known = at(QUIRINA, entity="e1")
    known = replace(known, span=replace(known.span, role="profesional", attributes=("adult",)))
    more = replace(at("Ruiz", "keep"), reason="too unlikely to be one")
    fresh = [at(QUIRINA, entity="x1"), at(TEOBALDO, entity="x1"), at(PETRA, entity="e1")]
    _, same, other = reanalyzed(TEXT, [Revision(0, "x", (known,), PERSON)], fresh)
    assert (same.span.entity, same.span.role, same.span.attributes) == ("e1", "profesional", ("adult",))
    assert other.span.entity == "n-e1"  # somebody else's name there
    # What stands in the way of a doubt is cut, not dropped: verification counts on it.
    found = reanalyzed(
        TEXT, [Revision(0, "x", (at("Albaflor Ruiz", "keep"),), PERSON)], [more, at("Albaflor")]
    )
    assert [(d.action, TEXT[d.span.start : d.span.end]) for d in found] == [
        ("review", "Albaflor"),
        ("keep", " Ruiz"),
    ]


_CUTS = st.lists(st.integers(0, len(TEXT)), unique=True, max_size=10).map(sorted)
_ACTIONS: st.SearchStrategy[Action] = st.sampled_from(["mask", "review", "keep"])
_REASONS = st.sampled_from(["", CONFIRMED, SET])


@st.composite
def proposals(draw: st.DrawFn) -> tuple[Decision, ...]:
    cuts = draw(_CUTS)
    return tuple(
        Decision(
            Span(start, end, "NOMBRE", 0.9, "model:1", entity=f"e{draw(st.integers(1, 3))}"),
            draw(_ACTIONS),
            draw(_REASONS),
        )
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )


def hidden(decisions: Sequence[Decision]) -> set[int]:
    return {i for d in decisions if d.action != "keep" for i in range(d.span.start, d.span.end)}


@given(st.lists(st.tuples(st.booleans(), proposals()), min_size=1, max_size=3), proposals())
def test_nothing_comes_to_light_and_nothing_is_asked_twice(
    revisions: list[tuple[bool, tuple[Decision, ...]]], fresh: tuple[Decision, ...]
) -> None:
    known = [Revision(n, "x", found, MACHINE if by else PERSON) for n, (by, found) in enumerate(revisions)]
    after = reanalyzed(TEXT, known, fresh)
    check([d.span for d in after], len(TEXT))
    settled = known[-1].decisions
    assert hidden(after) >= hidden(settled)
    assert {d for d in after if d.action == "mask"} <= set(settled)
    if len(known) == 1:  # nobody freed anything, unless it says so
        said = {i for d in settled if d.reason == SET for i in range(d.span.start, d.span.end)}
        assert {i for i in hidden(fresh) - said if TEXT[i].isalnum()} <= hidden(after)
    again = reanalyzed(TEXT, [*known, Revision(len(known), "x", after, "model-2")], fresh)
    assert again == after
