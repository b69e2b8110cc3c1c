"""Roles and expiry of keys, people who log in by OIDC, sessions of the page, break-glass."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)

#: The roles that have what a scope gave until now.
ROLES_OF_SCOPE = {
    "anonymize": {"submitter"},
    "documents": {"submitter", "supervisor"},  # it could purge
    "review": {"reviewer"},
    "audit": {"auditor"},
}
PERMISSIONS_OF_SCOPE = {
    "anonymize": {"anonymize"},
    "documents": {"submit", "read", "purge"},
    "review": {"review"},
    "audit": {"audit"},
}


def upgrade() -> None:
    # An index, not a constraint: SQLite would make the table anew, and others refer to it.
    op.add_column("actor", sa.Column("subject", sa.LargeBinary(), nullable=True))
    op.create_index("ix_actor_tenant_id_subject", "actor", ["tenant_id", "subject"], unique=True)
    with op.batch_alter_table("api_key") as table:
        table.add_column(sa.Column("roles", sa.JSON(), nullable=True))
        table.add_column(sa.Column("expires_at", TIME, nullable=True))
        table.add_column(sa.Column("used_at", TIME, nullable=True))
        table.alter_column("scopes", existing_type=sa.JSON(), nullable=True)
    _give_roles()
    with op.batch_alter_table("api_key") as table:
        table.alter_column("roles", existing_type=sa.JSON(), nullable=False)
    op.create_table(
        "login",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("api_key_id", sa.Uuid(), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_login_actor_id"),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_key.id"], name="fk_login_api_key_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_login_tenant_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_login"),
    )
    op.create_index("ix_login_expires_at", "login", ["expires_at"])
    op.create_table(
        "break_glass",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("granted_at", TIME, nullable=True),
        sa.Column("expires_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["actor.id"], name="fk_break_glass_asked_by"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_break_glass_document_id"),
        sa.ForeignKeyConstraint(["granted_by"], ["actor.id"], name="fk_break_glass_granted_by"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_break_glass_tenant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_break_glass"),
    )
    op.create_index("ix_break_glass_tenant_id", "break_glass", ["tenant_id"])


def _give_roles() -> None:
    """A key of all scopes, as the first start made, gets all roles; any other can what it could."""
    keys = sa.table(
        "api_key", sa.column("id", sa.Uuid()), sa.column("scopes", sa.JSON()), sa.column("roles", sa.JSON())
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(keys.c.id, keys.c.scopes)).all():
        scopes = set(row.scopes)
        if scopes >= set(ROLES_OF_SCOPE):
            roles, only = ["admin", "auditor", "reviewer", "submitter", "supervisor"], None
        else:
            roles = sorted(set().union(*(ROLES_OF_SCOPE.get(scope, set()) for scope in scopes)))
            kept = set().union(*(PERMISSIONS_OF_SCOPE.get(scope, set()) for scope in scopes))
            only = sorted(kept | {"stats"})
        connection.execute(
            keys.update()
            .where(keys.c.id == row.id)
            .values(roles=roles, scopes=sa.null() if only is None else only)
        )
