"""What a leak report hides stays hidden, and what was hidden before does too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.document import Action, Decision, Span
from service.pipeline.recall import corrected, masked_words, words
from service.pipeline.spans import check
from service.pipeline.surfaces import Surfaces

TEXT = "Comparece Quirina Albaflor. La señora ALBAFLOR, Albaflor y Albaflorida; quirina albaflor firma."


def decision(start: int, end: int, action: Action = "mask") -> Decision:
    return Decision(Span(start, end, "NOMBRE", 0.9, "test"), action, "test")


def hidden(decisions: tuple[Decision, ...]) -> set[int]:
    return {i for d in decisions if d.action != "keep" for i in range(d.span.start, d.span.end)}


@st.composite
def decided(draw: st.DrawFn) -> tuple[Decision, ...]:
    """Disjoint decisions, in order."""
    cuts = sorted(draw(st.sets(st.integers(0, len(TEXT)), max_size=12)))
    actions: list[Action] = draw(
        st.lists(st.sampled_from(["mask", "review", "keep"]), min_size=6, max_size=6)
    )
    return tuple(decision(a, b, act) for a, b, act in zip(cuts[::2], cuts[1::2], actions, strict=False))


@given(decided(), st.sampled_from(["Quirina Albaflor", "Albaflor", "quirina", "firma", "ausente"]))
def test_all_is_hidden_and_nothing_comes_to_light(before: tuple[Decision, ...], surface: str) -> None:
    places = {i for a, b in Surfaces(TEXT).places([surface], True) for i in range(a, b)}
    after = corrected(TEXT, before, surface, "NOMBRE")
    if after is None:
        assert places <= hidden(before)
        return
    check([d.span for d in after], len(TEXT))
    assert hidden(after) == hidden(before) | places
    assert {d.action for d in after if d not in before} == {"review"}
    assert corrected(TEXT, after, surface, "NOMBRE") is None


def test_a_word_counts_as_a_whole_in_any_case() -> None:
    after = corrected(TEXT, (), "Albaflor", "NOMBRE")
    assert after is not None
    found = [TEXT[d.span.start : d.span.end] for d in after]
    assert found == ["Albaflor", "ALBAFLOR", "Albaflor", "albaflor"]


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("Quirina de la Peña Albaflor", {"quirina", "pena", "albaflor"}),
        ("QUIRINA", {"quirina"}),
        ("Li", {"li"}),
        ("99.999.999-K", {"99999999k"}),
        (" - ", set()),
    ],
)
def test_words_that_a_surface_is_found_by(surface: str, expected: set[str]) -> None:
    assert words(surface) == expected


def test_only_what_is_hidden_is_indexed() -> None:
    kept = TEXT.index("Albaflorida")
    decisions = (decision(10, 26), decision(kept, kept + 11, "keep"))
    assert masked_words(TEXT, decisions) == {"quirina", "albaflor"}
