"""Logins by OIDC ask the provider again; failed logins are counted in all processes together."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("login", sa.Column("asked_at", TIME, nullable=True))
    op.add_column("login", sa.Column("sealed_refresh", sa.LargeBinary(), nullable=True))
    # They have nothing to ask the provider with: whoever they are of logs in again.
    op.execute("DELETE FROM login WHERE api_key_id IS NULL")
    op.create_table(
        "failed_login",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_login"),
    )
    op.create_index("ix_failed_login_place_at", "failed_login", ["place", "at"])
