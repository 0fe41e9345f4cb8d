"""Arguments of a Web API call, in any of the ways Slack takes them: query, form, multipart or JSON, merged.

`docs.slack.dev/apis/web-api`; the error codes are those every method page lists.
"""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import web

from workspace.state import ApiError, Json

AS_JSON = ("blocks", "attachments", "view", "metadata", "message", "files", "users_profile")
FLAGS = (
    "include_locale", "include_all_metadata", "include_num_members", "include_users", "include_count", "include_disabled",
    "inclusive", "reply_broadcast", "is_private", "exclude_archived", "force", "return_im", "prevent_creation",
)  # fmt: skip
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
TYPES = ("application/json", "text/plain", *FORMS)
CHARSETS = ("utf-8", "iso-8859-1")
NAME = re.compile(r"\w{1,100}")
BODY_BYTES = 8 * 1024 * 1024
"""The largest body that is read at all."""


async def read(request: web.Request) -> Json:
    """All arguments of the call, later places winning: query, then body.

    ApiError invalid_json, json_not_object, invalid_form_data, invalid_post_type, missing_post_type, invalid_charset,
    invalid_arg_name, invalid_array_arg.
    """
    found: Json = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        found.update(await _body(request))
    for name in found:
        _check_name(name)
    for name in AS_JSON:
        if isinstance(found.get(name), str) and found[name].strip():
            found[name] = _parsed(name, found[name])
    for name in FLAGS:
        if name in found:
            found[name] = found[name] in (True, 1, "1", "true", "True")
    return {name: value for name, value in found.items() if value is not None}


async def _body(request: web.Request) -> Json:
    kind = request.content_type if "Content-Type" in request.headers else ""
    if not kind:
        if await request.read():
            raise ApiError("missing_post_type")
        return {}
    if kind not in TYPES:
        raise ApiError("invalid_post_type")
    if (request.charset or "utf-8").lower() not in CHARSETS:
        raise ApiError("invalid_charset")
    if kind == "application/json":
        return await _json(request)
    if kind in FORMS:
        try:
            form = await request.post()
        except ValueError as error:
            raise ApiError("invalid_form_data") from error
        return {name: value for name, value in form.items() if isinstance(value, str)}
    return {}


async def _json(request: web.Request) -> Json:
    if not (text := (await request.read()).strip()):
        return {}
    try:
        body = json.loads(text)
    except ValueError as error:
        raise ApiError("invalid_json") from error
    except RecursionError as error:
        raise ApiError("invalid_json") from error
    if not isinstance(body, dict):
        raise ApiError("json_not_object")
    return body


def _check_name(name: str) -> None:
    if name.endswith("]"):
        raise ApiError("invalid_array_arg")
    if not NAME.fullmatch(name):
        raise ApiError("invalid_arg_name")


def remarks(request: web.Request) -> list[str]:
    """What Slack remarks about the way the arguments came: a charset that is missing, or that says nothing."""
    if request.method != "POST" or not request.body_exists:
        return []
    if request.content_type == "application/json" and request.charset is None:
        return ["missing_charset"]
    if request.content_type in FORMS and request.charset is not None:
        return ["superfluous_charset"]
    return []


def token(request: web.Request, arguments: Json) -> str:
    """The token of the call, from the header or among the arguments; ApiError not_authed without one."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("bearer "):
        return header[7:].strip()
    if arguments.get("token"):
        return str(arguments["token"])
    raise ApiError("not_authed")


def whole(arguments: Json, name: str, default: int, *, error: str = "invalid_arguments") -> int:
    """A whole number among the arguments; ApiError (`error`) when it is none."""
    given = arguments.get(name)
    if given in (None, ""):
        return default
    try:
        return int(given)
    except (TypeError, ValueError, OverflowError) as bad:
        more = {"response_metadata": {"messages": [f"[ERROR] {name} is no number"]}}
        raise ApiError(error, **(more if error == "invalid_arguments" else {})) from bad


def listed(text: str) -> list[Any]:
    """A list written as JSON; ApiError invalid_arguments."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ApiError("invalid_arguments") from error
    return found if isinstance(found, list) else [found]


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
    except (ValueError, RecursionError) as error:
        raise ApiError("invalid_blocks_format" if name == "blocks" else "invalid_arguments") from error
