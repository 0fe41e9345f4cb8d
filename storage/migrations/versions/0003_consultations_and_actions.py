"""Consultations with their minute, and the actions that come out of them.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WORDS = ("subject", "asked_who", "asked_how", "minute_ours", "minute_theirs", "minute_ref")


def upgrade() -> None:
    with op.batch_alter_table("consultation") as consultation:
        for name in _WORDS:
            consultation.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        consultation.add_column(sa.Column("permits", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in ("asked_on", "minute_on"):
            consultation.add_column(sa.Column(name, sa.Date(), nullable=True))
        consultation.add_column(sa.Column("result", sa.String(), nullable=True))
    # What was settled before keeps its outcome; a gate it would open nobody could have asked for yet.
    op.execute(
        "UPDATE consultation SET result = state WHERE state IN ('agreed', 'agreed_with_conditions', 'no_agreement')"
    )
    op.create_table(
        "action",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("dropped_reason", sa.String(), nullable=False),
        sa.Column("checked_days", sa.Integer(), nullable=False),
        sa.Column("touched_on", sa.Date(), nullable=False),
        sa.Column("remind_epoch", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
        _to("action", "incident"),
        _to("action", "lane"),
    )
    for column in ("incident_id", "lane_id", "source_id"):
        op.create_index(f"ix_action_{column}", "action", [column])
    op.create_table(
        "action_check",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("action_id", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_action_check"),
        _to("action_check", "incident"),
        _to("action_check", "action"),
    )
    for column in ("incident_id", "action_id"):
        op.create_index(f"ix_action_check_{column}", "action_check", [column])


def _to(table: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{other}_id_{other}"
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=name, deferrable=True, initially="DEFERRED")


def downgrade() -> None:
    raise NotImplementedError("the store only goes forward: restore the backup made before the migration")
