"""auth.*, api.test, apps.connections.open and blocks.validate: who calls, and whether what they would send is good."""

from __future__ import annotations

import re

from workspace import blocks as block_kit
from workspace.methods.ask import Ask
from workspace.state import APP_ID, BOT_ID, BOT_USER, TEAM_ID, TEAM_NAME, ApiError, Json

POINTED = re.compile(r"(?P<said>.*) \[json-pointer:(?P<at>[^\]]*)\]", re.DOTALL)
MISSING = "missing required field: "
NUMBER = re.compile(
    r"(?P<way>must be less than|must be more than|no more than|no fewer than) (?P<count>\d+) (characters|items)"
)
CONSTRAINTS = {
    "must be less than": ("max_length", -1),
    "must be more than": ("min_length", 1),
    "no more than": ("max_items", 0),
    "no fewer than": ("min_items", 0),
}
"""How a sentence begins -> the constraint it tells of, and what its number is off by."""


async def auth_test(ask: Ask) -> Json:
    """Who the token belongs to."""
    return {
        "url": ask.core.url,
        "team": TEAM_NAME,
        "user": ask.state.members[BOT_USER].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


async def auth_revoke(ask: Ask) -> Json:
    """The token is worthless from now on; `test` only pretends."""
    if ask.text("test").lower() in ("1", "true"):
        return {"revoked": False}
    ask.state.token_refusal = "token_revoked"
    ask.state.changed()
    ask.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}, "event_ts": ask.state.next_ts()})
    return {"revoked": True}


async def auth_teams_list(ask: Ask) -> Json:
    """The workspaces the token is good for: this one."""
    team = {"id": TEAM_ID, "name": TEAM_NAME}
    return {"teams": [team], "response_metadata": {"next_cursor": ""}}


async def api_test(ask: Ask) -> Json:
    """What was sent comes back; `error` is answered as an error."""
    args = {name: value for name, value in ask.found.items() if name != "token"}
    if args.get("error"):
        raise ApiError(str(args["error"]), args=args)
    return {"args": args}


async def connections_open(ask: Ask) -> Json:
    """An address for one socket."""
    if ask.core.settings.request_url:
        raise ApiError("socket_mode_not_enabled")
    return {"url": ask.delivery.sockets.ticket()}


async def blocks_validate(ask: Ask) -> Json:
    """Would these blocks, this view, this message pass? Exactly one of them; every fault has its place."""
    given = [name for name in ("blocks", "view", "message") if name in ask.found]
    if len(given) != 1:
        raise ApiError(
            "invalid_arguments",
            response_metadata={"messages": ["[ERROR] provide exactly one of blocks, view, message"]},
        )
    kind, found = given[0], ask.found[given[0]]
    if kind == "view":
        problems = block_kit.view_problems(found)
    elif kind == "blocks":
        problems = block_kit.message_problems(found)
    else:
        message = found if isinstance(found, dict) else {}
        problems = block_kit.message_problems(message.get("blocks") or [], message.get("attachments") or None)
    if problems:
        raise ApiError(
            f"invalid_{kind}",
            errors=[_pointed(problem, f"/{kind}" if kind != "message" else "") for problem in problems],
            response_metadata={"messages": block_kit.as_answered(problems)},
        )
    return {}


def _pointed(problem: str, root: str) -> Json:
    """One fault with a pointer into what was sent, and the limit it broke where there is a number."""
    match = POINTED.fullmatch(problem)
    said, at = (match["said"], match["at"]) if match else (problem, "")
    made: Json = {"code": "failed_constraint", "message": said, "pointer": at.removeprefix(root)}
    if said.startswith(MISSING):
        made |= {"code": "missing_field", "field": said.removeprefix(MISSING)}
    if number := NUMBER.match(said):
        kind, off = CONSTRAINTS[number["way"]]
        made["constraint"] = {"type": kind, "expected": int(number["count"]) + off}
    return made


METHODS = {
    "api.test": api_test,
    "auth.test": auth_test,
    "auth.revoke": auth_revoke,
    "auth.teams.list": auth_teams_list,
    "apps.connections.open": connections_open,
    "blocks.validate": blocks_validate,
}
