"""The JSON Schemas made from Slack's own types, and what they find wrong with the traffic of a workspace.

Two questions: does everything have the shape the types demand, and is there any key Slack's types do not know? The types are no
perfect witness: where Slack's documentation or its recorded payloads contradict them, the exception stands here with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError, best_match

from tests.oracles.installed import SCHEMAS
from workspace import Workspace
from workspace.state import Json

NULLABLE = {
    *(
        "enterprise",
        "context_enterprise_id",
    ),  # recorded outside an enterprise: python-slack-sdk, tests/slack_sdk/socket_mode
    *("previous_view_id", "close", "submit"),  # reference/methods/views.publish
    *("app_id", "entity_id", "icon_url", "shortcut_id"),  # reference/methods/bookmarks.add
    "channel_actions_ts",  # reference/methods/conversations.history
    "deleted_by",  # reference/methods/usergroups.list
}
"""Something by the types, and null in Slack's recorded payloads or documented answers when there is none."""

NOT_DEMANDED = {
    "block_actions": {"response_url"},  # recorded ones have it only when something in a message was pressed
    "view": {
        "title"
    },  # a Home tab has none (reference/methods/views.publish); a view with a wrong one is refused anyway
}
"""What the types demand, and Slack does not always send."""

OPEN = {"event", "event_payload", "values", "errors"}
"""Objects whose keys somebody else chooses; an event is judged by its own type."""

ELSEWHERE = {"blocks": "block", "actions": "action"}
"""Lists whose members are judged one by one, wherever they stand: the types of answers know only the blocks of some samples."""

UNTYPED = {"action.datetimepicker": "the types forgot it among what can be pressed; the documentation has it"}

EXTRAS = {
    "username": "of a user: recorded in bolt-python's tests for every payload of an interaction",
    "timezone": "of a chosen time: block-kit/block-elements/time-picker-element",
    "style": "of a pressed button: it comes as it was sent, reference/interaction-payloads/block_actions-payload",
    "values": "of a view's state in an answer: reference/methods/views.open",
    "user": "of a direct message's channel: reference/methods/conversations.info",
    "revoked": "reference/methods/auth.revoke",
    "pinned_to": "of a message: reference/methods/conversations.history",
    "subtype": "of a message: reference/events/message",
    "private": "of a file's shares, beside public: reference/objects/file-object",
    "auto_type": "of a user group: reference/methods/usergroups.create",
    "deleted_by": "of a user group: reference/methods/usergroups.create",
    "user_count": "of a user group: reference/methods/usergroups.disable, include_count",
    "fields": "of a profile: reference/methods/users.profile.get",
    "is_stranger": "of a person of another team: apis/slack-connect",
    "event_ts": "every event has one: apis/events-api",
}
"""Keys the types do not know, and Slack sends."""


def answer_type(method: str) -> str:
    """What Slack's SDK calls the type of a method's answer: chat.postMessage -> ChatPostMessageResponse."""
    return "".join(part[0].upper() + part[1:] for part in method.split(".")) + "Response"


def known(name: str) -> bool:
    """Whether Slack's types have this payload, `event.TYPE`, `block.TYPE`, `action.TYPE` or type of an answer."""
    return (SCHEMAS / f"{name}.json").is_file()


def corrected(schema: Any, name: str) -> Any:
    """A schema with the exceptions above; `name` is the property it stands for, or its own."""
    if isinstance(schema, list):
        return [corrected(item, "") for item in schema]
    if not isinstance(schema, dict):
        return schema
    if name in ELSEWHERE and schema.get("type") == "array":
        return {"type": "array"}
    if name in OPEN and schema.get("type") == "object":
        return {"type": "object"}
    made = {key: corrected(value, key) for key, value in schema.items() if key != "properties"}
    if "properties" in schema:
        made["properties"] = {key: corrected(value, key) for key, value in schema["properties"].items()}
    if name in NULLABLE and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    if name in NOT_DEMANDED and "required" in made:
        made["required"] = [key for key in made["required"] if key not in NOT_DEMANDED[name]]
    return made


@cache
def schema_of(name: str) -> Json:
    """The schema of this name, corrected."""
    made: Json = corrected(json.loads((SCHEMAS / f"{name}.json").read_bytes()), name)
    if name.startswith("action."):  # the types have the confirm dialog of legacy attachments here
        for one in made["anyOf"]:
            one["properties"]["confirm"] = {"type": "object"}
    if name == "event.message":  # who invited stands there only if somebody did: reference/events/message/channel_join
        for one in made["anyOf"]:
            one["required"] = [key for key in one["required"] if key != "inviter"]
    return made


