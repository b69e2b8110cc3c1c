"""Documents that came as files keep them, sealed, with their format."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("format", sa.String(length=16), nullable=False, server_default="txt"))
    op.add_column("document", sa.Column("sealed_file", sa.LargeBinary(), nullable=True))
