"""The small things people do with no answer of the bot to wait for: change, delete, react, pin, enter, leave, give a file.

The bot hears of them by the Events API, where its app subscribes.
"""

from __future__ import annotations

from workspace import changes, message_events, payloads, shapes
from workspace.actor import Actor, CannotAct
from workspace.state import Channel, File, Message

FILE_BYTES = 50 * 1024 * 1024


class Gestures(Actor):
    """The doings. Each takes the user id first; CannotAct for what nobody could do on a screen."""

    def edit(self, user: str, channel: str, ts: str, text: str) -> Message:
        """Write one's own message anew."""
        message, place = self._own(user, channel, ts), self._writable(user, channel)
        before = message_events.said(self._state, message)
        message.text, message.edited_ts = text, self._state.next_ts()
        self._state.changed()
        self._delivery.tell(message_events.changed(self._state, place, message, before, self._state.next_ts()))
        return message

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Take one's own message away."""
        message, place = self._own(user, channel, ts), self._writable(user, channel)
        before = message_events.said(self._state, message)
        if ts in place.pins:
            place.pins.remove(ts)
        self._state.messages[place.id].remove(message)
        self._state.changed()
        self._delivery.tell(message_events.deleted(place, before, self._state.next_ts()))

    def react(self, user: str, channel: str, ts: str, name: str, *, on: bool = True) -> None:
        """Put a reaction under a message, or take one's own away; nothing happens when it is so already."""
        message, place = self._seen(user, channel, ts), self._writable(user, channel)
        if message.ephemeral_to:
            raise CannotAct("nobody can react to a message only one person sees")
        entry = next((one for one in message.reactions if one["name"] == name), None)
        if on == bool(entry and user in entry["users"]):
            return
        if entry is None:
            entry = {"name": name, "users": [], "count": 0}
            message.reactions.append(entry)
        (entry["users"].append if on else entry["users"].remove)(user)
        entry["count"] = len(entry["users"])
        if not entry["users"]:
            message.reactions.remove(entry)
        self._state.changed()
        kind = "reaction_added" if on else "reaction_removed"
        self._delivery.tell(changes.reaction(kind, user, place, message, name, self._state.next_ts()))

    def pin(self, user: str, channel: str, ts: str, *, on: bool) -> None:
        """Pin a message to its channel, or unpin it."""
        place, message = self.place(user, channel), self._seen(user, channel, ts)
        if on == (ts in place.pins):
            return
        now = int(self._state.clock.now().timestamp())
        (place.pins.append if on else place.pins.remove)(ts)
        message.pinned = {"by": user, "at": now} if on else None
        self._state.changed()
        item = {
            "type": "message",
            "channel": place.id,
            "created": now,
            "created_by": user,
            "message": shapes.message(self._state, message) | {"permalink": shapes.permalink(self._state, message)},
        }
        self._delivery.tell(changes.pin("pin_added" if on else "pin_removed", user, place, item, self._state.next_ts()))

    def join(self, user: str, channel: str) -> Channel:
        """Enter a public channel."""
        place = self._state.channels.get(channel) or self._state.named(channel)
        if place is None or place.kind != "public" or place.is_archived:
            raise CannotAct(f"{user} finds no open public channel {channel}")
        if user in place.members:
            raise CannotAct(f"{user} is in {channel} already")
        if self._state.member(user).is_foreign and self._state.member(user).team not in place.shared_with:
            raise CannotAct(f"{channel} is not shared with the team of {user}")
        place.members.append(user)
        self._note(place, user, "channel_join", f"<@{user}> has joined the channel")
        self._delivery.tell(payloads.member_joined(user, place, "", self._state.next_ts()))
        return place

    def leave(self, user: str, channel: str) -> None:
        """Go out of a channel."""
        place = self.place(user, channel)
        if place.is_talk or place.name == "general":
            raise CannotAct(f"nobody can leave {channel}")
        self._note(place, user, "channel_leave", f"<@{user}> has left the channel")
        place.members.remove(user)
        self._state.changed()
        self._delivery.tell(changes.left(user, place, self._state.next_ts()))

    def _note(self, place: Channel, user: str, subtype: str, said: str) -> None:
        self._state.put(Message(place.id, self._state.next_ts(), user, said, subtype=subtype))

    def _own(self, user: str, channel: str, ts: str) -> Message:
        message = self._seen(user, channel, ts)
        if message.user != user or message.ephemeral_to or message.subtype not in (None, "file_share"):
            raise CannotAct(f"{ts} is no message {user} wrote")
        return message

    def mark_read(self, user: str, channel: str) -> None:
        """Everything in the channel was seen."""
        kept = self._state.messages.get(channel)
        if kept and self._state.read.get((user, channel)) != kept[-1].ts:
            self._state.read[user, channel] = kept[-1].ts
            self._state.changed()

    def mark_unread(self, user: str, channel: str, ts: str) -> None:
        """Everything from this message on counts as not read."""
        place, message = self.place(user, channel), self._seen(user, channel, ts)
        kept = self._state.messages[place.id]
        before = [one.ts for one in kept if one.ts < message.ts]
        self._state.read[user, place.id] = before[-1] if before else "0"
        self._state.changed()

    def give_file(self, user: str, name: str, content: bytes) -> File:
        """Bring a file into the workspace; it is seen by nobody until a form or a message carries it."""
        if not name or not content:
            raise CannotAct("a file needs a name and at least one byte")
        if len(content) > FILE_BYTES:
            raise CannotAct(f"a file has at most {FILE_BYTES // 1024 // 1024} MB here")
        self._state.member(user)
        made = File(self._state.next_id("F"), name, len(content), user, int(self._state.clock.now().timestamp()))
        made.title, made.content, made.complete = name, content, True
        self._state.files[made.id] = made
        self._state.changed()
        return made
