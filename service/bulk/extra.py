"""Libraries that only some installations have."""

from importlib import import_module
from typing import Any

from service.bulk.errors import MissingExtra


def needs(module: str, extra: str) -> Any:
    """The module of that name. Raises MissingExtra, which names the extra that brings it."""
    try:
        return import_module(module)
    except ImportError:
        raise MissingExtra(extra) from None
