"""What an incident owes by statute, the laws it is measured by, and the instants they count from.

Revision 0012, after 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant, Json

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column: an SQLite table that others point to is better not made anew.
    for name in ("laws", "moments"):
        op.add_column("incident", sa.Column(name, Json(), nullable=False, server_default="{}"))
    op.add_column("incident", sa.Column("law_form_at", Instant(), nullable=True))
    op.create_table(
        "statutory_duty",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("law_id", sa.String(), nullable=False),
        sa.Column("law_digest", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("start_at", Instant(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("target_at", Instant(), nullable=True),
        sa.Column("alarm_at", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("by_answers", sa.Boolean(), nullable=False),
        sa.Column("fired_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("second_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statutory_duty"),
        sa.UniqueConstraint(
            "incident_id", "law_id", "rule_id", "number", name="uq_statutory_duty_incident_id_law_id_rule_id_number"
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name="fk_statutory_duty_incident_id_incident",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_statutory_duty_incident_id", "statutory_duty", ["incident_id"])


def downgrade() -> None:
    raise NotImplementedError("the store only goes forward: restore the backup made before the migration")
