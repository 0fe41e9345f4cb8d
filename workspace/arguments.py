"""Arguments of a Web API call, in any of the ways Slack takes them: query, form, multipart or JSON, merged."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from workspace.state import ApiError, Json

AS_JSON = ("blocks", "attachments", "view", "metadata", "message", "files", "users_profile")
FLAGS = ("include_locale", "include_all_metadata", "inclusive", "reply_broadcast", "is_private", "exclude_archived")


async def read(request: web.Request) -> Json:
    """All arguments of the call, later places winning: query, then body. ApiError invalid_json / invalid_form_data."""
    found: Json = dict(request.query)
    kind = request.content_type
    if request.method == "POST" and request.can_read_body:
        if kind == "application/json":
            try:
                body = await request.json()
            except (json.JSONDecodeError, UnicodeDecodeError) as error:
                raise ApiError("invalid_json") from error
            if not isinstance(body, dict):
                raise ApiError("json_not_object")
            found.update(body)
        elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
            form = await request.post()
            found.update({name: value for name, value in form.items() if isinstance(value, str)})
    for name in AS_JSON:
        if isinstance(found.get(name), str) and found[name].strip():
            found[name] = _parsed(name, found[name])
    for name in FLAGS:
        if name in found:
            found[name] = found[name] in (True, 1, "1", "true", "True")
    return {name: value for name, value in found.items() if value is not None}


def token(request: web.Request, arguments: Json) -> str:
    """The token of the call, from the header or among the arguments; ApiError not_authed without one."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("bearer "):
        return header[7:].strip()
    if arguments.get("token"):
        return str(arguments["token"])
    raise ApiError("not_authed")


def whole(arguments: Json, name: str, default: int) -> int:
    """A whole number among the arguments; ApiError invalid_arguments when it is none."""
    try:
        return int(arguments.get(name, default))
    except (TypeError, ValueError) as error:
        raise ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {name} is no number"]}) from error


def needed(arguments: Json, *names: str) -> None:
    """ApiError invalid_arguments unless every one of these arguments is there."""
    missing = [name for name in names if arguments.get(name) in (None, "")]
    if missing:
        raise ApiError(
            "invalid_arguments",
            response_metadata={"messages": [f"[ERROR] missing required field: {name}" for name in missing]},
        )


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ApiError("invalid_blocks_format" if name == "blocks" else "invalid_arguments") from error
