"""What people do in modals and on Home tabs: press, choose, type, send, close.

`docs.slack.dev/surfaces/modals`, `/reference/interaction-payloads`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workspace import file_shapes, inputs, limits, modals, payloads, refusals, responses
from workspace.actor import Actor, CannotAct, Outcome, chosen_in, element_of, plain
from workspace.core import Core
from workspace.delivery import Delivery
from workspace.sockets import Answer
from workspace.state import ApiError, Json, Message, View

MIN_QUERY = 3
"""How many letters of an external select somebody types before the app is asked, unless its element says otherwise."""


@dataclass
class Offer:
    """What an external select offers. `why` says what was wrong with the answer; then nothing is offered."""

    options: list[Json] = field(default_factory=list)
    groups: list[Json] = field(default_factory=list)
    why: str = ""

    @property
    def everything(self) -> list[Json]:
        """All options, groups unfolded."""
        return [*self.options, *(option for group in self.groups for option in group["options"])]


class Filling(Actor):
    """The doings of people in views. Each takes the user id first."""

    def __init__(self, core: Core, delivery: Delivery) -> None:
        super().__init__(core, delivery)
        self._offered: dict[tuple[str, str, str], list[Json]] = {}

    def uploaded(self, user: str, file_ids: list[str]) -> list[Json]:
        """The file objects a file input holds, for files this person brought; CannotAct."""
        files = [self._state.files.get(one) for one in file_ids]
        if any(file is None or file.user != user for file in files):
            raise CannotAct(f"{user} has not brought these files: {', '.join(file_ids)}")
        return [file_shapes.file(self._state, file) for file in files if file]

    def _given(self, user: str, element: Json, raw: Any) -> Any:
        """A value as `inputs.entry_for` takes it: files may be named by their ids."""
        if element["type"] == "file_input" and raw and all(isinstance(one, str) for one in raw):
            return self.uploaded(user, raw)
        return raw

    async def press_view(self, user: str, view_id: str, block_id: str, action_id: str, raw: Any = None) -> Outcome:
        """Press or choose something in the open modal or on the Home tab."""
        view = self._view(user, view_id)
        block, element = element_of(view.body["blocks"], block_id, action_id)
        chosen = chosen_in(element, raw, self._offered.get((view.id, block_id, action_id)))
        if element["type"] in inputs.STATEFUL and chosen:
            view.values.setdefault(block_id, {})[action_id] = chosen
        return await self._act(user, view, block, element, chosen)

    async def _act(self, user: str, view: View, block: Json, element: Json, chosen: Json | None) -> Outcome:
        done = payloads.action(element, block, chosen, self._state.next_ts())
        trigger = modals.new_trigger(self._state, user)
        answer = await self._delivery.ask(
            "interactive", payloads.view_actions(self._state.member(user), view, done, trigger)
        )
        view.trouble = not answer.ok
        self._state.changed()
        return plain(answer)

    def keep(self, user: str, view_id: str, block_id: str, action_id: str, raw: Any) -> None:
        """Take over what stands in an input of the open modal or Home tab, and tell nobody."""
        view = self._view(user, view_id)
        _, element = element_of(view.body["blocks"], block_id, action_id)
        offered = self._offered.get((view.id, block_id, action_id))
        entry = inputs.entry_for(element, self._given(user, element, raw), offered)
        view.values.setdefault(block_id, {})[action_id] = entry

    async def fill(self, user: str, view_id: str, block_id: str, action_id: str, raw: Any) -> Outcome:
        """Put something into an input. What is chosen with `dispatch_action` tells the bot at once; what is written does so
        while it is typed only if the element wants `on_character_entered` (see `enter`).
        """
        view = self._view(user, view_id)
        block, element = element_of(view.body["blocks"], block_id, action_id)
        written = element["type"] in inputs.WRITTEN
        tells = block.get("dispatch_action") and (not written or inputs.triggers_while(element, "on_character_entered"))
        if tells or (block["type"] != "input" and element["type"] in inputs.STATEFUL):
            return await self.press_view(user, view_id, block_id, action_id, raw)
        self.keep(user, view_id, block_id, action_id, raw)
        return Outcome("ok")

    async def enter(self, user: str, view_id: str, block_id: str, action_id: str) -> Outcome:
        """Press Enter in a written input: tells the bot what stands there, if the input dispatches at Enter; CannotAct."""
        view = self._view(user, view_id)
        block, element = element_of(view.body["blocks"], block_id, action_id)
        if element["type"] not in inputs.WRITTEN or element.get("multiline"):
            raise CannotAct(f"Enter in {action_id} does nothing but begin a line")
        if not block.get("dispatch_action") or not inputs.triggers_while(element, "on_enter_pressed"):
            raise CannotAct(f"{action_id} does not listen to Enter")
        return await self._act(user, view, block, element, view.values[block_id][action_id])

    async def submit(self, user: str, view_id: str | None = None) -> Outcome:
        """Send the modal on top and do what the bot answers."""
        view = self._top(user, view_id)
        blocks = view.body["blocks"]
        if not view.body.get("submit"):
            raise CannotAct("this modal has no button to send it")
        view.errors = refusals.problems(blocks, view.values, self._japanese(user))
        view.trouble = False
        self._state.changed()
        if view.errors:
            return Outcome("errors", view.errors, local=True)
        trigger = modals.new_trigger(self._state, user)
        body = payloads.view_submission(self._state.member(user), view, trigger, self._response_urls(user, view))
        answer = await self._delivery.ask("interactive", body)
        try:
            outcome = self._after_submit(user, view, answer)
        except ApiError as error:
            outcome = Outcome("trouble", why=f"{error.code} {error.more}")
        if outcome.kind == "trouble":
            view.trouble = True
        self._state.changed()
        return outcome

    def _response_urls(self, user: str, view: View) -> list[Json]:
        """An address for each conversation chosen in an input that asks for one."""
        found: list[Json] = []
        for block, element in inputs.elements(view.body["blocks"]):
            if block["type"] != "input" or not element.get("response_url_enabled"):
                continue
            entry = view.values[block["block_id"]][element["action_id"]]
            place = self._state.channels.get(str(entry[inputs.STATEFUL[element["type"]]]))
            if place:
                url = responses.new_response_url(self._core, user, place)
                found.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": place.id,
                        "response_url": url,
                    }
                )
        return found

    def _after_submit(self, user: str, view: View, answer: Answer) -> Outcome:
        if not answer.ok:
            return Outcome("trouble", why=answer.error or "")
        if answer.body not in (None, "") and not isinstance(answer.body, dict):
            return Outcome("trouble", why="the answer to a submission is empty or a JSON object")
        body = answer.body or {}
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
        """Close the modal on top (Cancel), or `everything` (the x in the corner, and Cancel where the view clears on closing)."""
        view = self._top(user, view_id)
        stack = self._state.stacks[user]
        cleared = everything or bool(view.body.get("clear_on_close"))
        gone = stack[0] if cleared else view
        self._state.stacks[user] = [] if cleared else stack[:-1]
        self._state.changed()
        if not gone.body.get("notify_on_close"):
            return Outcome("closed")
        body = payloads.view_closed(self._state.member(user), gone, cleared)
        answer = await self._delivery.ask("interactive", body)
        return Outcome("closed", why=answer.error or "")

    async def suggest(self, user: str, view_id: str, block_id: str, action_id: str, typed: str) -> Offer:
        """What the bot offers while somebody types into an external select of a modal or Home tab."""
        view = self._view(user, view_id)
        block, element = element_of(view.body["blocks"], block_id, action_id)
        body = payloads.block_suggestion(self._state.member(user), block, element, typed, view=view)
        return await self._offer(element, typed, body, (view.id, block_id, action_id))

    async def suggest_in_message(
        self, user: str, channel: str, ts: str, block_id: str, action_id: str, typed: str
    ) -> Offer:
        """The same for an external select of a message."""
        message: Message = self._seen(user, channel, ts)
        block, element = element_of(message.blocks, block_id, action_id)
        place = self.place(user, channel)
        who = self._state.member(user)
        body = payloads.block_suggestion(who, block, element, typed, seen=(self._state, place, message))
        return await self._offer(element, typed, body, (ts, block_id, action_id))

    def offered(self, holder: str, block_id: str, action_id: str) -> list[Json] | None:
        """What the select of a view (by id) or message (by ts) has offered so far."""
        return self._offered.get((holder, block_id, action_id))

    async def _offer(self, element: Json, typed: str, body: Json, where: tuple[str, str, str]) -> Offer:
        if not element["type"].endswith("external_select"):
            raise CannotAct(f"{where[2]} asks nobody for its options")
        if len(typed) < element.get("min_query_length", MIN_QUERY):
            return Offer()
        answer = await self._delivery.ask("interactive", body)
        offer = _read_offer(answer)
        self._offered.setdefault(where, []).extend(offer.everything)  # what was found before may be chosen already
        return offer


def _read_offer(answer: Answer) -> Offer:
    if not answer.ok:
        return Offer(why=answer.error or "")
    body = answer.body if isinstance(answer.body, dict) else {}
    options, groups = body.get("options"), body.get("option_groups")
    if options is None and groups is None:
        return Offer(why="neither options nor option_groups")
    offer = Offer(list(options or []), list(groups or []))
    most = limits.COUNT["select.options"][1]
    too_many = len(offer.options) > most or len(offer.groups) > most
    if too_many or any(len(group.get("options", [])) > most for group in offer.groups):
        return Offer(why=f"more than {most} options")
    return offer
