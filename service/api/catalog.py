"""GET /v1/labels: labels, decisions and styles."""

from fastapi import APIRouter
from pydantic import Field

from service.api.auth import Guest
from service.api.problems import documented
from service.api.schemas import Model
from service.document import LABELS, ROLES, Action, Label, Role
from service.errors import Forbidden, StorageError, Unauthenticated
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


class LabelOut(Model):
    label: Label
    meaning: str
    roles: list[Role] = Field(description="a role belongs to the person, not to the place")


class LabelsOut(Model):
    labels: list[LabelOut]
    decisions: list[Action]
    styles: list[Style]


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
