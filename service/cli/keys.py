"""``keys``: API keys, and the master key, from the machine itself."""

from pathlib import Path
from typing import Annotated, Final

import typer

from service.cli.lines import put
from service.errors import SettingsError
from service.settings import load

app: Final = typer.Typer(help="API keys, and the master key.", no_args_is_help=True)

OfTenant = Annotated[str, typer.Option("--tenant", help="a court, or whoever keeps its documents apart")]


@app.command()
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
    from service.app import store_of
    from service.cli import tenant_keys

    store = store_of(load())
    typer.echo(tenant_keys.create(store, tenant, actor, role, only or [], days, new=new_tenant))


@app.command("list")
def listed(tenant: OfTenant = "default") -> None:
    """Print one JSON object a line: each key, whose, for what, until when, last used when."""
    from service.app import store_of
    from service.cli import tenant_keys

    for line in tenant_keys.listed(store_of(load()), tenant):
        typer.echo(line)


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(help="its id, as listed")], tenant: OfTenant = "default"
) -> None:
    """End a key, and the sessions that were opened with it."""
    from service.app import store_of
    from service.cli import tenant_keys

    tenant_keys.revoke(store_of(load()), tenant, key)


@app.command()
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
    put(documents=rotate(store_of(load()), fresh), key=fresh.key_id)
