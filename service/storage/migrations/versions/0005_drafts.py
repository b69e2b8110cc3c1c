"""What reviewers have in hand, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("sealed_state", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_draft_actor_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_draft_document_id"),
        sa.PrimaryKeyConstraint("document_id", "actor_id", name="pk_draft"),
    )
