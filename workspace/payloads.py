"""The payloads Slack sends to an app, one function each, as plain JSON."""

from __future__ import annotations

from typing import Any

from workspace import shapes
from workspace.state import APP_ID, BOT_USER, TEAM_ID, Channel, Json, Member, Message, State, View

TOKEN = "practice-verification-token"
DOMAIN = "hansho-practice"


def _head(kind: str, who: Member) -> Json:
    return {
        "type": kind,
        "token": TOKEN,
        "team": {"id": TEAM_ID, "domain": DOMAIN},
        "user": {"id": who.id, "username": who.name, "name": who.name, "team_id": who.team},
        "api_app_id": APP_ID,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    """The name a payload carries for a channel."""
    return {"im": "directmessage", "mpim": "mpdm", "private": "privategroup"}.get(channel.kind, channel.name)


def slash(who: Member, channel: Channel, command: str, text: str, trigger: str, response_url: str) -> Json:
    """A slash command."""
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": who.id,
        "user_name": who.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def shortcut(who: Member, callback_id: str, trigger: str, ts: str) -> Json:
    """A global shortcut: it carries no channel."""
    made = _shortcut_head("shortcut", who) | {"action_ts": ts, "callback_id": callback_id, "trigger_id": trigger}
    del made["user"]["name"]
    return made


def _shortcut_head(kind: str, who: Member) -> Json:
    """Unlike the other payloads, those of shortcuts do not name the app."""
    made = _head(kind, who)
    del made["api_app_id"]
    return made


def message_action(
    state: State,
    who: Member,
    channel: Channel,
    message: Message,
    callback_id: str,
    trigger: str,
    response_url: str,
    ts: str,
) -> Json:
    """A message shortcut."""
    return _shortcut_head("message_action", who) | {
        "action_ts": ts,
        "callback_id": callback_id,
        "trigger_id": trigger,
        "response_url": response_url,
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": shapes.message(state, message),
    }


def action(element: Json, block: Json, chosen: Json | None, ts: str) -> Json:
    """One entry of `actions`: the element that was used, and what was chosen."""
    made = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"], "action_ts": ts}
    for name in ("text", "value", "style", "placeholder", "confirm", "url", "accessibility_label"):
        if name in element and not (name == "value" and chosen):
            made[name] = element[name]
    made |= {name: value for name, value in element.items() if name.startswith("initial_")}
    if chosen:
        made |= {name: value for name, value in chosen.items() if name != "type"}
    return made


def _container(channel: Channel, message: Message) -> Json:
    made: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.ephemeral_to),
    }
    if message.thread_ts:
        made["thread_ts"] = message.thread_ts
    return made


def message_actions(
    state: State,
    who: Member,
    channel: Channel,
    message: Message,
    done: Json,
    trigger: str,
    response_url: str,
    values: Json,
) -> Json:
    """A press on an element of a message."""
    made = _head("block_actions", who) | {
        "container": _container(channel, message),
        "trigger_id": trigger,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": values},
        "response_url": response_url,
        "actions": [done],
    }
    if not message.ephemeral_to:  # Slack sends no message object for an ephemeral one
        made["message"] = shapes.message(state, message, metadata=True)
    return made


def view_actions(who: Member, view: View, done: Json, trigger: str) -> Json:
    """A press on an element of a modal or Home tab."""
    return _head("block_actions", who) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger,
        "view": shapes.view(view),
        "actions": [done],
    }


def view_submission(who: Member, view: View, trigger: str, response_urls: list[Json]) -> Json:
    """A modal is sent. `response_urls`: an address for each conversation chosen in an input that asks for one."""
    return _head("view_submission", who) | {
        "trigger_id": trigger,
        "view": shapes.view(view),
        "response_urls": response_urls,
    }


def view_closed(who: Member, view: View, is_cleared: bool) -> Json:
    """A modal that asked for it was closed."""
    return _head("view_closed", who) | {"view": shapes.view(view), "is_cleared": is_cleared}


def block_suggestion(
    who: Member,
    block: Json,
    element: Json,
    typed: str,
    *,
    view: View | None = None,
    seen: tuple[State, Channel, Message] | None = None,
) -> Json:
    """Somebody types into an external select of a view, or of a message that is `seen`."""
    made = _head("block_suggestion", who)
    made |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
    if view:
        return made | {"container": {"type": "view", "view_id": view.id}, "view": shapes.view(view)}
    if seen:
        state, channel, message = seen
        made |= {
            "container": _container(channel, message),
            "channel": {"id": channel.id, "name": channel_name(channel)},
        }
        if not message.ephemeral_to:
            made["message"] = shapes.message(state, message)
    return made


def event(body: Json, event_id: str, event_time: int, place: Channel | None = None) -> Json:
    """The envelope of the Events API around an event, which happened in `place` if anywhere."""
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": body,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(place and shapes.channel(place).get("is_ext_shared")),
        "event_context": f"4-{event_id}",
    }


def app_rate_limited(minute: int) -> Json:
    """Events of this minute (epoch seconds) were dropped; it stands outside any envelope."""
    return {
        "token": TOKEN,
        "type": "app_rate_limited",
        "team_id": TEAM_ID,
        "minute_rate_limited": minute,
        "api_app_id": APP_ID,
    }


def kind_of(payload: Json) -> str:
    """What a payload is, in one word: slash_command, block_actions, view_submission, an event's type ..."""
    if payload.get("type") == "event_callback":
        return str(payload["event"]["type"])
    return str(payload.get("type", "slash_command"))


INSIDE = ("message", "app_mention", "member_joined_channel", "member_left_channel", "file_shared", "pin_added", "pin_removed",
          "reaction_added", "reaction_removed")  # fmt: skip
"""Events an app hears only of conversations it is in; of the others it hears for public channels as well."""


def place_of(body: Json) -> str:
    """The id of the conversation an event happened in, or nothing."""
    found = (
        body.get("channel")
        or body.get("channel_id")
        or body.get("new_channel_id")
        or (body.get("item") or {}).get("channel")
    )
    return str(found.get("id", "") if isinstance(found, dict) else found or "")


def subscription(body: Json) -> str:
    """The name under which a manifest subscribes to this event: `message.im` for a message in a direct message, else its type."""
    if body["type"] != "message":
        return str(body["type"])
    surfaces = {"channel": "channels", "group": "groups"}
    return f"message.{surfaces.get(body['channel_type'], body['channel_type'])}"


def app_home_opened(who: Member, channel: Channel, tab: str, view: View | None, ts: str) -> Json:
    """Somebody looks at the app's Home or Messages tab."""
    body: dict[str, Any] = {
        "type": "app_home_opened",
        "user": who.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": ts,
    }
    if tab == "home" and view is not None:
        body["view"] = shapes.view(view)
    return body


def member_joined(who: str, channel: Channel, inviter: str, ts: str) -> Json:
    """Somebody came into a channel the bot is in; `inviter` empty: by themselves."""
    letter = "G" if channel.kind == "private" else "C"
    made = {
        "type": "member_joined_channel",
        "user": who,
        "channel": channel.id,
        "channel_type": letter,
        "team": TEAM_ID,
        "event_ts": ts,
    }
    return made | ({"inviter": inviter} if inviter else {})
