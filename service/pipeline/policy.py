"""What a policy is: a list of rules, the first of which that applies to a span says what is done
with it; what none applies to is masked."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, get_args

from service.document import LABELS, Attribute, Label, Role, Span
from service.pipeline.general import Level, kind_of
from service.pipeline.render import TAG, Manner, Style

#: Two finders, both sure, say different labels.
LABEL_CONFLICT = "label conflict"

ReviewMode = Literal["doubts", "all", "sample"]
#: Why a reviewer publishes what the machine would hide, and what is no person at all.
PublishReason = Literal["office", "professional", "citation", "public", "no_person", "ordered"]
Treatment = Literal["keep", "generalise", "mask"]
Ground = Literal["norm", "practice", "unverified"]

PUBLISH_REASONS: Final[tuple[PublishReason, ...]] = get_args(PublishReason)

#: From the least protective to the most.
TREATMENTS: Final[tuple[Treatment, ...]] = ("keep", "generalise", "mask")


@dataclass(frozen=True, slots=True)
class Threshold:
    """Scores of a label: from `mask` on a span is masked outright, below it is masked
    and put to review; below `review` a place is no candidate at all."""

    review: float
    mask: float


Thresholds = Mapping[Label, Threshold]


@dataclass(frozen=True, slots=True)
class Source:
    """What a rule rests on: a norm, practice seen in published rulings, or nobody's check yet."""

    kind: Ground
    text: str


UNSOURCED: Final = Source("unverified", "")


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done with the spans of a label. What is empty asks for nothing; else one of its
    values must be the span's.

    role: an unknown one is ``parte``. kind: ``case_number`` is ``case_number.own`` too.
    to: what a generalised surface is cut down to.
    """

    label: Label
    action: Treatment
    role: frozenset[Role] = frozenset()
    attribute: frozenset[Attribute] = frozenset()
    kind: frozenset[str] = frozenset()
    to: Level | None = None
    source: Source = UNSOURCED

    def applies(self, span: Span, kind: str | None) -> bool:
        return (
            span.label == self.label
            and (not self.role or (span.role or "parte") in self.role)
            and (not self.attribute or not self.attribute.isdisjoint(span.attributes))
            and (not self.kind or any(kind == k or (kind or "").startswith(f"{k}.") for k in self.kind))
        )

    @property
    def by_role(self) -> bool:
        """Whether it is what it is because the name is no private person's."""
        return bool(self.role) and "parte" not in self.role

    def protection(self) -> tuple[int, bool, bool]:
        """Greater for the rule that protects more."""
        return TREATMENTS.index(self.action), self.to == "province", self.by_role

    def covers(self, other: "Rule") -> bool:
        """Whether all that `other` applies to, this applies to as well."""
        return self.label == other.label and all(
            not mine or (theirs and mine >= theirs)
            for mine, theirs in (
                (self.role, other.role),
                (self.attribute, other.attribute),
                (self.kind, other.kind),
            )
        )

    def reason(self) -> str:
        """Why a span is treated so: ``attribute minor is hidden``."""
        done = {"mask": "hidden", "generalise": f"cut down to its {self.to}", "keep": "published"}
        named: tuple[tuple[str, Collection[str]], ...] = (
            ("attribute", self.attribute),
            ("kind", self.kind),
            ("role", self.role),
        )
        what = next((f"{name} {', '.join(sorted(values))}" for name, values in named if values), None)
        return f"{what or f'label {self.label}'} is {done[self.action]}"


@dataclass(frozen=True, slots=True)
class Policy:
    """A named rule of publication; see `service.policies` for the files.

    review: which documents a person sees: those with doubts, all, or those with
        doubts and a share `sample` of the rest.
    manner: how what is hidden is written if nobody asks for another style.
    start, end: the days between which it is in force.
    reserved: the policy that counts as well where the ruling or its sender orders reserve.
    reasons: for which a reviewer may publish what it hides.
    double: the share of the reviewed documents that two review, without each other's verdict.
    """

    name: str
    version: str
    title: str
    rules: tuple[Rule, ...]
    review: ReviewMode = "doubts"
    sample: float = 0.0
    manner: Manner = TAG
    start: date = date.min
    end: date | None = None
    reserved: "Policy | None" = None
    reasons: tuple[PublishReason, ...] = PUBLISH_REASONS
    double: float = 0.0

    def in_style(self, style: Style | None = None, seed: bytes = b"") -> Manner:
        """How it is written, in the policy's own style or another; seed: see `Manner`."""
        return replace(self.manner, style=style or self.manner.style, seed=seed)

    @property
    def hide(self) -> frozenset[Label]:
        """The labels of which it hides something."""
        return frozenset(label for label in LABELS if any(self._hidden(label)))

    def _hidden(self, label: Label) -> Iterator[bool]:
        for rule in self.rules:
            if rule.label == label:
                yield rule.action != "keep"
                if rule.covers(Rule(label, "mask")):
                    return
        yield True  # what no rule applies to is masked

    def rule(self, text: str, span: Span) -> Rule:
        """The first rule that applies to `span`, one that masks it if there is none."""
        kind = kind_of(text, span)
        return next((rule for rule in self.rules if rule.applies(span, kind)), Rule(span.label, "mask"))


def hiding(labels: Collection[Label]) -> tuple[Rule, ...]:
    """Rules that mask all of `labels` and keep the others."""
    return tuple(Rule(label, "mask" if label in labels else "keep") for label in LABELS)
