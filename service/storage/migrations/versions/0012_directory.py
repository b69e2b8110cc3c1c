"""A court's directory of officials and lawyers, and its version."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tenant", sa.Column("directory_version", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "directory",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_office", sa.LargeBinary(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('autoridad', 'profesional')", name=op.f("ck_directory_role")),
        sa.ForeignKeyConstraint(["added_by"], ["actor.id"], name="fk_directory_added_by"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_directory_tenant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_directory"),
        sa.UniqueConstraint("tenant_id", "digest", name="uq_directory_tenant_id_digest"),
    )
