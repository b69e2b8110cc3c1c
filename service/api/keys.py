"""/v1/keys: the API keys of a tenant."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from service.api.auth import KeyKeeper
from service.api.bodies import json_only
from service.api.problems import (
    BodyTooLarge,
    InvalidRequest,
    MalformedBody,
    UnsupportedMediaType,
    documented,
)
from service.api.resources import Use
from service.api.schemas import Model
from service.errors import Conflict, Forbidden, NotFound, StorageError, Unauthenticated
from service.roles import Permission, Role
from service.storage import api_keys
from service.storage.api_keys import LONGEST, KeyRecord
from service.storage.tables import NAME_LENGTH

router = APIRouter(
    prefix="/v1/keys",
    tags=["keys"],
    responses=documented(Unauthenticated, Forbidden, InvalidRequest, StorageError),
)


class KeyIn(Model):
    actor: Annotated[
        str,
        Field(min_length=1, max_length=NAME_LENGTH, description="who has it", examples=["gestor-documental"]),
    ]
    roles: Annotated[list[Role], Field(min_length=1, max_length=5)]
    scopes: Annotated[
        list[Permission] | None, Field(max_length=20, description="the only permissions of its roles it has")
    ] = None
    days: Annotated[int, Field(ge=1, le=LONGEST.days, description="until it expires")] = 365


class KeyOut(Model):
    id: UUID
    actor: str
    roles: list[str]
    scopes: list[str] | None
    created_at: datetime
    expires_at: datetime | None
    used_at: Annotated[datetime | None, Field(description="its last use, to the hour")]
    revoked_at: datetime | None


class NewKeyOut(KeyOut):
    key: Annotated[str, Field(description="told this once; it is kept nowhere")]


class KeysOut(Model):
    items: list[KeyOut]


@router.get("", summary="The tenant's keys, oldest first")
def keys(keeper: KeyKeeper, use: Use) -> KeysOut:
    return KeysOut(items=[_shown(record) for record in api_keys.keys_of(keeper, use.store)])


@router.post(
    "",
    summary="Make a key",
    status_code=201,
    dependencies=[Depends(json_only)],
    responses=documented(MalformedBody, Conflict, BodyTooLarge, UnsupportedMediaType, InvalidRequest),
)
def issue(body: KeyIn, keeper: KeyKeeper, use: Use) -> NewKeyOut:
    """A key may review, grant or configure only if its maker may."""
    record, key = api_keys.issue(
        keeper, use.store, body.actor, body.roles, body.scopes, timedelta(days=body.days)
    )
    return NewKeyOut(**dict(_shown(record)), key=key)


@router.delete("/{key_id}", summary="Revoke a key", status_code=204, responses=documented(NotFound))
def revoke(key_id: UUID, keeper: KeyKeeper, use: Use) -> None:
    """It ends at once, and so do the sessions that were opened with it."""
    api_keys.revoke(keeper, use.store, key_id)


def _shown(record: KeyRecord) -> KeyOut:
    return KeyOut(
        id=record.id,
        actor=record.actor,
        roles=list(record.roles),
        scopes=None if record.scopes is None else list(record.scopes),
        created_at=record.created_at,
        expires_at=record.expires_at,
        used_at=record.used_at,
        revoked_at=record.revoked_at,
    )
