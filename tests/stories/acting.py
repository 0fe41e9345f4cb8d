"""What people do again and again in these tests: choose from a card's menu, fill a form and send it, look into the log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from bot.domain.duty import Duty
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.log import LogEntry
from workspace import Person
from workspace.acts import Outcome
from workspace.state import Json, Message

if TYPE_CHECKING:
    from bot.services.ports import UnitOfWork
    from tests.stories.conftest import Story

R = TypeVar("R")
ASKED = "引き受けられる人が必要です"
"""The first words of a page, in Japanese."""


async def records(story: Story, kind: type[R]) -> list[R]:
    """All stored records of a kind, oldest first."""

    def find(uow: UnitOfWork, _: None) -> list[R]:
        return uow.find(kind)

    return await story.bot.program.store.read(find, None)


async def entries(story: Story, action: str) -> list[LogEntry]:
    """The log's entries about one action, oldest first."""
    return [entry for entry in await records(story, LogEntry) if entry.action == action]


async def the_incident(story: Story) -> Incident:
    """The newest incident as it is stored."""
    return (await records(story, Incident))[-1]


async def lane_of(story: Story, pack_id: str) -> Lane:
    """The newest lane of a contract."""
    return [lane for lane in await records(story, Lane) if lane.pack_id == pack_id][-1]


def card(story: Story, client: str) -> Message:
    """The client's card in the newest room, also when its clock has stopped."""
    found = [m for m in story.workspace.messages(story.room()) if client in m.all_text and "duties" in menu(m)]
    return found[-1]


def actions_of(message: Message) -> list[str]:
    """The action ids of everything that can be pressed in a message."""
    return [str(element.get("action_id")) for element in _elements(message.blocks)]


def _elements(blocks: Sequence[Json]) -> list[Json]:
    found = [element for block in blocks for element in block.get("elements", []) if block.get("type") == "actions"]
    return found + [block["accessory"] for block in blocks if "accessory" in block]


async def press(story: Story, person: Person, client: str, verb: str) -> Outcome:
    """Press a button of the client's card, or choose it from the card's menu."""
    message = card(story, client)
    if verb in actions_of(message):
        return await person.press(message, verb)
    return await person.press(message, "more", menu(message)[verb])


def menu(message: Message) -> dict[str, str]:
    """What a message's menu offers: verb -> option. Only a card offers `duties`."""
    menus = [element for element in _elements(message.blocks) if element.get("action_id") == "more"]
    values = [str(option["value"]) for element in menus for option in cast("list[Json]", element["options"])]
    return {value.partition("|")[0]: value for value in values}


async def fill(story: Story, who: Person, /, **answers: object) -> Outcome:
    """Fill the form the person has open, send it, and wait until everything it caused has happened."""
    form = await who.expect_modal()
    for name, value in answers.items():
        if name == "when_at":
            await story.workspace.wait_for(lambda: any(b.get("block_id") == "when_at" for b in who.modal.blocks))
        await form.fill(name, value)
    outcome = await form.submit()
    await story.bot.settled()
    return outcome


async def do(story: Story, person: Person, client: str, verb: str, /, **answers: object) -> Outcome:
    """Press or choose something on the client's card and send the form it opens."""
    await press(story, person, client, verb)
    return await fill(story, person, **answers)


async def close(story: Story, person: Person, client: str, reason: str) -> Outcome:
    """Close the incident from the client's card, with a cause and what prevents it."""
    return await do(
        story,
        person,
        client,
        "close",
        root_cause="鍵のかけ忘れ",
        prevention="二人で確かめる",
        retain_until="2031-11-24",
        reason=reason,
    )


async def press_duty(story: Story, person: Person, rule_id: str, verb: str, client: str = "川端市") -> None:
    """Open the card's list of duties and press the button of one of them."""
    duty = next(duty for duty in await records(story, Duty) if duty.rule_id == rule_id)
    await press(story, person, client, "duties")
    form = await person.expect_modal()
    for block in form.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == verb and duty.id in element["value"]:
                await person.acts.press_view(person.id, form.view.id, block["block_id"], verb)
                return
    raise AssertionError(f"no {verb} for {rule_id} in {form.text}")


async def choose(who: Person, verb: str) -> None:
    """Choose an entry of the first menu in the open modal that offers it."""
    for block in who.modal.blocks:
        option = next(
            (o for o in block.get("accessory", {}).get("options", []) if o["value"].startswith(f"{verb}|")), None
        )
        if option is not None:
            await who.modal.press(str(block["accessory"]["action_id"]), str(option["value"]))
            return
    raise AssertionError(f"no menu offers {verb}: {who.modal.text}")


async def reach(story: Story, client: str, person: Person | None = None) -> Outcome:
    """Tell the desk: somebody there heard it on the phone."""
    return await do(story, person or story.lead, client, "reached", who="窓口 太郎", how="phone")


async def take(story: Story, person: Person) -> None:
    """Press "I have it" on the newest page."""
    pages = [m for m in person.dms() if "ack" in actions_of(m)]
    await person.press(pages[-1], "ack")
    await story.bot.settled()


def rung(story: Story, name: str) -> list[str]:
    """The pages that asked this person to take an incident, as they were sent (answered ones are edited later)."""
    sent = [call.arguments for call in story.workspace.calls("chat.postMessage") if call.ok]
    mine = [json.dumps(found, ensure_ascii=False) for found in sent if found["channel"] == f"U0{name.upper()}"]
    return [words for words in mine if ASKED in words or "Somebody has to take this" in words]


def beside_cards(person: Person) -> list[Message]:
    """Direct messages to this person but for the mornings that held the day's card alone."""
    heads = ("今日のひとつ", "One thing for today")
    return [m for m in person.dms() if not m.text.startswith(heads)]


def words_to(person: Person) -> str:
    """Everything the bot ever said to this person alone."""
    return "\n".join(m.all_text for m in [*person.dms(), *person.ephemerals])
