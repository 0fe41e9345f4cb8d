"""usergroups.*: handles that call several people."""

from __future__ import annotations

import re

from workspace import changes
from workspace.arguments import needed
from workspace.methods.ask import Ask
from workspace.state import BOT_USER, TEAM_ID, ApiError, Group, Json

HANDLE = re.compile(r"[\w.-]{1,21}")


def shown(ask: Ask, group: Group) -> Json:
    """A `usergroup` object; its people and their number only when asked for."""
    made: Json = {
        "id": group.id,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": group.disabled_at,
        "auto_type": None,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": group.by,
        "updated_by": group.by,
        "deleted_by": group.by if group.disabled_at else None,
        "prefs": {"channels": list(group.channels), "groups": []},
    }
    if ask.found.get("include_users"):
        made["users"] = list(group.users)
    if ask.found.get("include_count"):
        made["user_count"] = len(group.users)
    return made


async def listed(ask: Ask) -> Json:
    """All of them; disabled ones only when asked for."""
    groups = [g for g in ask.state.groups.values() if ask.found.get("include_disabled") or not g.disabled_at]
    return {"usergroups": [shown(ask, one) for one in groups]}


async def create(ask: Ask) -> Json:
    """A new one, nobody in it yet."""
    name = ask.text("name")
    if not name:
        raise ApiError("missing_argument")
    handle = ask.text("handle") or re.sub(r"[^\w.-]+", "-", name.lower()).strip("-")
    _free(ask, name, handle)
    made = Group(ask.state.next_id("S"), handle, name, ask.text("description"), channels=ask.words("channels"))
    made.created = made.updated = ask.now
    ask.state.groups[made.id] = made
    return _changed(ask, made, "subteam_created")


async def update(ask: Ask) -> Json:
    """Another name, handle or description; what is not given stays."""
    group = _group(ask)
    name, handle = ask.text("name") or group.name, ask.text("handle") or group.handle
    _free(ask, name, handle, group)
    group.name, group.handle = name, handle
    if "description" in ask.found:
        group.description = ask.text("description")
    if "channels" in ask.found:
        group.channels = ask.words("channels")
    return _changed(ask, group, "subteam_updated")


async def enable(ask: Ask) -> Json:
    """Call it back to life."""
    group = _group(ask)
    group.disabled_at = 0
    return _changed(ask, group, "subteam_updated")


async def disable(ask: Ask) -> Json:
    """Put it away; its handle calls nobody any more."""
    group = _group(ask)
    group.disabled_at = ask.now
    return _changed(ask, group, "subteam_updated")


async def users_list(ask: Ask) -> Json:
    """Who is in it."""
    group = _group(ask)
    if group.disabled_at and not ask.found.get("include_disabled"):
        raise ApiError("no_such_subteam")
    return {"users": list(group.users)}


async def users_update(ask: Ask) -> Json:
    """Other people in it, all at once; a group is never empty."""
    group = _group(ask)
    users = list(dict.fromkeys(ask.words("users")))
    if not users:
        raise ApiError("no_users_provided")
    if any(one not in ask.state.members or ask.state.members[one].deleted for one in users):
        raise ApiError("invalid_users")
    before, group.users = group.users, users
    answer = _changed(ask, group, "subteam_updated")
    ask.tell(changes.group_members(group, before, ask.state.next_ts()))
    return answer


def _group(ask: Ask) -> Group:
    needed(ask.found, "usergroup")
    found = ask.state.groups.get(ask.text("usergroup"))
    if found is None:
        raise ApiError("no_such_subteam")
    return found


def _free(ask: Ask, name: str, handle: str, own: Group | None = None) -> None:
    """ApiError invalid_handle, name_already_exists, handle_already_exists: a handle is unique among people and channels too."""
    if not HANDLE.fullmatch(handle):
        raise ApiError("invalid_handle")
    others = [one for one in ask.state.groups.values() if one is not own]
    if any(one.name == name for one in others):
        raise ApiError("name_already_exists")
    taken = {one.handle for one in others} | {one.name for one in ask.state.members.values()}
    if handle in taken or ask.state.named(handle):
        raise ApiError("handle_already_exists")


def _changed(ask: Ask, group: Group, event: str) -> Json:
    group.updated, group.by = ask.now, BOT_USER
    ask.state.changed()
    made = shown(ask, group)
    ask.tell(changes.group(event, made, group.users, ask.state.next_ts()))
    return {"usergroup": made}


METHODS = {
    "usergroups.list": listed,
    "usergroups.create": create,
    "usergroups.update": update,
    "usergroups.enable": enable,
    "usergroups.disable": disable,
    "usergroups.users.list": users_list,
    "usergroups.users.update": users_update,
}
