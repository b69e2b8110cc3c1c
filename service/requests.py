"""The register: objections to a ruling, and reports that one leaks. No HTTP.

    open ──decide──► granted | refused

A leak report recalls its ruling at once, and in the same transaction: it is provisional
again, with what leaked masked. The loop of `service.upkeep` then looks for the surface in
the other rulings of the case, and in all of the tenant's that hide it somewhere; those that
show it anywhere else are recalled too. An objection recalls its ruling when it is granted.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.document import Label
from service.errors import Conflict, NotFound
from service.recall import Correction, correction, recall
from service.storage import audit
from service.storage.documents import find
from service.storage.keys import Cipher
from service.storage.principals import Principal
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import RequestKind, RequestRow, RequestState

#: Time to answer where the applicant's law gives no other: one month (GDPR, article 12(3)).
TIME_TO_ANSWER: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Filing:
    """What an applicant says. surface: what stands in clear and should not, as it is written."""

    kind: RequestKind
    document_id: UUID
    ground: str = field(repr=False)
    surface: str | None = field(default=None, repr=False)
    label: Label = "NOMBRE"
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A line of the register. recalled: how many rulings it took back, so far."""

    id: UUID
    kind: RequestKind
    state: RequestState
    document_id: UUID
    received_at: datetime
    due_at: datetime
    decided_at: datetime | None
    recalled: int
    ground: str = field(repr=False)
    reasons: str | None = field(repr=False)


def file(principal: Principal, store: Store, filing: Filing) -> Request:
    """Enter a request; a leak report takes its ruling back at once.

    Raises:
        NotFound: there is no such document.
        Conflict: a leak is reported of a ruling that is not finished, or changes just now.
    """
    leaks = filing.kind == "leak"
    found: Correction = (None, None)
    if leaks and filing.surface is not None:
        found = correction(principal, store, filing.document_id, filing.surface, filing.label)
    now, request_id = store.clock(), uuid4()
    cipher, wrapped_key = store.keyring.new_cipher(principal.tenant_id, request_id)
    with transaction(store) as session:
        row = find(principal, session, filing.document_id, lock=True)
        if leaks and not recall(principal, store, session, row, "leak", found):
            raise Conflict("The document is not finished.")
        entry = RequestRow(
            id=request_id,
            tenant_id=principal.tenant_id,
            kind=filing.kind,
            state="open",
            document_id=row.id,
            key_id=store.keyring.key_id,
            wrapped_key=wrapped_key,
            sealed_ground=cipher.seal("ground", filing.ground.encode()),
            sealed_surface=_sealed_surface(cipher, filing),
            received_at=now,
            due_at=filing.due_at or now + TIME_TO_ANSWER,
            swept_at=None if leaks and filing.surface else now,
            recalled=int(leaks),
        )
        session.add(entry)
        session.flush()
        audit.record(principal, store, session, "request", row.id)
        return _request(store, entry)


def decide(principal: Principal, store: Store, request_id: UUID, *, granted: bool, reasons: str) -> Request:
    """Answer a request. An objection that is granted recalls its ruling, if that is finished.

    Raises:
        NotFound: there is no such request.
        Conflict: it was answered.
    """
    with transaction(store) as session:
        entry = _find(principal, session, request_id, lock=True)
        if entry.state != "open":
            raise Conflict("The request is answered.")
        cipher = _cipher(store, entry)
        entry.state = "granted" if granted else "refused"
        entry.decided_at, entry.decided_by = store.clock(), principal.actor_id
        entry.sealed_reasons = cipher.seal("reasons", reasons.encode())
        if granted and entry.kind == "objection":
            try:
                row = find(principal, session, entry.document_id, lock=True)
                entry.recalled += recall(principal, store, session, row, "objection")
            except NotFound:  # purged meanwhile
                pass
        audit.record(principal, store, session, "decide", entry.document_id, reasons.encode())
        return _request(store, entry)


def get(principal: Principal, store: Store, request_id: UUID) -> Request:
    """Raises NotFound, UndecipherableRecord."""
    with reading(store) as session:
        return _request(store, _find(principal, session, request_id))


def last_ground(principal: Principal, store: Store, document_id: UUID) -> str | None:
    """What the last request about a document says, if there is one. Raises UndecipherableRecord."""
    about = select(RequestRow).where(
        RequestRow.tenant_id == principal.tenant_id, RequestRow.document_id == document_id
    )
    with reading(store) as session:
        row = session.scalar(about.order_by(RequestRow.received_at.desc()).limit(1))
        return None if row is None else _request(store, row).ground


def register(
    principal: Principal, store: Store, limit: int, state: RequestState | None = None, after: int = 0
) -> tuple[Request, ...]:
    """At most `limit` of the tenant's requests, the next to fall due first, from the `after`th on."""
    mine = select(RequestRow).where(RequestRow.tenant_id == principal.tenant_id)
    if state is not None:
        mine = mine.where(RequestRow.state == state)
    with reading(store) as session:
        ordered = mine.order_by(RequestRow.due_at, RequestRow.id).offset(after).limit(limit)
        return tuple(_request(store, row) for row in session.scalars(ordered))


def _sealed_surface(cipher: Cipher, filing: Filing) -> bytes | None:
    """The surface and its label, which says what it is."""
    if filing.surface is None:
        return None
    return cipher.seal("surface", json.dumps([filing.surface, filing.label]).encode())


def _find(principal: Principal, session: Session, request_id: UUID, *, lock: bool = False) -> RequestRow:
    query = select(RequestRow).where(RequestRow.id == request_id, RequestRow.tenant_id == principal.tenant_id)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound
    return row


def _cipher(store: Store, row: RequestRow) -> Cipher:
    return store.keyring.unwrap(row.tenant_id, row.id, row.key_id, row.wrapped_key)


def _request(store: Store, row: RequestRow) -> Request:
    cipher = _cipher(store, row)
    reasons = None if row.sealed_reasons is None else cipher.open("reasons", row.sealed_reasons).decode()
    return Request(
        row.id,
        row.kind,
        row.state,
        row.document_id,
        row.received_at,
        row.due_at,
        row.decided_at,
        row.recalled,
        cipher.open("ground", row.sealed_ground).decode(),
        reasons,
    )
