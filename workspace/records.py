"""What the workspace is made of: members, channels, messages, views, files. Plain records; `State` holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

TEAM_ID = "T0HANSHO"
TEAM_NAME = "Hansho practice"
BOT_USER = "U0HANSHO"
BOT_ID = "B0HANSHO"
APP_ID = "A0HANSHO"
APP_NAME = "Hansho"


class ApiError(Exception):
    """A refusal in Slack's words: `code` goes out as `error`, `more` beside it."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass
class Team:
    """A workspace: our own, or one whose people share a channel with ours."""

    id: str
    name: str
    domain: str


@dataclass
class Member:
    """Somebody of the workspace, the bot included."""

    id: str
    name: str
    real_name: str
    locale: str = "en-US"
    tz: str = "Asia/Tokyo"
    title: str = ""
    title_ja: str = ""
    is_bot: bool = False
    team: str = TEAM_ID
    mail: str = ""
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    presence: str = "active"
    dnd: Json | None = None
    """When notifications pause, every day in the member's own zone: {"start": "22:00", "end": "07:00"}."""

    @property
    def email(self) -> str:
        """A plainly made-up address."""
        return self.mail or f"{self.name}@practice.example"

    @property
    def is_foreign(self) -> bool:
        """Somebody of another team, here because a channel is shared."""
        return self.team != TEAM_ID


@dataclass
class Channel:
    """A conversation. `kind`: public, private, im (a direct message) or mpim (one among several people)."""

    id: str
    name: str
    kind: str
    members: list[str] = field(default_factory=list)
    topic: str = ""
    creator: str = BOT_USER
    created: int = 0
    is_archived: bool = False
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    topic_by: str = ""
    topic_at: int = 0
    purpose: str = ""
    purpose_by: str = ""
    purpose_at: int = 0
    previous_names: list[str] = field(default_factory=list)
    shared_with: list[str] = field(default_factory=list)
    """Other teams whose people are in it."""

    @property
    def is_talk(self) -> bool:
        """A direct message of any size: no name, no topic, nobody joins."""
        return self.kind in ("im", "mpim")


@dataclass
class Message:
    """One message. `ephemeral_to` names the only person who sees it; such a message is in no history."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    subtype: str | None = None
    reactions: list[Json] = field(default_factory=list)
    from_api: bool = False
    username: str = ""
    icons: Json | None = None
    attachments: list[Json] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    pinned: Json | None = None
    """Who pinned it, and when: {"by": user, "at": epoch seconds}."""
    more: Json = field(default_factory=dict)
    """What only its subtype has in events: inviter, topic, old_name ..."""

    @property
    def all_text(self) -> str:
        """Text and every text inside the blocks, for searching."""
        return "\n".join([self.text, *texts_in(self.blocks)])


@dataclass
class View:
    """A modal or a Home tab as one person has it open. `values` is what stands in its inputs, in Slack's `state` form."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: bool = False

    @property
    def is_modal(self) -> bool:
        """True for a modal, False for a Home tab."""
        return bool(self.body.get("type") == "modal")


@dataclass
class Trigger:
    """Leave to open one view, for three real seconds."""

    id: str
    user: str
    sent_seconds: float
    used: bool = False


@dataclass
class Scheduled:
    """A message for later. One with `metadata` is accepted and never posted, as Slack documents."""

    id: str
    channel: str
    post_at: int
    text: str
    blocks: list[Json]
    metadata: Json | None
    thread_ts: str | None = None
    broadcast: bool = False
    created: int = 0
    attachments: list[Json] = field(default_factory=list)


@dataclass
class ResponseUrl:
    """A place where the bot may answer an interaction: five times within thirty minutes of practice time."""

    id: str
    user: str
    channel: str
    made_at: datetime
    message_ts: str | None = None
    uses: int = 0


@dataclass
class Group:
    """A user group: a handle that calls several people."""

    id: str
    handle: str
    name: str
    description: str = ""
    users: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    by: str = BOT_USER
    disabled_at: int = 0


@dataclass
class File:
    """A file. `content` is None until it was sent to its upload address; `shares` names where it can be seen: channel -> messages."""

    id: str
    name: str
    size: int
    user: str
    created: int
    ticket: str = ""
    title: str = ""
    alt_txt: str = ""
    filetype: str = ""
    content: bytes | None = None
    complete: bool = False
    shares: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Invite:
    """An invitation of another team's person into a channel, not yet accepted or already."""

    id: str
    channel: str
    whom: str
    created: int
    accepted_by: str = ""


def texts_in(node: Any) -> Iterator[str]:
    """Every string that stands in a text place of blocks, elements or views."""
    if isinstance(node, list):
        for item in node:
            yield from texts_in(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("text", "alt_text", "initial_value", "title", "label", "hint") and isinstance(value, str):
                yield value
            elif isinstance(value, dict | list) and key != "confirm":
                yield from texts_in(value)
