"""auth.test, apps.connections.open, users.*, usergroups.*, dnd.info, team.info, blocks.validate."""

from __future__ import annotations

from workspace import blocks as block_kit
from workspace import shapes
from workspace.arguments import needed
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.payloads import DOMAIN
from workspace.state import APP_ID, BOT_ID, BOT_USER, TEAM_ID, TEAM_NAME, ApiError, Json


async def auth_test(core: Core, delivery: Delivery, found: Json) -> Json:
    """Who the token belongs to."""
    return {
        "url": core.url,
        "team": TEAM_NAME,
        "user": core.state.members[BOT_USER].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


async def connections_open(core: Core, delivery: Delivery, found: Json) -> Json:
    """An address for one socket."""
    if core.settings.request_url:
        raise ApiError("socket_mode_not_enabled")
    return {"url": delivery.sockets.ticket()}


async def users_info(core: Core, delivery: Delivery, found: Json) -> Json:
    """One person."""
    member = core.state.member(str(found.get("user", "")))
    return {"user": shapes.user(member, core.clock.now(), bool(found.get("include_locale")))}


async def users_list(core: Core, delivery: Delivery, found: Json) -> Json:
    """Everybody."""
    now, locale = core.clock.now(), bool(found.get("include_locale"))
    members = [shapes.user(member, now, locale) for member in core.state.members.values()]
    return {"members": members, "cache_ts": int(now.timestamp()), "response_metadata": {"next_cursor": ""}}


async def users_lookup(core: Core, delivery: Delivery, found: Json) -> Json:
    """One person by mail address."""
    needed(found, "email")
    for member in core.state.members.values():
        if not member.is_bot and member.email == found["email"]:
            return {"user": shapes.user(member, core.clock.now(), False)}
    raise ApiError("users_not_found")


async def usergroups_list(core: Core, delivery: Delivery, found: Json) -> Json:
    """The practice company has no user groups."""
    return {"usergroups": []}


async def usergroups_users(core: Core, delivery: Delivery, found: Json) -> Json:
    """So nobody is in one."""
    raise ApiError("no_such_subteam")


async def dnd_info(core: Core, delivery: Delivery, found: Json) -> Json:
    """Nobody has paused notifications."""
    core.state.member(str(found.get("user", BOT_USER)))
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


async def team_info(core: Core, delivery: Delivery, found: Json) -> Json:
    """The workspace itself."""
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": DOMAIN, "email_domain": "", "icon": {}}}


async def blocks_validate(core: Core, delivery: Delivery, found: Json) -> Json:
    """Would these blocks, this view, this message pass?"""
    if "view" in found:
        problems = block_kit.view_problems(found["view"])
    else:
        message = found.get("message", found)
        message = message if isinstance(message, dict) else {}
        problems = block_kit.message_problems(message.get("blocks"), message.get("attachments"))
    if problems:
        raise ApiError("invalid_blocks", response_metadata={"messages": block_kit.as_answered(problems)})
    return {}


METHODS = {
    "auth.test": auth_test,
    "apps.connections.open": connections_open,
    "users.info": users_info,
    "users.list": users_list,
    "users.lookupByEmail": users_lookup,
    "usergroups.list": usergroups_list,
    "usergroups.users.list": usergroups_users,
    "dnd.info": dnd_info,
    "team.info": team_info,
    "blocks.validate": blocks_validate,
}
