"""What people do, in one place for the page, for other processes and for tests: talking, filling in, and keeping house."""

from __future__ import annotations

from workspace.actor import CannotAct, Outcome
from workspace.filling import Offer
from workspace.gestures import Gestures
from workspace.housekeeping import Housekeeping
from workspace.talking import Talking

__all__ = ["Acts", "CannotAct", "Offer", "Outcome"]


class Acts(Talking, Gestures, Housekeeping):
    """All doings. Those of one person take the user id first."""
