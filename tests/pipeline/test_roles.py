"""All mentions of a person have one role, told by all of them together."""

import re
from collections.abc import Sequence
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.document import ROLES, Hints, Party, Role, Span
from service.pipeline import NO_HINTS
from service.pipeline.entities import identified
from service.pipeline.roles import with_roles
from tests.pipeline.strategies import GIVEN

#: What a model makes of a name of which it knows nothing, and of those it is sure of.
EVEN = (0.25, 0.25, 0.25, 0.25)
SURE: dict[Role, tuple[float, ...]] = {
    role: tuple(0.97 if r == role else 0.01 for r in ROLES) for role in ROLES
}


def told(text: str, name: str, *chances: Sequence[float]) -> list[tuple[Role | None, float | None]]:
    """Role and chance of being a parte's at each place of `name` in `text`."""
    places = re.finditer(name, text)
    spans = [
        Span(m.start(), m.end(), "NOMBRE", 0.9, "model:x", role_chances=tuple(c))
        for m, c in zip(places, chances, strict=True)
    ]
    return [(s.role, s.p_parte) for s in with_roles(text, identified(text, spans), NO_HINTS)]


def role_in(text: str) -> Role | None:
    return told(text, "Quimera", EVEN)[0][0]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("dijo la jueza Dra. Quimera que", "autoridad"),
        ("ante el fiscal abogado don Quimera", "autoridad"),
        ("Letrado de la Administración de Justicia, don Quimera", "autoridad"),
        ("Dra. Quimera\nJUEZA", "autoridad"),
        ("Quimera, en su calidad de Secretario", "autoridad"),
        ("con el patrocinio de la abogada Dra. Quimera", "profesional"),
        ("Quimera, abogado, en nombre de otros", "profesional"),
        ("el procurador de los tribunales. El perito señor Quimera", "profesional"),
        ("la víctima, señora Quimera", "parte"),
        ("se condena a Quimera, DNI 7", "parte"),
        ("Quimera, mayor de edad", "parte"),
        ("en autos caratulados “Quimera", "parte"),
        ("la demanda contra Quimera", "parte"),
        ("Defensor: Quimera\nFiscal: Albaflor", "profesional"),
    ],
)
def test_what_stands_beside_a_name_tells(text: str, role: Role) -> None:
    assert role_in(text) == role


def test_who_signs_at_the_end_is_of_the_court() -> None:
    ruling = "Se resuelve así. " * 200
    assert role_in(f"{ruling}\n\n  Quimera.\n") == "autoridad"
    assert role_in(f"Quimera\n\n{ruling}") != "autoridad"


def test_one_mention_that_is_sure_speaks_for_those_that_are_not() -> None:
    text = "la jueza Quimera; Quimera; Quimera"
    wavering = (0.4, 0.35, 0.2, 0.05)
    assert told(text, "Quimera", wavering, SURE["autoridad"], wavering)[0][0] == "autoridad"
    assert told("Quimera; Quimera", "Quimera", wavering, wavering)[0][0] == "parte"


def test_many_mentions_outvote_a_few() -> None:
    text = "; ".join(["Quimera"] * 4)
    chances = [SURE["profesional"], SURE["autoridad"], SURE["profesional"], SURE["profesional"]]
    assert {role for role, _ in told(text, "Quimera", *chances)} == {"profesional"}


def test_agreement_makes_a_publication_no_surer_than_its_surest_mention() -> None:
    text = "dijo Quimera; según Quimera; Quimera resuelve"
    likely = (0.05, 0.9, 0.03, 0.02)
    for _, p_parte in told(text, "Quimera", likely, (0.2, 0.7, 0.1, 0.0), likely):
        assert p_parte == pytest.approx(0.05)


def test_a_mention_that_says_a_private_person_counts_alone() -> None:
    text = "; ".join(["Quimera"] * 5)
    assert told(text, "Quimera", *[SURE["autoridad"]] * 4, (0.6, 0.4, 0, 0))[0] == ("autoridad", 0.6)


LIKELY = (0.1, 0.8, 0.06, 0.04)


@pytest.mark.parametrize(
    "text",
    [
        "la jueza Quimera",
        "Magistrada Relatora: Dra. Quimera",
        "Quimera, en su condición de Fiscal",
        "su inspector provincial don Quimera",
        "el Sgto. 1ro. Quimera",
    ],
)
def test_a_public_office_beside_a_name_makes_a_private_person_less_likely(text: str) -> None:
    ((_, p_parte),) = told(text, "Quimera", LIKELY)
    assert p_parte == pytest.approx(0.1 / (0.1 + 15 * 0.9))


@pytest.mark.parametrize(
    "text",
    [
        "dijo Quimera",
        "el presidente Quimera",
        "el policía Quimera",
        "la abogada Quimera",
        "la jueza calla. Quimera",
        "el juez Marjal y Quimera",
    ],
)
def test_what_a_private_person_may_have_too_does_not(text: str) -> None:
    ((_, p_parte),) = told(text, "Quimera", LIKELY)
    assert p_parte == pytest.approx(0.1)


