"""Named rules of publication, one readable file each: those here, and a court's own by path."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from service.document import LABELS, Attribute, Label, Role
from service.errors import InvalidPolicy, PolicyNotInForce, UnknownPolicy
from service.pipeline.general import LEVELS, Level
from service.pipeline.policy import (
    PUBLISH_REASONS,
    Ground,
    Policy,
    PublishReason,
    ReviewMode,
    Rule,
    Source,
    Treatment,
)
from service.pipeline.render import Manner, Style

#: Of stateless calls; and of documents that are kept, where the court's table says nothing.
DEFAULT: Final = "todo"
FALLBACK: Final = "estricta"

Kind = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Source(_Strict):
    kind: Ground
    text: str = Field(min_length=1)


class _InForce(_Strict):
    start: date = Field(date.min, alias="from")
    end: date | None = Field(None, alias="to")


class _Rule(_Strict):
    """`source`: a name among the file's sources."""

    label: Label
    action: Treatment
    role: frozenset[Role] = frozenset()
    attribute: frozenset[Attribute] = frozenset()
    kind: frozenset[Kind] = frozenset()
    to: Level | None = None
    source: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.action == "generalise") != (self.to is not None):
            raise PydanticCustomError("generalise_needs_to", "Only generalise has a level, and needs one.")
        if self.to is not None and LEVELS[self.to] != self.label:
            raise PydanticCustomError("level_of_another_label", "That level is another label's.")
        if self.label != "NOMBRE" and (self.role or self.attribute):
            raise PydanticCustomError("names_alone", "Only names have a role and attributes.")
        return self


class PolicyFile(_Strict):
    """What a policy file holds."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=100)
    version: str
    title: str
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    in_force: _InForce
    review: ReviewMode = "doubts"
    sample: float = Field(0.0, ge=0, le=1)
    double: float = Field(0.0, ge=0, le=1)
    reserved: str | None = None
    reasons: Annotated[tuple[PublishReason, ...], Field(min_length=1)] = PUBLISH_REASONS
    style: Style = "tag"
    marks: dict[Label | Kind, Annotated[str, Field(min_length=1, max_length=40)]] = {}
    by_role: bool = False
    rules: tuple[_Rule, ...]
    sources: dict[str, _Source]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Every rule has its source and can apply to something; every label has its last rule."""
        if any(rule.source not in self.sources for rule in self.rules):
            raise PydanticCustomError("unknown_source", "A rule names a source that is not there.")
        rules = self.read()
        if any(earlier.covers(rule) for n, rule in enumerate(rules) for earlier in rules[:n]):
            raise PydanticCustomError("dead_rule", "A rule never applies: one before it covers it.")
        if any(not any(rule.covers(Rule(label, "mask")) for rule in rules) for label in LABELS):
            raise PydanticCustomError("open_label", "A label has no rule for whatever is left of it.")
        return self

    def read(self) -> tuple[Rule, ...]:
        """The rules as the pipeline takes them."""
        sources = {name: Source(found.kind, found.text) for name, found in self.sources.items()}
        return tuple(
            Rule(r.label, r.action, r.role, r.attribute, r.kind, r.to, sources[r.source]) for r in self.rules
        )


def load_policies(folder: Path | None = None) -> Mapping[str, Policy]:
    """Every policy that ships with the service and those of the files in `folder`, by name.

    Raises:
        InvalidPolicy: a file that is not a policy, or has another's name; `folder` is none.
    """
    if folder and not folder.is_dir():
        raise InvalidPolicy(f"{folder.name}: there is no such folder.")
    presets = (Path(str(entry)) for entry in files(__name__).iterdir() if entry.name.endswith(".toml"))
    own = folder.glob("*.toml") if folder else ()
    return _linked([(path, _parse(path)) for path in (*sorted(presets), *sorted(own))])


def load_audiences() -> Mapping[str, Policy]:
    """What others than the public may read of a review, by whom: ``parties``, ``internal``."""
    presets = Path(str(files(__name__).joinpath("audiences"))).glob("*.toml")
    return _linked([(path, _parse(path)) for path in sorted(presets)])


def read_policy(path: Path) -> Policy:
    """The policy of one file, which may name presets. Raises InvalidPolicy."""
    file = _parse(path)
    return _policy(file, None if file.reserved is None else _reserve(path, file.reserved, load_policies()))


def pick(policies: Mapping[str, Policy], name: str, on: date | None = None) -> Policy:
    """The policy called `name`.

    Raises:
        UnknownPolicy: there is none; the name is not repeated, for it is the caller's.
        PolicyNotInForce: it is not in force `on` that day.
    """
    try:
        policy = policies[name]
    except KeyError:
        raise UnknownPolicy from None
    if on and not (policy.start <= on and (policy.end is None or on <= policy.end)):
        raise PolicyNotInForce
    return policy


def named(policies: Mapping[str, Policy], name: str) -> Policy:
    """The policy called `name`, or in the file of that path. Raises UnknownPolicy, InvalidPolicy."""
    return read_policy(Path(name)) if name.endswith(".toml") else pick(policies, name)


def _parse(path: Path) -> PolicyFile:
    try:
        return PolicyFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        told = {
            f"{'.'.join(map(str, fault['loc'])) or 'the whole'}: {fault['type']}" for fault in error.errors()
        }
        raise InvalidPolicy(f"{path.name}: {'; '.join(sorted(told))}.") from None
    except (OSError, ValueError) as error:  # not there, not UTF-8, not TOML
        raise InvalidPolicy(f"{path.name}: {type(error).__name__}.") from None


def _linked(read: Iterable[tuple[Path, PolicyFile]]) -> Mapping[str, Policy]:
    known: dict[str, Policy] = {}
    reserved: dict[str, tuple[Path, str]] = {}
    for path, file in read:
        if file.name in known:
            raise InvalidPolicy(f"{path.name}: there is a policy of that name.")
        known[file.name] = _policy(file)
        if file.reserved is not None:
            reserved[file.name] = path, file.reserved
    return MappingProxyType(
        known
        | {
            name: replace(known[name], reserved=_reserve(path, other, known))
            for name, (path, other) in reserved.items()
        }
    )


def _reserve(path: Path, name: str, known: Mapping[str, Policy]) -> Policy:
    if name not in known:
        raise InvalidPolicy(f"{path.name}: reserved: there is no such policy.")
    return known[name]


def _policy(file: PolicyFile, reserved: Policy | None = None) -> Policy:
    return Policy(
        file.name,
        file.version,
        file.title,
        file.read(),
        file.review,
        file.sample,
        Manner(file.style, MappingProxyType(file.marks), file.by_role, file.country),
        file.in_force.start,
        file.in_force.end,
        reserved,
        file.reasons,
        file.double,
    )
