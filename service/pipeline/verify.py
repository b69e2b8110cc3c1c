"""The gate: does a masked name or number still stand in what goes out?"""

from bisect import bisect_right
from collections.abc import Sequence

from service.document import Decision
from service.pipeline.render import Rendered
from service.pipeline.surfaces import Place, Surfaces, is_distinctive, within


def verify(text: str, decisions: Sequence[Decision], rendered: Rendered) -> tuple[Place, ...]:
    """Places of the original where a surface that is masked as NOMBRE or ID elsewhere
    would stay in clear, in order. Not those that a decision keeps, with its reason.

    Reads the output, not the spans: what is missed upstream is found here.
    """
    surfaces = {
        text[d.span.start : d.span.end]
        for d in decisions
        if d.action == "mask"
        and d.span.label in ("NOMBRE", "ID")
        and is_distinctive(text[d.span.start : d.span.end], d.span.label)
    }
    if not surfaces:
        return ()
    kept = [(d.span.start, d.span.end) for d in decisions if d.action == "keep"]
    starts = [r.output_start for r in rendered.replacements]
    places = []
    for start, end in Surfaces(rendered.text).places(surfaces):
        before = bisect_right(starts, start) - 1
        if before >= 0:
            last = rendered.replacements[before]
            if start < last.output_end:
                continue  # inside a placeholder
            start, end = (at - last.output_end + last.end for at in (start, end))
        if not within(kept, start, end):
            places.append((start, end))
    return tuple(places)
