"""A bundle and gold rulings → figures, through the pipeline that serves."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

from tqdm import tqdm

from models.bootstrap import LEVEL, SAMPLES, SEED, intervals
from models.corpus import Gold, read_gold
from models.counts import Counts, count, missed
from models.curves import Curves
from models.figures import figures, shares
from service.backends import load_bundle
from service.document import LABELS, Decision
from service.pipeline import Engine, choose, find
from service.pipeline.decode import decode_text
from service.pipeline.policy import Policy

Scored = tuple[Gold, tuple[Decision, ...]]

#: What figures are broken down by.
GROUPS: Final = ("country", "source", "part")

#: Annotators name the same part in several ways.
_PARTS: Final = {"opening": "start", "ending": "end"}


class InsideCheckout(ValueError):
    """What holds text of real rulings would be written into a git checkout."""

    def __init__(self) -> None:
        super().__init__("misses hold text of the rulings: name a path outside any git checkout")


def decide(engine: Engine, data: Path, policies: Sequence[Policy]) -> dict[str, list[Scored]]:
    """Every ruling of a gold file with what the service decides for it, by policy."""
    scored: dict[str, list[Scored]] = {policy.name: [] for policy in policies}
    for gold in tqdm(list(read_gold(data)), unit="ruling"):
        document = decode_text(gold.text)
        spans = find(document, engine)  # once for all policies
        for policy in policies:
            scored[policy.name].append((gold, choose(document, spans, engine, policy)))
    return scored


def hidden(policy: Policy) -> tuple[str, ...]:
    """The labels that `policy` hides, in their usual order."""
    return tuple(label for label in LABELS if label in policy.hide)


def report(scored: Sequence[Scored], hide: Sequence[str], keep_below: float = 0.0) -> dict[str, Any]:
    """Figures and their intervals: ``figures``, ``intervals`` and, for each of `GROUPS` and
    each of its values, both again in ``by``. No text."""
    counts = [count(gold, decisions, hide, keep_below) for gold, decisions in scored]
    by: dict[str, Any] = {}
    for group in GROUPS:
        members: dict[str, list[Counts]] = {}
        for (gold, _), one in zip(scored, counts, strict=True):
            members.setdefault(value_of(gold, group), []).append(one)
        by[group] = {name: _summary(members[name], hide) for name in sorted(members)}
    return {**_summary(counts, hide), "by": by}


def _summary(counts: Sequence[Counts], hide: Sequence[str]) -> dict[str, Any]:
    return {
        "figures": asdict(figures(counts, hide)),
        "intervals": intervals(counts, partial(shares, hide=hide)),
    }


def value_of(gold: Gold, group: str) -> str:
    """The ``country``, ``source`` or ``part`` of a ruling; "" where it is not known."""
    value = str(getattr(gold, group))
    return _PARTS.get(value, value) if group == "part" else value


def whole(
    bundle: Path, data: Path, scored: Mapping[str, Sequence[Scored]], policies: Mapping[str, Policy]
) -> dict[str, Any]:
    """All figures of an evaluation, ready for JSON, with what they were made of."""
    made = load_bundle(bundle)
    return {
        "bundle": made.version,
        "data": {"name": data.name, "sha256": hashlib.sha256(data.read_bytes()).hexdigest()},
        "keep_below": made.parte,
        "bootstrap": {"samples": SAMPLES, "seed": SEED, "level": LEVEL},
        "policies": {
            name: {"labels": hidden(policies[name]), **report(pairs, hidden(policies[name]), made.parte)}
            for name, pairs in scored.items()
        },
    }


def write_json(content: Mapping[str, Any], path: Path) -> None:
    """Write figures to `path`."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def plain(curves: Curves) -> dict[str, Any]:
    """`curves` ready for JSON."""
    return asdict(curves)


def write_predictions(scored: Sequence[Scored], path: Path) -> None:
    """JSON lines of ``innominado analyze``: offsets and decisions, no text."""
    with path.open("w", encoding="utf-8") as out:
        for gold, decisions in scored:
            spans = [
                {"start": d.span.start, "end": d.span.end, "label": d.span.label, "decision": d.action}
                for d in decisions
            ]
            out.write(json.dumps({"file": f"{gold.id}.txt", "spans": spans}) + "\n")


def write_misses(scored: Sequence[Scored], path: Path, hide: Sequence[str]) -> int:
    """JSON lines of the mentions that are not wholly masked, with their surfaces, in a file
    that only its owner can read; how many there are.

    Raises:
        InsideCheckout: `path` lies in a git checkout.
    """
    target = path.resolve()
    if any((folder / ".git").exists() for folder in target.parents):
        raise InsideCheckout
    lines = list(_misses(scored, hide))
    target.unlink(missing_ok=True)
    with os.fdopen(
        os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return len(lines)


def _misses(scored: Sequence[Scored], hide: Sequence[str]) -> Iterator[dict[str, Any]]:
    for gold, decisions in scored:
        for mention in missed(gold, decisions, hide):
            yield {"id": gold.id, **asdict(mention), "surface": gold.text[mention.start : mention.end]}
