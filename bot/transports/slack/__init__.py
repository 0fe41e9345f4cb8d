"""Slack as a road of the outbox: one call, no retries of its own, an honest answer."""

from __future__ import annotations

from bot.transports.slack.errors import Meaning, meaning_of
from bot.transports.slack.sender import SlackSender

__all__ = ["Meaning", "SlackSender", "meaning_of"]
