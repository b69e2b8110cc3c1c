"""What the sender said of a document is found in it."""

import pytest

from service.document import Hints, Party
from service.pipeline.detect.terms import terms


@pytest.mark.parametrize(
    ("hints", "text", "expected"),
    [
        (
            Hints(parties=(Party("Aurelia Quimera"),)),
            "AURELIA QUIMERA y Aurelia\nQuimera",
            ["NOMBRE", "NOMBRE"],
        ),
        (Hints(parties=(Party("Eva"),)), "Eva, Evaristo y eva", ["NOMBRE"]),
        (Hints(docket="77-B/2021"), "expte. 77-B/2021 (77 B 2021)", ["ID", "ID"]),
        (
            Hints(hide=("El Chato", "chato", "local 4")),
            "El Chato. El chato del LOCAL 4.",
            ["NOMBRE"] * 4 + ["ID"],
        ),
        (Hints(hide=("Rosa",)), "la rosa de Rosa", ["NOMBRE"]),
        (Hints(hide=("rosa",)), "la rosa de Rosa", ["NOMBRE", "NOMBRE"]),
        (Hints(keep=("Aurelia",)), "Aurelia", []),
        (Hints(parties=(Party(""), Party("—"))), "— Aurelia", []),
        (Hints(), "Aurelia", []),
        (Hints(parties=(Party("Aurelia"),)), "", []),
    ],
)
def test_terms(hints: Hints, text: str, expected: list[str]) -> None:
    spans = terms(hints)(text)
    assert [span.label for span in spans] == expected
    assert all((span.score, span.source) == (1.0, "sender") for span in spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_a_docket_is_the_own_case_number() -> None:
    (span,) = terms(Hints(docket="77-B"))("expte. 77-B")
    assert span.kind == "case_number.own"


def test_hints_do_not_show_their_text() -> None:
    hints = Hints((Party("Quirina"),), "77-B", ("Albaflor",), ("Zenón",))
    assert not any(word in repr(hints) for word in ("Quirina", "77-B", "Albaflor", "Zenón"))
