"""Mentions get others of the same form, the same ones throughout; the sentences stay."""

import random
import re
import subprocess
import sys

import pytest

from models.corpus import Annotation, Example
from models.synth.mentions import augment, replace_mentions
from models.synth.people import Names, Weighted
from tests.models.conftest import examples

#: Names that no ruling of these tests holds.
NAMES = Names(
    "CL",
    women=Weighted.of((n, 1.0) for n in ("Ofelia", "Casandra", "Ifigenia", "Dafne", "Ariadna")),
    men=Weighted.of((n, 1.0) for n in ("Telémaco", "Orestes", "Héctor", "Eneas", "Ulises")),
    surnames=Weighted.of(
        (n, 1.0) for n in ("Troyano", "Argivo", "Dánao", "Micénico", "Espartano", "Itacense")
    ),
)

UPPER, TITLED = r"[A-ZÁÉÍÓÚ'-]+", r"[A-ZÁÉÍÓÚ][\w'-]+"
Piece = str | tuple[str, str]


def made(*pieces: Piece) -> Example:
    text, annotations = "", []
    for piece in pieces:
        surface = piece if isinstance(piece, str) else piece[0]
        if isinstance(piece, tuple):
            annotations.append(Annotation(len(text), len(text) + len(surface), tuple(piece[1].split())))
        text += surface
    return Example("x", "x", "fictional", text, tuple(annotations), ())


def surfaces(example: Example) -> list[str]:
    return [example.text[a.start : a.end] for a in example.annotations]


def replaced(example: Example, seed: int = 1, share: float = 1.0) -> Example:
    return replace_mentions(example, random.Random(seed), NAMES, "CL", share)


def one(surface: str, name: str, before: str = "", seed: int = 1) -> str:
    return surfaces(replaced(made(before, (surface, name)), seed))[0]


def around(example: Example) -> list[str]:
    """The text between annotations."""
    edges = [0, *(edge for a in example.annotations for edge in (a.start, a.end)), len(example.text)]
    return [example.text[s:e] for s, e in zip(edges[::2], edges[1::2], strict=True)]


def test_nothing_of_a_replaced_mention_remains_and_all_else_stays() -> None:
    for seed, before in enumerate(examples(30, seed=4)):
        after = replaced(before, seed)
        assert [a.classes for a in after.annotations] == [a.classes for a in before.annotations]
        assert around(after) == around(before)
        assert not set(surfaces(before)) & set(surfaces(after))
        # Nor a word of a name, were it only in another name.
        old, new = (
            {
                word
                for a in e.annotations
                if "NOMBRE" in a.classes[0]
                for word in e.text[a.start : a.end].split()
            }
            for e in (before, after)
        )
        assert not old & new


def test_one_surface_has_one_replacement() -> None:
    for seed, before in enumerate(examples(30, seed=6)):
        pairs = set(zip(surfaces(before), surfaces(replaced(before, seed, share=0.6)), strict=True))
        assert len({old for old, _ in pairs}) == len(pairs)


def test_a_surname_alone_follows_the_full_name() -> None:
    example = made(
        ("Teobaldo Marjal Zorita", "NOMBRE-PARTE"), " demandó. El señor ", ("Marjal", "NOMBRE-PARTE"),
        " y su hermana ", ("ZORITA, Begoña", "NOMBRE-PARTE"), ".",
    )  # fmt: skip
    for seed in range(20):
        whole, alone, sister = surfaces(replaced(example, seed))
        assert alone == whole.split()[1]
        assert sister.split(",")[0] == whole.split()[2].upper()


@pytest.mark.parametrize(
    ("surface", "form"),
    [
        ("Teobaldo Marjal", rf"{TITLED} {TITLED}"),
        ("TEOBALDO MARJAL ZORITA", rf"{UPPER} {UPPER} {UPPER}"),
        ("MARJAL ZORITA, Teobaldo", rf"{UPPER} {UPPER}, {TITLED}"),
        ("T. M. Zorita", rf"[A-Z]\. [A-Z]\. {TITLED}"),
        ("T.M.Z.", r"[A-Z]\.[A-Z]\.[A-Z]\."),
        ("tmz", r"[a-z]{3}"),
        ("TMZ", r"[A-Z]{3}"),
        ("Aurelia\nde la Quimera", rf"{TITLED}\nde la {TITLED}"),
        ("Gonza´lez", TITLED),
    ],
)
def test_a_name_keeps_its_written_form(surface: str, form: str) -> None:
    for seed in range(12):
        new = one(surface, "NOMBRE-PARTE", seed=seed)
        assert re.fullmatch(form, new), new
        assert new != surface


