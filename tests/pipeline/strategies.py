"""Texts and spans to try the pipeline with. Every name and number is made up."""

import unicodedata
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

from service.document import LABELS, ROLES, Label, Span
from service.pipeline.policy import Threshold, Thresholds

THRESHOLDS: Final[Thresholds] = {label: Threshold(review=0.05, mask=0.5) for label in LABELS}

SOFT_HYPHEN, ZERO_WIDTH = "\u00ad", "\u200b"

GIVEN: Final = ("Aurelia", "Teobaldo", "Íñigo", "Begoña", "Zenón", "Martín", "Lucía", "Noé", "Eva")
FAMILY: Final = ("Quimera", "Albaflor", "Peñalén", "Güimar", "Marjal", "Óliver", "Ruiz-Zorita", "O'Farril")
NUMBERS: Final = ("27.334.501", "12345678-Z", "20-12345678-6", "Expte. 4512/2021", "aurelia@correo.example")
FILLERS: Final = (
    "el tribunal", "resuelve", "conforme al art. 12", "de la ley 26.994", "la casa", "un quimérico plan",
    "don", "y", "contra", "(h)", "—", "n° 7", "«autos»", "1.234,56", "\U0001f9d1\u200d⚖️", "𝒜", "marjales",
)  # fmt: skip


def texts(max_size: int = 60) -> st.SearchStrategy[str]:
    """Any text that `decode` lets in, rich in what makes offsets go wrong."""
    rich = st.sampled_from(
        ["á", "n\u0303", "e\u0301", SOFT_HYPHEN, ZERO_WIDTH, "\ufeff", "\r\n", "\n", " ", "\u00a0", "\t",
         "\U0001f9d1", "ß", "ﬁ", "½", "²", "Ñ", "J.", "12", "García", "-", ",", "[NOMBRE]", "º", "_", "İ"]
    )  # fmt: skip
    plain = st.characters(codec="utf-8", exclude_characters="\0")
    return st.lists(rich | plain, max_size=max_size).map("".join)


@st.composite
def span_lists(
    draw: st.DrawFn, length: int, max_size: int = 12, labels: tuple[Label, ...] = LABELS
) -> list[Span]:
    """Spans inside a text of `length` characters, in any order, perhaps overlapping."""
    if not length:
        return []
    spans = []
    for _ in range(draw(st.integers(0, max_size))):
        start = draw(st.integers(0, length - 1))
        label = draw(st.sampled_from(labels))
        spans.append(
            Span(
                start,
                draw(st.integers(start + 1, min(length, start + 25))),
                label,
                draw(st.sampled_from([0.1, 0.4, 0.5, 0.7, 0.99])),
                draw(st.sampled_from(["model:x", "pattern:dni", "lexicon"])),
                role=draw(st.sampled_from([None, *ROLES])) if label == "NOMBRE" else None,
                kind=draw(st.sampled_from([None, "dni"])) if label == "ID" else None,
                doubt=draw(st.sampled_from([None, None, "check digit"])),
            )
        )
    return spans


@st.composite
def found_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text and spans that detectors might have found in it."""
    text = draw(texts())
    return text, draw(span_lists(len(text)))


def names() -> st.SearchStrategy[str]:
    """Fictional people: whole names, inverted names, surnames, given names."""
    given, family = st.sampled_from(GIVEN), st.sampled_from(FAMILY)
    return (
        st.builds("{} {}".format, given, family)
        | st.builds("{} {} {}".format, given, family, family)
        | st.builds("{}, {}".format, family.map(str.upper), given)
        | given
        | family
    )


_SPELLINGS: Final[tuple[Callable[[str], str], ...]] = (
    str,
    str.upper,
    str.title,
    lambda s: unicodedata.normalize("NFD", s),
    lambda s: "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c)),
    lambda s: s.replace(" ", "\n"),
    lambda s: s.replace(" ", "  "),
    lambda s: s.replace(" ", "\r\n"),
    lambda s: s.replace(" ", "\u00a0"),
    lambda s: s[:3] + SOFT_HYPHEN + s[3:],
    lambda s: s[:2] + ZERO_WIDTH + s[2:],
    lambda s: s[:4] + "-\n" + s[4:] if s[3:5].isalpha() else s,
)


def spellings(surface: str) -> st.SearchStrategy[str]:
    """`surface` as a ruling may write it elsewhere: case, accents, breaks, invisible characters."""
    return st.sampled_from(_SPELLINGS).map(lambda spell: spell(surface))
