"""``directory``: a court's judges, prosecutors, lawyers, experts, from the machine itself."""

from pathlib import Path
from typing import Annotated, Final

import typer

from service.cli.lines import ids, put
from service.settings import load

app: Final = typer.Typer(
    help="A court's directory of judges, prosecutors, lawyers, experts.", no_args_is_help=True
)

_PAGE: Final = 1000

OfTenant = Annotated[str, typer.Option("--tenant", help="a court's name")]


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv", help="columns name, role, office; UTF-8", exists=True, dir_okay=False
        ),
    ],
    tenant: OfTenant = "default",
    replace: Annotated[bool, typer.Option("--replace", help="remove whoever is not in the file")] = False,
) -> None:
    """Enter everybody in a table; all or, if a line is at fault, nobody."""
    from service.app import store_of
    from service.cli.directory_csv import read_table
    from service.storage.directory import add, replace_all
    from service.storage.operators import tenants

    listed = read_table(file.read_bytes())
    store = store_of(load())
    [(_, principal)] = tenants(store, tenant)
    change = (replace_all if replace else add)(principal, store, listed)
    put(added=change.added, known=change.known, removed=change.removed)


@app.command("list")
def list_(tenant: OfTenant = "default") -> None:
    """Print one JSON object a line: everybody in a court's directory."""
    from service.app import store_of
    from service.storage.directory import entries
    from service.storage.operators import tenants

    store = store_of(load())
    [(_, principal)] = tenants(store, tenant)
    after = 0
    while page := entries(principal, store, _PAGE, after):
        for entry in page:
            put(
                id=str(entry.id),
                name=entry.listed.name,
                role=entry.listed.role,
                office=entry.listed.office,
                added_by=entry.added_by,
                added_at=entry.added_at.isoformat(),
            )
        after += len(page)


@app.command()
def remove(
    entry: Annotated[str, typer.Argument(metavar="ID", help="as listed")], tenant: OfTenant = "default"
) -> None:
    """Take somebody out."""
    from service.app import store_of
    from service.storage import directory
    from service.storage.operators import tenants

    store = store_of(load())
    [(_, principal)] = tenants(store, tenant)
    directory.remove(principal, store, ids([entry])[0])
