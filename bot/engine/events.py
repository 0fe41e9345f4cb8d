"""The engine's log events. They carry ids, counts and codes, never what people wrote. Names are an interface."""

from __future__ import annotations

import structlog

CYCLE_FAILED = "engine.cycle_failed"
SCOPE_FAILED = "engine.scope_failed"
STORE_AWAY = "engine.store_unavailable"
RECOVERED = "engine.leases_recovered"
BELL_TROUBLE = "engine.bell_trouble"
SERVICE_DIED = "engine.service_died"
SERVICE_GAVE_UP = "engine.service_gave_up"
TASK_DIED = "engine.task_died"
SENT = "outbox.sent"
REFUSED = "outbox.refused"
LIMITED = "outbox.limited"
POSTPONED = "outbox.postponed"
UNKNOWN = "outbox.unknown"
FOUND = "outbox.found"
RESENT = "outbox.resent"
LOST_LEASE = "outbox.lost_lease"
UNRENDERED = "outbox.unrendered"
HANDED_OVER = "outbox.handed_over"
NO_ROAD_LEFT = "outbox.no_road_left"

log: structlog.stdlib.BoundLogger = structlog.get_logger("hansho")
