"""How things look in Slack's JSON: people, channels, messages, views; and the finish Slack gives to blocks it keeps."""

from __future__ import annotations

import copy
import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from workspace import file_shapes, inputs
from workspace.state import (
    APP_ID,
    APP_NAME,
    BOT_ID,
    BOT_USER,
    TEAM_ID,
    Channel,
    Json,
    Member,
    Message,
    State,
    View,
)


def finished(blocks: list[Json]) -> list[Json]:
    """A copy of the blocks as Slack stores them: every block and element has an id, every text object its flags."""
    made = copy.deepcopy(blocks)
    _name(made)
    for _, element in inputs.elements(made):
        if element.get("type") != "image":
            element.setdefault("action_id", secrets.token_hex(3))
    _flag(made)
    return made


def _name(blocks: list[Json]) -> None:
    for block in blocks:
        block.setdefault("block_id", secrets.token_hex(3))
        if block["type"] in ("carousel", "container"):
            _name(block.get("elements") or block.get("child_blocks") or [])


def _flag(node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _flag(item)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str) and node.get("type") == "plain_text":
            node.setdefault("emoji", True)
        elif isinstance(node.get("text"), str) and node.get("type") == "mrkdwn":
            node.setdefault("verbatim", False)
        for value in node.values():
            _flag(value)


def user(member: Member, now: datetime, include_locale: bool) -> Json:
    """A `user` object; `now` gives the offset of the zone."""
    offset = now.astimezone(ZoneInfo(member.tz)).utcoffset()
    found: Json = {
        "id": member.id,
        "team_id": member.team,
        "name": member.name,
        "real_name": member.real_name,
        "deleted": member.deleted,
        "tz": member.tz,
        "tz_label": member.tz.replace("_", " "),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": member.is_restricted,
        "is_ultra_restricted": member.is_ultra_restricted,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "is_email_confirmed": not member.is_bot,
        "color": "4a4a4a",
        "who_can_share_contact_card": "EVERYONE",
        "updated": 0,
        "profile": {
            "first_name": member.real_name,
            "last_name": "",
            "phone": "",
            "skype": "",
            "avatar_hash": "",
            **{f"image_{pixels}": "" for pixels in (24, 32, 48, 72, 192, 512)},  # nobody here has a picture
            "fields": {},
            "status_text": "",
            "status_text_canonical": "",
            "status_emoji": "",
            "status_emoji_display_info": [],
            "status_expiration": 0,
            "real_name": member.real_name,
            "real_name_normalized": member.real_name,
            "display_name": member.real_name,
            "display_name_normalized": member.real_name,
            "title": member.title,
            "team": member.team,
            **({"api_app_id": APP_ID, "bot_id": BOT_ID} if member.is_bot else {"email": member.email}),
        },
    }
    if include_locale:
        found["locale"] = member.locale
    return found


def channel(found: Channel, asker: str = BOT_USER) -> Json:
    """A `channel` object as `asker` sees it."""
    if found.kind == "im":
        other = next((who for who in found.members if who != asker), asker)
        return {
            "id": found.id,
            "created": found.created,
            "is_im": True,
            "is_archived": False,
            "user": other,
            "is_org_shared": False,
        }
    return {
        "id": found.id,
        "name": found.name,
        "name_normalized": found.name,
        "created": found.created,
        "creator": found.creator,
        "is_channel": found.kind == "public",
        "is_group": found.kind == "private",
        "is_private": found.kind != "public",
        "is_im": False,
        "is_mpim": found.kind == "mpim",
        "is_archived": found.is_archived,
        "is_general": found.name == "general",
        "unlinked": 0,
        "is_member": asker in found.members,
        "topic": {"value": found.topic, "creator": found.topic_by, "last_set": found.topic_at},
        "purpose": {"value": found.purpose, "creator": found.purpose_by, "last_set": found.purpose_at},
        "previous_names": list(found.previous_names),
        **_sharing(found),
    }


