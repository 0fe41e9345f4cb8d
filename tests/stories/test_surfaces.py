"""Where everything stands, and two clicks to it: the room's board, App Home's three lists, the morning digest with its buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.incident import Incident
from tests.stories.acting import card, do, fill, press, reach, records, words_to
from tests.stories.conftest import TOKYO, Story, told
from tests.stories.third_client import NAME, three_clients
from workspace import Person
from workspace.state import Message

CLIENTS = {
    "川端市": ("川端", "Kawabata", "窓口 太郎", "03-0000-0001", "kawabata.example", "甲案の川"),
    "東部商事": ("東部", "Tobu", "東 一郎", "03-0000-0011", "tobu.example", "乙案の東"),
    NAME: ("港南", "Konan", "港 一", "03-0000-0021", "konan.example", "丙案の港"),
}
"""Three clients with what is only theirs: names, numbers, addresses, and words written in their talks."""


def board(story: Story) -> Message:
    """The room's board as it stands."""
    found = [m for m in story.workspace.messages(story.room()) if "お客様ごとのいま" in m.all_text]
    assert len(found) == 1, "one message, edited in place"
    return found[0]


async def test_the_board_shows_every_client_and_is_two_clicks_from_each_consultation(story: Story) -> None:
    await story.report(when="now", contracts=["kawabata-2026", "tobu-2026"])
    assert not [m for m in story.workspace.messages(story.room()) if "お客様ごとのいま" in m.all_text]
    await reach(story, "川端市")
    first = board(story)
    assert "川端市 様*　03:05 に伝わりました・受領の確認はまだ" in first.all_text
    assert "東部商事株式会社 様*　まだ伝わっていません・チームの目標" in first.all_text
    await reach(story, "東部商事")
    lead = story.lead
    follows = [b["accessory"]["action_id"] for b in board(story).blocks if "accessory" in b]
    await lead.press(board(story), follows[0])
    form = await lead.expect_modal("協議")
    opens = [
        b["accessory"]["action_id"]
        for b in form.blocks
        if str(b.get("accessory", {}).get("action_id")).startswith("consultation")
    ]
    assert opens, "the first click shows them, the second opens one"
    await form.press(opens[0])
    await lead.expect_modal("こちらの案を出す")
    await lead.modal.press("action_add")
    assert (await fill(story, lead, what="鍵の交換", due_on="2026-11-25")).kind == "closed"
    now = board(story)
    assert now.ts == first.ts
    assert "対策 1" in now.all_text
    assert "次 11/25(水)" in now.all_text
    incident = (await records(story, Incident))[0]
    assert incident.board_ts == now.ts


