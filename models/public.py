"""Public test sets, through the pipeline that serves: figures to set beside others'.

A span is right when its edges and, where labels count, its label are the gold ones. Two
views: what the provisional text hides (``hidden``: mask and review), and what is masked
without a doubt (``sure``).

    MEDDOCAN    Spanish clinical records: that task's own two measures. ``spans``: edges and
                label, here this project's four labels, not the task's finer ones;
                ``merged``: edges alone, spans joined where nothing but punctuation and
                white space lies between them, on both sides.
    ECHR-ES     Spanish judgments of the European Court of Human Rights, annotated by hand.
    CoNLL-2002  news: PER, LOC and ORG. It states no licence: it is for measuring alone. Its
                organisations are found among what is kept.

Labels that this model does not cover are left out on both sides in the first two: in
MEDDOCAN age, sex, kinship, occupation and institutions, in ECHR-ES organisations (courts are
among them there), quantities, nationalities and the like; a span found where only such a
mention stands counts neither as right nor as wrong. CoNLL's MISC is no class here, and what
is found there is wrong, as in that task.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from tqdm import tqdm

from models.bootstrap import intervals
from models.counts import ALL, Counts
from models.figures import Shares, Totals, ratio, value
from service.document import HIDDEN_LABELS, Decision
from service.pipeline import Engine, analyze
from service.pipeline.decode import decode_text
from service.pipeline.policy import Policy

#: The row of spans joined, whatever their label.
MERGED: Final = "merged"

Place = tuple[int, int]
Mention = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Convention:
    """How a set is measured: the labels that count, whether what lies on others is left
    out, and whether joined spans are measured too."""

    labels: tuple[str, ...]
    leaves_out: bool = True
    merges: bool = False


CONVENTIONS: Final[Mapping[str, Convention]] = {
    "meddocan": Convention(HIDDEN_LABELS, merges=True),
    "echr_manual": Convention(HIDDEN_LABELS),
    "conll2002_es": Convention(("NOMBRE", "LUGAR", "ORG"), leaves_out=False),
}


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document of a public set. `elsewhere`: mentions of labels that do not count, and
    places that are undecided. The text stays out of the repr."""

    text: str = field(repr=False)
    mentions: tuple[Mention, ...]
    elsewhere: tuple[Place, ...]


def read(path: Path, convention: Convention) -> list[Annotated]:
    """The documents of a JSON-lines file (see `models.corpus`)."""
    documents = []
    with path.open(encoding="utf-8", newline="\n") as lines:
        for document in map(json.loads, lines):
            mentions = [(e["start"], e["end"], e["tag"]) for e in document["entities"]]
            counted = tuple(m for m in mentions if m[2] in convention.labels)
            others = [(start, end) for start, end, tag in mentions if tag not in convention.labels]
            others += [(e["start"], e["end"]) for e in document.get("ignore", ())]
            documents.append(
                Annotated(document["text"], counted, tuple(others) if convention.leaves_out else ())
            )
    return documents


def evaluate(engine: Engine, path: Path, policy: Policy, convention: Convention) -> dict[str, Any]:
    """``hidden`` and ``sure`` figures of the set in file `path` with their intervals."""
    documents = read(path, convention)
    decided = [analyze(decode_text(d.text), engine, policy) for d in tqdm(documents, unit="document")]
    views = {"hidden": ("mask", "review"), "sure": ("mask",)}
    return {
        "documents": len(documents),
        **{view: measure(documents, decided, convention, actions) for view, actions in views.items()},
    }


def measure(
    documents: Sequence[Annotated],
    decided: Sequence[Sequence[Decision]],
    convention: Convention,
    actions: Sequence[str],
) -> dict[str, Any]:
    """``figures`` and ``intervals``: P, R and F1 by label, of all labels and of joined spans.

    actions: decisions whose spans count; an ORG counts always, for it is found and kept.
    """
    counts = [
        count(
            document,
            [_mention(d) for d in decisions if d.action in actions or d.span.label == "ORG"],
            convention,
        )
        for document, decisions in zip(documents, decided, strict=True)
    ]
    rows = [*convention.labels, ALL, *([MERGED] if convention.merges else [])]
    keys = {key for one in counts for key in one}
    sums = {key: np.array([sum(one.get(key, 0) for one in counts)]) for key in keys}
    figures = {
        row: {name: value(values) for name, values in found.items()}
        | {"n": int(sums[row, "wanted"][0]) if (row, "wanted") in sums else 0}
        for row, found in shares(sums, rows).items()
    }
    return {"figures": figures, "intervals": intervals(counts, partial(shares, rows=rows))}


def _mention(decision: Decision) -> Mention:
    return decision.span.start, decision.span.end, decision.span.label


def count(document: Annotated, found: Sequence[Mention], convention: Convention) -> Counts:
    """Right, wanted and given spans of one document, by row."""
    wanted = set(document.mentions)
    given = {
        mention
        for mention in found
        if mention[2] in convention.labels
        and (_meets(mention, document.mentions) or not _meets(mention, document.elsewhere))
    }
    counts: Counts = {}
    for name, spans in (("right", wanted & given), ("wanted", wanted), ("given", given)):
        for _, _, label in spans:
            for row in (label, ALL):
                counts[row, name] = counts.get((row, name), 0) + 1
    if convention.merges:
        gold, guess = joined(document.text, wanted), joined(document.text, given)
        for name, places in (("right", gold & guess), ("wanted", gold), ("given", guess)):
            counts[MERGED, name] = len(places)
    return counts


def _meets(mention: Mention, others: Sequence[Sequence[Any]]) -> bool:
    return any(other[0] < mention[1] and mention[0] < other[1] for other in others)


def joined(text: str, mentions: set[Mention]) -> set[Place]:
    """Places of `mentions`, those as one between which no letter or digit stands."""
    places: list[Place] = []
    for start, end, _ in sorted(mentions):
        if places and not any(map(str.isalnum, text[places[-1][1] : start])):
            places[-1] = places[-1][0], max(places[-1][1], end)
        else:
            places.append((start, end))
    return set(places)


def shares(totals: Totals, rows: Sequence[str]) -> Shares:
    """P, R and F1 of each of `rows`, for every sample of `totals`."""
    size = max((len(values) for values in totals.values()), default=1)
    nothing = np.zeros(size)
    found: Shares = {}
    for row in rows:
        right, wanted, given = (totals.get((row, name), nothing) for name in ("right", "wanted", "given"))
        found[row] = {
            "P": ratio(right, given),
            "R": ratio(right, wanted),
            "F1": ratio(2 * right, wanted + given),
        }
    return found


def table(content: Mapping[str, Any]) -> str:
    """The figures of `evaluate` for a terminal."""
    lines = []
    for view in ("hidden", "sure"):
        lines.append(f"{view:14}{'n':>6}{'P':>9}{'R':>9}{'F1':>9}  between")
        for row, figures in content[view]["figures"].items():
            cells = "".join(
                "–".rjust(9) if figures[k] is None else f"{figures[k]:9.4f}" for k in ("P", "R", "F1")
            )
            bounds = content[view]["intervals"][row]["F1"]
            span = f"  {bounds[0]:.4f}–{bounds[1]:.4f}" if bounds else ""
            lines.append(f"{row:14}{figures['n']:>6}{cells}{span}")
    return "\n".join(lines)
