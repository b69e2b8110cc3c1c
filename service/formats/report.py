"""What was done with a file, without any of its text: a page for whoever publishes it."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from service import __version__
from service.formats.format import Format, Reading
from service.pipeline import Result


@dataclass(frozen=True, slots=True)
class Digest:
    """Of what came. With a key where others may see it: names can be tried against a plain one."""

    kind: Literal["sha256", "hmac-sha256"]
    value: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a release. engine: None where people alone did. policy: ``name/version``.
    reviewed: by a person. document, revision, audit_head: of one that was kept."""

    engine: str | None
    policy: str
    style: str
    reviewed: bool
    document: str | None = None
    revision: int | None = None
    audit_head: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many places of a label had a decision for a reason."""

    label: str
    decision: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """parts: those that were read. left_out: how many things of each kind do not go out.
    encoding: of a text file. guessed: pages read from pictures. doubts: places that are masked
    because nobody has decided on them."""

    format: str
    encoding: str | None
    original: Digest | None
    released_sha256: str
    service: str
    origin: Origin
    parts: tuple[str, ...]
    spans: tuple[Count, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    already_masked: int = 0
    doubts: int = 0
    guessed: int = 0
    legend: str | None = None


def report(
    format_: Format,
    reading: Reading,
    result: Result,
    written: bytes,
    original: Digest | None,
    origin: Origin,
) -> Report:
    """Of the file `written`, which `result` made of what was read."""
    counted = Counter((d.span.label, d.action, d.reason) for d in result.decisions)
    return Report(
        format=format_.name,
        encoding=reading.encoding,
        original=original,
        released_sha256=hashlib.sha256(written).hexdigest(),
        service=__version__,
        origin=origin,
        parts=tuple(dict.fromkeys(part.name.rstrip("0123456789") for part in reading.document.parts)),
        spans=tuple(Count(*what, number) for what, number in sorted(counted.items())),
        left_out=dict(sorted(reading.dropped.items())),
        already_masked=result.already_masked,
        doubts=sum(decision.action == "review" for decision in result.decisions),
        guessed=reading.guessed,
        legend=result.legend,
    )
