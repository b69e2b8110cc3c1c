"""Named rules of publication, one readable file each."""

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.document import Label
from service.errors import UnknownPolicy
from service.pipeline.policy import Policy, ReviewMode

DEFAULT = "todo"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Source(_Strict):
    kind: Literal["norm", "practice", "unverified"]
    text: str


class _InForce(_Strict):
    start: date = Field(alias="from")
    end: date | None = Field(None, alias="to")


class PolicyFile(_Strict):
    """What a policy file holds."""

    name: str = Field(pattern=r"[a-z][a-z0-9-]*")
    version: str
    title: str
    in_force: _InForce
    source: _Source
    hide: frozenset[Label]
    review: ReviewMode = "doubts"
    sample: float = Field(0.0, ge=0, le=1)


def load_policies() -> Mapping[str, Policy]:
    """Every policy that ships with the service, by name.

    Raises:
        ValidationError: a file that is not a policy.
    """
    policies = [
        _policy(tomllib.loads(entry.read_text(encoding="utf-8")))
        for entry in sorted(files(__name__).iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    ]
    return MappingProxyType({policy.name: policy for policy in policies})


def pick(policies: Mapping[str, Policy], name: str) -> Policy:
    """The policy called `name`.

    Raises:
        UnknownPolicy: there is none; the name is not repeated, for it is the caller's.
    """
    try:
        return policies[name]
    except KeyError:
        raise UnknownPolicy from None


def _policy(content: dict[str, Any]) -> Policy:
    file = PolicyFile.model_validate(content)
    return Policy(file.name, file.version, file.title, file.hide, file.review, file.sample)
