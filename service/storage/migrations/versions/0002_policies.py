"""A court's table of policies; mappings of reversible documents."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "document", sa.Column("reversible", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "policy_choice",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("court", sa.String(length=200), nullable=False),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("policy", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_policy_choice_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "court", "matter", name="pk_policy_choice"),
    )
    op.create_table(
        "mapping",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_pairs", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_mapping_document_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_mapping_tenant_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_mapping"),
    )
