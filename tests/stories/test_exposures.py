"""What applies under a contract beside the duties: shown on the card once it is sure, and told to legal where the pack says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.log import LogEntry
from tests.forms.every_form import packs_of_every_form
from tests.stories.acting import card, do, records
from tests.stories.conftest import Story, told

CANCEL_000 = "当社の責任で目的が失われると、契約を解除されうる"
ANSWERABLE_000 = "従業員と下請負者の行為は、故意でも過失でも当社の責任になる"
CUT_OFF_001 = "甲は接続を切れる。その遅れは当社の負担になる"
CANCEL_002 = "義務を果たさないと甲は契約を解除できる"
JOINT_002 = "再委託先の行為にも連帯して責任を負う"
STANDBY = "公表は甲が決める"
DAMAGES_003 = "当社の過失による甲と第三者の損害を賠償する"
OURS_004 = "委託先などの事故も自社の責任で対応する"
DAMAGES_004 = "覚書に反して相手に与えた、ふつうに直接生じる損害を償う"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Story]:
    """The night at 03:05 in a house with a client under each of the five forms."""
    folder = tmp_path / "packs"
    folder.mkdir()
    async with told("socket", f"sqlite:///{tmp_path / 'h.sqlite'}", packs_dir=packs_of_every_form(folder)) as story:
        yield story


async def incident(story: Story, form: str, **answers: object) -> str:
    """A leak under one form, with what the lead answers later; returns the client's name."""
    asked = {"what": ["leak"], "info": ["client_provided"], "when": "now", "contracts": [f"client-{form}"]}
    await story.report(**asked)
    client = f"見本先 {form}"
    assert (await do(story, story.lead, client, "lead_form", **answers)).kind == "closed"
    await story.bot.settled()
    return client


def notes(story: Story, name: str) -> list[str]:
    """What this person was told of what applies, message by message."""
    said = [message.text for message in story.person(name).dms()]
    return [words for words in said if "applies now" in words or "いま当てはまること" in words]


@pytest.mark.parametrize(
    ("form", "answers", "applies", "heard_by"),
    [
        ("seed-000", {"caused_by": "us"}, (ANSWERABLE_000, CANCEL_000), ("lee", "okada")),
        ("seed-000", {"caused_by": "subcontractor"}, (ANSWERABLE_000, CANCEL_000), ("lee", "okada")),
        ("seed-001", {"terms_broken": "yes"}, (CUT_OFF_001, STANDBY), ()),
        ("seed-002", {"caused_by": "subcontractor"}, (JOINT_002, STANDBY), ()),
        ("seed-002", {"terms_broken": "yes"}, (CANCEL_002, STANDBY), ("lee", "okada")),
        ("seed-003", {"caused_by": "us"}, (), ("lee",)),
        ("seed-004", {"caused_by": "subcontractor"}, (OURS_004,), ()),
        ("seed-004", {"terms_broken": "likely"}, (DAMAGES_004,), ("lee",)),
    ],
)
async def test_what_the_lead_learns_shows_on_the_card_and_whoever_has_to_hears_it_once(
    house: Story, form: str, answers: dict[str, str], applies: tuple[str, ...], heard_by: tuple[str, ...]
) -> None:
    client = await incident(house, form, **answers)
    shown = card(house, client).all_text
    for words in applies:
        assert words in shown
    told_to = {name for name in ("lee", "okada") if notes(house, name)}
    assert told_to == set(heard_by)
    for name in heard_by:
        assert house.person(name).id in house.workspace.channel(house.room()).members, "and joins the room"
    again = await do(house, house.lead, client, "lead_form", **answers)
    assert again.kind == "closed"
    for name in heard_by:
        assert len(notes(house, name)) == 1, "answering again tells nothing anew"


@pytest.mark.parametrize("form", ["seed-000", "seed-001", "seed-002", "seed-003", "seed-004"])
async def test_what_nobody_knows_yet_shows_nothing_and_calls_nobody(house: Story, form: str) -> None:
    client = await incident(house, form, caused_by="unknown")
    shown = card(house, client).all_text
    for words in (ANSWERABLE_000, CANCEL_000, CUT_OFF_001, CANCEL_002, JOINT_002, OURS_004, DAMAGES_004):
        assert words not in shown
    assert not [
        entry for entry in await records(house, LogEntry) if entry.action == "room.joined" and entry.subject == "U0LEE"
    ]


async def test_a_deadline_of_the_contract_that_passed_shows_what_the_client_may_do_now(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    assert CANCEL_002 not in card(story, "川端市").all_text
    await story.until(4, 6)
    assert CANCEL_002 in card(story, "川端市").all_text
