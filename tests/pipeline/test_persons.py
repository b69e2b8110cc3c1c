"""Mentions of one person come together, and those of two stay apart."""

from collections.abc import Sequence
from typing import Final

import pytest

from service.pipeline.persons import Mention, persons

#: Mentions in reading order, each with the letter of its person; "?" after it: a person of
#: its own because several would do. ``m:``/``f:`` a title's gender, ``j:`` a judge, ``a:`` a
#: party, ``h:`` "hijo" after it.
CASES: Final = (
    # one person in many forms
    ("María Elena Quimera Albor A", "Quimera A"),
    ("María Elena Quimera Albor A", "QUIMERA ALBOR, María Elena A", "MARIA ELENA QUIMERA ALBOR A"),
    ("Quimera Albor María Elena A", "María Elena Quimera A", "María Quimera A", "Quimera Albor A"),
    ("Zenón Marjal A", "Z. Marjal A", "Z.M. A", "Marjal, Z. A", "Zenón A"),
    ("Íñigo Peñalén Güimar A", "Iñigo Penalen Guimar A", "IÑIGO PEÑALEN A"),
    ("Juan de la Cruz Zorita A", "Juan Cruz Zorita A", "Zorita A"),
    ("Quirina Albaflor A", "Quirina A1baflor A", "Quirina Albafl0r A"),
    ("Teobaldo Quimera A", "Quimera, T. A", "T. Quimera A"),
    ("Aurelia Óliver Marjal A", "A. Ó. M. A", "A.O.M. A"),
    ("Quimera A", "Aurelia Quimera A"),
    ("A.Q. A", "Aurelia Quimera A"),
    ("Marjal Zorita, Noé A", "Noé Marjal A", "Noé A", "Marjal Zorita A"),
    # two persons who share a word
    ("Aurelia Quimera A", "Teobaldo Quimera B", "Aurelia A", "Teobaldo B"),
    ("Aurelia Quimera A", "Teobaldo Quimera B", "Quimera C?"),
    ("Aurelia Quimera A", "Teobaldo Quimera B", "f:Quimera C?"),
    ("f:Aurelia Quimera A", "m:Teobaldo Quimera B", "f:Quimera A", "m:Quimera B"),
    ("Noé Marjal Zorita A", "Lucía Zorita Güimar B", "Marjal A"),
    ("Juan Carlos Marjal Zorita A", "Juan Alberto Marjal Zorita B", "Juan Marjal C?"),
    ("Juan Carlos Marjal Zorita A", "Juan Alberto Marjal Zorita B", "Juan Alberto B"),
    ("Ana Óliver Marjal A", "Luis Marjal Albor B", "Marjal C?"),
    ("Zenón Marjal A", "h:Zenón Marjal B", "h:Zenón Marjal B", "Zenón Marjal A"),
    ("j:Begoña Marjal A", "a:Noé Zorita B", "a:Marjal C?"),
    ("a:Begoña Marjal A", "j:Noé Marjal B", "a:Marjal A", "j:Marjal B"),
    ("Z.M. A", "Zenón Marjal B?", "Zulema Mora C?"),
    ("Zenón Marjal A", "Zulema Mora B", "Z.M. C?"),
    ("Fernández A", "Hernández B"),
    ("Ana Fernández A", "Ana Hernández B"),
    ("Ana Rey A", "Ana Reyes B"),
    ("Luis Mena A", "Luis Mesa B"),
)


def mention(item: str) -> tuple[Mention, str]:
    surface, letter = item.rsplit(" ", 1)
    mark, _, rest = surface.rpartition(":")
    role = {"j": "autoridad", "a": "parte"}.get(mark)
    gender = mark if mark in ("m", "f") else None
    return Mention(rest, role, gender, "h" if mark == "h" else ""), letter  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=" | ".join)
def test_hard_cases(case: Sequence[str]) -> None:
    mentions, letters = zip(*map(mention, case), strict=True)
    found = persons(mentions)
    bare = [letter.rstrip("?") for letter in letters]
    first = {letter: n for n, letter in reversed(list(enumerate(bare)))}
    order = sorted(first, key=lambda letter: first[letter])
    assert [m.person for m in found] == [order.index(letter) for letter in bare]
