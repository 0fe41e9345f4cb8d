"""What happens to the workspace itself: channels closed, renamed, shared; people who come or change; the app removed.

In Slack an administrator or a member does these on their own screens; here they are done in nobody's name but `by`.
"""

from __future__ import annotations

from typing import Any

from workspace import changes, shapes
from workspace.actor import Actor, CannotAct
from workspace.state import BOT_USER, Channel, Member, Message


class Housekeeping(Actor):
    """Each takes the channel or person it happens to."""

    def archive(self, channel: str, by: str, *, back: bool = False) -> None:
        """Close a channel, or open it again."""
        place = self._room(channel)
        if place.is_archived is not back:
            raise CannotAct(f"{channel} is {'open' if back else 'archived'} already")
        place.is_archived = not back
        self._state.changed()
        self._delivery.tell(changes.archived(place, by, self._state.next_ts(), back=back))

    def rename(self, channel: str, name: str, by: str) -> None:
        """Give a channel another name."""
        place = self._room(channel)
        if self._state.named(name):
            raise CannotAct(f"there is a channel {name} already")
        place.previous_names.append(place.name)
        place.name = name
        said = Message(
            place.id, self._state.next_ts(), by, f"has renamed the channel to {name}", subtype="channel_name"
        )
        said.more = {"name": name, "old_name": place.previous_names[-1]}
        self._state.put(said)
        self._delivery.tell(changes.renamed(place, self._state.next_ts()))

    def share(self, channel: str, team: str) -> None:
        """Share a channel with another team of the workspace's neighbours."""
        place = self._room(channel)
        if team not in self._state.teams or team in place.shared_with:
            raise CannotAct(f"{channel} cannot be shared with {team}")
        place.shared_with.append(team)
        self._state.changed()
        self._delivery.tell(changes.shared(place, team, self._state.next_ts()))

    def unshare(self, channel: str, team: str) -> None:
        """End it; the people of that team are gone from the channel."""
        place = self._room(channel)
        if team not in place.shared_with:
            raise CannotAct(f"{channel} is not shared with {team}")
        place.shared_with.remove(team)
        place.members = [user for user in place.members if self._state.members[user].team != team]
        self._state.changed()
        body = {"type": "channel_unshared", "previously_connected_team_id": team, "channel": place.id}
        self._delivery.tell(body | {"is_ext_shared": bool(place.shared_with), "event_ts": self._state.next_ts()})

    def change_id(self, channel: str) -> Channel:
        """Give a channel another id, as happens when a private one begins to be shared."""
        place = self._room(channel)
        old, place.id = place.id, self._state.next_id("C")
        self._state.channels[place.id] = self._state.channels.pop(old)
        self._state.messages[place.id] = self._state.messages.pop(old)
        for message in self._state.messages[place.id]:
            message.channel = place.id
        self._state.changed()
        body = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": place.id}
        self._delivery.tell(body | {"event_ts": self._state.next_ts()})
        return place

    def come(self, member: Member) -> Member:
        """Somebody new in the team."""
        if member.id in self._state.members:
            raise CannotAct(f"{member.id} is here already")
        self._state.members[member.id] = member
        self._state.changed()
        now = self._core.clock.now()
        body = {"type": "team_join", "user": shapes.user(member, now, include_locale=True)}
        self._delivery.tell(body | {"cache_ts": int(now.timestamp()), "event_ts": self._state.next_ts()})
        return member

    def change(self, user: str, **changed: Any) -> Member:
        """Change what is known of somebody: locale, tz, title, deleted, dnd ... (fields of `Member`); CannotAct."""
        member = self._state.member(user)
        if strange := set(changed) - set(Member.__dataclass_fields__):
            raise CannotAct(f"nobody has {', '.join(sorted(strange))}")
        for name, value in changed.items():
            setattr(member, name, value)
        self._state.changed()
        now = self._core.clock.now()
        shown = shapes.user(member, now, include_locale=True)
        body = {"type": "user_change", "user": shown, "cache_ts": int(now.timestamp())}
        self._delivery.tell(body | {"event_ts": self._state.next_ts()})
        return member

    def uninstall(self) -> None:
        """Remove the app: its bot token is worthless from now on. Slack sends both events, in no certain order."""
        self._state.token_refusal = "account_inactive"
        tokens = {"oauth": [], "bot": [BOT_USER]}
        self._delivery.tell({"type": "tokens_revoked", "tokens": tokens, "event_ts": self._state.next_ts()})
        self._delivery.tell({"type": "app_uninstalled", "event_ts": self._state.next_ts()})
        self._state.changed()

    def _room(self, channel: str) -> Channel:
        place = self._state.channels.get(channel) or self._state.named(channel)
        if place is None or place.is_talk:
            raise CannotAct(f"there is no channel {channel}")
        return place
