"""The audit trail as a chain, sealed row by row and never changed; events, webhooks, requests."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)

#: Rows so far, numbered by tenant. They have no MAC: the first one that has covers them.
MOVE_OUT = """
CREATE TABLE audit_moving AS
SELECT tenant_id, row_number() OVER (PARTITION BY tenant_id ORDER BY id) AS number,
       actor_id, action, document_id, at FROM audit
"""
MOVE_IN = """
INSERT INTO audit (tenant_id, number, actor_id, action, document_id, at)
SELECT tenant_id, number, actor_id, action, document_id, at FROM audit_moving
"""
SQLITE_TRIGGER = """
CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
"""


def upgrade() -> None:
    op.execute(MOVE_OUT)
    op.drop_table("audit")
    op.create_table(
        "audit",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_audit_actor_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_audit_document_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_audit_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "number", name="pk_audit"),
    )
    op.execute(MOVE_IN)
    op.drop_table("audit_moving")
    op.create_table(
        "audit_chain",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_audit_chain_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_audit_chain"),
    )
    op.create_table(
        "event",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_event_document_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_event_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "number", name="pk_event"),
        sa.UniqueConstraint("id", name="uq_event_id"),
    )
    op.create_index("ix_event_document_id", "event", ["document_id"])
    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_url", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("lease_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_webhook_tenant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    op.create_index("ix_webhook_tenant_id", "webhook", ["tenant_id"])
    op.create_table(
        "masked_word",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_masked_word_document_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_masked_word_tenant_id"),
        sa.PrimaryKeyConstraint("document_id", "digest", name="pk_masked_word"),
    )
    op.create_index("ix_masked_word_tenant_id_digest", "masked_word", ["tenant_id", "digest"])
    op.create_table(
        "request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_ground", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_surface", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_reasons", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("swept_at", TIME, nullable=True),
        sa.Column("recalled", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('objection', 'leak')", name=op.f("ck_request_kind")),
        sa.CheckConstraint("state IN ('open', 'granted', 'refused')", name=op.f("ck_request_state")),
        sa.ForeignKeyConstraint(["decided_by"], ["actor.id"], name="fk_request_decided_by"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_request_document_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_request_tenant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
    )
    op.create_index("ix_request_tenant_id_due_at", "request", ["tenant_id", "due_at"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(SQLITE_TRIGGER.format(verb=verb))
    else:
        op.execute(POSTGRES_FUNCTION)
        op.execute(POSTGRES_TRIGGER)
