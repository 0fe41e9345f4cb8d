"""The small things people do to messages with no answer of the bot to wait for: react, pin, delete, mark unread, give a file.

The bot hears of them by the Events API, where its app subscribes.
"""

from __future__ import annotations

from workspace import changes, shapes
from workspace.acts import Acts, CannotAct
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.state import Channel, File, Message

FILE_BYTES = 50 * 1024 * 1024


class Gestures:
    """The doings. Each takes the user id first; CannotAct for what nobody could do on a screen."""

    def __init__(self, core: Core, delivery: Delivery, acts: Acts) -> None:
        self._core = core
        self._state = core.state
        self._delivery = delivery
        self._acts = acts

    def _find(self, user: str, channel: str, ts: str) -> tuple[Channel, Message]:
        place = self._acts.place(user, channel)
        found = self._state.messages[place.id].find(ts)
        if found is None:
            raise CannotAct(f"{user} sees no message {ts} in {channel}")
        return place, found

    def react(self, user: str, channel: str, ts: str, name: str, *, on: bool) -> None:
        """Put a reaction under a message, or take one's own away; nothing happens when it is so already."""
        place, message = self._find(user, channel, ts)
        entry = next((one for one in message.reactions if one["name"] == name), None)
        if on == bool(entry and user in entry["users"]):
            return
        if on and entry is None:
            entry = {"name": name, "users": [], "count": 0}
            message.reactions.append(entry)
        if entry is None:
            return
        (entry["users"].append if on else entry["users"].remove)(user)
        entry["count"] = len(entry["users"])
        if not entry["users"]:
            message.reactions.remove(entry)
        self._state.changed()
        kind = "reaction_added" if on else "reaction_removed"
        self._delivery.tell(changes.reaction(kind, user, place, message, name, self._state.next_ts()))

    def pin(self, user: str, channel: str, ts: str, *, on: bool) -> None:
        """Pin a message to its channel, or unpin it."""
        place, message = self._find(user, channel, ts)
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
            "message": shapes.message(self._state, message),
        }
        self._delivery.tell(changes.pin("pin_added" if on else "pin_removed", user, place, item, self._state.next_ts()))

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Take away one's own message."""
        place, message = self._find(user, channel, ts)
        if message.user != user:
            raise CannotAct(f"{user} did not write {ts}")
        if ts in place.pins:
            place.pins.remove(ts)
        self._state.messages[place.id].remove(message)
        self._state.changed()

    def mark_unread(self, user: str, channel: str, ts: str) -> None:
        """Everything from this message on counts as not read."""
        place, message = self._find(user, channel, ts)
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
