"""What a ruling's review says of another of its case: it never publishes, and never uncovers."""

from hypothesis import given
from hypothesis import strategies as st

from service.document import Action, Decision, Label, Span
from service.pipeline.carry import HIDDEN, PUBLISHED, carried
from service.pipeline.surfaces import fold

NAMES = ("Quirina Albaflor", "Zenón Candil", "Aldonza")


def marked(text: str, *found: tuple[str, Action], source: str = "test", reason: str = "") -> list[Decision]:
    """Each surface at its first place."""
    spans = []
    for surface, action in found:
        at = text.index(surface)
        span = Span(at, at + len(surface), "NOMBRE", 0.9, source, role="parte", entity=fold(surface))
        spans.append(Decision(span, action, reason))
    return sorted(spans, key=lambda decision: decision.span.start)


HERE = "Comparece Quirina Albaflor. Vio a ZENÓN CANDIL y a la Aldonza."
THERE = "Zenón Candil, Quirina Albaflor y la Aldonza."


def test_what_was_settled_is_proposed() -> None:
    here = marked(HERE, ("Quirina Albaflor", "mask"), ("ZENÓN CANDIL", "review"))
    there = [
        *marked(THERE, ("Zenón Candil", "mask")),
        *marked(THERE, ("Quirina Albaflor", "keep"), reason="published by a reviewer: office"),
        *marked(THERE, ("Aldonza", "mask"), source="reviewer"),
    ]
    quirina, zenon, aldonza = carried(HERE, here, THERE, there)
    assert (quirina.action, quirina.reason) == ("review", f"{PUBLISHED}: office")
    assert (zenon.action, zenon.reason) == ("mask", HIDDEN)
    assert (aldonza.action, aldonza.reason) == ("review", HIDDEN)
    assert HERE[aldonza.span.start : aldonza.span.end] == "Aldonza"


def test_what_was_settled_in_two_ways_says_nothing() -> None:
    there = marked(f"{THERE} Zenón Candil.", ("Zenón Candil", "mask"))
    at = len(THERE) + 1
    other = Span(at, at + 12, "NOMBRE", 0.9, "test", role="parte")
    there.append(Decision(other, "keep", ""))
    here = marked(HERE, ("ZENÓN CANDIL", "review"))
    assert carried(HERE, here, f"{THERE} Zenón Candil.", there) == ()


_ACTIONS: st.SearchStrategy[Action] = st.sampled_from(["mask", "review", "keep"])
_LABELS: st.SearchStrategy[Label] = st.sampled_from(["NOMBRE", "ID", "FECHA"])


@st.composite
def rulings(draw: st.DrawFn) -> tuple[str, list[Decision]]:
    pieces, spans, at = [], [], 0
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=6)):
        if draw(st.booleans()):
            source = draw(st.sampled_from(["test", "reviewer"]))
            span = Span(at, at + len(name), draw(_LABELS), 0.9, source)
            spans.append(Decision(span, draw(_ACTIONS), ""))
        pieces.append(f"{name} y ")
        at += len(pieces[-1])
    return "".join(pieces), spans


@given(rulings(), rulings())
def test_nothing_is_published_and_nothing_uncovered(
    here: tuple[str, list[Decision]], there: tuple[str, list[Decision]]
) -> None:
    text, decisions = here
    changes = carried(text, decisions, *there)
    assert all(change.action != "keep" for change in changes)
    places = [(change.span.start, change.span.end) for change in changes]
    assert len({*places}) == len(places)
    known = {(decision.span.start, decision.span.end): decision for decision in decisions}
    for change in changes:
        before = known.get((change.span.start, change.span.end))
        if before is None:
            overlaps = [d for d in decisions if d.span.start < change.span.end > d.span.start]
            assert not any(
                d.span.start < change.span.end and change.span.start < d.span.end for d in overlaps
            )
        else:
            assert before.action != "keep"
