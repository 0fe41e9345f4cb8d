"""users.*, bots.info, team.info, dnd.*, emoji.list: who is here and how they are."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from workspace import scopes, shapes
from workspace.arguments import needed
from workspace.methods import pages
from workspace.methods.ask import Ask
from workspace.payloads import DOMAIN
from workspace.state import APP_ID, APP_NAME, BOT_ID, BOT_USER, TEAM_ID, TEAM_NAME, ApiError, Json, Member

EMOJI: dict[str, str] = {}
"""The practice company has no emoji of its own."""
DND_USERS = 50


def shown(ask: Ask, member: Member) -> Json:
    """A person as this token may see them: the address needs its own scope, a stranger shows little."""
    made = shapes.user(member, ask.core.clock.now(), bool(ask.found.get("include_locale")) and not member.is_foreign)
    if scopes.EMAIL not in ask.scopes:
        made["profile"].pop("email", None)
    if member.is_foreign:
        made["is_stranger"] = not ask.state.shares_channel(member.id)
    return made


async def users_info(ask: Ask) -> Json:
    """One person."""
    return {"user": shown(ask, ask.state.member(ask.text("user")))}


async def users_list(ask: Ask) -> Json:
    """Everybody of our team, and those of others who share a channel with us."""
    known = [one for one in ask.state.members.values() if not one.is_foreign or ask.state.shares_channel(one.id)]
    found, cursor = pages.page(ask.found, known, usual=1000)
    return {"cache_ts": ask.now, **pages.with_cursor("members", [shown(ask, one) for one in found], cursor)}


async def users_lookup(ask: Ask) -> Json:
    """One person of our team by mail address."""
    needed(ask.found, "email")
    member = ask.state.by_mail(ask.text("email"))
    if member is None or member.is_foreign or member.deleted:
        raise ApiError("users_not_found")
    return {"user": shown(ask, member)}


async def profile_get(ask: Ask) -> Json:
    """The profile alone."""
    member = ask.state.member(ask.text("user") or BOT_USER)
    profile: Json = shown(ask, member)["profile"]
    return {"profile": {name: value for name, value in profile.items() if name != "team"}}


async def presence_get(ask: Ask) -> Json:
    """Whether somebody is there."""
    return {"presence": ask.state.member(ask.text("user")).presence}


async def bots_info(ask: Ask) -> Json:
    """The bot."""
    if not ask.text("bot"):
        return {}
    if ask.text("bot") != BOT_ID:
        raise ApiError("bot_not_found")
    about = {"id": BOT_ID, "deleted": False, "name": APP_NAME, "updated": 0, "app_id": APP_ID, "user_id": BOT_USER}
    return {"bot": about | {"icons": {}}}


async def team_info(ask: Ask) -> Json:
    """Our workspace, or one whose people share a channel with us."""
    wanted = ask.text("team") or TEAM_ID
    made: Json = {
        "id": TEAM_ID,
        "name": TEAM_NAME,
        "domain": DOMAIN,
        "email_domain": "",
        "icon": {"image_default": True},
    }
    if wanted != TEAM_ID:
        other = ask.state.teams.get(wanted)
        if other is None or not any(wanted in c.shared_with for c in ask.state.channels.values()):
            raise ApiError("team_not_found")
        made |= {"id": other.id, "name": other.name, "domain": other.domain}
    return {"team": made | {"url": ask.core.url, "is_verified": False}}


async def dnd_info(ask: Ask) -> Json:
    """When somebody's notifications pause next. A pause by hand is only seen by themselves."""
    return _dnd(ask, ask.state.member(ask.text("user") or BOT_USER))


async def dnd_team_info(ask: Ask) -> Json:
    """The same for several."""
    users = ask.words("users")
    if not users:
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: users"]})
    if len(users) > DND_USERS:
        raise ApiError("too_many_users")
    return {"users": {user: _dnd(ask, ask.state.members[user]) for user in users if user in ask.state.members}}


def _dnd(ask: Ask, member: Member) -> Json:
    if not member.dnd:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    start, end = pause(member, ask.core.clock.now())
    return {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(start.timestamp()),
        "next_dnd_end_ts": int(end.timestamp()),
    }


def pause(member: Member, now: datetime) -> tuple[datetime, datetime]:
    """The pause a member is in at `now`, or the next one: start and end, by their own daily hours and zone."""
    local = now.astimezone(ZoneInfo(member.tz))
    hours = member.dnd or {}
    begins, ends = time.fromisoformat(hours["start"]), time.fromisoformat(hours["end"])
    day = local.date() - timedelta(days=1)
    while True:
        start = datetime.combine(day, begins, local.tzinfo)
        end = datetime.combine(day if ends > begins else day + timedelta(days=1), ends, local.tzinfo)
        if end > local:
            return start, end
        day += timedelta(days=1)


async def emoji_list(ask: Ask) -> Json:
    """The company's own emoji."""
    return {"emoji": dict(EMOJI), "cache_ts": str(ask.now)}


METHODS = {
    "users.info": users_info,
    "users.list": users_list,
    "users.lookupByEmail": users_lookup,
    "users.profile.get": profile_get,
    "users.getPresence": presence_get,
    "bots.info": bots_info,
    "team.info": team_info,
    "dnd.info": dnd_info,
    "dnd.teamInfo": dnd_team_info,
    "emoji.list": emoji_list,
}
