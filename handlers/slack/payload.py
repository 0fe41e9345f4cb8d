"""Reading what Slack sends: pure functions from payloads to plain values. Nothing in a payload is trusted to be well formed.

Source of the shapes: docs.slack.dev/reference/interaction-payloads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]
Answer = str | list[str] | int | None

ID_KEYS = frozenset(
    {"i", "l", "d", "c", "a", "o", "x", "n", "q", "s", "f", "g", "e", "m", "y", "w", "r", "v", "z", "b", "j", "u", "h"}
)
"""What a button or form is about: i incident, l lane, d duty, c consultation, a approval, o cost line with its version, x action,
n page, q instruction, s survey, f finding, g gate or a hygiene card, e emergency record, m matter, y its step or a card's day,
w its door or a card's contract, r report to a client with its version v, z delivery of a report, b a post that holds the whole report,
j entry of the register with its version v, or duty and item of joint work, u contract or a statutory duty, h kind of entry, or what
names the doubts that were shown."""
WHOLE_FORM = frozenset({"k", "p", "t", "drill"})


def compact(text: object) -> dict[str, Any]:
    """Return the compact JSON of a button's value or a view's private_metadata; anything else is an empty mapping."""
    if not isinstance(text, str) or not text.startswith("{"):
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return (
        {key: value for key, value in found.items() if key in ID_KEYS | WHOLE_FORM} if isinstance(found, dict) else {}
    )


def ids_in(found: Mapping[str, Any]) -> dict[str, str]:
    """Return the identifiers among the keys of `compact`."""
    return {key: value for key, value in found.items() if key in ID_KEYS and isinstance(value, str)}


def answers_in(view: Json) -> dict[str, Answer]:
    """Return a view's state by block_id: text, chosen value(s), ids, a date as text, an instant as epoch seconds; None when empty."""
    values = _mapping(_mapping(view.get("state")).get("values"))
    return {block: _answer(next(iter(_mapping(inputs).values()), {})) for block, inputs in values.items()}


def input_blocks(view: Json) -> list[str]:
    """Return the ids of a view's input blocks in order: the only places an error can stand under."""
    blocks = view.get("blocks") or []
    return [str(block["block_id"]) for block in blocks if block.get("type") == "input" and block.get("block_id")]


def verb_of(action: Json) -> tuple[str, dict[str, str]]:
    """Return a press's verb and identifiers. A menu's option is `verb|id`: the id comes back under `?` until it is looked up."""
    action_id = str(action.get("action_id") or "")
    if action_id.partition(":")[0] == "more":
        chosen = str(_mapping(action.get("selected_option")).get("value") or "")
        verb, _, target = chosen.partition("|")
        return verb, {"?": target} if target else {}
    return action_id.partition(":")[0], ids_in(compact(action.get("value")))


def action_key(body: Json, action: Json) -> str:
    """Return the inbox key of a press: the same press delivered twice has the same key."""
    container = _mapping(body.get("container"))
    place = container.get("message_ts") or container.get("view_id") or ""
    return f"act:{place}:{action.get('action_id')}:{user_of(body)}:{action.get('action_ts')}"


def user_of(body: Json) -> str:
    """Return the Slack id of whoever did it, whatever kind of payload it is; empty when nobody did."""
    user = body.get("user")
    if isinstance(user, Mapping):
        return str(user.get("id") or "")
    event = _mapping(body.get("event"))
    return str(body.get("user_id") or event.get("user") or "")


def team_of(body: Json) -> str:
    """Return the id of the workspace the app is installed in."""
    team = body.get("team")
    if isinstance(team, Mapping):
        return str(team.get("id") or "")
    return str(body.get("team_id") or "")


def permalink_of(body: Json, workspace_url: str) -> str:
    """Return a link to the message a shortcut was used on, built from its ids; empty when there is no message.

    The form is what chat.getPermalink answers: https://DOMAIN.slack.com/archives/CHANNEL/pTIMESTAMP, with thread_ts and cid
    for a reply.
    """
    channel = str(_mapping(body.get("channel")).get("id") or "")
    message = _mapping(body.get("message"))
    ts = str(body.get("message_ts") or message.get("ts") or "")
    if not channel or not ts or not workspace_url:
        return ""
    link = f"{workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
    thread = str(message.get("thread_ts") or "")
    return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link


def texts_in(answers: Mapping[str, Answer]) -> str:
    """Return everything a person typed in a form, one answer per line."""
    return "\n".join(answer for answer in answers.values() if isinstance(answer, str))


def _answer(element: object) -> Answer:
    found = _mapping(element)
    match found.get("type"):
        case "checkboxes" | "multi_static_select" | "multi_external_select":
            return [str(option["value"]) for option in found.get("selected_options") or []]
        case "static_select" | "radio_buttons" | "external_select":
            return _text(_mapping(found.get("selected_option")).get("value"))
        case "multi_users_select":
            return [str(user) for user in found.get("selected_users") or []]
        case "users_select":
            return _text(found.get("selected_user"))
        case "datepicker":
            return _text(found.get("selected_date"))
        case "datetimepicker":
            picked = found.get("selected_date_time")
            return picked if isinstance(picked, int) else None
        case _:
            return _text(found.get("value"))


def _text(value: object) -> str | None:
    return storable(value) or None if isinstance(value, str) else None


def storable(text: str) -> str:
    """Return the text without what no database keeps: NUL falls away, half of a surrogate pair becomes a question mark.

    Both can stand in JSON (an emoji cut in two by a length limit), and a report must not be lost for one letter.
    """
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _mapping(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}
