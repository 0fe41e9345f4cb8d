"""What must hold at any minute, as plain SQL over the tables. Shares nothing with the engine: it proves it.

Each query gives the ids for which its invariant does NOT hold, at most 20. `{timer_late}` and the like stand where the database's own
way of naming a parameter goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

TIMER_LATE = timedelta(seconds=15)
PAGE_UNSENT = timedelta(seconds=60)
LEASE_SECONDS = timedelta(seconds=30)
"""What the engine promises to hold a lease for; twice that has passed when a lease ended this long ago."""
CYCLE_SILENT = timedelta(seconds=15)
INSURED_BY = timedelta(minutes=12)
"""The first insurance speaks at T-10; a clock with less left than this may have none."""
ROOM_SETTLED = timedelta(minutes=2)
RINGS_WITHIN = timedelta(days=1)
"""No ladder pauses for longer; a clock that was wrong for a moment may have put its next step there."""
DOCUMENT_MADE = timedelta(minutes=10)
"""A document takes the press seconds; what waited through an outage is made within the first minute after it."""

_OPEN = "incident.state NOT IN ('closed', 'not_incident')"
_RUNNING = "lane.reached_at IS NULL AND lane.stood_down_at IS NULL"


_OPEN_MATTER = """matter.state NOT IN (
    'reported', 'returned', 'used', 'refused', 'expired', 'receipted', 'confirmed', 'notified', 'otherwise', 'nothing_held', 'answered',
    'wound_up', 'withdrawn', 'fulfilled', 'skipped', 'broken', 'missed'
)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """One thing that must hold: `name` and `says` go to the operators, `sql` finds what breaks it."""

    name: str
    says: str
    sql: str


INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        name="A1",
        says="an open incident with a running clock has no armed timer",
        sql=f"""
            SELECT DISTINCT incident.id FROM incident JOIN lane ON lane.incident_id = incident.id
            WHERE {_OPEN} AND {_RUNNING}
            AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.scope_id = incident.id AND timer.state = 'armed')
            ORDER BY incident.id LIMIT 20
        """,  # noqa: S608 - constants of this module
    ),
    Invariant(
        name="A2",
        says="an armed timer is more than 15 s late",
        sql="SELECT id FROM timer WHERE state = 'armed' AND due_at < {timer_late} ORDER BY due_at LIMIT 20",
    ),
    Invariant(
        name="A3",
        says="a page has been waiting for more than 60 s and no other road has carried it",
        sql="""
            SELECT page.id FROM outbox AS page
            WHERE page.priority = 0 AND page.state IN ('pending', 'sending', 'unknown')
            AND page.due_at < {page_unsent} AND page.created_at < {page_unsent}
            AND NOT EXISTS (
                SELECT 1 FROM outbox AS sibling WHERE sibling.idem_key = page.idem_key || ':fb1' AND sibling.state = 'sent'
            )
            ORDER BY page.due_at LIMIT 20
        """,
    ),
    Invariant(
        name="A4",
        says="a lease is older than twice its length",
        sql="SELECT id FROM outbox WHERE state = 'sending' AND lease_until < {lease_over} ORDER BY lease_until LIMIT 20",
    ),
    Invariant(
        name="A5",
        says="no worker has completed a cycle within 15 s",
        sql="SELECT 'engine' WHERE NOT EXISTS (SELECT 1 FROM worker WHERE cycle_ok_at > {cycle_silent})",
    ),
    Invariant(
        name="A7",
        says="a running deadline has no insurance in Slack, and Slack was never asked for one",
        sql=f"""
            SELECT lane.id FROM lane JOIN incident ON incident.id = lane.incident_id
            WHERE {_OPEN} AND {_RUNNING} AND incident.room_kind IN ('channel', 'thread')
            AND lane.due_at > {{insured_by}} AND incident.reported_at < {{room_settled}} AND lane.insurance = '[]'
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.lane_id = lane.id AND outbox.kind = 'insurance')
            ORDER BY lane.id LIMIT 20
        """,  # noqa: S608 - constants of this module
    ),
    Invariant(
        name="A9",
        says="a running clock will ring nobody within a day, or its owner's silence will not be noticed",
        # A1 is content with any timer of the incident; a card that is drawn again wakes nobody.
        sql=f"""
            SELECT lane.id FROM lane JOIN incident ON incident.id = lane.incident_id
            WHERE {_OPEN} AND {_RUNNING}
            AND NOT EXISTS (
                SELECT 1 FROM timer WHERE timer.scope_id = incident.id AND timer.lane_id = lane.id AND timer.state = 'armed'
                AND timer.kind = CASE WHEN lane.owner_id = '' THEN 'ladder' ELSE 'ack_expiry' END
                AND timer.due_at < {{rings_by}}
            )
            ORDER BY lane.id LIMIT 20
        """,  # noqa: S608 - constants of this module
    ),
    Invariant(
        name="A10",
        says="an incident waits for a room that nothing is making any more",
        sql=f"""
            SELECT incident.id FROM incident
            WHERE {_OPEN} AND incident.room_kind = 'pending' AND incident.reported_at < {{room_settled}}
            AND NOT EXISTS (
                SELECT 1 FROM outbox WHERE outbox.incident_id = incident.id
                AND outbox.kind IN ('room_create', 'room_thread') AND outbox.state IN ('pending', 'sending', 'unknown')
            )
            ORDER BY incident.id LIMIT 20
        """,  # noqa: S608 - constants of this module
    ),
    Invariant(
        name="A11",
        says="something was published or disclosed with neither talks on it nor an emergency record two people made",
        # Talks may be taken up again after it was published; that there were any, of the same client, must hold for ever.
        sql="""
            SELECT release.id FROM release
            WHERE NOT EXISTS (
                SELECT 1 FROM consultation WHERE consultation.id = release.basis_id
                AND consultation.lane_id = release.lane_id AND consultation.topic = release.kind AND NOT release.emergency
            )
            AND NOT EXISTS (
                SELECT 1 FROM emergency WHERE emergency.id = release.basis_id AND emergency.lane_id = release.lane_id
                AND emergency.kind = release.kind AND emergency.state IN ('used', 'told') AND release.emergency
                AND emergency.decided_by <> '' AND emergency.decided_by <> emergency.owner_id
            )
            ORDER BY release.id LIMIT 20
        """,
    ),
    Invariant(
        name="A12",
        says="an open action, instruction or survey will remind nobody",
        sql=f"""
            SELECT followed.id FROM (
                SELECT id, incident_id, remind_epoch FROM action WHERE state = 'open'
                UNION ALL SELECT id, incident_id, remind_epoch FROM instruction WHERE state = 'received'
                UNION ALL SELECT id, incident_id, remind_epoch FROM survey WHERE state <> 'closed'
                UNION ALL SELECT id, incident_id, remind_epoch FROM emergency WHERE state IN ('decided', 'used')
            ) AS followed JOIN incident ON incident.id = followed.incident_id
            WHERE {_OPEN} AND NOT EXISTS (
                SELECT 1 FROM timer WHERE timer.scope_id = followed.incident_id AND timer.lane_id = '' AND timer.kind = 'reminder'
                AND timer.state = 'armed' AND timer.seq = followed.id || '.' || followed.remind_epoch
            )
            ORDER BY followed.id LIMIT 20
        """,  # noqa: S608 - constants of this module
    ),
    Invariant(
        name="A13",
        says="nobody will be reminded to look whether a measure held, or that one of a closed incident is to be done again",
        # 30 and 90 days after it was done, also when the incident was closed in between.
        sql="""
            SELECT action.id FROM action JOIN incident ON incident.id = action.incident_id
            WHERE (
                (action.state = 'done' AND action.kind = 'measure' AND incident.state <> 'not_incident')
                OR (action.state = 'open' AND incident.state = 'closed')
            )
            AND NOT EXISTS (
                SELECT 1 FROM timer WHERE timer.scope_id = action.incident_id AND timer.lane_id = '' AND timer.kind = 'reminder'
                AND timer.state = 'armed' AND timer.seq = action.id || '.' || action.remind_epoch
            )
            ORDER BY action.id LIMIT 20
        """,
    ),
    Invariant(
        name="A14",
        says="an open matter will remind nobody",
        # A leave without a last day is owed to nobody, unless something is to be carried out of the house and back. What comes back
        # is said by the digest (A20), and a part by its whole.
        sql=f"""
            SELECT matter.id FROM matter
            WHERE {_OPEN_MATTER} AND matter.part_of IS NULL
            AND NOT (matter.kind = 'recurring' AND (matter.topic <> 'renewal' OR matter.due_on IS NULL))
            AND NOT (
                matter.state = 'granted' AND matter.until IS NULL AND matter.topic NOT IN ('laptop_out', 'papers_out', 'take_out')
            )
            AND NOT EXISTS (
                SELECT 1 FROM timer WHERE timer.scope_id = 'matter:' || matter.id AND timer.lane_id = '' AND timer.kind = 'matter'
                AND timer.state = 'armed' AND timer.seq = '' || matter.remind_epoch
            )
            ORDER BY matter.id LIMIT 20
        """,  # noqa: S608 - constants of this module
    ),
    Invariant(
        name="A15",
        says="a document is wanted and not being made, or has been for more than 10 minutes",
        sql="""
            SELECT document.id FROM document
            WHERE document.state = 'wanted' AND (
                document.asked_at < {document_late} OR NOT EXISTS (
                    SELECT 1 FROM outbox WHERE outbox.incident_id = document.incident_id AND outbox.kind = 'document'
                    AND outbox.state IN ('pending', 'sending', 'unknown')
                    AND outbox.idem_key IN ('document:' || document.id, 'document:' || document.id || ':again')
                )
            )
            ORDER BY document.id LIMIT 20
        """,
    ),
    Invariant(
        name="A16",
        says="a report or a statement was issued and one of its files was never asked for",
        sql="""
            SELECT DISTINCT issued.id FROM (
                SELECT notice.id AS id, wanted.format AS format FROM notice CROSS JOIN (
                    SELECT 'txt' AS format UNION ALL SELECT 'pdf' UNION ALL SELECT 'docx'
                ) AS wanted WHERE notice.state = 'issued'
                UNION ALL SELECT statement.id, wanted.format FROM statement CROSS JOIN (
                    SELECT 'pdf' AS format UNION ALL SELECT 'xlsx' UNION ALL SELECT 'csv'
                ) AS wanted
            ) AS issued
            WHERE NOT EXISTS (
                SELECT 1 FROM document WHERE document.subject_id = issued.id AND document.format = issued.format
            )
            ORDER BY issued.id LIMIT 20
        """,
    ),
    Invariant(
        name="A17",
        says="a report was promised to a client and its time will pass unsaid",
        sql=f"""
            SELECT lane.id FROM lane JOIN incident ON incident.id = lane.incident_id
            WHERE {_OPEN} AND lane.next_report_at > {{now}} AND NOT EXISTS (
                SELECT 1 FROM timer WHERE timer.scope_id = incident.id AND timer.lane_id = lane.id AND timer.kind = 'report_due'
                AND timer.state = 'armed' AND timer.due_at = lane.next_report_at
            )
            ORDER BY lane.id LIMIT 20
        """,  # noqa: S608 - constants of this module
    ),
    Invariant(
        name="A18",
        says="a statutory deadline will pass and nobody will be told",
        sql=f"""
            SELECT statutory_duty.id FROM statutory_duty JOIN incident ON incident.id = statutory_duty.incident_id
            WHERE {_OPEN} AND statutory_duty.state = 'running' AND statutory_duty.due_at > {{now}} AND NOT EXISTS (
                SELECT 1 FROM timer WHERE timer.scope_id = incident.id AND timer.lane_id = '' AND timer.kind = 'law'
                AND timer.state = 'armed' AND timer.due_at = statutory_duty.due_at
                AND substr(timer.seq, 1, length(statutory_duty.id) + 5) = statutory_duty.id || ':due@'
            )
            ORDER BY statutory_duty.id LIMIT 20
        """,  # noqa: S608 - constants of this module
    ),
    Invariant(
        name="A19",
        says="something on record runs out and nobody will be reminded",
        # Its last version counts. The answers are JSON written without spaces, and an empty one is left out.
        # A sign doubled for PostgreSQL's driver means the same to SQLite.
        sql="""
            SELECT entry.item_id FROM register_entry AS entry
            WHERE NOT entry.ended AND (
                (entry.kind = 'certificate' AND entry.answers LIKE '%%"expires_on":%%')
                OR (entry.kind = 'recipient' AND entry.answers LIKE '%%"until":%%')
            )
            AND NOT EXISTS (
                SELECT 1 FROM register_entry AS later WHERE later.item_id = entry.item_id AND later.version > entry.version
            )
            AND NOT EXISTS (
                SELECT 1 FROM timer WHERE timer.scope_id = 'register:' || entry.item_id AND timer.kind = 'expiry'
                AND timer.state = 'armed' AND timer.seq LIKE entry.version || '@%%'
            )
            ORDER BY entry.item_id LIMIT 20
        """,
    ),
    Invariant(
        name="A20",
        says="something comes back or is late and no morning digest will say it",
        sql=f"""
            SELECT matter.id FROM matter
            WHERE {_OPEN_MATTER} AND matter.kind = 'recurring' AND NOT EXISTS (
                SELECT 1 FROM timer WHERE timer.scope_id = 'office' AND timer.kind = 'digest' AND timer.state = 'armed'
            )
            ORDER BY matter.id LIMIT 20
        """,  # noqa: S608 - constants of this module
    ),
    Invariant(
        name="A21",
        says="of one thing that comes back two are to be done at once",
        # Each who joins has one of their own. The signs are doubled because PostgreSQL's driver reads a single one as a place.
        sql="""
            SELECT max(matter.id) FROM matter
            WHERE matter.kind = 'recurring' AND matter.state = 'asked' AND matter.answers NOT LIKE '%%"person"%%'
            GROUP BY matter.pack_id, matter.rule_id HAVING count(*) > 1
            ORDER BY max(matter.id) LIMIT 20
        """,
    ),
    Invariant(
        name="A22",
        says="something of a client's is out and no evening will say it",
        sql="""
            SELECT matter.id FROM matter
            WHERE matter.state = 'out' AND NOT EXISTS (
                SELECT 1 FROM timer WHERE timer.scope_id = 'matter:' || matter.id AND timer.kind = 'evening' AND timer.state = 'armed'
            )
            ORDER BY matter.id LIMIT 20
        """,
    ),
)


def instants(now: datetime) -> Mapping[str, datetime]:
    """Return the values of the queries' places at `now` (aware UTC)."""
    return {
        "timer_late": now - TIMER_LATE,
        "page_unsent": now - PAGE_UNSENT,
        "lease_over": now - LEASE_SECONDS,
        "cycle_silent": now - CYCLE_SILENT,
        "insured_by": now + INSURED_BY,
        "room_settled": now - ROOM_SETTLED,
        "rings_by": now + RINGS_WITHIN,
        "document_late": now - DOCUMENT_MADE,
        "now": now,
    }
