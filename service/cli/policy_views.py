"""``innominado policies``: what there is, whether a file is one, and how two differ on a ruling."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO, get_args

from service.document import LABELS, Decision, Document, Label
from service.pipeline import Engine, choose, find
from service.pipeline.decide import pieces_of
from service.pipeline.decode import decode_bytes
from service.pipeline.policy import Ground, Policy, Rule
from service.pipeline.surfaces import Place


def listed(policies: Mapping[str, Policy], out: TextIO) -> None:
    """One policy a line: name, version, first and last day, title."""
    for policy in policies.values():
        days = f"{policy.start} – {policy.end or ''}".strip()
        out.write(f"{policy.name:20} {policy.version:4} {days:26} {policy.title}\n")


def table(policies: Mapping[str, Policy]) -> str:
    """The policies as a table in Markdown: what each does with each label, its style, its review,
    and how many of its rules rest on a norm, on practice seen, on neither yet."""
    heads = ("policy", *LABELS, "style", "review", "norm / practice / unverified")
    rows = [heads, ("---",) * len(heads)]
    for policy in policies.values():
        grounds = [rule.source.kind for rule in policy.rules]
        counts = " / ".join(str(grounds.count(kind)) for kind in get_args(Ground))
        cells = (_cell(policy, label) for label in LABELS)
        rows.append((f"`{policy.name}`", *cells, policy.manner.style, policy.review, counts))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(policy: Policy, label: Label) -> str:
    rules = [rule for rule in policy.rules if rule.label == label]
    return "; ".join(
        f"{_asked(rule) or ('the rest' if rules[1:] else 'all')} → {_done(rule)}" for rule in rules
    )


def _asked(rule: Rule) -> str:
    """What a rule asks of a span besides its label."""
    asked = (rule.role, rule.attribute, rule.kind)
    return " and ".join(", ".join(sorted(values)) for values in asked if values)


def _done(rule: Rule) -> str:
    return rule.to or rule.action


def shown(policy: Policy, out: TextIO) -> None:
    """A policy's rules in their order, each with what it rests on."""
    out.write(f"{policy.name}/{policy.version}: {policy.title}\n")
    for rule in policy.rules:
        what = f"{rule.label} {_asked(rule)}".strip()
        out.write(f"  {what:60} {_done(rule):14} {rule.source.kind}: {rule.source.text}\n")


def differ(path: Path, engine: Engine, one: Policy, other: Policy, out: TextIO) -> None:
    """One JSON object a line for each place of a ruling of which `one` hides other letters than
    `other`: where it is, and what each of them does with it."""
    document = decode_bytes(path.read_bytes())
    for line in differences(document, engine, one, other):
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


def differences(
    document: Document, engine: Engine, one: Policy, other: Policy
) -> Iterator[dict[str, object]]:
    """The places that the two policies treat differently, in reading order."""
    spans = find(document, engine)
    mine, theirs = (pieces_of(spans, choose(document, spans, engine, policy)) for policy in (one, other))
    for span, here, there in zip(spans, mine, theirs, strict=True):
        if _hidden(here) != _hidden(there):
            yield {
                **{name: getattr(span, name) for name in ("start", "end", "label", "role", "kind")},
                one.name: _told(here),
                other.name: _told(there),
            }


def _hidden(pieces: Sequence[Decision]) -> list[Place]:
    return [(d.span.start, d.span.end) for d in pieces if d.action != "keep"]


def _told(pieces: Sequence[Decision]) -> dict[str, object]:
    """Which places in a span are hidden, whether until review, and why."""
    review = any(d.action == "review" for d in pieces)
    return {"hides": _hidden(pieces), "review": review, "why": [*dict.fromkeys(d.reason for d in pieces)]}
