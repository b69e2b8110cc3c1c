"""The directory tells a role where the text says so too, and never by a name alone."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.document import Document, Hints, Party, Role, Span
from service.pipeline import NO_HINTS, Engine, analyze
from service.pipeline.decide import UNSURE_ROLE
from service.pipeline.directory import Directory, Listed, is_whole
from service.pipeline.entities import identified
from service.pipeline.policy import Policy, Rule
from service.pipeline.roles import with_roles
from tests.pipeline.strategies import FAMILY, GIVEN, THRESHOLDS

JUDGE, LAWYER = "Aurelia Quimera Albaflor", "Teobaldo Marjal Güimar"
COURT = Directory([Listed(JUDGE, "autoridad"), Listed("MARJAL GÜIMAR, Teobaldo", "profesional")])
#: What a model makes of a name of which it knows little, and of one that it takes for a party's.
EVEN, PARTY = (0.3, 0.3, 0.2, 0.2), (0.97, 0.01, 0.01, 0.01)
LONG = "Se resuelve así. " * 250


def roles_in(
    text: str,
    *chances: Sequence[float],
    directory: Directory = COURT,
    hints: Hints = NO_HINTS,
    names: str = f"{JUDGE}|{LAWYER}|Aurelia Quimera|A\\. Quimera Albaflor|QUIMERA ALBAFLOR, Aurelia|Quimera",
) -> list[tuple[Role | None, float | None, str]]:
    """Role, chance of being a parte's and source of each name of `text`."""
    places = list(re.finditer(names, text, re.IGNORECASE))
    spans = [
        Span(m.start(), m.end(), "NOMBRE", 0.9, "model:x", role_chances=tuple(c))
        for m, c in zip(places, chances or [EVEN] * len(places), strict=True)
    ]
    found = with_roles(text, identified(text, spans), hints, directory)
    return [(s.role, s.p_parte, s.source) for s in found]


@pytest.mark.parametrize(
    ("mention", "is_one"),
    [
        ("Aurelia Quimera Albaflor", True),
        ("AURELIA QUIMERA ALBAFLOR", True),
        ("Aurélia  Quimera\nAlbaflor", True),
        ("Quimera Albaflor, Aurelia", True),
        ("QUIMERA ALBAFLOR AURELIA", True),
        ("Aurelia de la Quimera y Albaflor", True),
        ("Aurelia Quimera", True),
        ("Quimera, Aurelia", True),
        ("A. Quimera Albaflor", True),
        ("Aurelia Q. Albaflor", True),
        ("Quimera", False),
        ("Aurelia", False),
        ("Quimera Albaflor", False),
        ("A. Quimera", False),
        ("A. Q. Albaflor", False),
        ("Eva Quimera Albaflor", False),
        ("E. Quimera Albaflor", False),
        ("Aurelia Quimera Marjal", False),
        ("Aurelia Albaflor Quimera Marjal", False),
        ("", False),
    ],
)
def test_a_whole_name_is_looked_up_however_it_is_written(mention: str, is_one: bool) -> None:
    for listed in (JUDGE, "Quimera Albaflor, Aurelia"):
        assert bool(Directory([Listed(listed, "autoridad")]).roles(mention)) is is_one


@pytest.mark.parametrize(
    ("mention", "is_one"), [("Begoña Eva Ruiz-Zorita", True), ("Begoña Eva", False), ("B. E. Óliver", False)]
)
def test_a_comma_tells_two_given_names_from_two_surnames(mention: str, is_one: bool) -> None:
    court = Directory([Listed("Ruiz-Zorita Óliver, Begoña Eva", "autoridad")])
    assert bool(court.roles(mention)) is is_one


def test_a_short_entry_is_the_beginning_of_a_longer_name() -> None:
    court = Directory([Listed("Eva Marjal", "autoridad")])
    assert court.roles("Eva Marjal Óliver") == {"autoridad"}
    assert not court.roles("E. Marjal")


