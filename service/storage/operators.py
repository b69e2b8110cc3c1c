"""What is done from the command line, over all tenants, in the name of each one's system actor."""

from collections.abc import Iterator

from sqlalchemy import select

from service.errors import NotFound
from service.storage import audit
from service.storage.principals import Principal, system_principal
from service.storage.sessions import Store, reading
from service.storage.tables import Tenant

_PAGE = 1000


def tenants(store: Store, name: str | None = None) -> list[tuple[str, Principal]]:
    """Each tenant's name and system actor, or those of one. Raises NotFound if it is none."""
    query = select(Tenant).order_by(Tenant.id)
    with reading(store) as session:
        found = session.scalars(query if name is None else query.where(Tenant.name == name)).all()
        if name is not None and not found:
            raise NotFound("No tenant has that name.")
        return [(tenant.name, system_principal(session, tenant.id)) for tenant in found]


def export_trail(store: Store, name: str | None = None, after: int = 0) -> Iterator[dict[str, object]]:
    """Every tenant's trail, or one's, after row `after`, as plain fields; itself noted as ``trail``."""
    for tenant, principal in tenants(store, name):
        audit.note(principal, store, "trail")
        last = after
        while page := audit.trail(principal, store, _PAGE, last):
            for entry in page:
                yield {"tenant": tenant, **audit.plain(entry)}
            last = page[-1].number
