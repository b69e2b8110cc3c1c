"""``audit``: the trail, verified and exported."""

from base64 import b64encode
from functools import partial
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
    from service.app import authority_of, store_of
    from service.storage.audit import Head
    from service.storage.verification import verify
    from service.timestamps import stamped_at

    settings = load()
    authority = authority_of(settings)
    stamped = partial(stamped_at, authority) if authority else None
    found, missed = verify(store_of(settings), [Head.parse(text) for text in head or []], stamped)
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


@app.command()
def stamps(
    tenant: Annotated[str | None, typer.Option(metavar="NAME", help="of this tenant alone")] = None,
) -> None:
    """Print the time stamps of the chains' heads, to be kept elsewhere: one JSON object a line."""
    from service.app import store_of
    from service.storage.operators import tenants
    from service.storage.timestamps import stamps

    store = store_of(load())
    for name, principal in tenants(store, tenant):
        for stamp in stamps(principal, store):
            token = b64encode(stamp.token).decode()
            put(tenant=name, head=str(stamp.head), at=stamp.at.isoformat(), token=token)
