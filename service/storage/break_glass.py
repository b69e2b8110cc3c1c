"""Break-glass: one original for somebody who can't read originals, if a second person agrees.

    asked ──granted by another──► open ──an hour later──► over

Whoever grants may read originals: nobody passes on what is not theirs.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.errors import Conflict, Forbidden, InputError, NotFound
from service.storage import audit
from service.storage.documents import cipher, find
from service.storage.principals import Principal
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Actor, BreakGlass, Document

#: How long a request waits for a grant, and a grant holds.
ASKED_FOR: Final = timedelta(hours=24)
GRANTED_FOR: Final = timedelta(hours=1)
REASON_LENGTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Request:
    """Who asked for which original, why, and who granted it. expires_at: of what it is by now."""

    id: UUID
    document_id: UUID
    asked_by: str
    reason: str = field(repr=False)
    asked_at: datetime
    granted_by: str | None
    granted_at: datetime | None
    expires_at: datetime


def ask(principal: Principal, store: Store, document_id: UUID, reason: str) -> Request:
    """Ask to see the original of a document. Raises NotFound, InputError (no reason)."""
    if not reason.strip() or len(reason) > REASON_LENGTH:
        raise InputError(f"A reason has 1 to {REASON_LENGTH} characters.")
    with transaction(store) as session:
        document = find(principal, session, document_id)
        row = BreakGlass(
            tenant_id=principal.tenant_id,
            document_id=document_id,
            asked_by=principal.actor_id,
            sealed_reason=b"",
            asked_at=store.clock(),
            expires_at=store.clock() + ASKED_FOR,
        )
        session.add(row)
        session.flush()
        row.sealed_reason = cipher(store, document).seal(_field(row.id), reason.encode())
        audit.record(principal, store, session, "break_glass_ask", document_id)
        return _request(store, session, row, document)


def grant(principal: Principal, store: Store, request_id: UUID) -> Request:
    """Let the one who asked see the original.

    Raises:
        NotFound: there is no such request, or its document is gone.
        Forbidden: it is the principal's own.
        Conflict: it was granted already, or waited too long.
    """
    with transaction(store) as session:
        row, document = _find(principal, session, request_id)
        if row.asked_by == principal.actor_id:
            raise Forbidden("Nobody grants what they asked for.")
        if row.granted_by is not None or row.expires_at <= store.clock():
            raise Conflict("It was granted already, or waited too long.")
        row.granted_by, row.granted_at = principal.actor_id, store.clock()
        row.expires_at = store.clock() + GRANTED_FOR
        audit.record(principal, store, session, "break_glass_grant", row.document_id)
        return _request(store, session, row, document)


def read_original(principal: Principal, store: Store, request_id: UUID) -> str:
    """The original, for whoever asked, while the grant holds.

    Raises:
        NotFound: there is no such request of the principal's, or its document is gone.
        Conflict: it is not granted, or no more.
    """
    with transaction(store) as session:
        row, document = _find(principal, session, request_id)
        if row.asked_by != principal.actor_id:
            raise NotFound
        if row.granted_by is None or row.expires_at <= store.clock():
            raise Conflict("It is not granted, or no more.")
        # In one transaction: nothing is read that the trail does not tell.
        audit.record(principal, store, session, "break_glass_read", row.document_id)
        return cipher(store, document).open("text", document.sealed_text).decode()


def requests(principal: Principal, store: Store) -> tuple[Request, ...]:
    """The tenant's requests that are not over, oldest first: one's own or, for whoever may grant, all."""
    visible = _of_tenant(principal).where(BreakGlass.expires_at > store.clock())
    if "grant" not in principal.permissions:
        visible = visible.where(BreakGlass.asked_by == principal.actor_id)
    with reading(store) as session:
        rows = session.execute(visible.order_by(BreakGlass.asked_at, BreakGlass.id)).all()
        return tuple(_request(store, session, *row) for row in rows)


def _of_tenant(principal: Principal) -> Select[BreakGlass, Document]:
    return (
        select(BreakGlass, Document)
        .join(Document, Document.id == BreakGlass.document_id)
        .where(BreakGlass.tenant_id == principal.tenant_id, Document.state != "purged")
    )


def _find(principal: Principal, session: Session, request_id: UUID) -> tuple[BreakGlass, Document]:
    """A request, locked, and its document. Raises NotFound."""
    query = _of_tenant(principal).where(BreakGlass.id == request_id)
    found = session.execute(query.with_for_update(of=BreakGlass)).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def _request(store: Store, session: Session, row: BreakGlass, document: Document) -> Request:
    return Request(
        row.id,
        row.document_id,
        session.get_one(Actor, row.asked_by).name,
        cipher(store, document).open(_field(row.id), row.sealed_reason).decode(),
        row.asked_at,
        session.get_one(Actor, row.granted_by).name if row.granted_by else None,
        row.granted_at,
        row.expires_at,
    )


def _field(request_id: UUID) -> str:
    return f"break-glass/{request_id}"
