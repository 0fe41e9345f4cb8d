"""What will happen by itself: by practice time what is scheduled, tried again or runs out, by real time what a connection lives by."""

from __future__ import annotations

import asyncio

from workspace import limits
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.state import Json

MOST = 100
"""How many entries of each list are told."""


def by_practice_time(core: Core, delivery: Delivery) -> list[Json]:
    """Soonest first, each {"at": epoch seconds, "kind", "id", "what"}: scheduled_message, event_retry, response_url_ends."""
    state, now = core.state, core.clock.now().timestamp()
    found: list[Json] = [
        {"at": one.post_at, "kind": "scheduled_message", "id": one.id, "what": one.channel}
        for one in state.scheduled.values()
        if one.metadata is None  # accepted and never posted
    ]
    found += [
        {"at": one.at.timestamp(), "kind": "event_retry", "id": one.event_id, "what": one.event}
        for one in delivery.retries
    ]
    for url in state.response_urls.values():
        ends = url.made_at.timestamp() + limits.RESPONSE_URL_SECONDS
        if ends >= now and url.uses < limits.RESPONSE_URL_USES:
            found.append({"at": ends, "kind": "response_url_ends", "id": url.id, "what": url.channel})
    return sorted(found, key=lambda one: (one["at"], one["id"]))[:MOST]


def by_real_time(core: Core, delivery: Delivery) -> list[Json]:
    """Soonest first, each {"seconds_left", "kind", "id"}: ticket_ends, trigger_ends, fault_ends."""
    now = asyncio.get_running_loop().time()
    found: list[Json] = [{"seconds_left": left, "kind": "ticket_ends", "id": ""} for left in delivery.sockets.tickets]
    found += [
        {"seconds_left": left, "kind": "trigger_ends", "id": one.id}
        for one in core.state.triggers.values()
        if not one.used and (left := one.sent_seconds + core.settings.trigger_seconds - now) > 0
    ]
    found += [
        {"seconds_left": one["seconds_left"], "kind": "fault_ends", "id": one["id"]}
        for one in core.faults.snapshot()
        if one["seconds_left"] is not None
    ]
    return sorted(found, key=lambda one: float(one["seconds_left"]))[:MOST]
