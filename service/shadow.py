"""A new bundle or policy beside the old one, over rulings that a person approved: what changes.

A *leak* is a place that an approved ruling says is one, that a side's own policy would hide if
it were told of it, and that the side leaves in clear; *vain* is what a side hides and nobody
approved. Pure but for the rulings that are read. Reports hold offsets and counts, no text.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from service import __version__
from service.document import Decision, Document, Span
from service.errors import InputError
from service.gold import gold_of
from service.pipeline import Engine, analyze, choose
from service.pipeline.policy import Policy
from service.policies.fingerprint import fingerprint
from service.settings import KeptState
from service.storage.principals import Principal
from service.storage.reviewed import read_reviewed, reviewed
from service.storage.sessions import Store

Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared: an engine and a policy, which both have their version."""

    engine: Engine
    policy: Policy

    @property
    def versions(self) -> dict[str, str]:
        return {
            "bundle": self.engine.version,
            "policy": fingerprint(self.policy),
            "service": __version__,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What is otherwise in one ruling. changed: places treated in another way. gained, lost:
    leaks that only the new side has, and that only the old one has. The rest: old and new."""

    document: str
    words: int
    changed: int
    gained: tuple[Place, ...]
    lost: tuple[Place, ...]
    leaks: tuple[int, int]
    vain: tuple[int, int]
    doubts: tuple[int, int]


def from_file(path: Path) -> Iterator[Mapping[str, Any]]:
    """Approved rulings of JSON lines in the gold format. Raises InputError."""
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                ruling = json.loads(line)
                yield {"text": ruling["text"], "entities": ruling["entities"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError("The rulings are JSON lines with text and entities.") from None


def from_storage(
    principal: Principal, store: Store, policies: Mapping[str, Policy], days: Mapping[KeptState, int]
) -> Iterator[Mapping[str, Any]]:
    """The tenant's rulings that a person reviewed; each that is read is on the audit trail."""
    for document_id in reviewed(principal, store, days):
        found = read_reviewed(principal, store, document_id)
        policy = policies.get(found.policy)
        yield gold_of(str(document_id), found.case, found.text, found.machine, found.verdict, policy)


def differences(rulings: Iterable[Mapping[str, Any]], old: Side, new: Side) -> Iterator[Difference]:
    """What is otherwise in each ruling."""
    for number, ruling in enumerate(rulings, 1):
        document = Document(ruling["text"])
        approved = [_span(entity) for entity in ruling["entities"]]
        found = [analyze(document, side.engine, side.policy) for side in (old, new)]
        leaks = [
            _leaks(document, approved, side, decisions)
            for side, decisions in zip((old, new), found, strict=True)
        ]
        before, after = (
            {(d.span.start, d.span.end, d.span.label, d.action) for d in decisions} for decisions in found
        )
        yield Difference(
            str(ruling.get("id", number)),
            len(document.text.split()),
            len(before ^ after),
            tuple(sorted(leaks[1] - leaks[0])),
            tuple(sorted(leaks[0] - leaks[1])),
            (len(leaks[0]), len(leaks[1])),
            (_vain(approved, found[0]), _vain(approved, found[1])),
            (_doubts(found[0]), _doubts(found[1])),
        )


def report(found: Sequence[Difference], old: Side, new: Side, at: str) -> dict[str, Any]:
    """The sums over all rulings, and the rulings of which something changed.

    rulings: a digest of which rulings these were and what was found, so that one report can be
    told from another.
    """
    labels = {"gained": Counter[str](), "lost": Counter[str]()}
    for one in found:
        labels["gained"].update(label for *_, label in one.gained)
        labels["lost"].update(label for *_, label in one.lost)
    rows = [asdict(one) for one in found]
    return {
        "at": at,
        "old": old.versions,
        "new": new.versions,
        "rulings": len(found),
        "words": sum(one.words for one in found),
        "digest": sha256(json.dumps(rows).encode()).hexdigest(),
        "changed": sum(one.changed > 0 for one in found),
        **{
            name: {side: sum(getattr(one, name)[n] for one in found) for n, side in enumerate(("old", "new"))}
            for name in ("leaks", "vain", "doubts")
        },
        "leaks_gained": dict(sorted(labels["gained"].items())),
        "leaks_lost": dict(sorted(labels["lost"].items())),
        "documents": [row for row in rows if row["changed"]],
    }


def _span(entity: Mapping[str, Any]) -> Span:
    """An approved place, as sure as can be, its role too."""
    role = entity.get("role")
    private = role in (None, "parte")
    return Span(
        entity["start"], entity["end"], entity["tag"], 1.0, "gold", role, p_parte=1.0 if private else -1.0
    )


def _leaks(
    document: Document, approved: Sequence[Span], side: Side, decisions: Sequence[Decision]
) -> set[Place]:
    """Approved places that the side's policy hides and of which a letter is in clear all the same."""
    clear = bytearray(b"\1" * len(document.text))
    for d in decisions:
        if d.action != "keep":
            clear[d.span.start : d.span.end] = bytes(d.span.end - d.span.start)
    expected = choose(document, approved, side.engine, side.policy)
    return {
        (d.span.start, d.span.end, d.span.label)
        for d in expected
        if d.action != "keep"
        and any(clear[i] and document.text[i].isalnum() for i in range(d.span.start, d.span.end))
    }


def _vain(approved: Sequence[Span], decisions: Sequence[Decision]) -> int:
    return sum(
        d.action != "keep" and not any(a.start < d.span.end and d.span.start < a.end for a in approved)
        for d in decisions
    )


def _doubts(decisions: Sequence[Decision]) -> int:
    return sum(d.action == "review" for d in decisions)
