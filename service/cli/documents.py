"""``reidentify`` and ``purge``: what is kept of documents, told or destroyed."""

import json
import sys
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

import typer

from service.cli.lines import ids, put
from service.errors import InputError
from service.settings import load


def reidentify(document: Annotated[UUID, typer.Argument(metavar="DOCUMENT", help="its id")]) -> None:
    """Print what the placeholders of a final text stand for, one JSON object a line. The API key,
    which needs the scope reidentify, is asked for, or read from standard input."""
    from service.app import store_of
    from service.storage import mappings
    from service.storage.principals import authenticate

    asked = sys.stdin.isatty()
    key = (
        typer.prompt("API key", hide_input=True, err=True) if asked else sys.stdin.buffer.readline().decode()
    )
    store = store_of(load())
    for pair in mappings.reidentify(authenticate(store, key.strip()), store, document):
        sys.stdout.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")


def purge(
    document: Annotated[list[str] | None, typer.Argument(metavar="[ID…]", help="documents")] = None,
    case: Annotated[
        typer.FileText | None,
        typer.Option(metavar="FILE", help="holds a case's file number; - is standard input"),
    ] = None,
    tenant: Annotated[str | None, typer.Option(metavar="NAME", help="whose case it is")] = None,
    expired: Annotated[bool, typer.Option("--expired", help="what INNOMINADO_RETENTION_DAYS says")] = False,
) -> None:
    """Destroy documents and their keys; again if it was killed. There is no way back."""
    from service.app import store_of
    from service.storage import retention
    from service.storage.operators import tenants

    settings = load()
    store = store_of(settings)
    count = 0
    if document:
        count += retention.purge_these(store, ids(document))
    if case is not None:
        if tenant is None:
            raise InputError("Say whose case it is: --tenant NAME.")
        [(_, principal)] = tenants(store, tenant)
        count += retention.purge_case(principal, store, case.read())
    if expired:
        count += retention.purge_expired(store, settings.retention_days)
    put(purged=count)
