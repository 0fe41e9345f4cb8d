"""Deliveries of reports to clients.

Revision 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=False),
        sa.Column("road", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("brief", sa.Boolean(), nullable=False),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("received_at", Instant(), nullable=True),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("received_from", sa.String(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{owner}_id"],
                [f"{owner}.id"],
                name=f"fk_delivery_{owner}_id_{owner}",
                deferrable=True,
                initially="DEFERRED",
            )
            for owner in ("incident", "lane", "notice")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
    )
    for owner in ("incident", "lane", "notice"):
        op.create_index(f"ix_delivery_{owner}_id", "delivery", [f"{owner}_id"])


def downgrade() -> None:
    raise NotImplementedError("the store only goes forward: restore the backup made before the migration")