@pytest.mark.parametrize(
    ("name", "whole"),
    [("Eva Marjal", True), ("Marjal, Eva", True), ("Marjal", False), ("E. Marjal", False), ("de la", False)],
)
def test_what_may_stand_in_a_directory(name: str, whole: bool) -> None:
    assert is_whole(name) is whole
    assert bool(Directory([Listed(name, "autoridad")])) is whole


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (f"dijo la jueza {JUDGE} que", "autoridad"),
        (f"la Magistrada-Jueza D.ª {JUDGE}", "autoridad"),
        (f"{JUDGE}, Letrada de la Administración de Justicia", "autoridad"),
        (f"según la Dra. {JUDGE}", "autoridad"),
        (f"según la Dra. Aurelia Quimera. Quimera votó; {JUDGE}", "autoridad"),
        (f"el letrado D. {LAWYER}", "profesional"),
        (f"defendido por el abogado {LAWYER}", "profesional"),
        (f"el Lic. {LAWYER}", "profesional"),
        (f"{LONG}\n\n{JUDGE}\n", "autoridad"),
        (f"{LONG}\n\nFdo.: D.ª {JUDGE}\n", "autoridad"),
        (f"{LONG}\n\nFirmado digitalmente por QUIMERA ALBAFLOR, Aurelia\n", "autoridad"),
        (f"{LONG}\n\n  D. {LAWYER}\n", "profesional"),
        (f"MAGISTRADAS\nD.ª Begoña Óliver\nD.ª {JUDGE}\n\n{LONG}", "autoridad"),
        (f"Letrados:\nD.ª Begoña Óliver\nD. {LAWYER}\n\n{LONG}", "profesional"),
    ],
)
def test_an_entry_counts_with_a_title_in_the_caption_and_in_the_signature(text: str, role: Role) -> None:
    for found in roles_in(text):
        assert found == (role, 0.0, "directory")


@pytest.mark.parametrize(
    "text",
    [
        f"declaró {JUDGE} que",
        f"comparece D.ª {JUDGE}, vecina de aquí",
        f"la señora {JUDGE}",
        f"la jueza Quimera. Declaró {LAWYER}",
        f"el abogado {JUDGE}",  # another office than the entry's
        f"el policía {JUDGE}",
        f"DEMANDANTE\nD.ª Begoña Óliver\nD.ª {JUDGE}\n\n{LONG}",
        f"MAGISTRADAS\nD.ª Begoña Óliver\n\nD.ª {JUDGE}\n\n{LONG}",
        f"{LONG}\n\nconforme a lo que dijo {JUDGE}\n",
    ],
)
def test_a_whole_name_alone_is_never_enough(text: str) -> None:
    assert roles_in(text) == roles_in(text, directory=Directory())


@pytest.mark.parametrize(
    "text",
    [
        f"la acusada jueza {JUDGE}",
        f"la jueza {JUDGE}. Se condena a {JUDGE}, DNI 7",
        f"la Dra. {JUDGE}, por derecho propio",
        f"el letrado {LAWYER}, en causa propia",
        f"{LAWYER} c/ Banco\n\nel letrado {LAWYER}",
        f"Banco c/ {LAWYER}\n\nel letrado {LAWYER}",
        f"la jueza {JUDGE}; la víctima {JUDGE}",
    ],
)
def test_what_stands_as_a_party_does_is_left_alone(text: str) -> None:
    assert all(source == "model:x" for _, _, source in roles_in(text))


def test_a_judge_an_accused_and_a_lawyer_of_one_surname() -> None:
    text = f"la jueza {JUDGE}; el acusado Zenón Quimera; el letrado Teobaldo Quimera. Quimera calla."
    court = Directory([Listed(JUDGE, "autoridad"), Listed("Teobaldo Quimera", "profesional")])
    names = f"{JUDGE}|Zenón Quimera|Teobaldo Quimera|Quimera"
    judge, accused, lawyer, either = roles_in(text, EVEN, PARTY, EVEN, EVEN, directory=court, names=names)
    assert (judge[0], accused[0], lawyer[0]) == ("autoridad", "parte", "profesional")
    assert (judge[1], lawyer[1]) == (0.0, 0.0)
    assert accused[1] == either[1] == pytest.approx(0.97)  # either may be the accused
    assert accused[2] == either[2] == "model:x"


def test_what_a_model_is_sure_of_stays_a_doubt_save_beside_the_office() -> None:
    beside, away = f"la jueza {JUDGE}", f"la jueza {JUDGE}. {JUDGE} pagó"
    assert roles_in(beside, PARTY) == [("autoridad", 0.0, "directory")]
    assert roles_in(away, EVEN, PARTY) == [("autoridad", 0.97, "directory")] * 2
    assert roles_in(f"la Dra. {JUDGE}", PARTY) == [("autoridad", 0.97, "directory")]


@pytest.mark.parametrize(
    "hints",
    [
        Hints(parties=(Party("aurelia quimera albaflor"),)),
        Hints(parties=(Party("Aurelia Quimera"), Party("Eva Óliver", "parte"))),
        Hints(parties=(Party("Quimera", "parte"),)),
        Hints(hide=(JUDGE,)),
    ],
)
def test_whom_the_sender_names_is_the_senders_to_tell(hints: Hints) -> None:
    text = f"la jueza {JUDGE}"
    assert roles_in(text, hints=hints) == roles_in(text, hints=hints, directory=Directory())
    assert roles_in(text, hints=Hints(parties=(Party("Eva Óliver"),)))[0][2] == "directory"


