"""The first tables.

Revision 0001, after nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("drill_people", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.String(), nullable=False),
        sa.Column("reported_at", Instant(), nullable=False),
        sa.Column("first_recognised_at", Instant(), nullable=False),
        sa.Column("start_uncertain", sa.Boolean(), nullable=False),
        sa.Column("recognised_by", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("packs", sa.Text(), nullable=False),
        sa.Column("permalink", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("lead_form_at", Instant(), nullable=True),
        sa.Column("room_kind", sa.String(), nullable=False),
        sa.Column("room_channel", sa.String(), nullable=False),
        sa.Column("room_ts", sa.String(), nullable=False),
        sa.Column("contained_at", Instant(), nullable=True),
        sa.Column("recovered_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
        sa.UniqueConstraint("ref", name="uq_incident_ref"),
        sa.UniqueConstraint("source_key", name="uq_incident_source_key"),
    )
    where = sa.text("state NOT IN ('closed', 'not_incident')")
    op.create_index("ix_incident_open", "incident", ["id"], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_incident_reporter_id", "incident", ["reporter_id"])
    op.create_table(
        "lane",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("pack_digest", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("start_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("target_at", Instant(), nullable=True),
        sa.Column("alarm_at", Instant(), nullable=True),
        sa.Column("ladder_start_at", Instant(), nullable=False),
        sa.Column("ladder_epoch", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("owned_at", Instant(), nullable=True),
        sa.Column("progress_at", Instant(), nullable=True),
        sa.Column("reached_at", Instant(), nullable=True),
        sa.Column("reached_who", sa.String(), nullable=False),
        sa.Column("reached_how", sa.String(), nullable=False),
        sa.Column("reached_ref", sa.String(), nullable=False),
        sa.Column("reached_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("confirmed_ref", sa.String(), nullable=False),
        sa.Column("next_report_at", Instant(), nullable=True),
        sa.Column("overdue_told_at", Instant(), nullable=True),
        sa.Column("delay_reason", sa.String(), nullable=False),
        sa.Column("stood_down_at", Instant(), nullable=True),
        sa.Column("stood_down_reason", sa.String(), nullable=False),
        sa.Column("card_channel", sa.String(), nullable=False),
        sa.Column("card_ts", sa.String(), nullable=False),
        sa.Column("insurance", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lane"),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name="fk_lane_incident_id_incident", deferrable=True, initially="DEFERRED"
        ),
        sa.UniqueConstraint("incident_id", "pack_id", name="uq_lane_incident_id_pack_id"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name="fk_attempt_incident_id_incident",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["lane_id"], ["lane.id"], name="fk_attempt_lane_id_lane", deferrable=True, initially="DEFERRED"
        ),
    )
    op.create_index("ix_attempt_incident_id", "attempt", ["incident_id"])
    op.create_index("ix_attempt_lane_id", "attempt", ["lane_id"])
    op.create_table(
        "duty",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("recommended", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("start_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("target_at", Instant(), nullable=True),
        sa.Column("alarm_at", Instant(), nullable=True),
        sa.Column("reached_at", Instant(), nullable=True),
        sa.Column("acknowledged_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("second_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name="fk_duty_incident_id_incident", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["lane_id"], ["lane.id"], name="fk_duty_lane_id_lane", deferrable=True, initially="DEFERRED"
        ),
        sa.UniqueConstraint("lane_id", "rule_id", name="uq_duty_lane_id_rule_id"),
    )
    op.create_index("ix_duty_incident_id", "duty", ["incident_id"])
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("tz", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("is_foreign", sa.Boolean(), nullable=False),
        sa.Column("fetched_at", Instant(), nullable=False),
        sa.Column("home_opened_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "room_member",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_room_member"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name="fk_room_member_incident_id_incident",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.UniqueConstraint("incident_id", "user_id", name="uq_room_member_incident_id_user_id"),
    )
    op.create_index("ix_room_member_user_id", "room_member", ["user_id"])
    op.create_table(
        "approval",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name="fk_approval_incident_id_incident",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_approval_incident_id", "approval", ["incident_id"])
    op.create_table(
        "consultation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("good_practice", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("our_position", sa.String(), nullable=False),
        sa.Column("our_reason", sa.String(), nullable=False),
        sa.Column("next_date", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("last_activity_at", Instant(), nullable=False),
        sa.Column("nudge_epoch", sa.Integer(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closed_reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consultation"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name="fk_consultation_incident_id_incident",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["lane_id"], ["lane.id"], name="fk_consultation_lane_id_lane", deferrable=True, initially="DEFERRED"
        ),
        sa.UniqueConstraint("lane_id", "rule_id", name="uq_consultation_lane_id_rule_id"),
    )
    op.create_index("ix_consultation_incident_id", "consultation", ["incident_id"])
    op.create_table(
        "round",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("consultation_id", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("our_position", sa.String(), nullable=False),
        sa.Column("their_position", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_round_consultation_id_consultation",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name="fk_round_incident_id_incident",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_round_consultation_id", "round", ["consultation_id"])
    op.create_index("ix_round_incident_id", "round", ["incident_id"])
    op.create_table(
        "cost_line",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("consultation_id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("our_share_bp", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cost_line"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name="fk_cost_line_incident_id_incident",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["lane_id"], ["lane.id"], name="fk_cost_line_lane_id_lane", deferrable=True, initially="DEFERRED"
        ),
    )
    op.create_index("ix_cost_line_consultation_id", "cost_line", ["consultation_id"])
    op.create_index("ix_cost_line_incident_id", "cost_line", ["incident_id"])
    op.create_table(
        "log_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_entry"),
        sa.UniqueConstraint("stream", "number", name="uq_log_entry_stream_number"),
    )
    op.create_table(
        "timer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seq", sa.String(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("fired_at", Instant(), nullable=True),
        sa.Column("lateness_ms", sa.BigInteger(), nullable=False),
        sa.Column("fails", sa.Integer(), nullable=False),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_timer"),
        sa.UniqueConstraint("scope_id", "lane_id", "kind", "seq", name="uq_timer_scope_id_lane_id_kind_seq"),
    )
    where = sa.text("state = 'armed' AND retry_at IS NOT NULL")
    op.create_index("ix_timer_again", "timer", ["retry_at"], sqlite_where=where, postgresql_where=where)
    where = sa.text("state = 'armed' AND retry_at IS NULL")
    op.create_index("ix_timer_due", "timer", ["due_at"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("transport", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("idem_key", sa.String(), nullable=False),
        sa.Column("supersede_key", sa.String(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("next_attempt_at", Instant(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("dispatched_at", Instant(), nullable=True),
        sa.Column("looked_at", Instant(), nullable=True),
        sa.Column("provider_channel", sa.String(), nullable=False),
        sa.Column("provider_ts", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("idem_key", name="uq_outbox_idem_key"),
    )
    op.create_index("ix_outbox_incident_id_kind", "outbox", ["incident_id", "kind"])
    where = sa.text("state = 'sending'")
    op.create_index("ix_outbox_lease", "outbox", ["lease_until"], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_outbox_state_priority", "outbox", ["state", "priority"])
    where = sa.text("state = 'pending'")
    op.create_index("ix_outbox_supersede", "outbox", ["supersede_key"], sqlite_where=where, postgresql_where=where)
    where = sa.text("state IN ('pending', 'unknown')")
    op.create_index(
        "ix_outbox_waiting", "outbox", ["priority", "next_attempt_at", "id"], sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    op.create_table(
        "pinned_pack",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_pinned_pack"),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )
    op.create_table(
        "log_head",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name="pk_log_head"),
    )
    op.create_table(
        "rate_gate",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("open_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_rate_gate"),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("cycle_ok_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker"),
    )


def downgrade() -> None:
    raise NotImplementedError("the store only goes forward: restore the backup made before the migration")
