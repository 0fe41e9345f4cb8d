"""A person at the keyboard, for tests and scripts: looks at the same screens and does the same things as the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workspace import inputs
from workspace.acts import Acts, CannotAct, Offer, Outcome
from workspace.state import BOT_USER, PATIENCE_SECONDS, Json, Member, Message, State, View, texts_in


class Modal:
    """The modal a person has on top. It follows updates; `gone` once it is closed or covered."""

    def __init__(self, person: Person, view: View) -> None:
        self._person = person
        self.view = view

    @property
    def title(self) -> str:
        """What stands on top."""
        return str(self.view.body["title"]["text"])

    @property
    def callback_id(self) -> str:
        """The app's name for it."""
        return str(self.view.body.get("callback_id", ""))

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, as they stand now."""
        return list(self.view.body["blocks"])

    @property
    def text(self) -> str:
        """Everything written in it."""
        return "\n".join([self.title, *texts_in(self.blocks)])

    @property
    def errors(self) -> dict[str, str]:
        """What is written under inputs after a refused submission: block_id -> text."""
        return dict(self.view.errors)

    @property
    def trouble(self) -> bool:
        """The screen says that the app could not be reached."""
        return self.view.trouble

    @property
    def gone(self) -> bool:
        """No longer on top."""
        return self._person.modal_view is not self.view

    def value(self, name: str) -> Any:
        """What stands in an input (by block_id, action_id or label): text, option value(s), id(s), date; None when empty."""
        block, element = self._find(name)
        entry = self.view.values[block["block_id"]][element["action_id"]]
        found = entry[inputs.STATEFUL[element["type"]]]
        if isinstance(found, list):
            return [one.get("value", one.get("name")) if isinstance(one, dict) else one for one in found]
        return found.get("value", found) if isinstance(found, dict) else found

    async def fill(self, name: str, value: Any) -> Outcome:
        """Put a value into an input named by block_id, action_id or label. For what a value may be see `inputs.entry_for`.

        An aware datetime goes into a datetimepicker as it is.
        """
        block, element = self._find(name)
        raw = int(value.timestamp()) if isinstance(value, datetime) else value
        return await self._person.acts.fill(self._person.id, self.view.id, block["block_id"], element["action_id"], raw)

    async def enter(self, name: str) -> Outcome:
        """Press Enter in a written input that listens to it (`dispatch_action`)."""
        block, element = self._find(name)
        return await self._person.acts.enter(self._person.id, self.view.id, block["block_id"], element["action_id"])

    async def attach(self, name: str, *files: tuple[str, bytes]) -> Outcome:
        """Put files, each as (name, content), into a file input."""
        acts, user = self._person.acts, self._person.id
        brought = [acts.give_file(user, file_name, content).id for file_name, content in files]
        return await self.fill(name, acts.uploaded(user, brought))

    async def suggestions(self, name: str, typed: str) -> Offer:
        """Type into an external select and see what the bot offers; choose with `fill` from what was offered."""
        block, element = self._find(name)
        acts = self._person.acts
        return await acts.suggest(self._person.id, self.view.id, block["block_id"], element["action_id"], typed)

    async def press(self, name: str, option: Any = None) -> Outcome:
        """Press a button (by action_id, value or label) or choose `option` in it."""
        block, element = _named(self.blocks, name)
        acts = self._person.acts
        return await acts.press_view(self._person.id, self.view.id, block["block_id"], element["action_id"], option)

    async def submit(self) -> Outcome:
        """Send it."""
        return await self._person.acts.submit(self._person.id, self.view.id)

    async def close(self, *, everything: bool = False) -> Outcome:
        """Cancel it, or leave the whole stack."""
        return await self._person.acts.close(self._person.id, self.view.id, everything=everything)

    def _find(self, name: str) -> tuple[Json, Json]:
        for block, element in inputs.elements(self.blocks):
            label = block.get("label", {}).get("text")
            if name in (block["block_id"], element.get("action_id"), label) and element["type"] in inputs.STATEFUL:
                return block, element
        raise CannotAct(f"no input {name!r} in {self.title!r}")


class Person:
    """One person of the workspace."""

    def __init__(self, member: Member, state: State, acts: Acts) -> None:
        self.member = member
        self.id = member.id
        self.acts = acts
        self._state = state

    async def command(self, line: str, channel: str | None = None) -> Outcome:
        """Send a slash command; `channel` is an id or a name, by default the direct message with the bot."""
        return await self.acts.command(self.id, line, channel)

    async def shortcut(self, callback_id: str) -> Outcome:
        """Use a global shortcut."""
        return await self.acts.shortcut(self.id, callback_id)

    async def message_shortcut(self, callback_id: str, message: Message) -> Outcome:
        """Use a shortcut on a message."""
        return await self.acts.message_shortcut(self.id, callback_id, message.channel, message.ts)

    def say(self, channel: str, text: str, thread: Message | None = None) -> Message:
        """Write a message."""
        return self.acts.post(self.id, channel, text, (thread.thread_ts or thread.ts) if thread else None)

    def edit(self, message: Message, text: str) -> Message:
        """Write one's own message anew."""
        return self.acts.edit(self.id, message.channel, message.ts, text)

    def delete(self, message: Message) -> None:
        """Take one's own message away."""
        self.acts.delete(self.id, message.channel, message.ts)

    def react(self, message: Message, name: str, *, on: bool = True) -> None:
        """Put a reaction under a message, or take one's own away."""
        self.acts.react(self.id, message.channel, message.ts, name, on=on)

    def share(self, channel: str, name: str, content: bytes, text: str = "") -> Message:
        """Post a file."""
        return self.acts.post(self.id, channel, text, files=[self.acts.give_file(self.id, name, content)])

    def join(self, channel: str) -> None:
        """Enter a public channel."""
        self.acts.join(self.id, channel)

    def leave(self, channel: str) -> None:
        """Go out of a channel."""
        self.acts.leave(self.id, channel)

    async def press(self, where: Message | View | Modal, name: str, option: Any = None) -> Outcome:
        """Press a button (by action_id, value or label), or choose `option` (value or label) in it. Confirm dialogs are confirmed."""
        if isinstance(where, Message):
            block, element = _named(where.blocks, name)
            return await self.acts.press_message(
                self.id, where.channel, where.ts, block["block_id"], element["action_id"], option
            )
        view = where.view if isinstance(where, Modal) else where
        block, element = _named(view.body["blocks"], name)
        return await self.acts.press_view(self.id, view.id, block["block_id"], element["action_id"], option)

    async def suggestions(self, where: Message | View | Modal, name: str, typed: str) -> Offer:
        """Type into an external select (by action_id or block_id) and see what the bot offers; then choose with `press` or `fill`."""
        if isinstance(where, Message):
            block, element = _named(where.blocks, name)
            place = (where.channel, where.ts, block["block_id"], element["action_id"])
            return await self.acts.suggest_in_message(self.id, *place, typed)
        view = where.view if isinstance(where, Modal) else where
        block, element = _named(view.body["blocks"], name)
        return await self.acts.suggest(self.id, view.id, block["block_id"], element["action_id"], typed)

    @property
    def modal_view(self) -> View | None:
        """The view on top of the stack."""
        stack = self._state.stacks.get(self.id) or []
        return stack[-1] if stack else None

    @property
    def modal(self) -> Modal:
        """The modal on top; CannotAct when none is open."""
        view = self.modal_view
        if view is None:
            raise CannotAct(f"{self.id} has no modal open")
        return Modal(self, view)

    async def submit(self) -> Outcome:
        """Send the modal on top."""
        return await self.modal.submit()

    async def close_modal(self, *, everything: bool = False) -> Outcome:
        """Cancel the modal on top, or the whole stack."""
        return await self.modal.close(everything=everything)

    async def expect_modal(self, containing: str = "", timeout: float = PATIENCE_SECONDS) -> Modal:
        """Wait for a modal whose text contains this."""
        await self._state.wait_for(lambda: self.modal_view and containing in self.modal.text, timeout)
        return self.modal

    def dms(self) -> list[Message]:
        """All messages of the bot in the direct message, oldest first, threads included."""
        return [m for m in self._state.messages[self._state.direct(self.id).id] if m.user == BOT_USER]

    def messages(self, channel: str) -> list[Message]:
        """All messages of a channel (id or name) the person is in, oldest first, threads included."""
        return list(self._state.messages[self.acts.place(self.id, channel).id])

    def channels(self) -> list[str]:
        """The ids of the channels the person is in, direct messages left out."""
        return [c.id for c in self._state.channels.values() if c.kind != "im" and self.id in c.members]

    @property
    def ephemerals(self) -> list[Message]:
        """What only this person sees, oldest first."""
        return [m for m in self._state.ephemerals if m.ephemeral_to == self.id]

    def everything(self) -> list[Message]:
        """Every message this person can see, in any place, oldest first."""
        places = [c.id for c in self._state.channels.values() if self.id in c.members]
        found = [m for place in places for m in self._state.messages[place]]
        return sorted([*found, *self.ephemerals], key=lambda m: (float(m.ts), m.ts))

    def home(self) -> View | None:
        """What stands on the Home tab now."""
        return self._state.homes.get(self.id)

    @property
    def home_text(self) -> str:
        """Everything written on the Home tab."""
        view = self.home()
        return "\n".join(texts_in(view.body["blocks"])) if view else ""

    async def open_home(self, tab: str = "home") -> None:
        """Look at the Home tab: the bot gets `app_home_opened` (in the background; see `expect_home`)."""
        self.acts.open_home(self.id, tab)

    async def expect_home(self, containing: str = "", timeout: float = PATIENCE_SECONDS) -> View:
        """Wait for a Home tab whose text contains this."""
        await self._state.wait_for(lambda: self.home() and containing in self.home_text, timeout)
        found = self.home()
        if found is None:
            raise CannotAct(f"{self.id} has no Home tab")
        return found

    async def expect_dm(self, containing: str = "", timeout: float = PATIENCE_SECONDS, after: str = "0") -> Message:
        """Wait for a direct message of the bot that contains this, later than the ts `after`; the newest such one."""
        return await self._expect(self.dms, containing, timeout, after)

    async def expect_message(
        self, channel: str, containing: str = "", timeout: float = PATIENCE_SECONDS, after: str = "0"
    ) -> Message:
        """Wait for a message in a channel that contains this; the newest such one."""
        return await self._expect(lambda: self.messages(channel), containing, timeout, after)

    async def expect_ephemeral(
        self, containing: str = "", timeout: float = PATIENCE_SECONDS, after: str = "0"
    ) -> Message:
        """Wait for a message that only this person sees; the newest such one."""
        return await self._expect(lambda: self.ephemerals, containing, timeout, after)

    async def expect_anywhere(self, containing: str, timeout: float = PATIENCE_SECONDS, after: str = "0") -> Message:
        """Wait for a message in any place this person can see; the newest such one."""
        return await self._expect(self.everything, containing, timeout, after)

    async def _expect(self, source: Any, containing: str, timeout: float, after: str) -> Message:
        def newest() -> Message | None:
            found = [m for m in source() if containing in m.all_text and float(m.ts) > float(after)]
            return found[-1] if found else None

        try:
            found: Message = await self._state.wait_for(newest, timeout)
        except TimeoutError:
            have = "\n---\n".join(m.all_text for m in source()[-5:]) or "nothing"
            raise TimeoutError(f"{self.id} waited {timeout} s for {containing!r}; the last there:\n{have}") from None
        return found


def _named(blocks: list[Json], name: str) -> tuple[Json, Json]:
    for block, element in inputs.elements(blocks):
        label = element.get("text", {}).get("text") if isinstance(element.get("text"), dict) else None
        if name in (element.get("action_id"), label, element.get("value")):
            return block, element
    for block, element in inputs.elements(blocks):
        if name == block["block_id"]:
            return block, element
    have = ", ".join(
        f"{e.get('action_id')} ({(e.get('text') or {}).get('text', e['type'])})" for _, e in inputs.elements(blocks)
    )
    raise CannotAct(f"no {name!r} here; there are: {have or 'no buttons'}")
