"""What people do: type, command, press, fill, send, close. One place for the page, for other processes and for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workspace import inputs, modals, payloads, responses
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.sockets import Answer
from workspace.state import BOT_USER, ApiError, Channel, Json, Message, View

SLACKBOT = "USLACKBOT"


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


class Acts:
    """The doings of people. Each takes the user id first."""

    def __init__(self, core: Core, delivery: Delivery) -> None:
        self._core = core
        self._state = core.state
        self._delivery = delivery

    def place(self, user: str, channel: str) -> Channel:
        """A channel this person is in, by id or name; CannotAct."""
        found = self._state.channels.get(channel) or next(
            (c for c in self._state.channels.values() if c.name == channel.removeprefix("#") and c.kind != "im"), None
        )
        if found is None or user not in found.members:
            raise CannotAct(f"{user} is not in {channel}")
        return found

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

    def _japanese(self, user: str) -> bool:
        return self._state.members[user].locale.startswith("ja")

    def post(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Write a message; the bot hears of it in its direct message or when it is mentioned."""
        place = self.place(user, channel)
        if place.is_archived:
            raise CannotAct(f"{channel} is archived")
        message = self._state.put(Message(place.id, self._state.next_ts(), user, text, thread_ts=thread_ts))
        self._state.read[(user, place.id)] = message.ts
        if place.kind == "im":
            self._delivery.tell(payloads.message_event(place, message))
        elif f"<@{BOT_USER}>" in text and BOT_USER in place.members:
            self._delivery.tell(payloads.message_event(place, message, "app_mention"))
        return message

    async def command(self, user: str, line: str, channel: str | None = None) -> Outcome:
        """Send a slash command ("/incident new") from a channel, by default from the direct message with the bot."""
        place = self.place(user, channel or self._state.direct(user).id)
        command, _, text = line.strip().partition(" ")
        url = responses.new_response_url(self._core, user, place)
        trigger = modals.new_trigger(self._state, user)
        who = self._state.member(user)
        answer = await self._delivery.ask(
            "slash_commands", payloads.slash(who, place, command, text.strip(), trigger, url)
        )
        try:
            if answer.ok:
                return Outcome("ok", message=responses.say(self._core, user, place.id, answer.body))
            code = "operation_timeout" if answer.error in ("timeout", "http_timeout") else "dispatch_failed"
        except ApiError as error:
            code = error.code
        said = (
            f"{command} が失敗しました({code})。"
            if self._japanese(user)
            else f"{command} failed with the error “{code}”."
        )
        note = Message(place.id, self._state.next_ts(), SLACKBOT, said, ephemeral_to=user)
        return Outcome("trouble", why=answer.error or code, message=self._state.put(note))

    async def shortcut(self, user: str, callback_id: str) -> Outcome:
        """Use a global shortcut."""
        trigger = modals.new_trigger(self._state, user)
        body = payloads.shortcut(self._state.member(user), callback_id, trigger, self._state.next_ts())
        return _plain(await self._delivery.ask("interactive", body))

    async def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Outcome:
        """Use a shortcut on a message."""
        message, place = self._seen(user, channel, ts), self.place(user, channel)
        body = payloads.message_action(
            self._state, self._state.member(user), place, message, callback_id, modals.new_trigger(self._state, user),
            responses.new_response_url(self._core, user, place, message), self._state.next_ts(),
        )  # fmt: skip
        return _plain(await self._delivery.ask("interactive", body))

    async def press_message(
        self, user: str, channel: str, ts: str, block_id: str, action_id: str, raw: Any = None
    ) -> Outcome:
        """Press a button or choose something in a message."""
        message, place = self._seen(user, channel, ts), self.place(user, channel)
        block, element = _element(message.blocks, block_id, action_id)
        values = inputs.starting_values(message.blocks)
        chosen = None
        if element["type"] in inputs.STATEFUL:
            chosen = inputs.entry_for(element, raw)
            values[block_id][action_id] = chosen
        elif element["type"] == "overflow":
            chosen = {"selected_option": inputs.entry_for({**element, "type": "static_select"}, raw)["selected_option"]}
        done = payloads.action(element, block, chosen, self._state.next_ts())
        url = responses.new_response_url(self._core, user, place, message)
        trigger = modals.new_trigger(self._state, user)
        who = self._state.member(user)
        body = payloads.message_actions(self._state, who, place, message, done, trigger, url, values)
        return _plain(await self._delivery.ask("interactive", body))

    async def press_view(self, user: str, view_id: str, block_id: str, action_id: str, raw: Any = None) -> Outcome:
        """Press or choose something in the open modal or on the Home tab."""
        home = self._state.homes.get(user)
        view = home if home and home.id == view_id else self._top(user, view_id)
        block, element = _element(view.body["blocks"], block_id, action_id)
        chosen = None
        if element["type"] in inputs.STATEFUL:
            chosen = inputs.entry_for(element, raw)
            view.values.setdefault(block_id, {})[action_id] = chosen
        elif element["type"] == "overflow":
            chosen = {"selected_option": inputs.entry_for({**element, "type": "static_select"}, raw)["selected_option"]}
        done = payloads.action(element, block, chosen, self._state.next_ts())
        body = payloads.view_actions(self._state.member(user), view, done, modals.new_trigger(self._state, user))
        answer = await self._delivery.ask("interactive", body)
        view.trouble = not answer.ok
        self._state.changed()
        return _plain(answer)

    def keep(self, user: str, view_id: str, block_id: str, action_id: str, raw: Any) -> None:
        """Take over what stands in an input of the open modal or Home tab, and tell nobody."""
        home = self._state.homes.get(user)
        view = home if home and home.id == view_id else self._top(user, view_id)
        _, element = _element(view.body["blocks"], block_id, action_id)
        view.values.setdefault(block_id, {})[action_id] = inputs.entry_for(element, raw)

    async def fill(self, user: str, view_id: str, block_id: str, action_id: str, raw: Any) -> Outcome:
        """Put something into an input of the open modal; a `dispatch_action` input tells the bot."""
        view = self._top(user, view_id)
        block, element = _element(view.body["blocks"], block_id, action_id)
        if block.get("dispatch_action") or (block["type"] != "input" and element["type"] in inputs.STATEFUL):
            return await self.press_view(user, view_id, block_id, action_id, raw)
        view.values.setdefault(block_id, {})[action_id] = inputs.entry_for(element, raw)
        return Outcome("ok")

    async def submit(self, user: str, view_id: str | None = None) -> Outcome:
        """Send the modal on top and do what the bot answers."""
        view = self._top(user, view_id)
        view.errors = inputs.problems(view.body["blocks"], view.values, self._japanese(user))
        view.trouble = False
        self._state.changed()
        if view.errors:
            return Outcome("errors", view.errors, local=True)
        trigger = modals.new_trigger(self._state, user)
        answer = await self._delivery.ask(
            "interactive", payloads.view_submission(self._state.member(user), view, trigger)
        )
        try:
            outcome = self._after_submit(user, view, answer)
        except ApiError as error:
            outcome = Outcome("trouble", why=f"{error.code} {error.more}")
        if outcome.kind == "trouble":
            view.trouble = True
        self._state.changed()
        return outcome

    def _after_submit(self, user: str, view: View, answer: Answer) -> Outcome:
        if not answer.ok:
            return Outcome("trouble", why=answer.error or "")
        body = answer.body if isinstance(answer.body, dict) else {}
        kind = body.get("response_action")
        stack = self._state.stacks.get(user, [])
        if kind == "errors":
            places = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
            errors = {str(where): str(what) for where, what in (body.get("errors") or {}).items()}
            if not errors or not set(errors) <= places:
                return Outcome("trouble", why=f"errors for blocks that are no inputs: {sorted(set(errors) - places)}")
            view.errors = errors
            return Outcome("errors", errors)
        if kind == "update":
            modals.replace(self._state, view, modals.checked(body.get("view"), "modal"))
            return Outcome("updated")
        if kind == "push":
            modals.show(self._state, user, modals.checked(body.get("view"), "modal"), on_top=True)
            return Outcome("pushed")
        if kind == "clear":
            self._state.stacks[user] = []
            return Outcome("cleared")
        if kind is not None:
            return Outcome("trouble", why=f"unknown response_action {kind!r}")
        if view in stack:
            stack.remove(view)
        return Outcome("closed")

    async def close(self, user: str, view_id: str | None = None, *, everything: bool = False) -> Outcome:
        """Close the modal on top (Cancel), or `everything` (the x in the corner)."""
        view = self._top(user, view_id)
        stack = self._state.stacks[user]
        cleared = everything or bool(view.body.get("clear_on_close"))
        gone = stack[0] if everything else view
        self._state.stacks[user] = [] if cleared else stack[:-1]
        self._state.changed()
        if not gone.body.get("notify_on_close"):
            return Outcome("closed")
        body = payloads.view_closed(self._state.member(user), gone, everything)
        answer = await self._delivery.ask("interactive", body)
        return Outcome("closed", why=answer.error or "")

    async def suggest(self, user: str, view_id: str, block_id: str, action_id: str, typed: str) -> list[Json]:
        """What the bot offers while somebody types into an external select."""
        view = self._top(user, view_id)
        block, element = _element(view.body["blocks"], block_id, action_id)
        body = payloads.block_suggestion(self._state.member(user), view, block, element, typed)
        answer = await self._delivery.ask("interactive", body)
        offered = answer.body.get("options") if answer.ok and isinstance(answer.body, dict) else None
        return list(offered or [])

    def open_home(self, user: str, tab: str = "home") -> None:
        """Look at the app's Home (or Messages) tab."""
        place = self._state.direct(user)
        ts = self._state.next_ts()
        body = payloads.app_home_opened(self._state.member(user), place, tab, self._state.homes.get(user), ts)
        self._delivery.tell(body)

    def mark_read(self, user: str, channel: str) -> None:
        """Everything in the channel was seen."""
        kept = self._state.messages.get(channel)
        if kept and self._state.read.get((user, channel)) != kept[-1].ts:
            self._state.read[(user, channel)] = kept[-1].ts
            self._state.changed()


def _plain(answer: Answer) -> Outcome:
    return Outcome("ok") if answer.ok else Outcome("trouble", why=answer.error or "")


def _element(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    for block, element in inputs.elements(blocks):
        if block["block_id"] == block_id and element.get("action_id") == action_id:
            return block, element
    raise CannotAct(f"there is no {action_id} in {block_id}")
