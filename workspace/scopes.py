"""Which token and which scopes each method wants: the method pages of `docs.slack.dev/reference/methods`, bot tokens only.

A need is a tuple of scopes of which one is enough. Where it hangs on the kind of conversation, there is one need for each kind.
"""

from __future__ import annotations

from collections.abc import Iterable

from workspace.state import ApiError

KINDS = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
"""Slack's family of scopes for each kind of conversation."""

Need = tuple[str, ...]
ByKind = dict[str, Need]


def _kinds(right: str) -> ByKind:
    return {kind: (f"{family}:{right}",) for kind, family in KINDS.items()}


def _manage(*finer: str) -> ByKind:
    """Changing a conversation: channels:manage for public ones, or one of the finer scopes."""
    made: ByKind = {}
    for kind, family in KINDS.items():
        broad = "channels:manage" if kind == "public" else f"{family}:write"
        made[kind] = (broad, *[f"{family}:write.{one}" for one in finer])
    return made


CUSTOMIZE = "chat:write.customize"
POST_ANYWHERE = "chat:write.public"
EMAIL = "users:read.email"

BY_KIND: dict[str, ByKind] = {
    "conversations.archive": _manage(),
    "conversations.close": _manage(),
    "conversations.create": _manage(),
    "conversations.history": _kinds("history"),
    "conversations.info": _kinds("read"),
    "conversations.invite": _manage("invites"),
    "conversations.kick": _manage(),
    "conversations.leave": _manage(),
    "conversations.list": _kinds("read"),
    "conversations.mark": _manage(),
    "conversations.members": _kinds("read"),
    "conversations.open": {"im": ("im:write",), "mpim": ("mpim:write",)},
    "conversations.rename": _manage(),
    "conversations.replies": _kinds("history"),
    "conversations.setPurpose": _manage("topic"),
    "conversations.setTopic": _manage("topic"),
    "conversations.unarchive": _manage(),
    "users.conversations": _kinds("read"),
}

PLAIN: dict[str, Need] = {
    "bookmarks.add": ("bookmarks:write",),
    "bookmarks.edit": ("bookmarks:write",),
    "bookmarks.list": ("bookmarks:read",),
    "bookmarks.remove": ("bookmarks:write",),
    "bots.info": ("users:read",),
    "chat.delete": ("chat:write",),
    "chat.deleteScheduledMessage": ("chat:write",),
    "chat.meMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.scheduleMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.acceptSharedInvite": ("conversations.connect:write",),
    "conversations.inviteShared": ("conversations.connect:write",),
    "conversations.join": ("channels:join",),
    "dnd.info": ("dnd:read",),
    "dnd.teamInfo": ("dnd:read",),
    "emoji.list": ("emoji:read",),
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "files.list": ("files:read",),
    "pins.add": ("pins:write",),
    "pins.list": ("pins:read",),
    "pins.remove": ("pins:write",),
    "reactions.add": ("reactions:write",),
    "reactions.get": ("reactions:read",),
    "reactions.list": ("reactions:read",),
    "reactions.remove": ("reactions:write",),
    "team.info": ("team:read",),
    "usergroups.create": ("usergroups:write",),
    "usergroups.disable": ("usergroups:write",),
    "usergroups.enable": ("usergroups:write",),
    "usergroups.list": ("usergroups:read",),
    "usergroups.update": ("usergroups:write",),
    "usergroups.users.list": ("usergroups:read",),
    "usergroups.users.update": ("usergroups:write",),
    "users.getPresence": ("users:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.lookupByEmail": (EMAIL,),
    "users.profile.get": ("users.profile:read",),
}

APP_LEVEL: dict[str, Need] = {"apps.connections.open": ("connections:write",)}
"""Methods of the app-level token; every other method with a token is for the bot token."""

NO_TOKEN = frozenset({"api.test", "blocks.validate"})


def accepted(method: str) -> list[str]:
    """All scopes that are good for something with this method: the header `x-accepted-oauth-scopes`."""
    if method in BY_KIND:
        return [scope for need in BY_KIND[method].values() for scope in need]
    return list(PLAIN.get(method) or APP_LEVEL.get(method) or ())


def check(method: str, have: Iterable[str]) -> None:
    """Refuse a token that can do nothing with this method: ApiError missing_scope."""
    wanted = accepted(method)
    if method not in APP_LEVEL and wanted and not set(wanted) & set(have):
        raise missing(have, *wanted)


def check_kind(method: str, kind: str, have: Iterable[str]) -> None:
    """Refuse a token without the scope for this kind of conversation (public, private, im, mpim): ApiError missing_scope."""
    need = BY_KIND.get(method, {}).get(kind, ())
    if need and not set(need) & set(have):
        raise missing(have, need[0])


def missing(have: Iterable[str], *needed: str) -> ApiError:
    """The refusal, with `needed` and `provided` as Slack puts them."""
    return ApiError("missing_scope", needed=",".join(needed), provided=",".join(sorted(have)))
