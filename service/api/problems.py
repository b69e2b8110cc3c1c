"""Errors → ``application/problem+json``, for every error, here and nowhere else.

A body tells what went wrong and where, by position and by name; never by quoting what
was sent. That holds for pydantic's errors too: of those only the place and the type are
passed on, and of an unknown field not even the name, since its sender chose it.
"""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from service import errors
from service.errors import InnominadoError, InputError

log = structlog.get_logger()

MEDIA_TYPE: Final = "application/problem+json"
STORAGE_RETRY_AFTER: Final = 5


class MalformedBody(InputError):
    code = "malformed_body"
    title = "The body is not well-formed JSON in UTF-8, or not well-formed multipart."


class BodyTooLarge(InputError):
    code = "body_too_large"
    title = "The body is larger than the limit."

    def __init__(self, limit: int) -> None:
        super().__init__(f"The limit is {limit} bytes.")


class UnsupportedMediaType(InputError):
    code = "unsupported_media_type"
    title = "This call does not take a body of that Content-Type."


class PreconditionRequired(InputError):
    code = "precondition_required"
    title = "If-Match is required: the ETag of the revision that the verdict is based on."


class InvalidRequest(InputError):
    """`faults`: each place of the request that does not fit its schema."""

    code = "invalid_request"
    title = "The request does not fit its schema."

    def __init__(self, faults: Sequence["Fault"]) -> None:
        super().__init__(f"{len(faults)} places.")
        self.faults = tuple(faults[:20])


class NoRoute(InnominadoError):
    code = "no_route"
    title = "There is no such path; GET /openapi.json lists them."


class MethodNotAllowed(InnominadoError):
    code = "method_not_allowed"
    title = "This path does not take that method; see Allow."


class Unexpected(InnominadoError):
    code = "internal_error"
    title = "The service failed. The log has the cause under this instance."


#: The status of each class and of its subclasses without a line of their own.
STATUS: Final[Mapping[type[InnominadoError], int]] = {
    InnominadoError: 500,
    InputError: 422,
    MalformedBody: 400,
    BodyTooLarge: 413,
    errors.TextTooLong: 413,
    errors.FileLimit: 413,
    errors.UnknownFormat: 415,
    errors.NoConverter: 415,
    UnsupportedMediaType: 415,
    PreconditionRequired: 428,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    NoRoute: 404,
    MethodNotAllowed: 405,
    errors.ReleaseHeld: 409,
    errors.Conflict: 409,
    errors.Busy: 429,
    errors.ProviderUnavailable: 503,
    errors.StorageError: 503,
    errors.BundleError: 503,
}

#: What a route that names the first may answer too.
_ALONG: Final[Mapping[type[InnominadoError], tuple[type[InnominadoError], ...]]] = {
    errors.Unauthenticated: (errors.ProviderUnavailable,),
    errors.Forbidden: (errors.CsrfRefused,),
    BodyTooLarge: (errors.Busy,),
}

_FROM_HTTP: Final[Mapping[int, type[InnominadoError]]] = {
    400: MalformedBody,
    404: NoRoute,
    405: MethodNotAllowed,
}


class Fault(BaseModel):
    """A place of the request that does not fit. `pointer` is a JSON pointer within `where`."""

    where: Literal["body", "query", "path", "header"]
    pointer: Annotated[str, Field(examples=["/spans/0/start"])]
    code: Annotated[str, Field(examples=["greater_than_equal"])]


class Place(BaseModel):
    """Half-open ``[start, end)`` in code points of the original text."""

    start: int
    end: int


class Problem(BaseModel):
    """Every error's body (RFC 9457). `code` is stable; `instance` is the X-Request-ID."""

    type: Annotated[str, Field(examples=["urn:innominado:problem:stale_revision"])]
    title: str
    status: int
    detail: str
    code: Annotated[str, Field(examples=["stale_revision"])]
    instance: Annotated[str, Field(examples=["6f1c0e5ab4f84d0f9a57a2b1f5f6f0b3"])]
    errors: list[Fault] | None = None
    indices: Annotated[list[int] | None, Field(description="spans at fault, by position as sent")] = None
    places: Annotated[list[Place] | None, Field(description="places of the original at fault")] = None


