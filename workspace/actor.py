"""What every doing of a person begins with: the channel they are in, the message they see, the modal they have open."""

from __future__ import annotations

from dataclasses import dataclass, field

from workspace import inputs
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.sockets import Answer
from workspace.state import Channel, Json, Member, Message, View


class CannotAct(Exception):
    """Nobody could do this on a screen: no such button, no open modal, a channel one is not in."""


@dataclass
class Outcome:
    """What came of it.

    `kind`: ok (the bot has it), closed, updated, pushed, cleared (what a sent modal did), errors (by block_id: refused by the bot
    or, with `local`, before it was sent), trouble (no or a wrong answer; the screen says so and keeps everything).
    """

    kind: str
    errors: dict[str, str] = field(default_factory=dict)
    local: bool = False
    why: str = ""
    message: Message | None = None

    @property
    def ok(self) -> bool:
        """Nothing went wrong."""
        return self.kind not in ("errors", "trouble")


class Actor:
    """Somebody before a screen; the doings themselves are in the classes below this one."""

    def __init__(self, core: Core, delivery: Delivery) -> None:
        self._core = core
        self._state = core.state
        self._delivery = delivery

    def place(self, user: str, channel: str) -> Channel:
        """A channel this person is in, by id or name; CannotAct."""
        found = self._state.channels.get(channel) or self._state.named(channel)
        if found is None or user not in found.members:
            raise CannotAct(f"{user} is not in {channel}")
        return found

    def _writable(self, user: str, channel: str) -> Channel:
        place = self.place(user, channel)
        if place.is_archived:
            raise CannotAct(f"{channel} is archived")
        return place

    def _seen(self, user: str, channel: str, ts: str) -> Message:
        self.place(user, channel)
        if posted := self._state.messages[channel].find(ts):
            return posted
        for message in self._state.ephemerals:
            if message.channel == channel and message.ts == ts and message.ephemeral_to == user:
                return message
        raise CannotAct(f"{user} sees no message {ts} in {channel}")

    def _top(self, user: str, view_id: str | None = None) -> View:
        stack = self._state.stacks.get(user) or []
        if not stack or (view_id and stack[-1].id != view_id):
            raise CannotAct(f"{user} has no such modal open")
        return stack[-1]

    def _view(self, user: str, view_id: str) -> View:
        """The modal on top or the Home tab, by id."""
        home = self._state.homes.get(user)
        return home if home and home.id == view_id else self._top(user, view_id)

    def _ours(self, user: str) -> Member:
        """A person of our own team: commands and shortcuts are offered to nobody else."""
        member = self._state.member(user)
        if member.is_foreign:
            raise CannotAct(f"{user} is of another team: the app's commands and shortcuts are not offered to them")
        return member

    def _japanese(self, user: str) -> bool:
        return self._state.members[user].locale.startswith("ja")


def plain(answer: Answer) -> Outcome:
    """The outcome of something that is only acknowledged."""
    return Outcome("ok") if answer.ok else Outcome("trouble", why=answer.error or "")


def element_of(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    """A block and an element in it; CannotAct."""
    for block, element in inputs.elements(blocks):
        if block["block_id"] == block_id and element.get("action_id") == action_id:
            return block, element
    raise CannotAct(f"there is no {action_id} in {block_id}")


def chosen_in(element: Json, raw: object, offered: list[Json] | None = None) -> Json | None:
    """What a press chose: an entry as in `state.values`, the option of an overflow menu, the side of feedback buttons; else None."""
    kind = element["type"]
    if kind in inputs.STATEFUL:
        return inputs.entry_for(element, raw, offered)
    if kind == "overflow":
        entry = inputs.entry_for({**element, "type": "static_select"}, raw)
        if entry["selected_option"] is None:
            raise inputs.BadInput(f"{element['action_id']}: one of its options has to be chosen")
        return {"selected_option": entry["selected_option"]}
    if kind == "feedback_buttons":
        sides = [element["positive_button"], element["negative_button"]]
        side = next((one for one in sides if raw in (one["value"], one["text"]["text"])), None)
        if side is None:
            raise inputs.BadInput(f"{element['action_id']}: {raw!r} is neither of its buttons")
        return {"text": side["text"], "value": side["value"]}
    return None
