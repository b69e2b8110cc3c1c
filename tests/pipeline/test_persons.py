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
    ("j:Begoña Marjal A", "a:Noé Zorita B", "a:Marjal C"),
    ("a:Begoña Marjal A", "j:Noé Marjal B", "a:Marjal A", "j:Marjal B"),
    ("Z.M. A?", "Zenón Marjal B", "Zulema Mora C"),
    ("Zenón Marjal A", "Zulema Mora B", "Z.M. C?"),
    ("Fernández A", "Hernández B"),
    ("Ana Fernández A", "Ana Hernández B"),
    ("Ana Rey A", "Ana Reyes B"),
    ("Luis Mena A", "Luis Mesa B"),
    # Argentina: captions, inverted names, married names, children of the same family
    ("QUIMERA, Aurelia Inés A", "Aurelia Inés Quimera A", "Quimera A", "A. I. Q. A"),
    ("Marjal, Zenón c/ A", "Zenón Marjal A"),
    ("Lucía Albaflor de Zorita A", "Lucía Albaflor A", "Albaflor de Zorita A"),
    ("QUIMERA, AURELIA A", "QUIMERA, TEOBALDO B", "QUIMERA, NOÉ C"),
    ("Zorita, Lucía Belén A", "Zorita, Lucía Mabel B", "Lucía Belén A", "Lucía Mabel B"),
    ("Peñalén, Íñigo A", "Peñalen, Iñigo A", "PEÑALEN IÑIGO A"),
    ("D'Albor, Noemí A", "Noemí D'Albor A", "D’Albor A"),
    ("Mac Quimera, Brian A", "Brian Mac Quimera A"),
    # Chile: two surnames, capitals, displaced accents
    ("AURELIA DEL CARMEN QUIMERA MARJAL A", "Aurelia Quimera Marjal A", "Quimera Marjal A"),
    ("Teobaldo Segundo Zorita Albor A", "Teobaldo Zorita Albor A", "Zorita Albor A"),
    ("Zorita Albor A", "Zorita Güimar B", "Luis Zorita Albor A", "Ana Zorita Güimar B"),
    ("Begoña Óliver Marjal A", "BEGONA OLIVER MARJAL A", "Begoña Oliver A"),
    ("Noé Quimera Quimera A", "Noé Quimera A"),
    ("Ximena Quimera Zorita A", "Jimena Quimera Albor B"),
    # Colombia and Venezuela: several given names
    ("Nubia Esther Marjal de Albor A", "Nubia Esther Marjal A", "Nubia Marjal A"),
    ("José Gregorio Zorita A", "José Antonio Zorita B", "José Gregorio A", "José Antonio B"),
    ("José Gregorio Zorita A", "José Antonio Zorita B", "José Zorita C?"),
    ("Yesenia Quimera A", "Yessenia Quimera B"),
    # Ecuador: surnames first, capitals
    ("QUIMERA ALBOR AURELIA INÉS A", "Aurelia Inés Quimera Albor A", "Aurelia Quimera A"),
    ("MARJAL ZORITA ZENÓN A", "Zenón Marjal Zorita A", "Zenón Marjal A"),
    ("MARJAL ZORITA ZENÓN A", "MARJAL ZORITA NOÉ B", "Zenón Marjal A", "Noé Marjal B"),
    ("QUIMERA ALBOR AURELIA A", "QUIMERA ALBOR LUCÍA B", "Quimera Albor C?"),
    # Spain: two surnames, feigned names, initials
    ("Doña Aurelia Quimera Albor A", "Aurelia Quimera Albor A"),
    ("Aurelia A", "Aurelia A", "Teobaldo B"),
    ("Begoña Marjal Zorita A", "Marjal Zorita A", "B.M.Z. A", "B. M. A"),
    ("Íñigo Óliver A", "Iñigo Oliver A", "Í. Ó. A"),
    ("María Ángeles Güimar A", "Mª Ángeles Güimar A", "M.ª Ángeles Güimar A"),
    ("Mª del Carmen Zorita A", "María del Carmen Zorita A", "Carmen Zorita A"),
    # Mexico: particles, long names
    ("María de los Ángeles Quimera y Marjal A", "María de los Ángeles Quimera A"),
    ("Zenón de la Torre Albor A", "De la Torre Albor A", "Zenón de la Torre A"),
    ("Zenón de la Torre A", "Noé de la Torre B", "De la Torre C?"),
    ("J. Guadalupe Zorita A", "José Guadalupe Zorita A"),
    ("Ma. Elena Marjal A", "María Elena Marjal A"),
    # Peru, Paraguay, Uruguay, Bolivia
    ("Quimera Mamani, Aurelia A", "Aurelia Quimera Mamani A", "Quimera Mamani A"),
    ("Noé Zorita Vda. de Albor A", "Noé Zorita A"),
    ("Fabricio Marjal Cáceres A", "FABRICIO MARJAL CACERES A", "F. Marjal A"),
    ("Washington Quimera A", "Quimera, Washington A", "W. Quimera A"),
    ("Wáshington Quimera A", "Washington Quimera A"),
    # initials
    ("A.Q. A", "A. Q. A", "A.Q A"),
    ("A.Q. A", "A.Q.M. B"),
    ("A.Q.M. A", "Aurelia Quimera Marjal A"),
    ("A.Q. A", "T.Z. B", "Teobaldo Zorita B", "Aurelia Quimera A"),
    ("A. Quimera A", "T. Quimera B"),
    ("A. Quimera A", "Aurelia Quimera A", "T. Quimera B", "Teobaldo Quimera B"),
    ("A. Quimera A?", "Aurelia Quimera B", "Amparo Quimera C"),
    ("Aurelia Q. A", "Aurelia Quimera A"),
    ("Aurelia Q. A", "Aurelia Z. B"),
    ("Q., A. A", "Aurelia Quimera A"),
    ("Ignacio Quimera A", "I. Quimera A", "I.Q. A"),
    ("Y.E. A?", "Yesenia Esther Marjal B", "Eva Yolanda Marjal C"),
    ("NN A", "Aurelia Quimera B"),
    ("A. A", "Aurelia Quimera B", "A. A"),
    ("Albor, A.M. A", "Marcelo B"),
    ("Albor, M. A", "Marjal, M. B", "Marcelo C"),
    # namesakes and families
    ("Zenón Marjal A", "Zenón Marjal A", "Zenona Marjal B"),
    ("Zenón Marjal A", "h:Zenón Marjal B", "Aurelia Marjal C"),
    ("m:Zenón Marjal A", "f:Lucía Marjal B", "m:Marjal A", "f:Marjal B", "Marjal C?"),
    ("m:Quimera A", "f:Quimera B"),
    ("f:Aurelia Quimera A", "f:Lucía Quimera B", "f:Quimera C?"),
    ("Aurelia Quimera A", "Aurelia Zorita B", "Aurelia C?"),
    ("Aurelia Quimera A", "Aurelia Zorita B", "Quimera A", "Zorita B"),
    ("Noé Zorita Marjal A", "Noé Zorita Albor B", "Noé Zorita C?"),
    ("Noé Zorita Marjal A", "Noé Zorita Albor B", "Zorita Albor B"),
    ("Luis Albor A", "Luisa Albor B"),
    ("Mario Quimera A", "María Quimera B", "Mario A", "María B"),
    ("Francisco Zorita A", "Francisca Zorita B"),
    ("Ángel Marjal A", "Ángela Marjal B"),
    # alike surnames
    ("Ana Quiroga A", "Ana Quiroz B"),
    ("Luis Marín A", "Luis Martín B"),
    ("Ana Vera A", "Ana Vega B"),
    ("Noé Sosa A", "Noé Rosa B"),
    ("Ana Peña A", "Ana Pena A"),
    ("Ana Muñoz A", "ANA MUNOZ A", "Ana Munoz A"),
    ("Gonzalo Zorita A", "Gonzáles Zorita B"),
    # bench and parties
    ("j:Aurelia Quimera A", "a:Aurelia Quimera A"),
    ("j:Aurelia Quimera A", "a:Teobaldo Quimera B", "j:Quimera A", "a:Quimera B"),
    ("j:Marjal A", "a:Marjal B"),
    ("a:Zenón Marjal A", "j:Begoña Zorita B", "j:Zorita B", "a:Marjal A"),
    # read by machine, broken by lines
    ("Aurelia\nQuimera A", "Aurelia Quimera A"),
    ("Aurelia  Quimera A", "AURELIA QUIMERA A"),
    ("Teobaldo Quirnera A", "Teobaldo Quimera A"),
    ("Zen0n Marjal A", "Zenón Marjal A"),
    ("Aure\u00adlia Quimera A", "Aurelia Quimera A"),
)


def mention(item: str) -> tuple[Mention, str]:
    surface, letter = item.rsplit(" ", 1)
    mark, _, rest = surface.rpartition(":")
    role = {"j": "autoridad", "a": "parte"}.get(mark)
    gender = mark if mark in ("m", "f") else None
    return Mention(rest, role, gender, "h" if mark == "h" else ""), letter  # type: ignore[arg-type]


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(CASES) >= 100


@pytest.mark.parametrize("case", CASES, ids=" | ".join)
def test_hard_cases(case: Sequence[str]) -> None:
    mentions, letters = zip(*map(mention, case), strict=True)
    found = persons(mentions)
    bare = [letter.rstrip("?") for letter in letters]
    first = {letter: n for n, letter in reversed(list(enumerate(bare)))}
    order = sorted(first, key=lambda letter: first[letter])
    assert [m.person for m in found] == [order.index(letter) for letter in bare]
    doubtful = {letter[0] for letter in letters if letter.endswith("?")}
    assert [bool(m.rivals) for m in found] == [letter in doubtful for letter in bare]
