"""Figures as a terminal shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.counts import WHOLE
from service.document import ROLES

_LABEL = ("auto", "masked", "full", "entity", "P", "R", "F1", "brier", "skill", "caught")
_ROLE = ("auto", "masked", "full", "entity", "right", "other", "kept", "publishable")
_BOUNDED = ("auto", "masked", "entity", "F1", "over", "over_provisional", "review", "leaked")


def table(summary: Mapping[str, Any]) -> str:
    """``figures`` of `summary` (of `evaluate.report`) and below them how far the chief ones
    would move with other rulings."""
    figures, intervals = summary["figures"], summary["intervals"]
    lines = [
        *_block("label", figures["labels"], _LABEL),
        *_block("role", figures["roles"], _ROLE),
        f"over {number(figures['over'])}  over_provisional {number(figures['over_provisional'])}",
        f"review per 1,000 words {number(figures['review'], 2)}",
        f"rulings with a leaked party {number(figures['leaked'])}",
        f"documents {figures['documents']}  words {figures['words']}",
    ]
    for row in (*figures["labels"], WHOLE):
        known = {name: bounds for name, bounds in intervals[row].items() if name in _BOUNDED and bounds}
        if known:
            cells = "  ".join(f"{name} {number(low)}–{number(high)}" for name, (low, high) in known.items())
            lines.append(f"95 %: {row} {cells}")
    return "\n".join(lines)


#: Of each role, what a preset is judged by: a private person's are hidden, the others' kept.
_JUDGED = (("parte", "masked"), ("parte", "kept"), *((role, "kept") for role in ROLES if role != "parte"))


def presets(policies: Mapping[str, Mapping[str, Any]]) -> str:
    """A line for each policy of `evaluate.whole`: the share of private persons' letters that it
    masks and of private persons that it leaves in clear somewhere, by a wrong role or another
    mistake; the share of officials, professionals and authors kept; and the review that it asks."""
    heads = [f"{role} {figure}" for role, figure in _JUDGED]
    lines = [f"{'policy':20}" + "".join(f"{head:>18}" for head in heads) + f"{'review':>10}"]
    for name, summary in policies.items():
        figures = summary["figures"]
        cells = "".join(f"{number(figures['roles'][role][figure]):>18}" for role, figure in _JUDGED)
        lines.append(f"{name:20}{cells}{number(figures['review'], 2):>10}")
    return "\n".join(lines)


def _block(title: str, rows: Mapping[str, Mapping[str, Any]], names: Sequence[str]) -> list[str]:
    widths = {name: max(9, len(name) + 2) for name in names}
    lines = [f"{title:12}{'n':>6}" + "".join(f"{name:>{width}}" for name, width in widths.items())]
    for row, figures in rows.items():
        cells = "".join(f"{number(figures[name]):>{width}}" for name, width in widths.items())
        lines.append(f"{row:12}{figures['n']:>6}{cells}")
    return lines


def number(value: float | None, digits: int = 4) -> str:
    """`value` with `digits` decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"
