"""Corpora of several conventions → what each place allows."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.corpus import Annotation, CorpusError, Example, is_tune, load, read, read_gold, write
from models.tags import LABELS, OUTSIDE, classes_of
from tests.models.conftest import examples

ALL_ROLES = classes_of("NOMBRE")


def entity(text: str, surface: str, tag: str, **more: str) -> dict[str, Any]:
    start = text.index(surface)
    return {"start": start, "end": start + len(surface), "tag": tag, **more}


def document(text: str, *entities: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "d1", "text": text, "entities": list(entities), "exhaustive": list(LABELS), **more}


def one(tmp_path: Path, content: dict[str, Any]) -> Example:
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
    (read_back,) = read(path)
    return read_back


def classes(e: Example) -> list[tuple[str, tuple[str, ...]]]:
    return [(e.text[a.start : a.end], a.classes) for a in e.annotations]


TEXT = "Aurelia Quimera vive en Valdeniebla, dijo Zenón Marjal a Talleres Noé S.A."


def test_a_role_that_is_said_is_the_only_one(tmp_path: Path) -> None:
    e = one(
        tmp_path,
        document(
            TEXT,
            entity(TEXT, "Aurelia Quimera", "NOMBRE", role="parte"),
            entity(TEXT, "Zenón Marjal", "NOMBRE"),
            entity(TEXT, "Valdeniebla", "LUGAR", role="parte"),
        ),
    )
    assert classes(e) == [
        ("Aurelia Quimera", ("NOMBRE-PARTE",)),
        ("Valdeniebla", ("LUGAR",)),
        ("Zenón Marjal", ALL_ROLES),
    ]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("NOMBRE_SUJETO_ASISTENCIA", ("NOMBRE-PARTE",)),
        ("FAMILIARES_SUJETO_ASISTENCIA", ("NOMBRE-PARTE",)),
        ("NOMBRE_PERSONAL_SANITARIO", ("NOMBRE-PROFESIONAL",)),
        ("LEGAL_PROFESSIONAL", ("NOMBRE-AUTORIDAD", "NOMBRE-PROFESIONAL")),
        ("PERSON", ALL_ROLES),
    ],
)
def test_the_corpus_s_own_label_says_the_role(tmp_path: Path, own: str, expected: tuple[str, ...]) -> None:
    e = one(tmp_path, document(TEXT, entity(TEXT, "Zenón Marjal", "NOMBRE", label=own), source="meddocan"))
    assert classes(e) == [("Zenón Marjal", expected)]


ADDRESS = "Vive en calle Los Aromos 7, Valdeniebla (Quimera), España. Nació en Sauce, Quimera."


def meddocan(
    tmp_path: Path, *pieces: tuple[str, str], text: str = ADDRESS, source: str = "meddocan"
) -> list[str]:
    entities = [entity(text, surface, "LUGAR", label=own) for surface, own in pieces]
    return [
        surface for surface, _ in classes(one(tmp_path, document(text, *reversed(entities), source=source)))
    ]


def test_contiguous_pieces_of_an_address_are_one_place(tmp_path: Path) -> None:
    pieces = [
        ("calle Los Aromos 7", "CALLE"),
        ("Valdeniebla", "TERRITORIO"),
        ("Quimera", "TERRITORIO"),
        ("España", "PAIS"),
    ]
    assert meddocan(tmp_path, *pieces) == ["calle Los Aromos 7, Valdeniebla (Quimera), España"]
    assert len(meddocan(tmp_path, *pieces, source="other")) == 4


def test_pieces_without_a_street_stay_apart(tmp_path: Path) -> None:
    assert meddocan(tmp_path, ("Valdeniebla", "TERRITORIO"), ("España", "PAIS")) == ["Valdeniebla", "España"]
    assert meddocan(tmp_path, ("Valdeniebla", "TERRITORIO"), ("Quimera", "TERRITORIO")) == [
        "Valdeniebla",
        "Quimera",
    ]


def test_pieces_with_words_between_stay_apart(tmp_path: Path) -> None:
    pieces = ("calle Los Aromos 7", "CALLE"), ("Sauce", "TERRITORIO")
    assert meddocan(tmp_path, *pieces) == ["calle Los Aromos 7", "Sauce"]


def test_a_street_after_its_town_joins_too(tmp_path: Path) -> None:
    text = "Valdeniebla, calle Los Aromos 7"
    pieces = ("Valdeniebla", "TERRITORIO"), ("calle Los Aromos 7", "CALLE")
    assert meddocan(tmp_path, *pieces, text=text) == [text]


@pytest.mark.parametrize(
    ("source", "expected"),
    [("echr_manual", (OUTSIDE, "ORG")), ("echr_projected", (OUTSIDE, "ORG")), ("gold", ("ORG",))],
)
def test_echr_marks_courts_as_organisations_too(
    tmp_path: Path, source: str, expected: tuple[str, ...]
) -> None:
    e = one(tmp_path, document(TEXT, entity(TEXT, "Talleres Noé S.A.", "ORG"), source=source))
    assert classes(e) == [("Talleres Noé S.A.", expected)]


def test_what_a_corpus_does_not_annotate_is_open(tmp_path: Path) -> None:
    e = one(tmp_path, document(TEXT) | {"exhaustive": ["FECHA", "LUGAR"]})
    assert set(e.open_classes) == {*ALL_ROLES, "ID", "ORG"}
    assert one(tmp_path, document(TEXT)).open_classes == ()


def test_an_ignored_place_is_undecided(tmp_path: Path) -> None:
    e = one(
        tmp_path,
        document(TEXT, ignore=[entity(TEXT, "Talleres Noé S.A.", "ORG"), entity(TEXT, "vive", "OTRO")]),
    )
    assert classes(e) == [("Talleres Noé S.A.", (OUTSIDE, "ORG"))]


def test_tags_that_this_project_lacks_are_left_out(tmp_path: Path) -> None:
    assert classes(one(tmp_path, document(TEXT, entity(TEXT, "vive", "EDAD")))) == []


def test_defaults(tmp_path: Path) -> None:
    e = one(tmp_path, document(TEXT))
    assert (e.id, e.ruling, e.source) == ("d1", "d1", "unknown")


_BAD: list[Any] = [
    {"id": "x", "text": "Quirina"},
    document("Quirina", {"start": 0, "end": 99, "tag": "NOMBRE"}),
    document("Quirina", {"start": 3, "end": 3, "tag": "NOMBRE"}),
    document("Quirina", {"start": 5, "end": 2, "tag": "NOMBRE"}),
    document("Quirina", {"start": -1, "end": 2, "tag": "NOMBRE"}),
    document("Quirina", {"start": "0", "end": "7", "tag": "NOMBRE"}),
    document("Quirina", {"end": 2, "tag": "NOMBRE"}),
    document("Quirina", ignore=[{"start": 0, "end": 99, "tag": "NOMBRE"}]),
    ["Quirina"],
    "Quirina",
    7,
    None,
]


@pytest.mark.parametrize("content", _BAD, ids=range(len(_BAD)))
def test_a_bad_document_is_named_by_its_line_alone(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "corpus.jsonl"
    good = json.dumps(document("Aurelia"))
    path.write_text(f"{good}\n\n{json.dumps(content)}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^corpus\.jsonl, line 3: \w+$") as caught:
        list(read(path))
    assert_quotes_nothing(caught.value)


@pytest.mark.parametrize(
    "line", [b'{"text": "Quirina', b"Quirina \xff\xfe", '{"text": "Quirín'.encode("latin-1"), b"{}x"]
)
@pytest.mark.parametrize("reader", [read, read_gold])
def test_a_line_that_is_not_json_is_too(tmp_path: Path, line: bytes, reader: Any) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b"\n" + line + b"\n")
    with pytest.raises(CorpusError, match=r"^corpus\.jsonl, line 2: \w+$") as caught:
        list(reader(path))
    assert_quotes_nothing(caught.value)


def assert_quotes_nothing(error: CorpusError) -> None:
    assert error.__cause__ is None
    assert error.__suppress_context__
    assert "Quir" not in f"{error} {error.args} {vars(error)}"


def test_lines_are_parted_by_line_feeds_only(tmp_path: Path) -> None:
    """A text may hold a line separator of Unicode, which JSON does not escape."""
    text = "Aurelia\u2028Quimera\x85\x0c\r\nMarjal"
    assert one(tmp_path, document(text)).text == text


def test_what_is_written_is_loaded(tmp_path: Path) -> None:
    made = [
        *examples(5, seed=1),
        Example("x", "x", "s", "a\u2028b\r\nñ\U0001f9d1", (Annotation(0, 1, ("ID", "O")),), ()),
    ]
    assert write(made, tmp_path / "out.jsonl") == 6
    assert load(tmp_path / "out.jsonl") == made


def test_gold_keeps_the_roles(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    content = document(
        TEXT, entity(TEXT, "Zenón Marjal", "NOMBRE", role="parte"), entity(TEXT, "vive", "EDAD")
    )
    path.write_text(json.dumps(content | {"country": "UY"}) + "\n", encoding="utf-8")
    (gold,) = read_gold(path)
    assert [(gold.text[e.start : e.end], e.label, e.role) for e in gold.entities] == [
        ("Zenón Marjal", "NOMBRE", "parte")
    ]
    assert gold.country == "UY"
    assert "Zenón" not in repr(gold)


def ruling(name: str, number: int = 0) -> Example:
    return Example(f"{name}/{number}", name, "gold", "", (), ())


@given(st.text(min_size=1), st.floats(0, 1))
def test_the_pieces_of_a_ruling_stay_together(name: str, share: float) -> None:
    assert len({is_tune(ruling(name, n), share) for n in range(5)}) == 1


@given(st.text(min_size=1), st.floats(0, 1), st.floats(0, 1))
def test_a_greater_share_takes_no_ruling_out(name: str, one: float, other: float) -> None:
    assert is_tune(ruling(name), min(one, other)) <= is_tune(ruling(name), max(one, other))


def test_the_share_is_about_that_of_the_rulings() -> None:
    taken = sum(is_tune(ruling(f"r{n}"), 0.08) for n in range(5000))
    assert 300 < taken < 500
    assert not any(is_tune(ruling(f"r{n}"), 0) for n in range(100))
    assert all(is_tune(ruling(f"r{n}"), 1) for n in range(100))
