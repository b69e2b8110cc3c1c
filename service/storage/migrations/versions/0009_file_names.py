"""Documents that came as files keep, sealed, the files' own names and which fields of them are read."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("sealed_about", sa.LargeBinary(), nullable=True))
