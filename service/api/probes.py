"""GET /healthz, /readyz, /metrics: for whoever watches over the service."""

from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from service import __version__
from service.api.problems import documented
from service.api.resources import Use
from service.api.schemas import Model
from service.errors import DatabaseBehind, DatabaseUnavailable, UndecipherableRecord
from service.storage import migrate

router = APIRouter(tags=["probes"])


class Health(Model):
    status: Literal["ok"] = "ok"


class Ready(Health):
    service: str
    model: str


@router.get("/healthz", summary="The process answers")
async def healthz() -> Health:
    return Health()


@router.get(
    "/readyz",
    summary="The database and the model can be used",
    responses=documented(DatabaseBehind, DatabaseUnavailable, UndecipherableRecord),
)
def readyz(use: Use) -> Ready:
    migrate.check(use.store)
    return Ready(service=__version__, model=use.engine.version)


@router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
def metrics(use: Use) -> Response:
    """Counts and latencies by route template, spans by label and decision. No text, no ids."""
    return Response(use.metrics.exposition(), media_type=CONTENT_TYPE_LATEST)
