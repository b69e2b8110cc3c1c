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
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from service.pipeline.directory import ListedRole
from service.pipeline.render import Style

ActorKind = Literal["person", "system"]
DocumentState = Literal["received", "processing", "in_review", "held", "finished", "purged"]
TaskState = Literal["open", "claimed", "done"]
#: Why a document waits for a person: `service.review`.
Cause = Literal[
    "new", "sample", "policy", "model", "leak", "objection", "recall", "reopened", "second", "differences"
]
#: What is counted of reviews: `service.storage.marks`.
MarkKind = Literal["control", "second", "missed", "sample"]
QuestionState = Literal["waiting", "answered"]
Addressee = Literal["judge", "supervisor"]
RequestKind = Literal["objection", "leak"]
RequestState = Literal["open", "granted", "refused"]
EventKind = Literal["ready", "review_needed", "released", "recalled", "replaced", "purged"]

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
    """A court, or whoever else keeps its documents apart.

    directory_version: counts the changes of its directory.
    """

    __tablename__ = "tenant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    directory_version: Mapped[int] = mapped_column(server_default="0")


class Actor(Base):
    """Who does things in a tenant: people and programs, and its one ``system`` actor.

    subject: digest of issuer and subject of whoever logs in by OIDC.
    """

    __tablename__ = "actor"
    __table_args__ = (
        UniqueConstraint("tenant_id", "name"),
        Index(None, "tenant_id", "subject", unique=True),
        CheckConstraint("kind IN ('person', 'system')", name="kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    name: Mapped[str]
    kind: Mapped[ActorKind] = mapped_column(String(16))
    subject: Mapped[bytes | None]
    created_at: Mapped[datetime]


class ApiKey(Base):
    """A key of an actor. `digest`: SHA-256; the key itself is kept nowhere.

    roles: what it may do (`service.roles`). scopes: the only permissions of these that it
    has; all if empty. used_at: its last use, to the hour.
    """

    __tablename__ = "api_key"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    digest: Mapped[bytes] = mapped_column(unique=True)
    roles: Mapped[list[str]]
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Login(Base):
    """A session of the page. `digest`: SHA-256 of what its cookie holds, which is kept nowhere.

    csrf: what calls that change something must send besides the cookie.
    api_key_id: the key that it was opened with and ends with; empty for OIDC.
    asked_at: of OIDC, when the provider last told the roles; sealed_refresh: what it is asked with.
    """

    __tablename__ = "login"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    api_key_id: Mapped[UUID | None] = mapped_column(ForeignKey("api_key.id"))
    roles: Mapped[list[str]]
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    asked_at: Mapped[datetime | None]
    sealed_refresh: Mapped[bytes | None]


class FailedLogin(Base):
    """A login that failed. place: keyed digest of the address that it came from."""

    __tablename__ = "failed_login"
    __table_args__ = (Index(None, "place", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[bytes]
    at: Mapped[datetime]


class BreakGlass(Base):
    """Somebody's request to see one original, and who granted it.

    sealed_reason: under the document's key, so that it goes when that goes.
    expires_at: of the request, then of the grant.
    """

    __tablename__ = "break_glass"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    sealed_reason: Mapped[bytes]
    asked_at: Mapped[datetime]
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    granted_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]


class Document(Base):
    """A document and the job that processes it. A purged one is a tombstone: no key, no seals.

    case_key: keyed digest of the docket, the same for the documents of one case.
    lease_id, lease_until: of the worker that processes it; attempts: how many began.
    hold_reason: a code, never a message. reversible: a mapping is kept of its final text.
    format, sealed_file: of what came as a file and goes out as one; else ``txt`` and none.
    sealed_about: its name and the fields of it that are read, if there are any.
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
    format: Mapped[str] = mapped_column(String(16), default="txt", server_default="txt")
    sealed_file: Mapped[bytes | None] = mapped_column(deferred=True)
    sealed_about: Mapped[bytes | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    lease_id: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    hold_reason: Mapped[str | None] = mapped_column(String(64))
    reversible: Mapped[bool] = mapped_column(default=False, server_default=false())


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
    """A document's place in the reviewers' queue. `risk`: see `service.review.risk`.

    cause: why it waits. since: the revision that a person had settled before it changed.
    question: of the last one that a reviewer asked (`service.consult`).
    first: the first verdict of a ruling that is reviewed twice (`service.double`).
    """

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
    cause: Mapped[Cause] = mapped_column(String(16), default="new", server_default="new")
    since: Mapped[int | None]
    question: Mapped[QuestionState | None] = mapped_column(String(16))
    first: Mapped[int | None]


class QuestionRow(Base):
    """What a reviewer asks of somebody who knows, sealed under the document's key as its answer is.

    start, end: the place that it is about, if it is about one.
    """

    __tablename__ = "question"
    __table_args__ = (CheckConstraint("addressee IN ('judge', 'supervisor')", name="addressee"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    addressee: Mapped[Addressee] = mapped_column(String(16))
    start: Mapped[int | None]
    end: Mapped[int | None]
    sealed_question: Mapped[bytes]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    asked_at: Mapped[datetime]
    sealed_answer: Mapped[bytes | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    answered_at: Mapped[datetime | None]


class MarkRow(Base):
    """What a review came to: of `total` chances `hits` were taken (`service.storage.marks`)."""

    __tablename__ = "mark"
    __table_args__ = (Index(None, "tenant_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    kind: Mapped[MarkKind] = mapped_column(String(16))
    hits: Mapped[int]
    total: Mapped[int]
    at: Mapped[datetime]


class DraftRow(Base):
    """What a reviewer has in hand of a document and has not submitted. `base`: as a revision's."""

    __tablename__ = "draft"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    base: Mapped[int | None]
    sealed_state: Mapped[bytes]
    saved_at: Mapped[datetime]


class PolicyChoice(Base):
    """A line of a court's table: the policy of a court and a matter; "" is any."""

    __tablename__ = "policy_choice"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), primary_key=True)
    court: Mapped[str] = mapped_column(primary_key=True)
    matter: Mapped[str] = mapped_column(primary_key=True)
    policy: Mapped[str]


class DirectoryRow(Base):
    """An entry of a court's directory (`service.storage.directory`). digest: keyed, of name and
    role, so that nobody is entered twice."""

    __tablename__ = "directory"
    __table_args__ = (
        CheckConstraint("role IN ('autoridad', 'profesional')", name="role"),
        UniqueConstraint("tenant_id", "digest"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    digest: Mapped[bytes]
    role: Mapped[ListedRole] = mapped_column(String(16))
    key_id: Mapped[str] = mapped_column(String(32))
    wrapped_key: Mapped[bytes]
    sealed_name: Mapped[bytes]
    sealed_office: Mapped[bytes | None]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    added_at: Mapped[datetime]


class Mapping(Base):
    """What the placeholders of a final text stand for, under the mapping key; it may outlive
    what else is kept of its document."""

    __tablename__ = "mapping"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    key_id: Mapped[str] = mapped_column(String(32))
    wrapped_key: Mapped[bytes]
    sealed_pairs: Mapped[bytes]
    created_at: Mapped[datetime]


class Idempotency(Base):
    """An Idempotency-Key seen, and of what request; both as keyed digests."""

    __tablename__ = "idempotency"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    body: Mapped[bytes]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    created_at: Mapped[datetime]


class Audit(Base):
    """Who did what to which document, and when; append-only, which triggers see to.

    number: 1, 2, 3 … within the tenant. digest: keyed, of what was read, said or given out.
    mac: of this row and of the one before it; None in rows from before there was a chain.
    """

    __tablename__ = "audit"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    action: Mapped[str] = mapped_column(String(32))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    at: Mapped[datetime]
    digest: Mapped[bytes | None]
    mac: Mapped[bytes | None]


class Chain(Base):
    """A tenant's audit chain: its key, wrapped by the master key, and its head."""

    __tablename__ = "audit_chain"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(32))
    wrapped_key: Mapped[bytes]
    number: Mapped[int] = mapped_column(BigInteger())
    mac: Mapped[bytes]


class Timestamp(Base):
    """An authority's word (RFC 3161) that an audit chain ended at row `number` with `mac`."""

    __tablename__ = "audit_timestamp"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    mac: Mapped[bytes]
    token: Mapped[bytes]
    at: Mapped[datetime]


class EventRow(Base):
    """What became of a document, to be told. `number`: of the audit row of the same change."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "document_id"),)

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[EventKind] = mapped_column(String(16))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    state: Mapped[DocumentState] = mapped_column(String(16))
    at: Mapped[datetime]


class WebhookRow(Base):
    """A place that a tenant's events are sent to. Its URL may hold a secret: both are sealed.

    position: number of the last event that was taken. lease_id, due_at: of the delivery in
    hand, or when to begin the next one.
    """

    __tablename__ = "webhook"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"), index=True)
    key_id: Mapped[str] = mapped_column(String(32))
    wrapped_key: Mapped[bytes]
    sealed_url: Mapped[bytes]
    sealed_secret: Mapped[bytes]
    position: Mapped[int] = mapped_column(BigInteger())
    failures: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_id: Mapped[UUID | None]
    created_at: Mapped[datetime]


class MaskedWord(Base):
    """A word that a finished ruling hides, as a keyed digest (`service.storage.blind_index`)."""

    __tablename__ = "masked_word"
    __table_args__ = (Index(None, "tenant_id", "digest"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))


class RequestRow(Base):
    """An objection or a leak report. What its applicant says, and the answer, are sealed.

    swept_at: when other rulings were looked through; None while that waits.
    """

    __tablename__ = "request"
    __table_args__ = (
        CheckConstraint("kind IN ('objection', 'leak')", name="kind"),
        CheckConstraint("state IN ('open', 'granted', 'refused')", name="state"),
        Index(None, "tenant_id", "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.id"))
    kind: Mapped[RequestKind] = mapped_column(String(16))
    state: Mapped[RequestState] = mapped_column(String(16))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    key_id: Mapped[str] = mapped_column(String(32))
    wrapped_key: Mapped[bytes]
    sealed_ground: Mapped[bytes]
    sealed_surface: Mapped[bytes | None]
    sealed_reasons: Mapped[bytes | None]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    swept_at: Mapped[datetime | None]
    recalled: Mapped[int]
