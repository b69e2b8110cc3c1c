"""The way back: edits of the text into the nodes that it came from."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from service.formats.flow import Edit, Flow

Nodes = list[tuple[str, bool]]
nodes = st.lists(st.tuples(st.text("abñ \n", max_size=6), st.booleans()), max_size=8)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Nodes, list[Edit]]:
    """Nodes (True) and gaps (False), and disjoint edits of their text."""
    pieces = draw(nodes)
    length = sum(len(text) for text, _ in pieces)
    ends = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return pieces, [Edit(start, end, draw(st.text("XY", max_size=3))) for start, end in pairs]


@settings(max_examples=200)
@given(edited())
def test_edits_reach_the_nodes_and_nothing_else(drawn: tuple[Nodes, list[Edit]]) -> None:
    pieces, edits = drawn
    held = [text for text, _ in pieces]
    flow = Flow()
    touched = set()

    def put(n: int, new: str) -> None:
        held[n] = new
        touched.add(n)

    for n, (text, is_node) in enumerate(pieces):
        if is_node:
            flow.add(text, partial(put, n))
        else:
            flow.gap(text)
    whole = flow.document().text
    assert whole == "".join(text for text, _ in pieces)
    flow.apply(edits)
    # Character for character: who keeps it, and where each edit's text begins.
    at, placed = 0, set()
    for n, (text, is_node) in enumerate(pieces):
        expected = ""
        for i in range(at, at + len(text)):
            edit = next((e for e in edits if e.start <= i < e.end), None) if is_node else None
            if edit is None:
                expected += whole[i]
            elif edit not in placed:
                placed.add(edit)
                expected += edit.text
        assert held[n] == expected
        assert (n in touched) == (
            is_node and bool(text) and any(e.start < at + len(text) and at < e.end for e in edits)
        )
        at += len(text)
