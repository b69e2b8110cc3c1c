"""Upkeep: the loop beside the worker's. Sends events out, takes back what leaks as was
reported, purges what is too old, and tells the audit chains' heads to the log and to a time stamping
authority, where they are out of the database's reach.

    event ──claim──► POST, signed ──2xx──► the next one
                          └── anything else ──► again later

Killed at any moment it sends an event twice at worst; its id is the same.
"""

import json
import threading
from collections.abc import Callable, Mapping
from functools import partial
from time import monotonic
from typing import Final

import structlog
from standardwebhooks.webhooks import Webhook

from service.errors import LeaseLost, TargetRefused, Undelivered
from service.recall import sweep
from service.settings import KeptState
from service.storage import audit
from service.storage.attempts import forget_failures
from service.storage.events import Event
from service.storage.operators import tenants
from service.storage.retention import purge_expired
from service.storage.sessions import Store
from service.storage.timestamps import keep_stamp, message, unstamped
from service.storage.webhooks import Delivery, claim_delivery, delivered, failed

log = structlog.get_logger()

Post = Callable[[str, bytes, Mapping[str, str]], None]
Stamp = Callable[[bytes], bytes]

#: Seconds between two looks for events, and between two rounds of all the rest.
IDLE: Final = 1.0
ROUND: Final = 3600.0


def run(
    store: Store,
    post: Post,
    retention_days: Mapping[KeptState, int],
    stop: threading.Event,
    stamp: Stamp | None = None,
    idle: float = IDLE,
) -> None:
    """Do what is due until `stop` is set. What fails is logged, tried again, and stops nothing else.

    stamp: the authority's time stamp of what it is given, if there is an authority.
    """
    due = monotonic()
    while not stop.is_set():
        jobs: list[Callable[[], object]] = [partial(sweep, store), partial(deliver, store, post)]
        if monotonic() >= due:
            due = monotonic() + ROUND
            jobs += [partial(purge, store, retention_days), partial(tell_heads, store)]
            jobs += [partial(forget_failures, store)]
            jobs += [partial(stamp_heads, store, stamp)] if stamp else []
        done = [_did(job) for job in jobs]
        if not any(done):
            stop.wait(idle)
    _did(partial(tell_heads, store))


def _did(job: Callable[[], object]) -> bool:
    try:
        return bool(job())
    except Exception as error:
        log.error("upkeep_failed", exc_info=error)
        return False


def deliver(store: Store, post: Post) -> bool:
    """Send one event to one webhook; whether there was any to send. See `service.outgoing.post`."""
    delivery = claim_delivery(store)
    if delivery is None:
        return False
    told = log.bind(tenant=str(delivery.tenant_id), webhook=str(delivery.webhook_id))
    try:
        try:
            post(delivery.url, *signed(delivery, store))
        except (TargetRefused, Undelivered) as error:
            told.warning("webhook_failed", exc_info=error)
            failed(store, delivery)
        else:
            delivered(store, delivery)
    except LeaseLost:
        told.warning("lease_lost")
    return True


def signed(delivery: Delivery, store: Store) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a delivery, as https://www.standardwebhooks.com has them."""
    name, now = str(delivery.event.id), store.clock()
    body = json.dumps(payload(delivery.event))
    return body.encode(), {
        "content-type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(delivery.secret).sign(name, now, body),
    }


def payload(event: Event) -> dict[str, object]:
    """What a webhook is told of an event."""
    return {
        "type": f"document.{event.kind}",
        "timestamp": event.at.isoformat(),
        "data": {"number": event.number, "document": str(event.document_id), "state": event.state},
    }


def purge(store: Store, retention_days: Mapping[KeptState, int]) -> None:
    """Purge what is too old."""
    if count := purge_expired(store, retention_days):
        log.info("purged", count=count)


def tell_heads(store: Store) -> None:
    """Tell every chain's head to the log."""
    for _, principal in tenants(store):
        if head := audit.head(principal, store):
            log.info("audit_head", tenant=str(principal.tenant_id), head=str(head))


def stamp_heads(store: Store, stamp: Stamp) -> None:
    """Have every chain's head stamped that is not. Raises Undelivered, StampRefused."""
    for _, principal in tenants(store):
        if head := unstamped(principal, store):
            keep_stamp(principal, store, head, stamp(message(head)))
            log.info("audit_stamped", tenant=str(principal.tenant_id), head=str(head))
