"""The tables. What could hold text of a document is sealed (`service.storage.keys`)."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from service.pipeline.render import Style

ActorKind = Literal["person", "system"]
DocumentState = Literal["received", "processing", "in_review", "held", "finished", "purged"]
TaskState = Literal["open", "claimed", "done"]

#: Characters in a name that is kept in clear: a court, a matter, a policy.
NAME_LENGTH = 200


class UtcDateTime(TypeDecorator[datetime]):
    """A time with its zone, in UTC on every database (SQLite itself keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it so)
        datetime: UtcDateTime(),
        bytes: LargeBinary(),
        str: String(NAME_LENGTH),
        list[str]: JSON(),
    }


class Tenant(Base):
    """A court, or whoever else keeps its documents apart."""

    __tablename__ = "tenant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class Actor(Base):
    """Who does things in a tenant: people and programs, and its one ``system`` actor."""

    __tablename__ = "actor"
    __table_args__ = (
        UniqueConstraint("tenant_id", "name"),
        CheckConstraint("kind IN ('person', 'system')", name="kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    name: Mapped[str]
    kind: Mapped[ActorKind] = mapped_column(String(16))
    created_at: Mapped[datetime]


class ApiKey(Base):
    """A key of an actor. `digest`: SHA-256; the key itself is kept nowhere."""

    __tablename__ = "api_key"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    digest: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Document(Base):
    """A document and the job that processes it. A purged one is a tombstone: no key, no seals.

    case_key: keyed digest of the docket, the same for the documents of one case.
    lease_id, lease_until: of the worker that processes it; attempts: how many began.
    hold_reason: a code, never a message.
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint(
            "state IN ('received', 'processing', 'in_review', 'held', 'finished', 'purged')", name="state"
        ),
        Index(None, "tenant_id", "case_key"),
        Index(None, "state", "created_at"),
        Index(None, "key_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    state: Mapped[DocumentState] = mapped_column(String(16))
    policy: Mapped[str]
    style: Mapped[Style] = mapped_column(String(16))
    court: Mapped[str | None]
    matter: Mapped[str | None]
    case_key: Mapped[bytes | None]
    words: Mapped[int]
    deadline: Mapped[datetime | None]
    key_id: Mapped[str | None] = mapped_column(String(32))
    wrapped_key: Mapped[bytes | None]
    sealed_text: Mapped[bytes | None] = mapped_column(deferred=True)
    sealed_hints: Mapped[bytes | None] = mapped_column(deferred=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    lease_id: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    hold_reason: Mapped[str | None] = mapped_column(String(64))


class RevisionRow(Base):
    """One whole proposal; append-only. `base`: the revision it was made from.

    engine, policy_version: what made the machine's revision; empty for a person's.
    """

    __tablename__ = "revision"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    base: Mapped[int | None]
    engine: Mapped[str | None]
    policy_version: Mapped[str | None]
    sealed_verdict: Mapped[bytes]
    created_at: Mapped[datetime]


class ReviewTask(Base):
    """A document's place in the reviewers' queue. `risk`: see `service.review.risk`."""

    __tablename__ = "review_task"
    __table_args__ = (CheckConstraint("state IN ('open', 'claimed', 'done')", name="state"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    state: Mapped[TaskState] = mapped_column(String(16), index=True)
    risk: Mapped[float]
    doubts: Mapped[int]
    deadline: Mapped[datetime | None]
    created_at: Mapped[datetime]
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    lease_id: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]


class Idempotency(Base):
    """An Idempotency-Key seen, and of what request; both as keyed digests."""

    __tablename__ = "idempotency"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    body: Mapped[bytes]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    created_at: Mapped[datetime]


class Audit(Base):
    """Who did what to which document, and when; append-only."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "tenant_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    action: Mapped[str] = mapped_column(String(32))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    at: Mapped[datetime]
