"""What the routes share: built once by `service.app`, read from here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from service.api.metrics import Metrics
from service.errors import ZeroRetention
from service.lane import Lane
from service.oidc import Provider
from service.pipeline import Engine
from service.pipeline.directory import NOBODY, Directory
from service.pipeline.policy import Policy
from service.settings import Settings
from service.storage.directory import directory_of
from service.storage.principals import Principal
from service.storage.sessions import Store
from service.timestamps import Authority


@dataclass(frozen=True, slots=True)
class Resources:
    settings: Settings
    engine: Engine
    policies: Mapping[str, Policy]
    audiences: Mapping[str, Policy]
    store: Store
    lane: Lane
    metrics: Metrics
    provider: Provider | None = None
    authority: Authority | None = None


async def resources(request: Request) -> Resources:
    """The FastAPI dependency."""
    return cast("Resources", request.app.state.resources)


Use = Annotated[Resources, Depends(resources)]


def keeps(use: Use) -> None:
    """A dependency of what needs kept documents. Raises ZeroRetention where none are kept."""
    if use.settings.zero_retention:
        raise ZeroRetention


def directory_for(use: Resources, guest: Principal | None) -> Directory:
    """The directory of the caller's court; nobody's where nobody is named."""
    return NOBODY if guest is None else directory_of(guest, use.store)