@pytest.mark.parametrize(
    ("surface", "form"),
    [
        ("30.111.222", r"\d{2}\.\d{3}\.\d{3}"),
        ("C-1234-2021", r"C-\d{4}-20\d\d"),
        ("ECLI:ES:TS:2018:305", r"ECLI:ES:TS:20\d\d:\d{3}"),
        ("SUP-JDC-123/2020", r"SUP-JDC-\d{3}/20\d\d"),
        ("ABCD-12", r"[A-Z]{4}-\d\d"),
        ("XKQJVWHTRBM", r"[A-Z]{11}"),
        ("12XXXX74", r"\d\dXXXX\d\d"),
        ("0000123", r"0000\d{3}"),
        ("T° 52 F° 118", r"T° \d\d F° \d{3}"),
        ("aurelia@correo.example", r"[\w.]+@[a-z.]*example(?:\.\w+)?"),
        ("tres mil cuatro del dos mil dos", r"[a-zéóíú ]+ del (?:dos )?mil[a-zéóíú ]*"),
    ],
)
def test_a_number_keeps_its_shape(surface: str, form: str) -> None:
    for seed in range(12):
        new = one(surface, "ID", "expediente ", seed)
        assert re.fullmatch(form, new), new
        assert new != surface


def test_the_figures_of_one_number_change_alike_in_both_its_forms() -> None:
    example = made("causa ", ("4321/2019", "ID"), " y legajo ", ("4321-2019", "ID"))
    slash, dash = surfaces(replaced(example))
    assert slash.replace("/", "-") == dash


def test_a_personal_number_is_a_fresh_one_now_and_then() -> None:
    forms = {re.sub(r"\d", "#", one("30.111.222", "ID", "con DNI N° ", seed)) for seed in range(80)}
    assert len(forms) > 1


def test_an_address_becomes_an_address_and_a_town_a_town() -> None:
    for seed in range(20):
        assert re.search(r"\d", one("calle Los Ceibos 123, Villa Sauce", "LUGAR", seed=seed))
        assert not re.search(r"\d", one("Villa Sauce", "LUGAR", seed=seed))
        assert one("VILLA SAUCE", "LUGAR", seed=seed).isupper()


def test_undecided_and_overlapping_annotations_and_organisations_stay() -> None:
    example = made(
        ("Aurelia Quimera", "O NOMBRE-PARTE"), " y ", ("Noé Güimar", "NOMBRE-PARTE NOMBRE-CITA"), " de ",
        ("Aceros Quimera S.A.", "ORG"), ".",
    )  # fmt: skip
    assert replaced(example) == example
    overlapping = Example(
        "x", "x", "fictional", "Aurelia Quimera",
        (Annotation(0, 15, ("NOMBRE-PARTE",)), Annotation(8, 15, ("LUGAR",))), (),
    )  # fmt: skip
    assert replaced(overlapping) == overlapping


def test_at_no_share_all_stay_and_at_some_share_some_do() -> None:
    before = examples(1, seed=9)[0]
    assert replaced(before, share=0.0) == before
    kept = [
        old == new
        for seed, e in enumerate(examples(60, seed=9))
        for old, new in zip(surfaces(e), surfaces(replaced(e, seed, 0.85)), strict=True)
    ]
    assert 0.05 < sum(kept) / len(kept) < 0.3


def test_copies_stay_with_their_ruling_and_depend_on_nothing_else() -> None:
    originals = examples(6, seed=2)

    def copies(of: list[Example]) -> list[Example]:
        return list(augment(of, 5, {e.id: "CL" for e in of}, lambda _: NAMES, copies=2, noise=0.5))

    all_copies = copies(originals)
    assert len({e.id for e in all_copies} | {e.id for e in originals}) == 18
    assert [e.ruling for e in all_copies[::2]] == [e.ruling for e in originals]
    assert copies(originals[3:4]) == all_copies[6:8]
    assert len({e.text for e in all_copies}) == 12


def test_copies_are_the_same_whatever_the_hash_seed() -> None:
    program = (
        "from tests.models.test_synth_mentions import NAMES, examples, augment\n"
        "drawn = examples(4, seed=2)\n"
        "countries = {e.id: 'CL' for e in drawn}\n"
        "made = augment(drawn, 5, countries, lambda _: NAMES, copies=2, noise=1.0)\n"
        "print([e.to_json() for e in made])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": s}, check=True, capture_output=True
        ).stdout
        for s in ("0", "4242")
    }
    assert len(printed) == 1