def test_two_entries_of_one_name_are_told_apart_by_the_office_or_not_at_all() -> None:
    court = Directory([Listed(JUDGE, "autoridad"), Listed(JUDGE, "profesional")])
    assert roles_in(f"la abogada {JUDGE}", directory=court)[0][0] == "profesional"
    assert roles_in(f"la jueza {JUDGE}", directory=court)[0][0] == "autoridad"
    assert roles_in(f"la Dra. {JUDGE}", directory=court)[0][2] == "model:x"


def test_the_policy_publishes_whom_the_directory_and_the_text_know_and_queues_the_doubt() -> None:
    rules = (Rule("NOMBRE", "keep", role=frozenset({"autoridad"})), Rule("NOMBRE", "mask"))
    policy = Policy("vista", "1", "", rules)

    def model(text: str) -> list[Span]:
        found = []
        for m in re.finditer(JUDGE, text):
            chances = PARTY if text.startswith(" pagó", m.end()) else EVEN
            found.append(Span(m.start(), m.end(), "NOMBRE", 0.9, "model:x", role_chances=chances))
        return found

    engine = Engine((model,), THRESHOLDS, "test", parte=0.01)

    def actions(text: str, directory: Directory) -> list[tuple[str, str]]:
        found = analyze(Document(text), engine, policy, NO_HINTS, directory)
        return [(d.action, d.reason) for d in found]

    sure, doubtful = f"la jueza {JUDGE} dijo", f"la jueza {JUDGE} dijo; {JUDGE} pagó"
    assert actions(sure, COURT) == [("keep", "role autoridad is published")]
    assert actions(sure, Directory()) == [("review", UNSURE_ROLE)]
    assert actions(doubtful, COURT) == [("review", UNSURE_ROLE)] * 2


NAMES = st.builds("{} {} {}".format, st.sampled_from(GIVEN), st.sampled_from(FAMILY), st.sampled_from(FAMILY))
#: Words before and after a name that are no title of an office, and no signature.
PLAIN_BEFORE = st.sampled_from(["dijo ", "don ", "D.ª ", "la señora ", "según lo que ", "y "])
PLAIN_AFTER = st.sampled_from([" dijo", ", vecino de aquí,", " y otros", "; luego", " (h)"])
CHANCES = st.sampled_from([EVEN, PARTY, (0.1, 0.8, 0.05, 0.05), ()])


@given(st.lists(st.tuples(PLAIN_BEFORE, NAMES, PLAIN_AFTER, CHANCES), min_size=1, max_size=8), st.data())
def test_nobody_without_a_cue_is_changed_by_the_directory(
    mentions: list[tuple[str, str, str, tuple[float, ...]]], data: st.DataObject
) -> None:
    text, spans = "", []
    for before, name, after, chances in mentions:
        start = len(text) + len(before)
        spans.append(Span(start, start + len(name), "NOMBRE", 0.9, "model:x", role_chances=chances))
        text += f"{before}{name}{after} "
    court = Directory(
        Listed(name, data.draw(st.sampled_from(["autoridad", "profesional"]))) for _, name, _, _ in mentions
    )
    people = identified(text, spans)
    assert with_roles(text, people, NO_HINTS, court) == with_roles(text, people, NO_HINTS)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["la jueza ", "el acusado ", "Dra. ", "dijo ", "el letrado ", "\n"]),
            NAMES,
            st.sampled_from([" dijo. ", ", jueza. ", "\n", ", DNI 7. "]),
            CHANCES,
        ),
        min_size=1,
        max_size=6,
    ),
    st.data(),
)
def test_whom_the_text_calls_a_party_somewhere_is_never_published_by_the_directory(
    mentions: list[tuple[str, str, str, tuple[float, ...]]], data: st.DataObject
) -> None:
    text, spans, accused = "", [], set()
    for before, name, after, chances in mentions:
        start = len(text) + len(before)
        spans.append(Span(start, start + len(name), "NOMBRE", 0.9, "model:x", role_chances=chances))
        text += f"{before}{name}{after}"
        if before == "el acusado ":
            accused.add(start)
    court = Directory(
        Listed(name, data.draw(st.sampled_from(["autoridad", "profesional"]))) for _, name, _, _ in mentions
    )
    found = with_roles(text, identified(text, spans), NO_HINTS, court)
    parties = {span.entity for span in found if span.start in accused}
    assert all(span.source == "model:x" for span in found if span.entity in parties)
