"""What is written down when an incident is closed: root cause, prevention, how long the evidence is kept.

Revision 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("root_cause", sa.String(), nullable=False),
        sa.Column("prevention", sa.String(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closing"),
        sa.UniqueConstraint("incident_id", name="uq_closing_incident_id"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name="fk_closing_incident_id_incident",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("the store only goes forward: restore the backup made before the migration")
