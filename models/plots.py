"""Curves → three plots, as SVG files that the documents show.

reliability.svg  a label's scores against what is true of them
risk.svg         what stays in clear against what a person must look at
exact.svg        precision against recall of exact spans
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from models.curves import Bin, Curves

# One colour a label, told apart by people who do not see red or green (Okabe and Ito).
_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
#: A plot of the same figures is the same file: no date, and ids that do not vary.
_STYLE: Final[dict[Any, Any]] = {
    "svg.hashsalt": "innominado",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e5e5e5",
    "legend.frameon": False,
}


def draw(curves: Curves, folder: Path) -> list[Path]:
    """Write the plots into `folder`; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(_STYLE):
        plots = {
            "reliability.svg": _reliability(curves.reliability),
            "risk.svg": _lines(curves.risk, "spans put to review per 1,000 words", "risk: left in clear"),
            "exact.svg": _lines(curves.exact, "recall", "precision"),
        }
        for name, figure in plots.items():
            figure.savefig(folder / name, metadata={"Date": None})
    return [folder / name for name in plots]


def _reliability(rows: Mapping[str, Sequence[Bin]]) -> Figure:
    """A panel a label: a point a bin, the larger the more spans; the diagonal is honest."""
    figure = Figure(figsize=(2.1 * max(len(rows), 1), 2.5), layout="constrained")
    panels = figure.subplots(1, max(len(rows), 1), sharey=True, squeeze=False)[0]
    for axes, (label, bins), colour in zip(panels, rows.items(), _COLOURS, strict=False):
        most = max((b.n for b in bins), default=1)
        axes.plot([0, 1], [0, 1], color="#999999", linewidth=0.8, linestyle="--")
        axes.plot([b.score for b in bins], [b.true for b in bins], color=colour, linewidth=1)
        sizes = [6 + 60 * b.n / most for b in bins]
        axes.scatter([b.score for b in bins], [b.true for b in bins], s=sizes, color=colour)
        axes.set(title=label, xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xlabel="mean score")
    panels[0].set_ylabel("share to be hidden")
    return figure


def _lines(rows: Mapping[str, Sequence[tuple[float, float]]], across: str, up: str) -> Figure:
    figure = Figure(figsize=(5, 3.2), layout="constrained")
    axes: Axes = figure.subplots()
    for (label, points), colour in zip(rows.items(), _COLOURS, strict=False):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        axes.plot(xs, ys, color=colour, label=label, linewidth=1.3, marker="o", markersize=2.5)
    axes.set(xlabel=across, ylabel=up)
    axes.set_ylim(bottom=0)
    if rows:
        axes.legend()
    return figure
