"""How files look in Slack's JSON."""

from __future__ import annotations

import mimetypes
from urllib.parse import quote

from workspace.state import TEAM_ID, File, Json, State


def file(state: State, found: File) -> Json:
    """A `file` object, with the addresses of its bytes and where it can be seen."""
    kind, short = file_kind(found.name)
    places = [state.channels[one] for one in found.shares if one in state.channels]
    by_kind = {k: [c.id for c in places if c.kind in kinds] for k, kinds in PLACES.items()}
    address = f"{state.url}files-pri/{TEAM_ID}-{found.id}"
    name = quote(found.name)
    return {
        "id": found.id,
        "created": found.created,
        "timestamp": found.created,
        "name": found.name,
        "title": found.title or found.name,
        "mimetype": kind,
        "filetype": found.filetype or short,
        "pretty_type": (found.filetype or short).upper(),
        "user": found.user,
        "user_team": state.members[found.user].team if found.user in state.members else TEAM_ID,
        "editable": False,
        "size": found.size,
        "mode": "snippet" if found.filetype else "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": bool(by_kind["channels"]),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{address}/{name}",
        "url_private_download": f"{address}/download/{name}",
        "permalink": f"{state.url}files/{found.user}/{found.id}/{name}",
        "file_access": "visible",
        "alt_txt": found.alt_txt,
        "has_rich_preview": False,
        "comments_count": 0,
        **by_kind,
        "shares": _shares(state, found),
    }


PLACES = {"channels": ("public",), "groups": ("private",), "ims": ("im", "mpim")}


def _shares(state: State, found: File) -> Json:
    made: Json = {}
    for channel_id, stamps in found.shares.items():
        if place := state.channels.get(channel_id):
            entries = [
                {"ts": ts, "channel_name": place.name, "team_id": TEAM_ID, "share_user_id": found.user} for ts in stamps
            ]
            made.setdefault("public" if place.kind == "public" else "private", {})[channel_id] = entries
    return made


def file_kind(name: str) -> tuple[str, str]:
    """MIME type and Slack's short type for a file's name."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    short = name.rpartition(".")[2].lower() if "." in name else "binary"
    return kind, {"txt": "text", "jpeg": "jpg", "htm": "html"}.get(short, short)
