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
    """What `expression` of the modules `m` and `h` and of `values`, the array `v`, is."""
    script = f"""async (v) => {{
        const module = (name) => import(`/static/review/${{name}}.js`);
        const [m, h] = await Promise.all(["spans", "history"].map(module));
        return {expression};
    }}"""
    return page.evaluate(script, list(values))


def test_adding_hides_all_of_it_and_uncovers_nothing(serve: Serve) -> None:
    page = serve(DETECT).open("/review")

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(_PLACES, st.lists(st.sampled_from(["mask", "keep", "review"]), min_size=4, max_size=4), _PLACES)
    def check(placed: Places, decisions: list[str], added: Places) -> None:
        before = [span(*both) for both in zip(placed, decisions, strict=False)]
        after, same = ask(
            page,
            "((next) => [next, h.stepped(v[0], h.stepTo(v[0], next))])(m.add(v[0], v[1], 'ID')[0])",
            before,
            added,
        )
        assert all(one["end"] <= other["start"] for one, other in pairwise(after))
        assert hidden(after) >= hidden(before) | points(added)
        assert json.dumps(same) == json.dumps(after)  # what a draft keeps, it gives back

    check()


#: Steps of a review on spans `s`: what is decided, joined, split, removed or given other edges.
_DO = {
    "hide": "m.decide(s, (one) => one.start % 2 === 0, 'mask')",
    "publish": "m.decide(s, (one) => one.start % 3 === 0, 'keep', 'office')",
    "unsay": "m.decide(s, (one) => one.start % 3 === 0, 'keep', undefined)",
    "role": "m.change(s, (one) => one.entity === 'e1', { role: 'cita', attributes: ['minor'] })",
    "join": "s.length ? m.join(s, (one) => one.entity === 'e2', s[0].entity) : s",
    "split": "m.split(s, 'e1', (one) => one.start)",
    "remove": "m.remove(s, (one) => one.start % 5 === 0)",
    "add": "m.add(s, [[3, 9], [20, 25]], 'ID')[0]",
    "edge": "s.length ? m.reshape(s, s[0].start, [s[0].start, s[0].end - (s[0].end - s[0].start > 1)]) : s",
}  # fmt: skip


def test_a_draft_gives_every_step_back(serve: Serve) -> None:
    page = serve(DETECT).open("/review")

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(_PLACES, st.lists(st.sampled_from([*_DO, "undo", "redo"]), max_size=12))
    def check(placed: Places, keys: list[str]) -> None:
        before = [span(place, "review") for place in placed]
        does = ", ".join(f"{name}: (s) => {step}" for name, step in _DO.items())
        one, other = ask(
            page,
            f"""(() => {{
                const does = {{ {does} }};
                const all = new h.History(v[0]);
                for (const key of v[1]) key in does ? all.go(does[key](all.now)) : all[key]();
                const kept = new h.History(v[0], JSON.parse(JSON.stringify(all.kept())));
                const brief = new h.History(v[0], JSON.parse(JSON.stringify(all.brief())));
                const said = ([, value]) => value !== undefined && value !== null;
                const told = (one) => one.map((span) => JSON.stringify(
                    Object.entries(span).filter(said).sort()));
                const states = (one) => {{
                    const found = [told(one.now)];
                    while (one.undo()) found.push(told(one.now));
                    while (one.redo()) found.push(told(one.now));
                    return found;
                }};
                const now = told(all.now);
                return [[states(all), now], [states(kept), told(brief.now)]];
            }})()""",
            before,
            keys,
        )
        assert one == other

    check()


def test_new_edges_are_those_that_were_selected(serve: Serve) -> None:
    page = serve(DETECT).open("/review")

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(_PLACES, _WHOLE)
    def check(placed: Places, whole: tuple[int, int]) -> None:
        before = [span(place, "mask") for place in placed]
        after, entity = ask(page, "m.add(v[0], [v[1]], 'NOMBRE', v[1])", before, whole)
        [found] = [s for s in after if (s["start"], s["end"]) == whole]
        assert found["entity"] == entity
        met = [s for s in before if s["start"] < whole[1] and whole[0] < s["end"]]
        assert entity == met[0]["entity"] if len(met) == 1 else entity.startswith("r")

    check()
