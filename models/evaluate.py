"""A bundle and gold rulings → figures, through the pipeline that serves."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tqdm import tqdm

from models.corpus import Gold, read_gold
from models.figures import Figures, measure
from service.document import Decision
from service.engine import engine_of
from service.pipeline import analyze
from service.pipeline.decode import decode_text
from service.pipeline.policy import Policy
from service.policies import load_policies, pick

Scored = tuple[Gold, tuple[Decision, ...]]


def decide(bundle: Path, data: Path, policy: str) -> Iterator[Scored]:
    """Every ruling of a gold file with what the service decides for it."""
    engine = engine_of(bundle)
    chosen: Policy = pick(load_policies(), policy)
    for gold in tqdm(list(read_gold(data)), unit="ruling"):
        yield gold, analyze(decode_text(gold.text), engine, chosen)


def by_group(scored: Sequence[Scored], group: str) -> dict[str, Figures]:
    """Figures for each value of ``source`` or ``country``."""

    def key(pair: Scored) -> str:
        return pair[0].country if group == "country" else pair[0].source

    return {name: measure(pairs) for name, pairs in groupby(sorted(scored, key=key), key)}


def write_predictions(scored: Sequence[Scored], path: Path) -> None:
    """JSON lines of ``innominado analyze``: offsets and decisions, no text."""
    with path.open("w", encoding="utf-8") as out:
        for gold, decisions in scored:
            spans = [
                {"start": d.span.start, "end": d.span.end, "label": d.span.label, "decision": d.action}
                for d in decisions
            ]
            out.write(json.dumps({"file": f"{gold.id}.txt", "spans": spans}) + "\n")


def table(figures: Figures) -> str:
    """`figures` for a terminal."""
    names = ("auto", "masked", "full", "entity", "P", "R", "F1")
    lines = [f"{'label':8}{'n':>6}" + "".join(f"{name:>9}" for name in names)]
    for label, row in figures.labels.items():
        lines.append(f"{label:8}{row['n']:>6}" + "".join(_cell(row[name]) for name in names))
    roles = ", ".join(f"{role} {row['n']}: {_number(row['full'])}" for role, row in figures.roles.items())
    lines += [
        f"names wholly masked by role: {roles}",
        f"over {_number(figures.over)}  over_provisional {_number(figures.over_provisional)}",
        f"review per 1,000 words {_number(figures.review, 2)}",
        f"documents {figures.documents}  words {figures.words}",
    ]
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    return f"{_number(value):>9}"


def _number(value: float | None, digits: int = 4) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
