"""What an operator does beside the service: look at the audit trail, change keys, purge.

No logic: each command reads its settings and calls one function.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer

from service.errors import InputError, SettingsError
from service.settings import load

audit: Final = typer.Typer(help="The audit trail.", no_args_is_help=True)
keys: Final = typer.Typer(help="API keys, and the master key.", no_args_is_help=True)
webhooks: Final = typer.Typer(help="Where a tenant's events are sent.", no_args_is_help=True)

TenantName = Annotated[str, typer.Argument(metavar="TENANT", help="a tenant's name")]
OfTenant = Annotated[str, typer.Option("--tenant", help="a court, or whoever keeps its documents apart")]
Heads = Annotated[
    list[str] | None,
    typer.Option("--head", metavar="NUMBER:HEX", help="as the log or GET /v1/audit once told it; several"),
]


def install(app: typer.Typer) -> None:
    """Put the commands of this module into `app`."""
    app.add_typer(audit, name="audit")
    app.add_typer(keys, name="keys")
    app.add_typer(webhooks, name="webhooks")
    app.command()(purge)


@audit.command()
def verify(head: Heads = None) -> None:
    """Find rows that were changed, moved, made up, left out or cut off."""
    from service.app import store_of
    from service.storage.audit import Head
    from service.storage.verification import verify

    found, missed = verify(store_of(load()), [Head.parse(text) for text in head or []])
    for chain in found:
        faults = [{"number": fault.number, "what": fault.what} for fault in chain.faults]
        _print(
            tenant=str(chain.tenant_id),
            rows=chain.rows,
            unsealed=chain.unsealed,
            head=str(chain.head),
            faults=faults,
        )
    for lost in missed:
        _print(head=str(lost), faults=[{"number": lost.number, "what": "cut_off"}])
    raise typer.Exit(1 if missed or any(chain.faults for chain in found) else 0)


@audit.command()
def export(
    tenant: Annotated[str | None, typer.Option(metavar="NAME", help="of this tenant alone")] = None,
    after: Annotated[int, typer.Option(metavar="NUMBER", help="only rows of a higher number")] = 0,
) -> None:
    """Print the trail, one JSON object a line; that it was done is its last row."""
    from service.app import store_of
    from service.storage.operators import export_trail

    for fields in export_trail(store_of(load()), tenant, after):
        _print(**fields)


@keys.command()
def create(
    actor: Annotated[str, typer.Argument(help="who has it: its name on the audit trail")],
    role: Annotated[list[str], typer.Option(help="submitter, reviewer, supervisor, auditor, admin; several")],
    tenant: OfTenant = "default",
    only: Annotated[list[str] | None, typer.Option(help="a permission; all of the roles' if none")] = None,
    days: Annotated[int, typer.Option(min=1, help="until it expires")] = 365,
    new_tenant: Annotated[
        bool, typer.Option("--new-tenant", help="make the tenant if there is none")
    ] = False,
) -> None:
    """Make a key and print it, this once."""
    from service import cli_keys
    from service.app import store_of

    store = store_of(load())
    typer.echo(cli_keys.create(store, tenant, actor, role, only or [], days, new=new_tenant))


@keys.command("list")
def listed(tenant: OfTenant = "default") -> None:
    """Print one JSON object a line: each key, whose, for what, until when, last used when."""
    from service import cli_keys
    from service.app import store_of

    for line in cli_keys.listed(store_of(load()), tenant):
        typer.echo(line)


@keys.command()
def revoke(
    key: Annotated[str, typer.Argument(help="its id, as listed")], tenant: OfTenant = "default"
) -> None:
    """End a key, and the sessions that were opened with it."""
    from service import cli_keys
    from service.app import store_of

    cli_keys.revoke(store_of(load()), tenant, key)


@keys.command()
def rotate(
    file: Annotated[Path | None, typer.Option("--to-file", help="holds the new key; made if missing")] = None,
    command: Annotated[str | None, typer.Option("--to-command", help="prints the new key")] = None,
) -> None:
    """Put all documents under a new master key, while nothing else runs; again if it was killed."""
    from service.app import store_of
    from service.storage.keys import load_keyring
    from service.storage.rotation import rotate

    if (file is None) == (command is None):
        raise SettingsError("Give either --to-file or --to-command.")
    fresh = load_keyring(None, file or Path(), command)
    _print(documents=rotate(store_of(load()), fresh), key=fresh.key_id)


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
        count += retention.purge_these(store, _ids(document))
    if case is not None:
        if tenant is None:
            raise InputError("Say whose case it is: --tenant NAME.")
        [(_, principal)] = tenants(store, tenant)
        count += retention.purge_case(principal, store, case.read())
    if expired:
        count += retention.purge_expired(store, settings.retention_days)
    _print(purged=count)


@webhooks.command()
def add(tenant: TenantName, url: str) -> None:
    """Send a tenant's events from now on to URL; prints the secret that signs them, this once."""
    from service.app import store_of
    from service.outgoing import check_target
    from service.storage.operators import tenants
    from service.storage.webhooks import add_webhook

    settings = load()
    check_target(url, private=settings.private_webhooks)
    store = store_of(settings)
    [(_, principal)] = tenants(store, tenant)
    webhook_id, secret = add_webhook(principal, store, url)
    _print(id=str(webhook_id), secret=secret)


@webhooks.command("list")
def list_() -> None:
    """Print where events go and how far they got."""
    from service.app import store_of
    from service.storage.operators import tenants
    from service.storage.webhooks import webhooks

    store = store_of(load())
    for name, principal in tenants(store):
        for found in webhooks(principal, store):
            _print(
                tenant=name,
                id=str(found.id),
                url=found.url,
                position=found.position,
                failures=found.failures,
            )


@webhooks.command()
def remove(tenant: TenantName, webhook: str) -> None:
    """Send nothing there any more."""
    from service.app import store_of
    from service.storage.operators import tenants
    from service.storage.webhooks import remove_webhook

    store = store_of(load())
    [(_, principal)] = tenants(store, tenant)
    remove_webhook(principal, store, _ids([webhook])[0])


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise InputError("An id is a UUID.") from None


def _print(**fields: object) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
