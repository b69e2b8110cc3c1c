"""``renew``, ``reidentify``, ``export-gold``, ``purge``: what is kept of documents, read again, told,
taken out or destroyed."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from service.cli.lines import ids, put, who
from service.errors import (
    Conflict,
    InputError,
    NotFound,
    UndecipherableRecord,
    UnknownPolicy,
    ZeroRetention,
)
from service.settings import load


def renew(
    document: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="documents; all of the court's if none")
    ] = None,
    bundle: Annotated[
        Path | None, typer.Option(metavar="DIR", help="the new model; if none, the one that serves")
    ] = None,
) -> None:
    """Read rulings again with a new model, those that are finished or wait in nobody's hands, and put
    before a person what it would treat otherwise and nobody decided. Prints one JSON object a ruling.
    The API key, which needs the permission submit, is asked for, or read from standard input."""
    from service import reanalysis
    from service.app import store_of
    from service.engine import engine_of
    from service.policies import load_policies
    from service.storage.principals import require

    settings = load()
    store = store_of(settings)
    principal = who(store)
    require(principal, "submit")
    policies = load_policies(settings.policies)
    engine = engine_of(bundle or settings.bundle, settings.threads)
    for document_id in ids(document) if document else reanalysis.waiting(principal, store):
        try:
            found = reanalysis.reanalyze(principal, store, document_id, engine, policies)
        except (Conflict, NotFound, UnknownPolicy, UndecipherableRecord) as error:
            put(document=str(document_id), skipped=error.code)
        else:
            put(**{**asdict(found), "document": str(document_id)})


def reidentify(document: Annotated[UUID, typer.Argument(metavar="DOCUMENT", help="its id")]) -> None:
    """Print what the placeholders of a final text stand for, one JSON object a line. The API key,
    which needs the scope reidentify, is asked for, or read from standard input."""
    from service.app import store_of
    from service.storage import mappings

    store = store_of(load())
    for pair in mappings.reidentify(who(store), store, document):
        sys.stdout.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")


def export_gold(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="a new file")],
    document: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="documents; all that were reviewed if none")
    ] = None,
) -> None:
    """Write reviewed rulings as training data, encrypted for INNOMINADO_GOLD_CERTIFICATE. The API
    key, which needs the permission export_gold, is asked for, or read from standard input."""
    from service import export
    from service.app import store_of
    from service.policies import load_policies

    settings = load()
    if settings.zero_retention:
        raise ZeroRetention
    recipient = export.load_recipient(settings.gold_certificate)
    store = store_of(settings)
    policies = load_policies(settings.policies)
    named = ids(document) if document else None
    found = export.export_gold(who(store), store, policies, settings.retention_days, recipient, named)
    export.write(found, output)
    put(
        documents=found.documents,
        entities=found.entities,
        hard_negatives=found.hard_negatives,
        misses=found.misses,
        sha256=found.sha256,
    )


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
