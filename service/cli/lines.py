"""What commands that print JSON lines and read ids share."""

import json
import sys
from uuid import UUID

from service.errors import InputError


def put(**fields: object) -> None:
    """Print one JSON object, a line of its own."""
    sys.stdout.write(json.dumps(fields) + "\n")


def ids(texts: list[str]) -> list[UUID]:
    """What was written as UUIDs. Raises InputError."""
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise InputError("An id is a UUID.") from None
