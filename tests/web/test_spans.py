"""The page's own arithmetic of spans, asked in the browser: nothing overlaps, nothing comes to light."""

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from tests.web.rulings import DETECT
from tests.web.test_review import Serve

Places = list[tuple[int, int]]
_CUTS = st.lists(st.integers(0, 40), unique=True, max_size=8).map(sorted)
_PLACES = _CUTS.map(lambda cuts: list(zip(cuts[::2], cuts[1::2], strict=False)))
_WHOLE = st.tuples(st.integers(0, 20), st.integers(1, 20)).map(lambda found: (found[0], found[0] + found[1]))


def span(place: tuple[int, int], decision: str) -> dict[str, Any]:
    start, end = place
    return {"start": start, "end": end, "label": "NOMBRE", "entity": f"e{start % 3}", "decision": decision}


def points(places: Iterable[tuple[int, int]]) -> set[int]:
    return {at for start, end in places for at in range(start, end)}


def hidden(spans: list[dict[str, Any]]) -> set[int]:
    return points((s["start"], s["end"]) for s in spans if s["decision"] != "keep")


def ask(page: Page, expression: str, *values: object) -> Any:
    """What `expression` of the module `m` and of `values`, the array `v`, is."""
    script = f'async (v) => {{ const m = await import("/static/review/spans.js"); return {expression}; }}'
    return page.evaluate(script, list(values))


def test_adding_hides_all_of_it_and_uncovers_nothing(serve: Serve) -> None:
    page = serve(DETECT).open("/review")

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
    @given(_PLACES, st.lists(st.sampled_from(["mask", "keep", "review"]), min_size=4, max_size=4), _PLACES)
    def check(placed: Places, decisions: list[str], added: Places) -> None:
        before = [span(*both) for both in zip(placed, decisions, strict=False)]
        after, same = ask(
            page,
            "((next) => [next, m.applied(v[0], m.difference(v[0], next))])(m.add(v[0], v[1], 'ID')[0])",
            before,
            added,
        )
        assert all(one["end"] <= other["start"] for one, other in pairwise(after))
        assert hidden(after) >= hidden(before) | points(added)
        assert json.dumps(same) == json.dumps(after)  # what a draft keeps, it gives back

    check()


def test_new_edges_are_those_that_were_selected(serve: Serve) -> None:
    page = serve(DETECT).open("/review")

    @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
    @given(_PLACES, _WHOLE)
    def check(placed: Places, whole: tuple[int, int]) -> None:
        before = [span(place, "mask") for place in placed]
        after, entity = ask(page, "m.add(v[0], [v[1]], 'NOMBRE', v[1])", before, whole)
        [found] = [s for s in after if (s["start"], s["end"]) == whole]
        assert found["entity"] == entity
        met = [s for s in before if s["start"] < whole[1] and whole[0] < s["end"]]
        assert entity == met[0]["entity"] if len(met) == 1 else entity.startswith("r")

    check()
