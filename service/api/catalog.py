"""GET /v1/policies, /v1/labels: what there is to choose from."""

from fastapi import APIRouter
from pydantic import Field

from service.api.auth import Guest
from service.api.problems import documented
from service.api.resources import Use
from service.api.schemas import Model
from service.document import LABELS, ROLES, Action, Label, Role
from service.errors import Forbidden, StorageError, Unauthenticated
from service.pipeline.policy import ReviewMode
from service.pipeline.render import STYLES, Style

router = APIRouter(
    prefix="/v1", tags=["discovery"], responses=documented(Unauthenticated, Forbidden, StorageError)
)

_MEANINGS: dict[Label, str] = {
    "NOMBRE": "natural persons",
    "FECHA": "dates",
    "LUGAR": "places and street addresses",
    "ID": "identifiers: of persons, accounts, telephones, vehicles, this case's files",
    "ORG": "private and other non-judicial organisations",
}


class PolicyOut(Model):
    name: str
    version: str
    title: str
    hide: list[Label]
    review: ReviewMode
    sample: float = Field(description="share of the documents without doubts that a person sees as well")


class PoliciesOut(Model):
    policies: list[PolicyOut]


class LabelOut(Model):
    label: Label
    meaning: str
    roles: list[Role] = Field(description="a role belongs to the person, not to the place")


class LabelsOut(Model):
    labels: list[LabelOut]
    decisions: list[Action]
    styles: list[Style]


@router.get("/policies", summary="The named rules of publication")
def policies(use: Use, _: Guest) -> PoliciesOut:
    return PoliciesOut(
        policies=[
            PolicyOut(
                name=policy.name,
                version=policy.version,
                title=policy.title,
                hide=[label for label in LABELS if label in policy.hide],
                review=policy.review,
                sample=policy.sample,
            )
            for policy in use.policies.values()
        ]
    )


@router.get("/labels", summary="Labels, roles, decisions and styles")
def labels(_: Guest) -> LabelsOut:
    return LabelsOut(
        labels=[
            LabelOut(label=label, meaning=_MEANINGS[label], roles=list(ROLES) if label == "NOMBRE" else [])
            for label in LABELS
        ],
        decisions=["mask", "review", "keep"],
        styles=list(STYLES),
    )