def status_of(kind: type[InnominadoError]) -> int:
    return next(STATUS[base] for base in kind.__mro__ if base in STATUS)


def problem(error: InnominadoError, request_id: str) -> Problem:
    """The body for `error`."""
    places = getattr(error, "places", None)
    return Problem(
        type=f"urn:innominado:problem:{error.code}",
        title=error.title,
        status=status_of(type(error)),
        detail=Exception.__str__(error),
        code=error.code,
        instance=request_id,
        errors=getattr(error, "faults", None),
        indices=getattr(error, "indices", None),
        places=None if places is None else [Place(start=start, end=end) for start, end in places],
    )


def response(error: InnominadoError, request_id: str, headers: Mapping[str, str] | None = None) -> Response:
    """The whole answer to a request that failed with `error`."""
    body = problem(error, request_id)
    return Response(
        body.model_dump_json(exclude_none=True),
        status_code=body.status,
        headers={**(headers or {}), **_headers(error)},
        media_type=MEDIA_TYPE,
    )


def from_validation(found: Iterable[Any]) -> InnominadoError:
    """Pydantic's errors, without what they quote (`input`, `ctx`, `msg`, `url`)."""
    found = list(found)
    if any(error["type"] == "json_invalid" for error in found):
        return MalformedBody()
    if any(error["type"] == "string_unicode" for error in found):
        return errors.UndecodableText("A lone surrogate.")
    return InvalidRequest([_fault(error) for error in found])


def install(app: FastAPI) -> None:
    """Give every error of `app` this shape; what is unexpected is `service.api.access`'s."""
    app.add_exception_handler(InnominadoError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)


def documented(*kinds: type[InnominadoError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's ``responses`` for the errors a route may answer with."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for kind in dict.fromkeys(kind for named in kinds for kind in (named, *_ALONG.get(named, ()))):
        entry = by_status.setdefault(status_of(kind), {"model": Problem, "description": ""})
        entry["description"] += f"`{kind.code}`: {kind.title}\n\n"
    return by_status


async def _known(request: Request, error: Exception) -> Response:
    error = cast("InnominadoError", error)
    if status_of(type(error)) >= 500:
        log.error("request_refused", request_id=request.state.request_id, exc_info=error)
    return response(error, request.state.request_id)


async def _http(request: Request, error: Exception) -> Response:
    """Starlette's own errors. Their details may quote the request, so they stay here."""
    error = cast("HTTPException", error)
    kind = _FROM_HTTP.get(error.status_code)
    if kind is not None:
        return response(kind(), request.state.request_id, error.headers)
    unnamed = Unexpected() if error.status_code >= 500 else InputError(HTTPStatus(error.status_code).phrase)
    return response(unnamed, request.state.request_id, error.headers)


async def _validation(request: Request, error: Exception) -> Response:
    found = cast("RequestValidationError", error).errors()
    return response(from_validation(found), request.state.request_id)


def _headers(error: InnominadoError) -> dict[str, str]:
    match error:
        case errors.Unauthenticated():
            return {"WWW-Authenticate": 'Bearer realm="innominado"'}
        case errors.Busy():
            return {"Retry-After": str(error.retry_after)}
        case errors.UndecipherableRecord():  # no time heals that
            return {}
        case errors.StorageError() | errors.ProviderUnavailable():
            return {"Retry-After": str(STORAGE_RETRY_AFTER)}
        case _:
            return {}


def _fault(error: Mapping[str, Any]) -> Fault:
    where, *path = cast("tuple[Any, ...]", error["loc"])
    if error["type"] == "extra_forbidden":
        path = path[:-1]
    return Fault(where=where, pointer="".join(f"/{step}" for step in path), code=error["type"])
