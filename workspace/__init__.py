"""A Slack-compatible practice workspace on loopback: Web API, Socket Mode and signed HTTP, a page, and people to act as.

`Workspace` starts one in this process; `python -m workspace` starts one alone. It knows nothing of any bot.
"""

from __future__ import annotations

from workspace.acts import CannotAct, Outcome
from workspace.clock import Clock, FileClock
from workspace.core import MAIN_JOB, Call, Sent, Settings
from workspace.faults import Fault
from workspace.inputs import BadInput
from workspace.manifest import Manifest
from workspace.person import Modal, Person
from workspace.server import Workspace
from workspace.state import Message, View

__all__ = [
    "MAIN_JOB", "BadInput", "Call", "CannotAct", "Clock", "Fault", "FileClock", "Manifest", "Message", "Modal", "Outcome", "Person", "Sent",
    "Settings", "View", "Workspace",
]  # fmt: skip
