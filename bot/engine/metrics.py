"""Numbers for Prometheus. The names are an interface: they do not change without a decision record.

No label ever holds an id, a name or a text of an incident.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

CYCLES = Counter("hansho_engine_cycles_total", "Completed cycles of the engine")
CYCLE_FAILURES = Counter("hansho_engine_cycle_failures_total", "Cycles that ended in an exception")
CYCLE_OK_AT = Gauge(
    "hansho_engine_cycle_ok_timestamp_seconds", "Instant of the last completed cycle, by the clock port"
)
FIRED = Counter("hansho_scopes_fired_total", "Scopes (an incident, or the office) whose due timers were fired")
FIRE_FAILURES = Counter("hansho_scope_failures_total", "Firings that were rolled back")
SENDS = Counter("hansho_sends_total", "Answers to calls of the outbox", ["transport", "priority", "answer"])
LATENESS = Histogram(
    "hansho_send_lateness_seconds",
    "From when a message should have left to when the other side had it",
    ["priority"],
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600),
)
IN_FLIGHT = Gauge("hansho_sends_in_flight", "Calls under way", ["priority"])
RECOVERED = Counter("hansho_leases_recovered_total", "Rows taken back from a worker that did not finish")
LOST_LEASES = Counter("hansho_leases_lost_total", "Results discarded because somebody else held the row by then")
RESENT = Counter("hansho_resends_total", "Messages sent again after an unknown end", ["marked"])
FALLBACKS = Counter("hansho_fallbacks_total", "Pages given to another road", ["road", "why"])
UNRENDERED = Counter("hansho_unrendered_total", "Messages whose text could not be written", ["priority"])
BELL_TROUBLE = Counter("hansho_bell_trouble_total", "Missed, failed or overlapping rings of the bell", ["event"])
SERVICE_FAILURES = Counter(
    "hansho_service_failures_total", "Ends of a supervised service that nobody asked for", ["service"]
)
