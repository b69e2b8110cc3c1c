"""What commands share that print JSON lines, read ids, or ask who is there."""

import json
import sys
from typing import TYPE_CHECKING
from uuid import UUID

import typer

from service.errors import InputError

if TYPE_CHECKING:
    from service.storage.principals import Principal
    from service.storage.sessions import Store


def put(**fields: object) -> None:
    """Print one JSON object, a line of its own."""
    sys.stdout.write(json.dumps(fields) + "\n")


def ids(texts: list[str]) -> list[UUID]:
    """What was written as UUIDs. Raises InputError."""
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise InputError("An id is a UUID.") from None


def who(store: "Store") -> "Principal":
    """Whose API key is typed, or stands on standard input. Raises Unauthenticated."""
    from service.storage.principals import authenticate

    asked = sys.stdin.isatty()
    key = (
        typer.prompt("API key", hide_input=True, err=True) if asked else sys.stdin.buffer.readline().decode()
    )
    return authenticate(store, key.strip())
