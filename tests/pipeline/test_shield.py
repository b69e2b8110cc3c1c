"""What a citation shields, and that what may be the case's own is not shielded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.document import Hints, Label, Span
from service.pipeline.decide import decide
from service.pipeline.detect.citations import Citation, Kind
from service.pipeline.merge import merge
from service.pipeline.policy import Policy, hiding
from service.pipeline.shield import SHIELDED, cited, shielded
from tests.pipeline.strategies import THRESHOLDS, found_texts

TODO = Policy("todo", "1", "Todo", hiding({"NOMBRE", "FECHA", "LUGAR", "ID"}))
NO_HINTS = Hints()
#: What goes before a passage so that it does not stand in the head of its text.
HEAD = "El tribunal oyó a quienes vinieron y nada más se dijo en la sala. " * 12


def span(text: str, surface: str, label: Label) -> Span:
    start = text.rindex(surface)
    return Span(start, start + len(surface), label, 0.99, "model:x")


def kinds(text: str, *spans: Span) -> list[Kind | None]:
    return shielded(text, spans, cited(text), NO_HINTS)


@pytest.mark.parametrize(
    ("passage", "surface", "label", "kind"),
    [
        ("Rige la Ley 39/2015, de 1 de octubre, y nada más.", "1 de octubre", "FECHA", "norm"),
        ("Rige la Ley 39/2015, de 1 de octubre, y nada más.", "39/2015", "ID", "norm"),
        ("Lo dijo la sentencia T-025 de 2004 sobre el punto.", "2004", "FECHA", "precedent"),
        ("Vino del Juzgado Civil y Comercial de Rosario en grado.", "Rosario", "LUGAR", "court"),
        ("Vino del Juzgado Civil y Comercial de Rosario en grado.", "Rosario", "NOMBRE", None),
        ("Firmó el acuerdo el 1 de octubre de 2015 en su casa.", "1 de octubre de 2015", "FECHA", None),
        ("Rige la Ley 39/2015, de 1 de octubre, y nada más.", "1 de octubre, y", "FECHA", None),
    ],
)
def test_what_is_wholly_a_citations_is_shielded(
    passage: str, surface: str, label: Label, kind: Kind | None
) -> None:
    text = HEAD + passage
    assert kinds(text, span(text, surface, label)) == [kind]


def test_it_is_kept_with_its_reason_and_what_stands_beside_it_is_not() -> None:
    text = HEAD + "Según la Ley 39/2015, de 1 de octubre, el acto del 3 de mayo de 2019 es nulo."
    spans = [span(text, "1 de octubre", "FECHA"), span(text, "3 de mayo de 2019", "FECHA")]
    decisions = decide(text, spans, cited(text), TODO, THRESHOLDS, NO_HINTS)
    assert [(d.action, d.reason) for d in decisions] == [
        ("keep", "citation: norm"),
        ("mask", "label FECHA is hidden"),
    ]


def test_soft_hyphens_do_not_move_a_shield() -> None:
    text = HEAD.replace("nada", "na\u00adda") + "Rige la Ley 39/20\u00ad15, de 1 de octubre, y nada más."
    assert kinds(text, span(text, "39/20\u00ad15", "ID"), span(text, "1 de octubre", "FECHA")) == [
        "norm",
        "norm",
    ]


def test_the_number_that_a_ruling_bears_at_its_head_is_its_own() -> None:
    title = "Acción de inconstitucionalidad 77/2031. Se resuelve.\n\n"
    text = title + HEAD + "Esta acción de inconstitucionalidad 77/2031 es fundada."
    assert kinds(text, span(title, "77/2031", "ID"), span(text, "77/2031", "ID")) == [None, None]
    text = HEAD + "Así la acción de inconstitucionalidad 77/2031 citada."
    assert kinds(text, span(text, "77/2031", "ID")) == ["precedent"]


def test_a_number_that_stands_outside_of_citations_too_is_the_cases() -> None:
    text = HEAD + "El legajo 39/2015 se abrió. Rige la Ley 39/2015 en todo."
    outside = text.index("39/2015")
    assert kinds(text, Span(outside, outside + 7, "ID", 0.99, "model:x"), span(text, "39/2015", "ID")) == [
        None,
        None,
    ]


def test_what_the_sender_hides_is_hidden_in_a_citation_too() -> None:
    """Whoever else found it too, and as surely."""
    text = HEAD + "Rige la Ley 39/2015 en todo."
    found = replace(span(text, "39/2015", "ID"), score=1.0)
    for hints in (Hints(hide=("39/2015",)), Hints(docket="39/2015")):
        assert shielded(text, [found], cited(text), hints) == [None]
        (decision,) = decide(text, [found], cited(text), TODO, THRESHOLDS, hints)
        assert decision.action == "mask"
    assert shielded(text, [found], cited(text), Hints(hide=("40/2015",))) == ["norm"]


@pytest.mark.parametrize(
    ("after", "kind"), [("\n\nAurelia Quimera\nPresidenta", None), (" y otras razones.", "precedent")]
)
def test_a_ruling_that_names_itself_at_its_close_is_no_precedent(after: str, kind: Kind | None) -> None:
    passage = "Corte IDH. Caso Quimera Vs. Guatemala. Fondo. Sentencia de 23 de agosto de 2031"
    text = f"{HEAD}\n\n{passage}{after}"
    assert kinds(text, span(text, "23 de agosto de 2031", "FECHA")) == [kind]


@given(found_texts(), st.data())
def test_only_what_lies_in_a_citation_is_decided_otherwise(
    found: tuple[str, list[Span]], data: st.DataObject
) -> None:
    text, spans = found
    disjoint = merge(text, spans, THRESHOLDS)
    ends = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    places = [
        Citation(start, end, data.draw(st.sampled_from(sorted(SHIELDED))))
        for start, end in zip(ends[::2], ends[1::2], strict=False)
    ]
    without = decide(text, disjoint, (), TODO, THRESHOLDS, NO_HINTS)
    for before, after in zip(
        without, decide(text, disjoint, places, TODO, THRESHOLDS, NO_HINTS), strict=True
    ):
        inside = any(c.start <= before.span.start and before.span.end <= c.end for c in places)
        assert after == before or (
            inside and after.action == "keep" and after.reason.startswith("citation: ")
        )
