"""Request bodies: how large they may be, of which type, and how they are read."""

import json
from typing import Any, Final

from fastapi import Request
from starlette.datastructures import FormData, Headers
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api import problems
from service.api.problems import BodyTooLarge, MalformedBody, UnsupportedMediaType
from service.errors import Busy
from service.lane import RETRY_AFTER

#: A character may be sent as ``\uXXXX``; the rest of the body needs little room.
BYTES_PER_CHARACTER: Final = 6
ROOM_FOR_THE_REST: Final = 64 * 1024


def limit_for(max_characters: int) -> int:
    """Bytes of the largest body that can hold an allowed text."""
    return BYTES_PER_CHARACTER * max_characters + ROOM_FOR_THE_REST


class Budget:
    """Bytes that all bodies together may take, from their first to when they are answered.

    For the event loop alone: nothing here waits, so nothing comes between.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.used = 0

    @property
    def free(self) -> int:
        return self.total - self.used


class BodyLimit:
    """Pure ASGI: reads a body up to `limit` bytes, a form up to `form_limit`, and refuses it
    there, whatever it announced; likewise where `budget` has no room for it now."""

    def __init__(self, app: ASGIApp, limit: int, form_limit: int, budget: Budget) -> None:
        self.app = app
        self.limit = limit
        self.form_limit = form_limit
        self.budget = budget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_form = headers.get("content-type", "").lower().startswith("multipart/form-data")
        held = _Held(self.budget, self.form_limit if is_form else self.limit)
        try:
            try:
                held.expect(headers.get("content-length", ""))
                body = await _read(receive, held)
            except (BodyTooLarge, Busy) as error:
                refusal = problems.response(error, scope["state"]["request_id"])
                await refusal(scope, receive, send)
                return
            if body["type"] == "http.request":  # else the caller is gone
                await self.app(scope, _replay(body, receive), send)
        finally:
            held.let_go()


class _Held:
    """What one body takes of the budget."""

    def __init__(self, budget: Budget, limit: int) -> None:
        self._budget = budget
        self._limit = limit
        self._size = 0

    def expect(self, announced: str) -> None:
        """See that a body of the announced size would be taken. Nothing is set aside for it: who
        announces much and sends nothing takes nothing. Raises what `add` does."""
        # A header of 5,000 digits is no int in Python, so the longest are told by their length.
        if announced.isdecimal():
            self._check(int(announced) if len(announced) <= 18 else 10**18)

    def add(self, size: int) -> None:
        """Take `size` bytes more. Raises BodyTooLarge; Busy: there is no room now."""
        self._check(size)
        self._size += size
        self._budget.used += size

    def _check(self, size: int) -> None:
        if self._size + size > self._limit:
            raise BodyTooLarge(self._limit)
        if size > self._budget.free:
            raise Busy(RETRY_AFTER)

    def let_go(self) -> None:
        self._budget.used -= self._size


async def _read(receive: Receive, held: _Held) -> Message:
    """The whole body as one message, or a disconnect. Raises what `held` does."""
    chunks = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return message
        chunk = message.get("body", b"")
        held.add(len(chunk))
        chunks.append(chunk)
        if not message.get("more_body", False):
            return {"type": "http.request", "body": b"".join(chunks), "more_body": False}


def _replay(body: Message, receive: Receive) -> Receive:
    pending = [body]

    async def replayed() -> Message:
        return pending.pop() if pending else await receive()

    return replayed


def media_type(request: Request) -> str:
    """The body's type, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def json_only(request: Request) -> None:
    """A dependency of the routes that take JSON. Raises UnsupportedMediaType."""
    if media_type(request) != "application/json":
        raise UnsupportedMediaType("Send application/json.")


async def read_json(request: Request) -> Any:
    """The body as JSON. Raises MalformedBody."""
    try:
        return json.loads((await request.body()).decode("utf-8"))
    except (ValueError, RecursionError):
        raise MalformedBody from None


class _InMemory(MultiPartParser):
    """Stricter than its parent, which spools files, in clear, to the disk, reads fields that
    are not UTF-8 in some other charset, and takes a form that was cut off."""

    spool_max_size = 0
    _ended = False

    async def parse(self) -> FormData:
        form = await super().parse()
        if not self._ended:
            for file in self._files_to_close_on_error:
                file.close()
            raise MultiPartException("cut off")
        return form

    def on_end(self) -> None:
        self._ended = True

    def on_part_end(self) -> None:
        if self._current_part.file is None:
            self._current_part.data.decode("utf-8")
        super().on_part_end()


async def read_form(request: Request) -> FormData:
    """The body as a form with at most one file. Raises MalformedBody."""
    try:
        return await _InMemory(request.headers, request.stream(), max_files=1).parse()
    except (MultiPartException, ValueError):
        raise MalformedBody from None
