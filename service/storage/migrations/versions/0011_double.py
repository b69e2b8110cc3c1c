"""Rulings that are reviewed twice, and what reviews came to."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_task", sa.Column("first", sa.Integer(), nullable=True))
    op.create_table(
        "mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_mark_actor_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_mark_document_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_mark_tenant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mark"),
    )
    op.create_index("ix_mark_tenant_id_at", "mark", ["tenant_id", "at"])
