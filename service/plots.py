"""Tallies → one plot, as SVG, without a library that a serving machine would need for it alone."""

from collections.abc import Sequence
from typing import Final

from service.storage.marks import Tally
from service.storage.tables import MarkKind

_TITLES: Final[dict[MarkKind, str]] = {
    "control": "planted misses that were found",
    "second": "places on which two reviewers agree",
    "missed": "names and identifiers hidden at first",
    "sample": "automatic releases that were right",
}
# Told apart by people who do not see red or green (Okabe and Ito).
_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 240, 48, 16


def shares_by_month(tallies: Sequence[Tally]) -> str:
    """A line a kind: of all chances of a month, the share that was taken, from 0 to 100 %."""
    months = sorted({tally.month for tally in tallies})
    step = (_WIDTH - 2 * _LEFT) / max(len(months) - 1, 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT + 130}" role="img">',
        "<style>text { font: 12px sans-serif }</style>",
        "<title>What reviews came to, by month</title>",
    ]
    for percent in (0, 50, 100):
        y = _y(percent / 100)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _LEFT}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{percent} %</text>')
    for n, month in enumerate(months):
        x = _LEFT + n * step
        parts.append(f'<text x="{x:.0f}" y="{_HEIGHT + 18}" text-anchor="middle">{month}</text>')
    for row, (kind, title) in enumerate(_TITLES.items()):
        hits, total = _sums(tallies, kind)
        points = [
            (_LEFT + n * step, _y(hits[month] / total[month]))
            for n, month in enumerate(months)
            if total.get(month)
        ]
        colour = _COLOURS[row]
        line = " ".join(f"{x:.0f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.0f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        y = _HEIGHT + 44 + 20 * row
        of = f"{sum(hits.values())} of {sum(total.values())}"
        parts.append(f'<rect x="{_LEFT}" y="{y - 10}" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{_LEFT + 20}" y="{y}">{title}: {of}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _sums(tallies: Sequence[Tally], kind: MarkKind) -> tuple[dict[str, int], dict[str, int]]:
    hits: dict[str, int] = {}
    total: dict[str, int] = {}
    for tally in tallies:
        if tally.kind == kind:
            hits[tally.month] = hits.get(tally.month, 0) + tally.hits
            total[tally.month] = total.get(tally.month, 0) + tally.total
    return hits, total


def _y(share: float) -> float:
    return _TOP + (1 - share) * (_HEIGHT - _TOP)
