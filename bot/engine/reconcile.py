"""An interrupted send: decide from what Slack's history says whether the message is there, to be awaited, or to be sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.work import OutboxRow, SendPriority
from bot.engine.ports import Sent, Unknown
from bot.engine.roads import Absent, CannotLook, Delivered, Found

FIRST_LOOK_AFTER = timedelta(seconds=3)
"""A request that we gave up may still be under way inside Slack; asking sooner than this proves nothing."""
BETWEEN_LOOKS = timedelta(seconds=5)
"""`conversations.history` lags behind posting: only two looks this far apart make "absent" believable."""
LOOK_BACK = timedelta(seconds=60)
"""How far before the dispatch the search begins, in case Slack's clock differs from ours."""
PAGE_BLIND_AFTER = timedelta(seconds=20)
"""A page whose history cannot be asked is repeated, marked, this long after its dispatch."""
OTHERS_BLIND_AFTER = timedelta(seconds=60)
LOOK_AGAIN_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAgain:
    """It is to be sent again; `marked` when it may then be there twice."""

    marked: bool


Verdict = Sent | Unknown | SendAgain


def judge(row: OutboxRow, found: Found, now: datetime) -> Verdict:
    """Decide what becomes of an unknown row after one look. Pure; `now` is aware UTC."""
    dispatched_at = row.dispatched_at or row.created_at
    if isinstance(found, Delivered):
        return Sent(provider_channel=found.channel, provider_ts=found.ts)
    if isinstance(found, Absent):
        if row.looked_at is not None and now - row.looked_at >= BETWEEN_LOOKS:
            return SendAgain(marked=False)
        looked_at = row.looked_at or now
        return Unknown(next_attempt_at=looked_at + BETWEEN_LOOKS, looked_at=looked_at, error="absent once")
    return _blind(row, found, dispatched_at, now)


def _blind(row: OutboxRow, found: CannotLook, dispatched_at: datetime, now: datetime) -> Verdict:
    error = f"history: {found.reason}"[:200]
    if row.priority is SendPriority.PAGE:
        wait = PAGE_BLIND_AFTER
    elif found.for_good:
        wait = OTHERS_BLIND_AFTER  # waiting for an answer that never comes would lose the message
    else:
        return Unknown(next_attempt_at=now + LOOK_AGAIN_AFTER, looked_at=row.looked_at, error=error)
    if now - dispatched_at >= wait:
        return SendAgain(marked=True)
    return Unknown(next_attempt_at=dispatched_at + wait, looked_at=row.looked_at, error=error)
