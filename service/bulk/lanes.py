"""Which way a document goes: out, or before a person.

    a doubt, or the policy wants a person     → review
    of a stratum that is not accepted          → review
    else                                       → released

A stratum (court × matter × format, or columns) is accepted by a blind sample: see `accept`.
An acceptance holds for the bundle, policy, style and version that it was measured with.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from service.bulk.errors import AcceptanceVoid, BulkError
from service.bulk.outcomes import Versions
from service.pipeline import Result
from service.pipeline.policy import Policy

Lane = Literal["released", "review"]

#: Why a document without doubts went before a person; it is what samples are drawn from.
NOT_ACCEPTED = "stratum_not_accepted"
SEPARATOR = " / "


@dataclass(frozen=True, slots=True)
class Measured:
    """What a sample of a stratum showed. low, high: the interval of its rate of leaks."""

    sampled: int
    leaks: int
    low: float
    high: float
    accepted: bool


@dataclass(frozen=True, slots=True)
class Acceptance:
    """versions, style: what was sampled, in which draw. bound: the rate of leaks below which
    `high` must lie. reader: who read the sample."""

    versions: Versions
    style: str
    draw: int
    bound: float
    confidence: float
    reader: str
    at: str
    strata: dict[str, Measured]

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset(stratum for stratum, measured in self.strata.items() if measured.accepted)

    def to_json(self) -> bytes:
        return (json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n").encode()


def read_acceptance(path: Path) -> Acceptance:
    """The acceptance in a file. Raises BulkError: it is none."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        content["versions"] = Versions(**content["versions"])
        content["strata"] = {name: Measured(**found) for name, found in content["strata"].items()}
        return Acceptance(**content)
    except (OSError, ValueError, TypeError, KeyError):
        raise BulkError("The acceptance file cannot be read.") from None


def accepted(acceptance: Acceptance | None, versions: Versions, style: str) -> frozenset[str]:
    """The strata that go out by themselves. Raises AcceptanceVoid."""
    if acceptance is None:
        return frozenset()
    if (acceptance.versions, acceptance.style) != (versions, style):
        raise AcceptanceVoid
    return acceptance.accepted


def lane(
    result: Result, policies: Sequence[Policy], drawn: float, stratum: str, strata: frozenset[str]
) -> tuple[Lane, str | None]:
    """Where a document goes, and why not out.

    policies: those in force for it. drawn: its lot, from 0 to 1, for policies that have a share
    of the documents seen. strata: those that are accepted.
    """
    if result.review_required:
        return "review", "doubts"
    if any(policy.review == "all" for policy in policies):
        return "review", "policy"
    if any(policy.review == "sample" and drawn < policy.sample for policy in policies):
        return "review", "sample"
    if stratum not in strata:
        return "review", NOT_ACCEPTED
    return "released", None
