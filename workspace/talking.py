"""What people do in conversations: write, change, delete, react, enter and leave, send commands, use shortcuts, press buttons.

What is written reaches the app as an event by itself (`State.posted`); what is changed later is told here.
"""

from __future__ import annotations

from typing import Any

from workspace import changes, inputs, modals, payloads, responses
from workspace.actor import Outcome, chosen_in, element_of, plain
from workspace.filling import Filling
from workspace.state import ApiError, File, Message

SLACKBOT = "USLACKBOT"


class Talking(Filling):
    """The doings of people in conversations. Each takes the user id first."""

    def post(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, files: list[File] | None = None
    ) -> Message:
        """Write a message, with files if there are any."""
        place = self._writable(user, channel)
        message = Message(place.id, self._state.next_ts(), user, text, thread_ts=thread_ts)
        for file in files or []:
            message.files.append(file.id)
            file.shares.setdefault(place.id, []).append(message.ts)
        if files:
            message.subtype = "file_share"
        self._state.put(message)
        self._state.read[user, place.id] = message.ts
        for file in files or []:
            self._delivery.tell(changes.file_shared(file, place.id, self._state.next_ts()))
        return message

    async def command(self, user: str, line: str, channel: str | None = None) -> Outcome:
        """Send a slash command ("/incident new") from a channel, by default from the direct message with the bot."""
        who = self._ours(user)
        place = self.place(user, channel or self._state.direct(user).id)
        command, _, text = line.strip().partition(" ")
        url = responses.new_response_url(self._core, user, place)
        trigger = modals.new_trigger(self._state, user)
        escaped = self._escaped(command, text.strip())
        answer = await self._delivery.ask("slash_commands", payloads.slash(who, place, command, escaped, trigger, url))
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

    def _escaped(self, command: str, text: str) -> str:
        """What people and channels a command names, as ids, where the manifest asks for it (`should_escape`)."""
        known = next((one for one in self._core.settings.manifest.commands if one["command"] == command), None)
        if not known or not known.get("should_escape"):
            return text
        words = text.split(" ")
        names = {f"@{one.name}": f"<@{one.id}|{one.name}>" for one in self._state.members.values()}
        names |= {f"#{c.name}": f"<#{c.id}|{c.name}>" for c in self._state.channels.values() if not c.is_talk}
        return " ".join(names.get(word, word) for word in words)

    async def shortcut(self, user: str, callback_id: str) -> Outcome:
        """Use a global shortcut."""
        who = self._ours(user)
        body = payloads.shortcut(who, callback_id, modals.new_trigger(self._state, user), self._state.next_ts())
        return plain(await self._delivery.ask("interactive", body))

    async def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Outcome:
        """Use a shortcut on a message."""
        who = self._ours(user)
        message, place = self._seen(user, channel, ts), self.place(user, channel)
        body = payloads.message_action(
            self._state, who, place, message, callback_id, modals.new_trigger(self._state, user),
            responses.new_response_url(self._core, user, place, message), self._state.next_ts(),
        )  # fmt: skip
        return plain(await self._delivery.ask("interactive", body))

    async def press_message(
        self, user: str, channel: str, ts: str, block_id: str, action_id: str, raw: Any = None
    ) -> Outcome:
        """Press a button or choose something in a message."""
        message, place = self._seen(user, channel, ts), self.place(user, channel)
        block, element = element_of(message.blocks, block_id, action_id)
        values = inputs.starting_values(message.blocks)
        chosen = chosen_in(element, raw, self.offered(ts, block_id, action_id))
        if element["type"] in inputs.STATEFUL and chosen:
            values[block_id][action_id] = chosen
        done = payloads.action(element, block, chosen, self._state.next_ts())
        url = responses.new_response_url(self._core, user, place, message)
        trigger = modals.new_trigger(self._state, user)
        who = self._state.member(user)
        body = payloads.message_actions(self._state, who, place, message, done, trigger, url, values)
        return plain(await self._delivery.ask("interactive", body))

    def open_home(self, user: str, tab: str = "home") -> None:
        """Look at the app's Home (or Messages) tab."""
        place = self._state.direct(user)
        ts = self._state.next_ts()
        body = payloads.app_home_opened(self._state.member(user), place, tab, self._state.homes.get(user), ts)
        self._delivery.tell(body)
