"""How long tests wait before they believe that something will not happen: it delays a failure, and is no part of what a test says."""

from __future__ import annotations

PATIENCE = 60.0
"""Seconds: enough for a process to start on a machine where many others do."""

UNHURRIED = {"answer_seconds": PATIENCE, "trigger_seconds": PATIENCE}
"""A practice workspace whose Slack waits as long as a busy machine needs, for every test that is not about Slack's three seconds."""
