"""Whatever the detectors miss, no masked name or number goes out in clear."""

import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.document import Decision, Document, Hints, Label, Party, Span
from service.pipeline import Engine, Result, analyze, anonymize, finish
from service.pipeline.persons import PARTICLES
from service.pipeline.policy import Policy, hiding
from service.pipeline.render import STYLES, TAG, Manner, Style, render
from service.pipeline.surfaces import is_distinctive
from service.pipeline.verify import verify
from service.pipeline.view import INVISIBLE
from tests.pipeline.strategies import FILLERS, NUMBERS, THRESHOLDS, names, spellings

TODO = Policy("todo", "1", "Todo", hiding({"NOMBRE", "FECHA", "LUGAR", "ID"}))


def literal(known: Sequence[str]) -> Engine:
    """An engine that knows some names and numbers, and each in one spelling only."""

    def detect(text: str) -> list[Span]:
        return [
            Span(m.start(), m.end(), "ID" if any(map(str.isdigit, k)) else "NOMBRE", 0.9, "literal")
            for k in known
            for m in re.finditer(rf"(?<!\w){re.escape(k)}(?!\w)", text)
        ]

    return Engine((detect,), THRESHOLDS, "literal")


@st.composite
def rulings(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text that mentions people and numbers in many spellings, and those surfaces."""
    known = draw(st.lists(names() | st.sampled_from(NUMBERS), min_size=1, max_size=4, unique=True))
    pieces = [known[0]]
    for _ in range(draw(st.integers(1, 10))):
        surface = draw(st.sampled_from(known))
        pieces += [draw(st.sampled_from(FILLERS)), draw(spellings(surface))]
    return draw(st.sampled_from([" ", "; ", "\n", ", "])).join(pieces), known


def plain(text: str) -> str:
    """`text` without accents, invisible characters or broken lines."""
    text = "".join(c for c in text if c not in INVISIBLE)
    text = re.sub(r"(?<=\w)[-\u2010\u00ac]\r?\n(?=\w)", "", text)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", plain(text)).casefold()


def in_clear(surface: str, output: str) -> bool:
    """Whether `surface` stands in `output` as whole words, a single word with a capital;
    written without the pipeline's own search."""
    kept = re.sub(r"\[[A-Z]+(?:_\d+)?\]", "\n\n\n", output)
    words = [re.escape(word) for word in re.findall(r"[^\W_]+", plain(surface))]
    phrase = r"(?<!\w)" + r"[^\w\n]*\n?[^\w\n]*".join(words) + r"(?!\w)"
    found = re.finditer(phrase, plain(kept), re.IGNORECASE) if words else ()
    return any(len(words) > 1 or not match.group()[0].islower() for match in found)


def masked_surfaces(text: str, decisions: Sequence[Decision]) -> set[str]:
    return {
        text[d.span.start : d.span.end]
        for d in decisions
        if d.action == "mask"
        and d.span.label in ("NOMBRE", "ID")
        and is_distinctive(text[d.span.start : d.span.end], d.span.label)
    }


def gone(text: str, result: Result) -> bool:
    return not any(in_clear(s, result.text) for s in masked_surfaces(text, result.decisions))


@settings(max_examples=200)
@given(rulings(), st.sampled_from(STYLES))
def test_what_is_masked_once_is_gone(ruling: tuple[str, list[str]], style: Style) -> None:
    text, known = ruling
    result = anonymize(Document(text), literal(known), TODO, Manner(style))
    assert masked_surfaces(text, result.decisions)
    assert result.status == "done"
    assert gone(text, result)


@settings(max_examples=200)
@given(rulings(), st.data())
def test_if_a_mention_is_missed_the_result_is_held(
    ruling: tuple[str, list[str]], data: st.DataObject
) -> None:
    """Decisions are dropped at random, as a broken stage or a careless verdict would."""
    text, known = ruling
    document = Document(text)
    decisions = analyze(document, literal(known), TODO)
    left = [d for d in decisions if data.draw(st.booleans())]
    result = finish(document, left, TAG)
    if result.status == "held":
        assert result.text == ""
        assert result.replacements == ()
        assert result.held
        assert result.review_required
    else:
        assert gone(text, result)


@given(rulings(), st.data())
def test_held_places_are_surfaces_of_the_original(ruling: tuple[str, list[str]], data: st.DataObject) -> None:
    text, known = ruling
    decisions = analyze(Document(text), literal(known), TODO)
    left = [d for d in decisions if data.draw(st.booleans())]
    words = {
        letters(word)
        for surface in masked_surfaces(text, left)
        for word in re.findall(r"\w+", plain(surface))
    }
    for start, end in verify(text, left, render(text, left)):
        found = {letters(word) for word in re.findall(r"\w+", plain(text[start:end]))}
        assert found - PARTICLES <= words
        assert not any(d.span.start < end and start < d.span.end for d in left if d.action != "keep")


def test_a_missed_mention_is_held_at_its_place() -> None:
    text = "Aurelia Quimera y, otra vez, AURELIA QUIMERA."
    decision = Decision(Span(0, 15, "NOMBRE", 0.9, "t"), "mask", "")
    result = finish(Document(text), [decision], TAG)
    assert (result.status, result.held) == ("held", ((29, 44),))


def held(masked: str, rest: str, label: Label = "NOMBRE", kept: str = "") -> list[str]:
    """What is held of `rest` where `masked` is masked before it, and `kept` decided to stay."""
    text = f"{masked}. {rest}"
    decisions = [Decision(Span(0, len(masked), label, 0.9, "t"), "mask", "")]
    if kept:
        start = text.index(kept, len(masked))
        decisions.append(Decision(Span(start, start + len(kept), "LUGAR", 0.9, "t"), "keep", "published"))
    places = finish(Document(text), decisions).held
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize(
    "part",
    [
        "Aurelia Quimera",
        "Quimera Albor",
        "AURELIA ALBOR",
        "Quimera, Aurelia",
        "aurelia quimera",
        "Aure\u0301lia Quimera",
        "Aurelia\r\nQuimera",
        "Aure-\nlia Qui-\nmera",
        "Aurelia de Albor",
        "Quimera y Albor",
        "Aure\u00adlia Qui\u200bmera",
    ],
)
def test_two_of_three_words_of_a_name_are_held(part: str) -> None:
    assert held("Aurelia Quimera Albor", f"Luego, {part}, y nada.") == [part]


@pytest.mark.parametrize(
    "rest",
    [
        "Quimera sola",
        "Aurelia Marjal",
        "Aurelia vio a Quimera",
        "Aurelia\n\nQuimera",
        "Aurelia A. Q. dijo",
        "quimeras",
    ],
)
def test_less_of_a_name_is_not(rest: str) -> None:
    assert held("Aurelia Quimera Albor", rest) == []


def test_two_given_names_are_no_part_of_another_s_name() -> None:
    assert held("Aurelia Quimera", "Aurelia Albor y Noé Quimera") == []


@pytest.mark.parametrize(
    ("masked", "rest", "found"),
    [
        ("20-27334501-6", "DNI 27.334.501;", ["27.334.501"]),
        ("27.334.501-K", "RUN 27334501", ["27334501"]),
        ("ES21 4512/2733450", "4512 y 2733450", ["2733450"]),
        ("4512/2021", "ley 4512 de 2021, fs. 4512", ["4512 de 2021"][:0]),
        ("20-27334501-6", "127334501 y 27334501x9", ["27334501"]),
        ("20-27334501-6", "273345 y 334501", []),
    ],
)
def test_the_long_run_of_a_number_is_held(masked: str, rest: str, found: list[str]) -> None:
    assert held(masked, rest, "ID") == found


def test_a_part_that_is_kept_with_a_reason_may_stay() -> None:
    assert held("Aurelia Quimera Albor", "calle Aurelia Quimera", kept="calle Aurelia Quimera") == []


def test_a_part_half_in_a_placeholder_is_none() -> None:
    text = "Fecha Lugar Nombre dijo; Lugar 3 de mayo"
    decisions = [
        Decision(Span(0, 18, "NOMBRE", 0.9, "t"), "mask", ""),
        Decision(Span(31, 40, "FECHA", 0.9, "t"), "mask", ""),
    ]
    assert finish(Document(text), decisions).text == "[NOMBRE] dijo; Lugar [FECHA]"


def test_a_place_that_is_kept_with_a_reason_may_stay() -> None:
    text = "Aurelia Quimera y calle Aurelia Quimera."
    decisions = [
        Decision(Span(0, 15, "NOMBRE", 0.9, "t"), "mask", ""),
        Decision(Span(18, 39, "LUGAR", 0.9, "t"), "keep", "label LUGAR is published"),
    ]
    assert finish(Document(text), decisions, TAG).text == "[NOMBRE] y calle Aurelia Quimera."


def test_a_mention_that_is_kept_in_part_is_held() -> None:
    text = "Aurelia Quimera y Aurelia Quimera."
    decisions = [
        Decision(Span(0, 15, "NOMBRE", 0.9, "t"), "mask", ""),
        Decision(Span(18, 25, "NOMBRE", 0.9, "t"), "keep", "the reviewer said so"),
    ]
    assert finish(Document(text), decisions, TAG).held == ((18, 33),)


def test_a_placeholder_is_no_surface() -> None:
    text = "don Fecha Lugar, el 3 de mayo en Valdeniebla"
    decisions = [
        Decision(Span(4, 15, "NOMBRE", 0.9, "t"), "mask", ""),
        Decision(Span(20, 29, "FECHA", 0.9, "t"), "mask", ""),
        Decision(Span(33, 44, "LUGAR", 0.9, "t"), "mask", ""),
    ]
    assert finish(Document(text), decisions, TAG).text == "don [NOMBRE], el [FECHA] en [LUGAR]"


def test_the_sender_hides_and_keeps() -> None:
    text = "El chato y Zenón Marjal, expte. 77-B, ante Aurelia Quimera."
    hints = Hints(parties=(Party("Zenón Marjal"),), docket="77-B", hide=("chato",), keep=("Aurelia Quimera",))
    result = anonymize(Document(text), literal(["Aurelia Quimera"]), TODO, hints=hints)
    assert result.text == "El [NOMBRE] y [NOMBRE], expte. [ID], ante Aurelia Quimera."
    assert not result.review_required


def test_a_text_without_entity_is_itself() -> None:
    for text in ("", " ", "\n\n", "el tribunal resuelve", "…"):
        result = anonymize(Document(text), literal(["Aurelia"]), TODO)
        assert (result.text, result.decisions, result.status) == (text, (), "done")


def test_a_result_does_not_show_its_text() -> None:
    result = anonymize(Document("Quirina Albaflor declara"), literal(["Albaflor"]), TODO)
    assert "Quirina" not in repr(result)
