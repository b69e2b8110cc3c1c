"""Edits and noise change the text and leave each annotation on its own letters."""

import random
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.corpus import Annotation, Example
from models.synth import layout_noise, letter_noise, noise
from models.synth.edits import Edit, edited, interrupted
from tests.models.conftest import example as ruling

NOISES = [kind for kind, _ in noise.KINDS]


def made(text: str, *spans: tuple[int, int]) -> Example:
    return Example(
        "x", "x", "fictional", text, tuple(Annotation(s, e, ("NOMBRE-PARTE",)) for s, e in spans), ()
    )


def surfaces(example: Example) -> list[str]:
    return [example.text[a.start : a.end] for a in example.annotations]


def letters(text: str) -> str:
    """The letters without accents, case or what noise puts between them."""
    plain = unicodedata.normalize("NFD", text.lower())
    return re.sub(r"[\W_]", "", "".join(c for c in plain if not unicodedata.combining(c)))


TEXT = "Comparece Aurelia Quimera, DNI 30.111.222, de Los Aromos."
WHO = (10, 25)


def test_an_edit_before_moves_and_one_inside_grows() -> None:
    changed = edited(made(TEXT, WHO), [Edit(0, 9, "Declara"), Edit(18, 18, "María "), Edit(31, 41, "X")])
    assert changed.text == "Declara Aurelia María Quimera, DNI X, de Los Aromos."
    assert surfaces(changed) == ["Aurelia María Quimera"]


@pytest.mark.parametrize("place", WHO)
def test_what_is_put_at_an_edge_stays_outside(place: int) -> None:
    changed = edited(made(TEXT, WHO), [Edit(place, place, "4")])
    assert surfaces(changed) == ["Aurelia Quimera"]
    assert "4" in changed.text


def test_a_replacement_up_to_the_end_stays_inside() -> None:
    changed = edited(made(TEXT, WHO), [Edit(18, 25, "Güimar"), Edit(25, 25, "7")])
    assert surfaces(changed) == ["Aurelia Güimar"]
    assert "Güimar7, DNI" in changed.text


def test_an_annotation_that_is_deleted_goes() -> None:
    assert edited(made(TEXT, WHO), [Edit(*WHO, "")]).annotations == ()


@pytest.mark.parametrize(
    ("edits", "fault"),
    [
        ([Edit(5, 12, "x")], "edge"),
        ([Edit(20, 30, "x")], "edge"),
        ([Edit(0, 4, "x"), Edit(3, 6, "y")], "overlap"),
        ([Edit(50, 90, "x")], "outside"),
    ],
)
def test_an_edit_that_would_blur_an_annotation_is_refused(edits: list[Edit], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        edited(made(TEXT, WHO), edits)


def test_a_footer_inside_a_name_makes_two_mentions() -> None:
    cut = interrupted(made(TEXT, WHO), 17, 18, "\nPágina 3 de 9\n")
    assert surfaces(cut) == ["Aurelia", "Quimera"]
    assert "Aurelia\nPágina 3 de 9\nQuimera, DNI" in cut.text


@settings(max_examples=80)
@given(st.data())
def test_edits_keep_each_annotation_on_its_letters(data: st.DataObject) -> None:
    """Each word of the text is one edit or none; the words under an annotation are known."""
    words = data.draw(st.lists(st.text("abñ", min_size=1, max_size=4), min_size=1, max_size=12))
    news = data.draw(
        st.lists(st.none() | st.text("XYZ", max_size=5), min_size=len(words), max_size=len(words))
    )
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    example = made(" ".join(words), (starts[first], starts[last] + len(words[last])))
    edits = [Edit(s, s + len(w), n) for s, w, n in zip(starts, words, news, strict=True) if n is not None]
    after = [w if n is None else n for w, n in zip(words, news, strict=True)]
    changed = edited(example, edits)
    assert changed.text == " ".join(after)
    under = " ".join(after[first : last + 1])
    assert surfaces(changed) == ([under] if under else [])


@pytest.mark.parametrize("kind", NOISES, ids=lambda kind: kind.__name__)
def test_noise_changes_texts_and_keeps_annotations_on_words(kind: noise.Noise) -> None:
    changed = 0
    for seed in range(25):
        dice = random.Random(seed)
        before = ruling(seed, dice)
        after = kind(before, dice)
        changed += after.text != before.text
        assert len(after.annotations) >= len(before.annotations)
        for surface in surfaces(after):
            assert surface
            assert surface == surface.strip()
    assert changed > 5


@pytest.mark.parametrize(
    "kind",
    [
        letter_noise.capitals,
        letter_noise.small_letters,
        letter_noise.displaced_accents,
        letter_noise.lost_accents,
        layout_noise.glued,
        layout_noise.footnotes,
        layout_noise.loose_spaces,
        layout_noise.wrapped,
        layout_noise.hyphenated,
        layout_noise.soft_hyphens,
    ],
    ids=lambda kind: kind.__name__,
)
def test_noise_that_keeps_the_letters_keeps_them_in_their_annotation(kind: noise.Noise) -> None:
    for seed in range(40):
        dice = random.Random(seed)
        before = ruling(seed, dice)
        after = kind(before, dice)
        assert [letters(s) for s in surfaces(after)] == [letters(s) for s in surfaces(before)]
        assert [a.classes for a in after.annotations] == [a.classes for a in before.annotations]


def test_the_digit_of_a_footnote_is_outside_of_the_name() -> None:
    example = made("Apela Teobaldo Marjal ante la sala.", (6, 21))
    glued = [layout_noise.footnotes(example, random.Random(seed)) for seed in range(60)]
    changed = [e for e in glued if e.text != example.text]
    assert changed
    for e in changed:
        assert re.search(r"Marjal\d+ ante", e.text)
        assert surfaces(e) == ["Teobaldo Marjal"]


def test_pages_cut_mentions_in_two_without_their_footer() -> None:
    cut = 0
    for seed in range(40):
        dice = random.Random(seed)
        before = ruling(seed, dice)
        after = layout_noise.paged(before, dice)
        cut += len(after.annotations) > len(before.annotations)
        assert not [s for s in surfaces(after) if re.search("Pág|JURIS|PODER|\x0c", s)]
        assert letters("".join(surfaces(after))) == letters("".join(surfaces(before)))
    assert cut > 3


def test_no_level_is_no_noise_and_dice_decide_the_rest() -> None:
    example = ruling(1, random.Random(1))
    assert noise.noisy(example, random.Random(2), 0.0) == example
    assert noise.noisy(example, random.Random(2), 1.0) == noise.noisy(example, random.Random(2), 1.0)
    assert len({noise.noisy(example, random.Random(s), 1.0).text for s in range(6)}) > 3


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_all_kinds_together_leave_sound_annotations(seed: int) -> None:
    dice = random.Random(seed)
    after = noise.noisy(ruling(0, dice), dice, 1.0)
    for a in after.annotations:
        assert 0 <= a.start < a.end <= len(after.text)
        assert after.text[a.start : a.end] == after.text[a.start : a.end].strip()