def test_an_office_counts_once_and_not_against_what_says_a_private_person() -> None:
    ((_, once), (_, twice)) = told("el juez Quimera; el juez Quimera", "Quimera", LIKELY, LIKELY)
    assert once == twice == pytest.approx(0.1 / (0.1 + 15 * 0.9))
    assert told("el juez Quimera; Quimera, DNI 7", "Quimera", LIKELY, LIKELY)[0][1] == pytest.approx(0.1)
    assert told("el juez Quimera", "Quimera", (0.6, 0.4, 0, 0))[0][1] == 0.6


@pytest.mark.parametrize(
    "text",
    [
        "los jueces Quimera, Marjal y Albaflor",
        "Jueces: Quimera (Relatora), Marjal, Albaflor",
        "los Sres. Jurados Populares titulares: 1º) Quimera; 2º) Marjal; 3º) Albaflor",
        "las vocales doctoras Quimera, Marjal e Albaflor",
    ],
)
def test_an_office_in_the_plural_is_that_of_all_its_list(text: str) -> None:
    assert in_a_list(text) == ["autoridad"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "la jueza Quimera, Marjal y Albaflor",
        "los jueces Quimera; comparecen Marjal y Albaflor",
        "los jueces Quimera. Marjal, Albaflor",
    ],
)
def test_nor_of_who_stands_in_no_list_with_it(text: str) -> None:
    assert in_a_list(text)[1:] == ["parte"] * 2


def in_a_list(text: str) -> list[Role | None]:
    spans = [
        Span(m.start(), m.end(), "NOMBRE", 0.9, "model:x", role_chances=(0.3, 0.25, 0.25, 0.2))
        for m in re.finditer("Quimera|Marjal|Albaflor", text)
    ]
    return [s.role for s in with_roles(text, identified(text, spans), NO_HINTS)]


def test_who_might_be_a_private_person_is_as_likely_one() -> None:
    """ "Quimera" is the judge or the accused."""
    text = "dijo Aurelia Quimera, el acusado Teobaldo Quimera, Quimera"
    spans = [
        Span(m.start(), m.end(), "NOMBRE", 0.9, "model:x", role_chances=chances)
        for m, chances in zip(
            re.finditer(r"(Aurelia |Teobaldo )?Quimera", text),
            (SURE["autoridad"], SURE["parte"], SURE["autoridad"]),
            strict=True,
        )
    ]
    judge, accused, either = with_roles(text, identified(text, spans), NO_HINTS)
    assert [s.p_parte for s in (judge, accused, either)] == pytest.approx([0.01, 0.97, 0.97])
    assert either.rivals == (judge.entity, accused.entity)
    assert not judge.rivals


def test_what_no_model_read_says_nothing_of_chances() -> None:
    text = "Quimera; la jueza Quimera; el juez Marjal"
    spans = [Span(m.start(), m.end(), "NOMBRE", 0.9, "sender") for m in re.finditer("Quimera|Marjal", text)]
    found = with_roles(text, identified(text, spans), NO_HINTS)
    assert [(s.role, s.p_parte) for s in found] == [("autoridad", None)] * 3
    (alone,) = with_roles(
        "dijo Quimera", identified("dijo Quimera", [Span(5, 12, "NOMBRE", 1.0, "sender")]), NO_HINTS
    )
    assert (alone.role, alone.p_parte) == (None, None)


def test_a_further_mention_is_no_witness() -> None:
    text = "Quimera; Quimera; Quimera"
    sources = [("model:x", SURE["cita"]), ("propagation", SURE["parte"]), ("propagation", SURE["parte"])]
    spans = [
        Span(m.start(), m.end(), "NOMBRE", 0.9, source, role_chances=chances)
        for m, (source, chances) in zip(re.finditer("Quimera", text), sources, strict=True)
    ]
    for span in with_roles(text, identified(text, spans), NO_HINTS):
        assert span.role == "cita"
        assert span.p_parte == pytest.approx(0.01)


def test_what_the_sender_says_is_so() -> None:
    text = "la jueza Quimera; Quimera; el juez Marjal"
    spans = [
        Span(m.start(), m.end(), "NOMBRE", 0.9, "model:x", role_chances=SURE["autoridad"])
        for m in re.finditer("Quimera|Marjal", text)
    ]
    hints = Hints(parties=(Party("QUIMERA", "parte"), Party("Marjal", "profesional")))
    found = with_roles(text, identified(text, spans), hints)
    assert [(s.role, s.p_parte) for s in found] == [("parte", 1), ("parte", 1), ("profesional", 0)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["el juez ", "la víctima ", "el abogado ", "", "Dr. "]),
            st.sampled_from(GIVEN),
            st.sampled_from([*SURE.values(), EVEN, ()]),
        ),
        max_size=12,
    )
)
def test_every_mention_of_a_person_has_the_same_role(
    mentions: list[tuple[str, str, tuple[float, ...]]],
) -> None:
    text, spans = "", []
    for cue, name, chances in mentions:
        start = len(text) + len(cue)
        spans.append(Span(start, start + len(name), "NOMBRE", 0.9, "model:x", role_chances=chances))
        text += f"{cue}{name}; "
    found = with_roles(text, identified(text, spans), NO_HINTS)
    for _, same in groupby(sorted(found, key=lambda s: s.entity or ""), key=lambda s: s.entity):
        assert len({(s.role, s.p_parte, s.rivals) for s in same}) == 1
    assert not any(s.role_chances for s in found)
