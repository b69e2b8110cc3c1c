"""What is found in one copy of a running head is found in the others."""

import pytest

from service.document import Label, Span
from service.pipeline.heads import SOURCE, running_heads

HEAD = "CASACIÓN N.º 77 - 2022\nMARJAL DEL REY\n"
TEXT = f"{HEAD}El actor vive en Olivar.\n\n{HEAD}En MARJAL DEL REY hubo fiesta.\nMARJAL DEL REY\n  {HEAD}"


def at(part: str, n: int = 0, label: Label = "LUGAR") -> Span:
    start = -1
    for _ in range(n + 1):
        start = TEXT.index(part, start + 1)
    return Span(start, start + len(part), label, 0.3, "model:x")


def test_a_town_of_one_head_is_that_of_all() -> None:
    found = running_heads(TEXT, [at("MARJAL DEL REY")])
    assert [(span.start, span.score, span.source) for span in found] == [
        (at("MARJAL DEL REY", n).start, 0.3, SOURCE)
        for n in (1, 4)  # nor in the sentence, nor alone
    ]


@pytest.mark.parametrize("label", ["NOMBRE", "ID", "ORG"])
def test_names_and_numbers_have_their_own_way(label: Label) -> None:
    assert running_heads(TEXT, [at("MARJAL DEL REY", label=label)]) == []


def test_what_stands_once_or_in_a_long_paragraph_is_no_head() -> None:
    assert running_heads(TEXT, [at("Olivar")]) == []
    long = f"{'palabra ' * 12}\nen Olivar {'palabra ' * 12}\n"
    assert (
        running_heads(long * 2, [Span(long.index("Olivar"), long.index("Olivar") + 6, "LUGAR", 0.9, "m")])
        == []
    )


def test_what_all_copies_hold_is_not_found_again() -> None:
    """A head of ten thousand pages costs ten thousand places, not their square."""
    text = HEAD * 10_000
    towns = [at for at in range(len(text)) if text.startswith("MARJAL DEL REY", at)]
    spans = [Span(start, start + 14, "LUGAR", 0.3, "model:x") for start in towns[1:]]
    assert [span.start for span in running_heads(text, spans)] == towns[:1]
    assert len(running_heads(text, spans[:1])) == len(towns) - 1
