"""/v1/policies: the rules of publication, and which of them a court's documents follow."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from service.api.auth import Configurer, Guest, Observer
from service.api.bodies import json_only
from service.api.intake import Name
from service.api.problems import (
    BodyTooLarge,
    InvalidRequest,
    MalformedBody,
    UnsupportedMediaType,
    documented,
)
from service.api.resources import Use
from service.api.schemas import Model, PolicyName
from service.document import LABELS, Attribute, Label, Role
from service.errors import Forbidden, InputError, StorageError, Unauthenticated, UnknownPolicy
from service.pipeline.general import Level
from service.pipeline.policy import Ground, Policy, PublishReason, ReviewMode, Rule, Treatment
from service.pipeline.render import Style
from service.policies import pick
from service.storage.choices import Choice, read_choices, write_choices
from service.storage.principals import Principal

router = APIRouter(
    prefix="/v1/policies", tags=["policies"], responses=documented(Unauthenticated, Forbidden, StorageError)
)


class SourceOut(Model):
    """What a rule rests on: a norm, practice seen in published rulings, or nobody's check yet."""

    kind: Ground
    text: str


class RuleOut(Model):
    """The first rule that applies to a place decides; an empty list asks for nothing."""

    label: Label
    role: list[Role]
    attribute: list[Attribute]
    kind: list[str]
    action: Treatment
    to: Annotated[Level | None, Field(description="what a generalised surface is cut down to")]
    source: SourceOut


class PolicyOut(Model):
    name: str
    version: str
    title: str
    country: str | None
    start: date
    end: date | None
    hide: Annotated[list[Label], Field(description="labels of which it hides something")]
    review: ReviewMode
    sample: Annotated[
        float, Field(description="share of the documents without doubts that a person sees as well")
    ]
    double: Annotated[float, Field(description="share of what is reviewed that two review")]
    style: Style
    reserved: Annotated[
        str | None, Field(description="the policy that counts as well where reserve is ordered")
    ]
    reasons: Annotated[
        list[PublishReason], Field(description="for which a reviewer may publish what it hides")
    ]
    rules: list[RuleOut]


class PoliciesOut(Model):
    policies: list[PolicyOut]


class ChoiceIO(Model):
    """`policy` for the documents of `court` and `matter`; null is any."""

    court: Annotated[Name | None, Field(examples=["Juzgado de Letras de Villa Serena"])] = None
    matter: Annotated[Name | None, Field(examples=["familia"])] = None
    policy: PolicyName


class ChoicesIO(Model):
    """The whole table. Of a court and a matter, of the court, of the matter, of any: the first
    line that there is counts; where there is none, `estricta`."""

    choices: Annotated[list[ChoiceIO], Field(max_length=10_000)]


@router.get("", summary="The named rules of publication")
def policies(use: Use, _: Guest) -> PoliciesOut:
    return PoliciesOut(policies=[policy_out(policy) for policy in use.policies.values()])


@router.get("/table", summary="Which policy documents follow, by court and matter")
def read_table(observer: Observer, use: Use) -> ChoicesIO:
    return _table(observer, use)


@router.put(
    "/table",
    summary="Put another table in its place",
    dependencies=[Depends(json_only)],
    responses=documented(
        MalformedBody, BodyTooLarge, UnsupportedMediaType, InvalidRequest, InputError, UnknownPolicy
    ),
)
def write_table(body: ChoicesIO, configurer: Configurer, use: Use) -> ChoicesIO:
    for choice in body.choices:
        pick(use.policies, choice.policy)
    choices = [Choice(choice.court, choice.matter, choice.policy) for choice in body.choices]
    write_choices(configurer, use.store, choices)
    return _table(configurer, use)


def _table(principal: Principal, use: Use) -> ChoicesIO:
    found = read_choices(principal, use.store)
    return ChoicesIO(choices=[ChoiceIO(court=c.court, matter=c.matter, policy=c.policy) for c in found])


def policy_out(policy: Policy) -> PolicyOut:
    return PolicyOut(
        name=policy.name,
        version=policy.version,
        title=policy.title,
        country=policy.manner.country,
        start=policy.start,
        end=policy.end,
        hide=[label for label in LABELS if label in policy.hide],
        review=policy.review,
        sample=policy.sample,
        double=policy.double,
        style=policy.manner.style,
        reserved=policy.reserved.name if policy.reserved else None,
        reasons=list(policy.reasons),
        rules=[_rule_out(rule) for rule in policy.rules],
    )


def _rule_out(rule: Rule) -> RuleOut:
    return RuleOut(
        label=rule.label,
        role=sorted(rule.role),
        attribute=sorted(rule.attribute),
        kind=sorted(rule.kind),
        action=rule.action,
        to=rule.to,
        source=SourceOut(kind=rule.source.kind, text=rule.source.text),
    )