async def test_a_board_that_somebody_deleted_is_posted_again(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await reach(story, "川端市")
    old = board(story)
    story.workspace.state.messages[story.room()].remove(old)
    await do(story, story.lead, "川端市", "confirmed", reference="K-1")
    new = board(story)
    assert new.ts != old.ts
    assert "受領の確認あり" in new.all_text


async def test_home_has_three_lists_and_each_line_its_button(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await reach(story, "川端市")
    suzuki = story.person("suzuki")
    await lead.press(card(story, "川端市"), "是正・再発防止")
    for what, day, owner in (("鍵の交換", "2026-11-24", suzuki.id), ("点検", "2026-12-04", lead.id)):
        await (await lead.expect_modal()).press("action_add")
        assert (await fill(story, lead, what=what, due_on=day, owner=owner)).kind == "closed"
    await lead.close_modal(everything=True)

    await lead.open_home()
    home = str((await lead.expect_home("いま、あなたの番")).body)
    mine, waiting, coming = home.index("いま、あなたの番"), home.index("ほかの人の番"), home.index("*これから")
    assert mine < home.index("是正・再発防止") < waiting, "a consultation without a date is its owner's turn"
    assert waiting < home.index("鍵の交換") < coming
    assert coming < home.index("点検")
    await suzuki.open_home()
    theirs = await suzuki.expect_home("鍵の交換")
    assert "点検" not in str(theirs.body), "what others have for a later day is theirs to think of"
    await suzuki.press(theirs, "action_done")
    assert (await fill(story, suzuki, evidence="写真 P-1")).kind == "closed"
    await suzuki.open_home()
    later = str((await suzuki.expect_home("効果の確認")).body)
    assert later.index("*これから") < later.index("鍵の交換 ─ 効果の確認"), (
        "done; what is left is to see whether it holds"
    )


async def test_a_consultation_is_two_clicks_from_home(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now", contracts=["tobu-2026"])
    await reach(story, "東部商事")
    await lead.open_home()
    home = await lead.expect_home("いま、あなたの番")
    await lead.press(home, "progress")
    form = await lead.expect_modal("東部商事")
    await form.press("公表")
    await lead.expect_modal("こちらの案を出す")


async def test_a_second_person_decides_from_home(quiet_story: Story) -> None:
    story, lead, manager = quiet_story, quiet_story.lead, quiet_story.manager
    await story.report(when="now", contracts=["tobu-2026"])
    await reach(story, "東部商事")
    await press(story, lead, "東部商事", "follow")
    await (await lead.expect_modal()).press("gate:1")
    await (await lead.expect_modal("公表")).press("emergency")
    await fill(story, lead, why="急ぐ", saying="利用停止のお願い", tell_on="2026-11-25")
    await lead.close_modal(everything=True)
    await lead.open_home()
    waiting = str((await lead.expect_home("ほかの人の番")).body)
    assert waiting.index("ほかの人の番") < waiting.index("急ぐ"), "who asked waits for others"
    await manager.open_home()
    await manager.press(await manager.expect_home("急ぐ"), "approval")
    assert "利用停止のお願い" in (await manager.expect_modal()).text
    await manager.modal.press("approve")
    await story.bot.settled()
    assert "緊急" not in manager.modal.text
    await lead.expect_message(story.room(), "1回だけ公表・開示できます")


async def test_the_digest_carries_what_comes_after_with_its_buttons(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await do(story, lead, "川端市", "reached", who="窓口 太郎", how="phone", instructions="端末を止めること")
    await lead.press(card(story, "川端市"), "是正・再発防止")
    await (await lead.expect_modal()).press("action_add")
    await fill(story, lead, what="鍵の交換", due_on="2026-11-24")
    await lead.close_modal(everything=True)
    await story.bot.advance_to(datetime(2026, 11, 25, 9, 0, tzinfo=TOKYO))
    digest = [m for m in lead.dms() if "おはようございます" in m.all_text][-1]
    assert "🔴 *期限を過ぎた対策*" in digest.all_text
    assert "鍵の交換（INC-261124-01）　11/24(火) を過ぎています　担当 佐藤 健" in digest.all_text
    await lead.press(digest, "instruction")
    await lead.expect_modal("端末を止めること")
    await lead.close_modal(everything=True)
    await lead.press(digest, "action_done")
    assert (await fill(story, lead, evidence="写真")).kind == "closed"


@pytest.fixture
async def three(tmp_path: Path) -> AsyncIterator[Story]:
    """One cause, three clients, all of them reached."""
    packs = three_clients(tmp_path / "packs")
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", packs_dir=packs) as story:
        await story.report(when="now", what=["leak"], contracts=["kawabata-2026", "tobu-2026", "konan-2026"])
        for client, theirs in CLIENTS.items():
            await do(
                story, story.lead, client, "reached", who=theirs[2], how="phone", instructions=f"{theirs[5]}を出すこと"
            )
        yield story


async def screens_of(story: Story, person: Person, client: str) -> list[str]:
    """Every screen of what comes after, for one client: each talk, instruction, survey and gate, reached from its card."""
    found = []
    await press(story, person, client, "follow")
    form = await person.expect_modal(client)
    verbs = ("consultation:", "instruction:", "survey:", "gate:")
    ways = [
        str(b["accessory"]["action_id"])
        for b in form.blocks
        if str(b.get("accessory", {}).get("action_id", "")).startswith(verbs)
    ]
    found.append(str(form.view.body))
    for way in ways:
        await person.modal.press(way)
        found.append(str(person.modal.view.body))
        await person.modal.press("follow")
    await person.close_modal(everything=True)
    return found


async def test_three_clients_one_cause_are_three_files_and_nobody_is_named_in_anothers(three: Story) -> None:
    story, lead = three, three.lead
    for client, theirs in CLIENTS.items():
        await press(story, lead, client, "follow")
        await (await lead.expect_modal(client)).press("start_consultation")
        await fill(story, lead, topic="interpretation", subject=f"{theirs[5]}の読み方")
        await lead.modal.press("survey_new")
        await fill(story, lead, announced_by=theirs[2], how="letter", scope=f"{theirs[5]}の現場")
        await lead.modal.press("survey:1")
        await lead.modal.press("survey_held")
        await fill(story, lead, who=theirs[2])
        await lead.modal.press("finding_add")
        await fill(story, lead, text=f"{theirs[5]}の鍵", severity="minor", tier="1", site=f"{theirs[5]}運輸")
        await lead.modal.press("correction_add:1")
        assert (await fill(story, lead, what=f"{theirs[5]}の鍵を替える", due_on="2026-11-24")).kind == "closed"
        await lead.close_modal(everything=True)
    await story.bot.advance_to(datetime(2026, 11, 27, 9, 0, tzinfo=TOKYO))

    for client, theirs in CLIENTS.items():
        screens = await screens_of(story, lead, client)
        assert len(screens) >= 6
        screens.append(str(card(story, client).blocks))
        reminders = [m.all_text for m in lead.dms() if theirs[5] in m.all_text and "おはよう" not in m.all_text]
        assert reminders, "something of it was reminded of"
        others = [word for name, words in CLIENTS.items() if name != client for word in words]
        for text in (*screens, *reminders):
            assert not [word for word in others if word in text], client
        assert any(theirs[5] in screen for screen in screens), "the search would find what is planted"
    assert "甲案の川" in words_to(lead)
