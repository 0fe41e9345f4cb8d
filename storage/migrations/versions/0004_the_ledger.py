"""The cost ledger in versions, the terms of sharing, and statements.

Revision 0004, after 0003.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NO_RATE = "from before exchange rates were kept; enter it again with its rate / レートを残す前の記録。レートを添えて入れ直してください"


def upgrade() -> None:
    old = _old_lines()
    op.drop_table("cost_line")
    op.create_table(
        "cost_line",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("hourly_minor", sa.BigInteger(), nullable=True),
        sa.Column("tax", sa.String(), nullable=False),
        sa.Column("tax_stated", sa.BigInteger(), nullable=True),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("rate_source", sa.String(), nullable=False),
        sa.Column("rate_on", sa.Date(), nullable=True),
        sa.Column("net_yen", sa.BigInteger(), nullable=False),
        sa.Column("tax_yen", sa.BigInteger(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("incurred_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cost_line"),
        *_owners("cost_line"),
        sa.UniqueConstraint("line_id", "version", name="uq_cost_line_line_id_version"),
        sa.UniqueConstraint("lane_id", "number", "version", name="uq_cost_line_lane_id_number_version"),
    )
    op.create_index("ix_cost_line_incident_id", "cost_line", ["incident_id"])
    _keep(old)
    op.create_table(
        "share_terms",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("consultation_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("us_bp", sa.Integer(), nullable=False),
        sa.Column("client_bp", sa.Integer(), nullable=False),
        sa.Column("third_party_bp", sa.Integer(), nullable=False),
        sa.Column("cap_yen", sa.BigInteger(), nullable=True),
        sa.Column("cap_per", sa.String(), nullable=False),
        sa.Column("cap_used_yen", sa.BigInteger(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_share_terms"),
        *_owners("share_terms"),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_share_terms_consultation_id_consultation",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.UniqueConstraint("lane_id", "number", name="uq_share_terms_lane_id_number"),
    )
    op.create_index("ix_share_terms_incident_id", "share_terms", ["incident_id"])
    op.create_table(
        "statement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("data_sha256", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        *_owners("statement"),
        sa.UniqueConstraint("lane_id", "number", name="uq_statement_lane_id_number"),
    )
    op.create_index("ix_statement_incident_id", "statement", ["incident_id"])


def _owners(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{owner}_id"],
            [f"{owner}.id"],
            name=f"fk_{table}_{owner}_id_{owner}",
            deferrable=True,
            initially="DEFERRED",
        )
        for owner in ("incident", "lane")
    ]


def _old_lines() -> list[dict[str, Any]]:
    """The lines of before as first versions. One in another currency has no rate, so it cannot count: it stands struck out."""
    table = sa.Table("cost_line", sa.MetaData(), autoload_with=op.get_bind())
    table.c.at.type = Instant()
    numbers: dict[str, int] = defaultdict(int)
    lines = []
    for row in op.get_bind().execute(sa.select(table).order_by(table.c.id)).mappings():
        numbers[row["lane_id"]] += 1
        in_yen = row["currency"] == "JPY"
        share = "" if row["our_share_bp"] is None else f"our share proposed: {row['our_share_bp'] / 100:g} %"
        lines.append(
            {name: row[name] for name in ("id", "incident_id", "lane_id", "item", "description", "by", "at", "payer")}
            | {
                "line_id": row["id"],
                "number": numbers[row["lane_id"]],
                "version": 1,
                "stage": "estimate",
                "currency": row["currency"],
                "amount_minor": row["amount_minor"],
                "tax": "none",
                "rate": "",
                "rate_source": "",
                "net_yen": row["amount_minor"] if in_yen else 0,
                "tax_yen": 0,
                "cause": "unknown",
                "basis": "",
                "evidence": "",
                "approved_by": "",
                "struck": row["voided_at"] is not None or not in_yen,
                "reason": share if in_yen else "; ".join(filter(None, (share, NO_RATE))),
            }
        )
    return lines


def _keep(lines: list[dict[str, Any]]) -> None:
    """Insert the lines, and let the numbers of each lane go on after them."""
    if not lines:
        return
    table = sa.Table("cost_line", sa.MetaData(), autoload_with=op.get_bind())
    table.c.at.type = Instant()
    op.bulk_insert(table, lines)
    last = {line["lane_id"]: line["number"] for line in lines}
    counters = sa.Table("counter", sa.MetaData(), autoload_with=op.get_bind())
    op.bulk_insert(counters, [{"name": f"cost:{lane_id}", "value": number} for lane_id, number in last.items()])


def downgrade() -> None:
    raise NotImplementedError("the store only goes forward: restore the backup made before the migration")