def _sharing(found: Channel) -> Json:
    """With whom a channel is shared: `is_ext_shared` is the flag that tells."""
    teams = [TEAM_ID, *found.shared_with]
    made: Json = {
        "is_shared": bool(found.shared_with),
        "is_ext_shared": bool(found.shared_with),
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "context_team_id": TEAM_ID,
        "shared_team_ids": teams,
    }
    if found.shared_with:
        made |= {"internal_team_ids": [TEAM_ID], "connected_team_ids": list(found.shared_with)}
        made["conversation_host_id"] = TEAM_ID
    return made


def message(state: State, found: Message, *, metadata: bool = False) -> Json:
    """A `message` object; `metadata` says whether it is included."""
    team = state.members[found.user].team if found.user in state.members else TEAM_ID
    made: Json = {"type": "message", "user": found.user, "ts": found.ts, "text": found.text, "team": team}
    if team != TEAM_ID:
        made |= {"user_team": team, "source_team": team}
    if found.user == BOT_USER:
        made |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": bot_profile()}
    if found.subtype:
        made["subtype"] = found.subtype
    if found.blocks:
        made["blocks"] = found.blocks
    made |= _extras(state, found)
    if found.edited_ts:
        made["edited"] = {"user": found.user, "ts": found.edited_ts}
    if found.reactions:
        made["reactions"] = found.reactions
    if metadata and found.metadata:
        made["metadata"] = found.metadata
    if found.thread_ts:
        made["thread_ts"] = found.thread_ts
        if found.thread_ts != found.ts:
            kept = state.messages.get(found.channel)
            parent = kept.find(found.thread_ts) if kept else None
            made["parent_user_id"] = parent.user if parent else found.user
    answers = state.replies(found.channel, found.ts)
    if answers:
        made |= {
            "thread_ts": found.ts,
            "reply_count": len(answers),
            "reply_users_count": len({m.user for m in answers}),
            "reply_users": list(dict.fromkeys(m.user for m in answers)),
            "latest_reply": answers[-1].ts,
        }
    return made


def _extras(state: State, found: Message) -> Json:
    """What only some messages have: attachments, files, a borrowed name, a pin."""
    made: Json = {}
    if found.attachments:
        made["attachments"] = found.attachments
    if found.files:
        made["files"] = [file_shapes.file(state, state.files[one]) for one in found.files if one in state.files]
        made["upload"] = False
    if found.username:
        made["username"] = found.username
    if found.icons:
        made["icons"] = found.icons
    if found.pinned:
        made["pinned_to"] = [found.channel]
    return made


def permalink(state: State, found: Message) -> str:
    """Where the page shows this message."""
    address = f"{state.url}archives/{found.channel}/p{found.ts.replace('.', '')}"
    if found.thread_ts and found.thread_ts != found.ts:
        address += f"?thread_ts={found.thread_ts}&cid={found.channel}"
    return address


OF_ITS_PLACE = ("ts", "thread_ts", "parent_user_id", "reply_count", "reply_users_count", "reply_users", "latest_reply")


def changed_message(state: State, found: Message) -> Json:
    """The `message` in the answer of chat.update: what it says, not where it stands (the answer itself has the ts)."""
    return {key: value for key, value in message(state, found, metadata=True).items() if key not in OF_ITS_PLACE}


def bot_profile() -> Json:
    """Who the bot is, as its messages carry it."""
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "name": APP_NAME,
        "deleted": False,
        "updated": 0,
        "team_id": TEAM_ID,
        "icons": {},
    }


def view(found: View) -> Json:
    """A `view` object with its state, as in payloads and in the answers of views.*."""
    body = found.body
    made: Json = {
        "id": found.id,
        "team_id": TEAM_ID,
        "type": body["type"],
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": found.values},
        "hash": found.hash,
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "previous_view_id": found.previous_id,
        "root_view_id": found.root_id,
        "app_id": APP_ID,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }
    made |= {"close": body.get("close"), "submit": body.get("submit")}  # null for a Home tab, as its documented answer
    if body["type"] == "modal":
        made["title"] = body["title"]
    return made
