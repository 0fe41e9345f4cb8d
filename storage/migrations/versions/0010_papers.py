"""Papers: what is handed to a client about a matter; matters that a contract's course opens, and parts of one.

Revision 0010, after 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("matter") as matter:
        matter.add_column(sa.Column("origin", sa.String(), nullable=True))
        matter.add_column(sa.Column("part_of", sa.String(), nullable=True))
        matter.create_foreign_key(
            "fk_matter_part_of_matter", "matter", ["part_of"], ["id"], deferrable=True, initially="DEFERRED"
        )
    op.create_index("ix_matter_origin", "matter", ["origin"], unique=True)
    op.create_index("ix_matter_part_of", "matter", ["part_of"])
    op.create_table(
        "paper",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("matter_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("data_sha256", sa.String(), nullable=False),
        sa.Column("blanks", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
        sa.UniqueConstraint("matter_id", "number", name="uq_paper_matter_id_number"),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name="fk_paper_matter_id_matter", deferrable=True, initially="DEFERRED"
        ),
    )
    with op.batch_alter_table("document") as document:
        document.alter_column("incident_id", existing_type=sa.String(), nullable=True)
        document.alter_column("lane_id", existing_type=sa.String(), nullable=True)
        document.add_column(sa.Column("matter_id", sa.String(), nullable=True))
        document.create_foreign_key(
            "fk_document_matter_id_matter", "matter", ["matter_id"], ["id"], deferrable=True, initially="DEFERRED"
        )


def downgrade() -> None:
    raise NotImplementedError("the store only goes forward: restore the backup made before the migration")
