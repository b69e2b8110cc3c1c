"""Routers of what works on documents that are kept: not there where none is (zero retention)."""

from fastapi import APIRouter, Depends

from service.api.problems import InvalidRequest, documented
from service.api.resources import keeps
from service.errors import Forbidden, InnominadoError, StorageError, Unauthenticated, ZeroRetention


def kept_router(prefix: str, tag: str, *errors: type[InnominadoError]) -> APIRouter:
    """errors: what every route of it may answer with besides what all such routes may."""
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        dependencies=[Depends(keeps)],
        responses=documented(
            Unauthenticated, Forbidden, ZeroRetention, InvalidRequest, *errors, StorageError
        ),
    )
