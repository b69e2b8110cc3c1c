"""Why a document waits for a person, and what reviewers ask of those who know."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "review_task", sa.Column("cause", sa.String(length=16), nullable=False, server_default="new")
    )
    op.add_column("review_task", sa.Column("since", sa.Integer(), nullable=True))
    op.add_column("review_task", sa.Column("question", sa.String(length=16), nullable=True))
    op.create_table(
        "question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("addressee", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("sealed_question", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.CheckConstraint("addressee IN ('judge', 'supervisor')", name=op.f("ck_question_addressee")),
        sa.ForeignKeyConstraint(["answered_by"], ["actor.id"], name="fk_question_answered_by"),
        sa.ForeignKeyConstraint(["asked_by"], ["actor.id"], name="fk_question_asked_by"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_question_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
    )
    op.create_index("ix_question_document_id", "question", ["document_id"])
