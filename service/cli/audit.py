"""``audit``: the trail, verified and exported."""

from typing import Annotated, Final

import typer

from service.cli.lines import put
from service.settings import load

app: Final = typer.Typer(help="The audit trail.", no_args_is_help=True)

Heads = Annotated[
    list[str] | None,
    typer.Option("--head", metavar="NUMBER:HEX", help="as the log or GET /v1/audit once told it; several"),
]


@app.command()
def verify(head: Heads = None) -> None:
    """Find rows that were changed, moved, made up, left out or cut off."""
    from service.app import store_of
    from service.storage.audit import Head
    from service.storage.verification import verify

    found, missed = verify(store_of(load()), [Head.parse(text) for text in head or []])
    for chain in found:
        faults = [{"number": fault.number, "what": fault.what} for fault in chain.faults]
        put(
            tenant=str(chain.tenant_id),
            rows=chain.rows,
            unsealed=chain.unsealed,
            head=str(chain.head),
            faults=faults,
        )
    for lost in missed:
        put(head=str(lost), faults=[{"number": lost.number, "what": "cut_off"}])
    raise typer.Exit(1 if missed or any(chain.faults for chain in found) else 0)


@app.command()
def export(
    tenant: Annotated[str | None, typer.Option(metavar="NAME", help="of this tenant alone")] = None,
    after: Annotated[int, typer.Option(metavar="NUMBER", help="only rows of a higher number")] = 0,
) -> None:
    """Print the trail, one JSON object a line; that it was done is its last row."""
    from service.app import store_of
    from service.storage.operators import export_trail

    for fields in export_trail(store_of(load()), tenant, after):
        put(**fields)
