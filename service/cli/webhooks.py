"""``webhooks``: where a tenant's events are sent."""

from typing import Annotated, Final

import typer

from service.cli.lines import ids, put
from service.settings import load

app: Final = typer.Typer(help="Where a tenant's events are sent.", no_args_is_help=True)

TenantName = Annotated[str, typer.Argument(metavar="TENANT", help="a tenant's name")]


@app.command()
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
    put(id=str(webhook_id), secret=secret)


@app.command("list")
def list_() -> None:
    """Print where events go and how far they got."""
    from service.app import store_of
    from service.storage.operators import tenants
    from service.storage.webhooks import webhooks

    store = store_of(load())
    for name, principal in tenants(store):
        for found in webhooks(principal, store):
            put(
                tenant=name,
                id=str(found.id),
                url=found.url,
                position=found.position,
                failures=found.failures,
            )


@app.command()
def remove(tenant: TenantName, webhook: str) -> None:
    """Send nothing there any more."""
    from service.app import store_of
    from service.storage.operators import tenants
    from service.storage.webhooks import remove_webhook

    store = store_of(load())
    [(_, principal)] = tenants(store, tenant)
    remove_webhook(principal, store, ids([webhook])[0])
