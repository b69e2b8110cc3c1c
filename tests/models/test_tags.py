"""The tag set and its bit masks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tags import CLASSES, LABELS, OUTSIDE, ROLES, TAGS, begin_mask, classes_of, inside_mask, open_mask
from service import document
from service.backends.bundle import TAGS as SERVED

_CLASSES = st.sets(st.sampled_from([OUTSIDE, *CLASSES]))


def tags_of(mask: int) -> set[str]:
    return {tag for n, tag in enumerate(TAGS) if mask >> n & 1}


def test_what_is_trained_is_what_is_served() -> None:
    assert set(TAGS) == SERVED
    assert len(TAGS) == len(SERVED) == 17
    assert (LABELS, ROLES) == (document.LABELS, document.ROLES)


@pytest.mark.parametrize(
    ("label", "roles", "classes"),
    [
        ("FECHA", ROLES, ("FECHA",)),
        ("ORG", (), ("ORG",)),
        ("NOMBRE", ("cita",), ("NOMBRE-CITA",)),
        ("NOMBRE", ROLES, ("NOMBRE-PARTE", "NOMBRE-AUTORIDAD", "NOMBRE-PROFESIONAL", "NOMBRE-CITA")),
    ],
)
def test_classes_of_a_label(label: str, roles: tuple[str, ...], classes: tuple[str, ...]) -> None:
    assert classes_of(label, roles) == classes
    assert set(classes) <= set(CLASSES)


@given(_CLASSES)
def test_masks_hold_the_tags_that_they_say(classes: set[str]) -> None:
    outside = {OUTSIDE} & classes
    assert tags_of(begin_mask(classes)) == {f"B-{c}" for c in classes - {OUTSIDE}} | outside
    assert tags_of(inside_mask(classes)) == {f"I-{c}" for c in classes - {OUTSIDE}} | outside


@given(_CLASSES)
def test_an_open_place_may_be_outside_too(classes: set[str]) -> None:
    both = {f"{prefix}-{c}" for c in classes - {OUTSIDE} for prefix in "BI"}
    assert tags_of(open_mask(classes)) == both | {OUTSIDE}


def test_a_class_named_twice_counts_once() -> None:
    assert tags_of(begin_mask(["ID", "ID"])) == {"B-ID"}


def test_an_unknown_class_is_an_error() -> None:
    with pytest.raises(KeyError):
        begin_mask(["PERSONA"])


def test_classes_may_come_from_a_generator() -> None:
    assert tags_of(open_mask(c for c in ("ID", "ORG"))) == {"O", "B-ID", "I-ID", "B-ORG", "I-ORG"}
