"""Names of parties and the controls that are like them."""

import json
import lzma
from pathlib import Path

import pytest

from models.names import Name, commonness, matched, parties, split, words_read


@pytest.mark.parametrize(
    ("surface", "given", "family"),
    [
        ("Zenón Marjal", "Zenón", ("Marjal",)),
        ("Zenón Marjal Güimar", "Zenón", ("Marjal", "Güimar")),
        ("Zenón Noé Marjal Güimar", "Zenón Noé", ("Marjal", "Güimar")),
        ("MARJAL GÜIMAR, Zenón Noé", "Zenón Noé", ("MARJAL", "GÜIMAR")),
    ],
)
def test_given_names_and_surnames(surface: str, given: str, family: tuple[str, ...]) -> None:
    assert split(surface) == Name(given, family)


@pytest.mark.parametrize("surface", ["Zenón", "J. P. L.", "Zenón M.", "Marjal,", ", Zenón", ""])
def test_what_has_no_given_name_and_surname_is_left_out(surface: str) -> None:
    assert split(surface) is None


def test_a_family_counts_once_and_only_parties_do(tmp_path: Path) -> None:
    text = "Ana Marjal, NOÉ MARJAL, Luz Zorita"
    places = ((0, 10, "parte"), (12, 22, "parte"), (24, 34, "autoridad"))
    entities = [{"start": a, "end": b, "tag": "NOMBRE", "role": role} for a, b, role in places]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "r", "text": text, "entities": entities}), encoding="utf-8")
    assert parties(path) == [Name("Ana", ("Marjal",))]
    assert "Marjal" not in repr(parties(path))


def test_what_was_read_is_folded(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.xz"
    plain.write_text(json.dumps({"text": "Doña GÜIMAR"}) + "\n", encoding="utf-8")
    with lzma.open(packed, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"text": "y Peñalén, 27"}) + "\n")
    assert words_read([plain, packed]) == {"dona", "guimar", "penalen"}


def test_how_common_a_surname_is(tmp_path: Path) -> None:
    path = tmp_path / "surnames.csv"
    path.write_text("GÜIMAR,7\nGuimar,3\nDe la O,9\nname,count\n", encoding="utf-8")
    assert commonness([path]) == {"guimar": ("GÜIMAR", 7)}


def test_controls_are_as_long_as_common_and_written_alike() -> None:
    surnames = {
        word.lower(): (word, count) for word, count in (("Marjal", 100), ("Zoral", 90), ("Quimal", 9))
    }
    unread = ["Zoral", "Quimal", "Pasel", "Óribe", "Meral", "Gural", "Paser"]
    surnames |= {word.lower(): (word, 120) for word in ("Meral", "Gural", "Óribe", "Paser")}
    names = [Name("Ana", ("Marjal",)), Name("Luz", ("MARJAL",)), Name("Noé", ("Marjal", "Sinpar"))]
    pairs = matched(names, surnames, unread, tokens=lambda word: 2 if word.lower() == "paser" else 1)
    # Too rare: Quimal, Pasel. An accent: Óribe. Two tokens: Paser. Nothing is like the unknown Sinpar.
    assert [name for name, _ in pairs] == names[:2]
    assert {control.family for control in pairs[0][1]} == {("Zoral",), ("Meral",), ("Gural",)}
    assert {control.family for control in pairs[1][1]} == {("ZORAL",), ("MERAL",), ("GURAL",)}
    assert {control.given for control in pairs[0][1]} == {"Ana"}
