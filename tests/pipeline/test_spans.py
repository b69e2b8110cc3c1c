"""The rule of every list of spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.document import Span
from service.errors import InvalidSpans
from service.pipeline.spans import check


@given(st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30)), max_size=8), st.integers(0, 25))
def test_a_list_passes_just_when_it_is_in_order_disjoint_and_inside(
    places: list[tuple[int, int]], length: int
) -> None:
    spans = [Span(start, end, "ID", 1.0, "t") for start, end in places]
    edges = [edge for place in places for edge in place]
    right = (
        edges == sorted(edges)
        and all(start < end for start, end in places)
        and all(0 <= edge <= length for edge in edges)
    )
    if right:
        check(spans, length)
        return
    with pytest.raises(InvalidSpans) as caught:
        check(spans, length)
    assert caught.value.indices
    assert set(caught.value.indices) <= set(range(len(spans)))


def test_the_message_names_positions_and_not_places() -> None:
    with pytest.raises(InvalidSpans, match=r"At fault: 0\.$") as caught:
        check([Span(4512, 4510, "ID", 1.0, "t")], 9000)
    assert "451" not in str(caught.value)
