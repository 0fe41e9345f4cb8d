"""Deliveries: one issued report on one road to one address, with what proves it and what the other side said.

That a server took a mail is `sent`; that a person has it is `received`. The two are kept apart: a mail that bounced may still be
confirmed by somebody who has it from a colleague, and a mail that was taken proves nothing about people.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.errors import NotPossibleNow

if TYPE_CHECKING:
    from datetime import datetime

ATTACHMENTS_LIMIT = 25_000_000
"""Bytes in one mail before it is coded for the way: what common servers take at most (they count 25 or 35 MB after coding)."""
ADDRESS_LIMIT = 254
"""Characters in an address (RFC 5321 4.5.3.1.3, less its brackets)."""


class DeliveryRoad(StrEnum):
    """How a report travels to the client's desk."""

    MAIL = "mail"
    SLACK = "slack"
    """A channel shared with the client's own Slack."""


class DeliveryState(StrEnum):
    """How far it came. None of these says that a person read it."""

    ON_ITS_WAY = "on_its_way"
    SENT = "sent"
    FAILED = "failed"
    """Refused for good, or nobody knows after several tries: the desk has to be told on another road."""
    BOUNCED = "bounced"
    """It was taken, and came back later."""


_STEPS = {
    DeliveryState.ON_ITS_WAY: frozenset({DeliveryState.SENT, DeliveryState.FAILED}),
    DeliveryState.SENT: frozenset({DeliveryState.BOUNCED}),
    DeliveryState.FAILED: frozenset(),
    DeliveryState.BOUNCED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One report, one road, one address. `asked_by` is the Slack id of who had it sent."""

    id: str
    incident_id: str
    lane_id: str
    notice_id: str
    road: DeliveryRoad
    slot: str
    """Whose place at the desk it is: primary, backup, after_hours, deputy; empty for a channel."""
    address: str
    """A mail address or a channel's id."""
    brief: bool = False
    """In a shared channel: only that there is a report and how to get it, not the report itself."""
    documents: tuple[str, ...] = ()
    """Ids of the documents that were attached, known once it left."""
    state: DeliveryState = DeliveryState.ON_ITS_WAY
    message_id: str = ""
    """The mail's Message-ID, or the Slack message's ts."""
    answer: str = ""
    """What the other side's server said when it took it or refused it."""
    asked_by: str
    asked_at: datetime
    settled_at: datetime | None = None
    """When it was sent, failed or bounced."""
    expires_at: datetime
    """Until when its receipt can be given by the link in it."""
    received_at: datetime | None = None
    received_by: str = ""
    """The name the person at the client gave, or has in Slack."""
    received_from: str = ""
    """Where the confirmation came from: the first part of a network address, or a Slack id."""

    @property
    def may_go_again(self) -> bool:
        """Whether the same report may be sent to this address once more: the first time did not reach it."""
        return self.state in {DeliveryState.FAILED, DeliveryState.BOUNCED}


def check_delivery_step(old: DeliveryState, new: DeliveryState) -> None:
    """Pass when the state machine has the step. Raises NotPossibleNow otherwise."""
    if new not in _STEPS[old]:
        raise NotPossibleNow("refused.delivery_step", state=old.value)


def is_mail_address(words: str) -> bool:
    """Whether this can be a mail address: `name@host.domain`, printable, nothing that would begin another header or command."""
    if len(words) > ADDRESS_LIMIT or any(sign.isspace() or not sign.isprintable() for sign in words):
        return False
    try:
        address = Address(addr_spec=words)
    except (ValueError, IndexError, MessageError):
        return False
    host = address.domain
    return bool(address.username) and "<" not in words and "." in host.strip(".") and ".." not in host
