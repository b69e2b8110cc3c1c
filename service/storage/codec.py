"""Values ↔ the bytes that are sealed: UTF-8 JSON, one key a field."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from service.document import Decision, Hints, Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a revision says: its decisions and its author's note."""

    decisions: tuple[Decision, ...]
    note: str | None = field(default=None, repr=False)


def dump_verdict(decisions: Sequence[Decision], note: str | None) -> bytes:
    return _dump({"decisions": [asdict(decision) for decision in decisions], "note": note})


def load_verdict(data: bytes) -> Verdict:
    found = json.loads(data)
    decisions = tuple(
        Decision(Span(**item["span"]), item["action"], item["reason"]) for item in found["decisions"]
    )
    return Verdict(decisions, found["note"])


def dump_hints(hints: Hints) -> bytes:
    return _dump(asdict(hints))


def load_hints(data: bytes) -> Hints:
    found = json.loads(data)
    return Hints(tuple(found["parties"]), found["docket"], tuple(found["hide"]), tuple(found["keep"]))


def _dump(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")
