"""/v1/directory: the court's judges, clerks, prosecutors, lawyers and experts, by name."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AfterValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from service.api.auth import Configurer
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
from service.errors import (
    Conflict,
    Forbidden,
    InputError,
    NotFound,
    StorageError,
    Unauthenticated,
    UndecodableText,
)
from service.pipeline.directory import Listed, ListedRole, is_whole
from service.storage import directory
from service.storage.directory import MOST, Change, Entry
from service.storage.tables import NAME_LENGTH

router = APIRouter(
    prefix="/v1/directory",
    tags=["directory"],
    responses=documented(Unauthenticated, Forbidden, InvalidRequest, StorageError),
)

_TAKES_JSON: Final = documented(
    MalformedBody, BodyTooLarge, UnsupportedMediaType, UndecodableText, InputError
)
_JUDGE: Final[dict[str, JsonValue]] = {
    "name": "Quimera Albaflor, Aurelia",
    "role": "autoridad",
    "office": "Jueza de Letras",
}
_LAWYER: Final[dict[str, JsonValue]] = {
    "name": "Teobaldo Marjal Güimar",
    "role": "profesional",
    "office": None,
}


def _whole(name: str) -> str:
    if not is_whole(name):
        raise PydanticCustomError("whole_name", "A given name and a surname at least, both spelt out.")
    return name


def _printable(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("printable", "One line, printable.")
    return text


class ListedIO(Model):
    """Somebody, and what they are in court. Name and office are kept encrypted."""

    model_config = ConfigDict(json_schema_extra={"examples": [_JUDGE, _LAWYER]})

    name: Annotated[
        str,
        Field(
            min_length=1,
            max_length=NAME_LENGTH,
            description="given name and surname at least, spelt out; surname first with a comma, which "
            "also tells two given names from two surnames",
            examples=[_JUDGE["name"]],
        ),
        AfterValidator(_printable),
        AfterValidator(_whole),
    ]
    role: Annotated[
        ListedRole,
        Field(description="`autoridad`: judge, clerk, prosecutor, official; `profesional`: lawyer, expert"),
    ]
    office: Annotated[
        Annotated[str, AfterValidator(_printable)] | None,
        Field(max_length=NAME_LENGTH, examples=[_JUDGE["office"]]),
    ] = None


class ListedManyIn(Model):
    model_config = ConfigDict(json_schema_extra={"examples": [{"entries": [_JUDGE, _LAWYER]}]})

    entries: Annotated[list[ListedIO], Field(max_length=MOST)]


class EntryOut(ListedIO):
    id: UUID
    added_by: Annotated[str, Field(description="who entered it", examples=["administración"])]
    added_at: datetime


class DirectoryOut(Model):
    items: list[EntryOut]
    next: Annotated[int | None, Field(description="the cursor of what follows, if anything does")]


class ChangeOut(Model):
    """known: entries that were there, or came twice; they get the office that was sent, if one was."""

    added: Annotated[int, Field(examples=[2])]
    known: Annotated[int, Field(examples=[0])]
    removed: Annotated[int, Field(examples=[0])]


@router.get("", summary="The court's directory, the first entry first")
def read(
    configurer: Configurer,
    use: Use,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[int, Query(ge=0, le=2**31 - 1, description="`next` of the page before")] = 0,
) -> DirectoryOut:
    """An entry tells a person's role in a ruling that calls them by their whole name, if it also calls
    them by an office or title of that role, names them in the caption, or bears their signature.
    Whom the sender of a document names as a party is one."""
    found = directory.entries(configurer, use.store, limit + 1, cursor)
    return DirectoryOut(
        items=[_out(entry) for entry in found[:limit]], next=cursor + limit if len(found) > limit else None
    )


@router.post(
    "",
    summary="Enter somebody",
    status_code=201,
    dependencies=[Depends(json_only)],
    responses={**_TAKES_JSON, **documented(Conflict)},
)
def add(body: ListedIO, configurer: Configurer, use: Use) -> EntryOut:
    """409 if the name is there with that role, however it is written."""
    return _out(directory.add_one(configurer, use.store, _listed(body)))


@router.post(
    "/import",
    summary="Enter many, besides those that are there",
    dependencies=[Depends(json_only)],
    responses=_TAKES_JSON,
)
def add_many(body: ListedManyIn, configurer: Configurer, use: Use) -> ChangeOut:
    """All or none."""
    return _changed(directory.add(configurer, use.store, [_listed(one) for one in body.entries]))


@router.put(
    "",
    summary="Put another directory in its place",
    dependencies=[Depends(json_only)],
    responses=_TAKES_JSON,
)
def replace(body: ListedManyIn, configurer: Configurer, use: Use) -> ChangeOut:
    """Who is in both stays as entered; who is not sent is removed. All or none."""
    return _changed(directory.replace_all(configurer, use.store, [_listed(one) for one in body.entries]))


@router.delete("/{entry_id}", summary="Remove an entry", status_code=204, responses=documented(NotFound))
def remove(entry_id: UUID, configurer: Configurer, use: Use) -> None:
    """Rulings that were read before keep their decisions."""
    directory.remove(configurer, use.store, entry_id)


def _listed(body: ListedIO) -> Listed:
    return Listed(body.name, body.role, body.office)


def _changed(change: Change) -> ChangeOut:
    return ChangeOut(added=change.added, known=change.known, removed=change.removed)


def _out(entry: Entry) -> EntryOut:
    listed = entry.listed
    return EntryOut(
        id=entry.id,
        name=listed.name,
        role=listed.role,
        office=listed.office,
        added_by=entry.added_by,
        added_at=entry.added_at,
    )