def alternative(schema: Json, given: Any) -> Json:
    """Of several shapes the one whose fixed words (type, subtype) are those of what is given; the schema itself if none stands out."""
    if "anyOf" not in schema or not isinstance(given, dict):
        return schema
    fitting = [one for one in schema["anyOf"] if _words_fit(one, given)]
    return fitting[0] if len(fitting) == 1 else schema


def _words_fit(schema: Json, given: Json) -> bool:
    words = {key: value["const"] for key, value in schema.get("properties", {}).items() if "const" in value}
    return all(
        given.get(key) == word for key, word in words.items() if key in given or key in schema.get("required", [])
    )


def faults(name: str, given: Any) -> list[str]:
    """What is wrong with something that should have the shape of this name, each fault with its place."""
    if not known(name):
        return [f"{name}: Slack's types have no such thing"]
    schema = alternative(schema_of(name), given)
    found = [_said(name, error) for error in Draft7Validator(schema).iter_errors(given) if not _excused(error)]
    for place, kind, members in lists(given):
        for number, member in enumerate(members):
            inner = f"{kind}.{member.get('type')}"
            if inner not in UNTYPED:
                found += [f"{name}{place}/{number}: {said}" for said in _alone(inner, member)]
    return found


def _alone(name: str, given: Any) -> list[str]:
    if not known(name):
        return [f"{name}: Slack's types have no such thing"]
    schema = alternative(schema_of(name), given)
    # what stands in a block is the app's own; the workspace answers for what it adds to a pressed element
    return [
        _said(name, error)
        for error in Draft7Validator(schema).iter_errors(given)
        if not _excused(error) and not (name.startswith("block.") and error.validator == "additionalProperties")
    ]


def lists(given: Any, place: str = "") -> Iterator[tuple[str, str, list[Json]]]:
    """Every list whose members are judged one by one, with its place and what the members are."""
    if isinstance(given, dict):
        for key, value in given.items():
            if key in ELSEWHERE and isinstance(value, list):
                yield f"{place}/{key}", ELSEWHERE[key], value
            else:
                yield from lists(value, f"{place}/{key}")
    elif isinstance(given, list):
        for number, value in enumerate(given):
            yield from lists(value, f"{place}/{number}")


def _excused(error: ValidationError) -> bool:
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return False
    return set(error.instance) - set(error.schema.get("properties", {})) <= set(EXTRAS)


def _said(name: str, error: ValidationError) -> str:
    """One fault in words; of alternatives that all fail, the fault in the one that fits best."""
    inner = best_match([error]) or error
    return f"{name}{''.join(f'/{step}' for step in inner.absolute_path)}: {inner.message[:300]}"


def _as_typed(event: Json) -> Json:
    """An event without what its type has another idea of, each judged by itself or nowhere.

    A view comes as Slack keeps it, not as an app sends it; a file as in the answers of files.info, by which files are judged; a
    message within a message (changed, deleted, the root of a thread) has no channel of its own (recorded: java-slack-sdk,
    json-logs/samples/events).
    """
    made = {key: value for key, value in event.items() if key not in ("view", "files")}
    place = {key: made[key] for key in ("channel", "channel_type", "event_ts") if key in made}
    for inner in ("message", "previous_message", "root"):
        if made.get("type") == "message" and inner in made:
            made[inner] = {key: value for key, value in made[inner].items() if key != "files"} | place
    return made


def payload_faults(payload: Json) -> list[str]:
    """What is wrong with something that was delivered to an app."""
    kind = str(payload.get("type") or "slash_commands")
    found = faults(kind, payload)
    if kind == "event_callback":
        event = payload["event"]
        found += faults(f"event.{event.get('type')}", _as_typed(event))
        if "view" in event:  # the event's type has a view as an app sends it, not as Slack keeps it
            found += faults("view", event["view"])
    if kind == "block_actions" and payload["container"]["type"] == "message" and "response_url" not in payload:
        found.append(f"{kind}: no response_url although something in a message was pressed")
    return found


def traffic_faults(workspace: Workspace) -> list[str]:
    """What is wrong with all a workspace delivered and answered so far, each fault once."""
    found: dict[str, None] = {}
    for sent in workspace.core.sent:
        found.update(dict.fromkeys(payload_faults(as_sent(sent.payload))))
    for call in workspace.core.calls:
        if call.status == 200 and known(answer_type(call.method)):
            found.update(dict.fromkeys(faults(answer_type(call.method), as_sent(call.answer))))
    return list(found)


def as_sent(found: Any) -> Any:
    """The same after its way over the wire: no tuples, no numbers as keys."""
    return json.loads(json.dumps(found))
