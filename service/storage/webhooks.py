"""Webhooks: where a tenant's events are sent, and how far each has got.

Each has a place in its tenant's events and moves on when one was taken: in order, at least
once. Who delivers holds a lease, as for jobs; who fails leaves it for later, each time for
twice as long.
"""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, select, update

from service.errors import LeaseLost, NotFound
from service.storage import audit
from service.storage.events import Event, following
from service.storage.principals import Principal
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Chain, EventRow, WebhookRow

#: How long one delivery may take before another worker may begin it again.
_LEASE: Final = timedelta(minutes=2)
#: Wait after a first failure, and at most.
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Webhook:
    """A place that events are sent to. failures: tries at the next one that came to nothing."""

    id: UUID
    url: str = field(repr=False)
    position: int
    failures: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """The next event for a webhook, held under `lease_id`."""

    webhook_id: UUID
    tenant_id: UUID
    lease_id: UUID
    url: str = field(repr=False)
    secret: str = field(repr=False)
    failures: int
    event: Event


def add_webhook(principal: Principal, store: Store, url: str) -> tuple[UUID, str]:
    """Send the tenant's events from now on to `url`, which is for the caller to check.

    Returns its id and its secret, ``whsec_…``, which is told this once.
    """
    webhook_id = uuid4()
    secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    cipher, wrapped_key = store.keyring.new_cipher(principal.tenant_id, webhook_id)
    with transaction(store) as session:
        audit.record(principal, store, session, "webhook")
        now = store.clock()
        session.add(
            WebhookRow(
                id=webhook_id,
                tenant_id=principal.tenant_id,
                key_id=store.keyring.key_id,
                wrapped_key=wrapped_key,
                sealed_url=cipher.seal("url", url.encode()),
                sealed_secret=cipher.seal("secret", secret.encode()),
                position=session.get_one(Chain, principal.tenant_id).number,
                due_at=now,
                created_at=now,
            )
        )
    return webhook_id, secret


def webhooks(principal: Principal, store: Store) -> list[Webhook]:
    """The tenant's, oldest first. Raises UndecipherableRecord."""
    mine = select(WebhookRow).where(WebhookRow.tenant_id == principal.tenant_id)
    with reading(store) as session:
        return [
            Webhook(row.id, _open(store, row, "url"), row.position, row.failures)
            for row in session.scalars(mine.order_by(WebhookRow.created_at, WebhookRow.id))
        ]


def remove_webhook(principal: Principal, store: Store, webhook_id: UUID) -> None:
    """Send nothing there any more. Raises NotFound."""
    gone = delete(WebhookRow).where(WebhookRow.id == webhook_id, WebhookRow.tenant_id == principal.tenant_id)
    with transaction(store) as session:
        if session.scalar(gone.returning(WebhookRow.id)) is None:
            raise NotFound
        audit.record(principal, store, session, "webhook")


def claim_delivery(store: Store) -> Delivery | None:
    """Take the next event that waits for a webhook whose time has come; None if there is none."""
    now, lease_id = store.clock(), uuid4()
    waits = exists().where(EventRow.tenant_id == WebhookRow.tenant_id, EventRow.number > WebhookRow.position)
    next_one = (
        select(WebhookRow)
        .where(WebhookRow.due_at <= now, waits)
        .order_by(WebhookRow.due_at, WebhookRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with transaction(store) as session:
        row = session.scalar(next_one)
        if row is None:
            return None
        [event] = following(session, row.tenant_id, 1, row.position)
        row.lease_id, row.due_at = lease_id, now + _LEASE
        url, secret = _open(store, row, "url"), _open(store, row, "secret")
        return Delivery(row.id, row.tenant_id, lease_id, url, secret, row.failures, event)


def delivered(store: Store, delivery: Delivery) -> None:
    """Go on to the next event. Raises LeaseLost."""
    _leave(store, delivery, position=delivery.event.number, failures=0, due_at=store.clock())


def failed(store: Store, delivery: Delivery) -> None:
    """Try the same event again later. Raises LeaseLost."""
    wait = min(_FIRST_WAIT * 2 ** min(delivery.failures, 16), _LONGEST_WAIT)
    _leave(store, delivery, failures=delivery.failures + 1, due_at=store.clock() + wait)


def _leave(store: Store, delivery: Delivery, **values: object) -> None:
    held = (WebhookRow.id == delivery.webhook_id, WebhookRow.lease_id == delivery.lease_id)
    change = update(WebhookRow).where(*held).values(lease_id=None, **values)
    with transaction(store) as session:
        if session.scalar(change.returning(WebhookRow.id)) is None:
            raise LeaseLost


def _open(store: Store, row: WebhookRow, name: str) -> str:
    cipher = store.keyring.unwrap(row.tenant_id, row.id, row.key_id, row.wrapped_key)
    return cipher.open(name, getattr(row, f"sealed_{name}")).decode()
