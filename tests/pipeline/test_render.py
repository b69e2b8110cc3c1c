"""The text that goes out: what is decided is replaced, all else stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from service.document import Decision, Span
from service.errors import InvalidSpans
from service.pipeline.merge import merge
from service.pipeline.render import STYLES, Manner, Style, render
from tests.pipeline.strategies import THRESHOLDS, found_texts


@st.composite
def decided_texts(draw: st.DrawFn) -> tuple[str, tuple[Decision, ...]]:
    text, spans = draw(found_texts())
    entities = st.sampled_from([None, "e1", "e2", "e3"])
    return text, tuple(
        Decision(replace(s, entity=draw(entities)), draw(st.sampled_from(("mask", "review", "keep"))), "test")
        for s in merge(text, spans, THRESHOLDS)
    )


MANNERS = (
    *map(Manner, STYLES),
    Manner("numbered", by_role=True),
    Manner("court", {"NOMBRE": "surrogate", "ID": "NUM000", "LUGAR": "XXX"}, country="CL", seed=b"k"),
    Manner("court", {"NOMBRE": "AA", "dni": "*****", "FECHA": "initials"}),
)


@settings(max_examples=200)
@given(decided_texts(), st.sampled_from(MANNERS))
def test_text_outside_is_unchanged_and_replacements_map_back(
    decided: tuple[str, tuple[Decision, ...]], manner: Manner
) -> None:
    text, decisions = decided
    rendered = render(text, decisions, manner)
    masked = [(d.span.start, d.span.end) for d in decisions if d.action != "keep"]
    assert [(r.start, r.end) for r in rendered.replacements] == masked
    at = out = 0
    for r in rendered.replacements:
        assert text[at : r.start] == rendered.text[out : r.output_start]
        at, out = r.end, r.output_end
    assert text[at:] == rendered.text[out:]


@given(decided_texts(), st.sampled_from(("tag", "numbered")))
def test_each_placeholder_tells_its_label_and_no_more(
    decided: tuple[str, tuple[Decision, ...]], style: Style
) -> None:
    text, decisions = decided
    rendered = render(text, decisions, Manner(style))
    spans = {(d.span.start, d.span.end): d.span for d in decisions}
    for r in rendered.replacements:
        label = spans[r.start, r.end].label
        placeholder = rendered.text[r.output_start : r.output_end]
        if style == "tag":
            assert placeholder == f"[{label}]"
        else:
            assert placeholder.startswith(f"[{label}_")
            assert placeholder[len(label) + 2 : -1].isdecimal()


@given(decided_texts())
def test_numbers_count_the_entities_of_a_label_in_reading_order(
    decided: tuple[str, tuple[Decision, ...]],
) -> None:
    text, decisions = decided
    rendered = render(text, decisions, Manner("numbered"))
    seen: dict[tuple[str, str | int], str] = {}
    counts: dict[str, int] = {}
    masked = [d.span for d in decisions if d.action != "keep"]
    for span, r in zip(masked, rendered.replacements, strict=True):
        entity = span.label, span.entity or span.start
        if entity not in seen:
            counts[span.label] = counts.get(span.label, 0) + 1
            seen[entity] = f"[{span.label}_{counts[span.label]}]"
        assert rendered.text[r.output_start : r.output_end] == seen[entity]


def test_a_ruling_in_both_styles() -> None:
    text = "Aurelia contra Zenón, el 3 de mayo; apela Aurelia."
    spans = [(0, 7, "e1"), (15, 20, "e2"), (42, 49, "e1")]
    decisions = [Decision(Span(a, b, "NOMBRE", 1, "t", entity=e), "mask", "") for a, b, e in spans]
    decisions.insert(2, Decision(Span(25, 34, "FECHA", 1, "t", entity="e3"), "review", ""))
    assert render(text, decisions).text == "[NOMBRE] contra [NOMBRE], el [FECHA]; apela [NOMBRE]."
    assert render(text, decisions, Manner("numbered")).text == (
        "[NOMBRE_1] contra [NOMBRE_2], el [FECHA_1]; apela [NOMBRE_1]."
    )


@pytest.mark.parametrize(
    ("places", "wrong"),
    [
        ([(0, 5), (4, 8)], (1,)),
        ([(4, 8), (0, 3)], (1,)),
        ([(3, 3)], (0,)),
        ([(5, 3)], (0,)),
        ([(-1, 3)], (0,)),
        ([(0, 11)], (0,)),
        ([(0, 3), (0, 3), (2, 9), (9, 10)], (1, 2)),
    ],
)
def test_spans_that_cannot_be_rendered_are_refused(
    places: list[tuple[int, int]], wrong: tuple[int, ...]
) -> None:
    decisions = [Decision(Span(a, b, "ID", 1, "t"), "mask", "") for a, b in places]
    with pytest.raises(InvalidSpans) as caught:
        render("0123456789", decisions)
    assert caught.value.indices == wrong


def test_a_kept_span_is_checked_too() -> None:
    kept, masked = Span(0, 5, "ORG", 1, "t"), Span(4, 8, "ID", 1, "t")
    with pytest.raises(InvalidSpans):
        render("0123456789", [Decision(kept, "keep", ""), Decision(masked, "mask", "")])
