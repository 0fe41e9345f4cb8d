"""Publication and disclosure: who decides is in the contract; locked until the talks agree, or an emergency record is complete."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.errors import NotPossibleNow
from bot.domain.gate import Emergency, GateKind, Release
from bot.domain.lane import Lane
from bot.domain.log import LogEntry
from bot.services.gates import RecordRelease, record_release
from tests.stories.acting import actions_of, card, entries, fill, press, reach, records
from tests.stories.conftest import TOKYO, Story, told
from tests.stories.harness import Transport
from tests.stories.third_client import NAME, three_clients
from workspace import Person

BOTH = ("東部商事", NAME)


@pytest.fixture
async def published(transport: Transport, database_url: str, tmp_path: Path) -> AsyncIterator[Story]:
    """A leak that concerns the client who decides on publication itself, and the one who is to be consulted."""
    packs = three_clients(tmp_path / "packs")
    async with told(transport, database_url, packs_dir=packs) as story:
        await story.report(when="now", what=["leak"], contracts=["tobu-2026", "konan-2026"])
        for client in BOTH:
            await reach(story, client)
        yield story


@pytest.fixture
async def quick(tmp_path: Path) -> AsyncIterator[Story]:
    """The client to be consulted alone, over one road and on one database."""
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}") as story:
        await story.report(when="now", what=["leak"], contracts=["tobu-2026"])
        await reach(story, "東部商事")
        yield story


async def gate(story: Story, client: str, kind: str = "公表", person: Person | None = None) -> Person:
    """Open one of a client's gates: two clicks from its card."""
    who = person or story.lead
    if who.modal_view is not None:
        await who.close_modal(everything=True)
    await press(story, who, client, "follow")
    await (await who.expect_modal(client)).press(
        f"🔒 {kind}" if f"🔒 {kind}" in str(who.modal.blocks) else f"🔓 {kind}"
    )
    await who.expect_modal(kind)
    return who


def offered(who: Person) -> list[str]:
    """What can be pressed on the screen that is open."""
    found = [str(e["action_id"]) for b in who.modal.blocks if b["type"] == "actions" for e in b["elements"]]
    return [verb for verb in found if verb != "follow"]


async def agree(story: Story, who: Person, permits: str) -> None:
    """From an open consultation: talk once, and write its outcome."""
    await who.modal.press("round")
    await fill(story, who, who="東 一郎", theirs="文面を見たい")
    await who.modal.press("outcome")
    assert "permits" in (await fill(story, who, result="agreed", text="案のとおり")).errors
    assert (await fill(story, who, permits=permits)).kind == "closed"


async def test_one_client_decides_itself_the_others_gate_opens_by_agreement(published: Story) -> None:
    story = published
    lead = await gate(story, NAME)
    assert "公表するかどうかはお客様が決めます。当社からは公表しません。" in lead.modal.text
    assert "緊急時の定めはありません" in lead.modal.text
    assert offered(lead) == ["gate_consult"], "no way to record one, and no emergency"

    lead = await gate(story, "東部商事")
    assert "先にお客様と協議" in lead.modal.text
    assert "release_publication" not in offered(lead)
    await lead.modal.press("consultation:1")
    await lead.expect_modal("公表")
    await agree(story, lead, "yes")
    lead = await gate(story, "東部商事")
    await lead.modal.press("release_publication")
    await lead.expect_modal("どこで公表しましたか？")
    outcome = await fill(story, lead, to_whom="自社サイト", what="お知らせ第1号", released_on="2026-11-24")
    assert outcome.kind == "closed", outcome.errors
    release = (await records(story, Release))[0]
    assert (release.kind.value, release.emergency, release.to_whom) == ("publication", False, "自社サイト")
    assert "お知らせ第1号" in lead.modal.text, "the gate shows what went through"
    await lead.expect_message(story.room(), "公表・開示を記録しました")
    lead = await gate(story, NAME)
    assert "お知らせ第1号" not in lead.modal.text
    assert "🔒" in lead.modal.text, "one client's agreement opens nobody else's gate"


async def test_an_emergency_needs_a_second_person_opens_once_and_ends_with_the_client_told(published: Story) -> None:
    story = published
    lead = await gate(story, "東部商事")
    await lead.modal.press("emergency")
    written = {"why": "本人に被害が広がっている", "saying": "利用停止のお願い", "tell_on": "2026-11-25"}
    assert (await fill(story, lead, **{**written, "tell_on": "2026-11-20"})).errors, "a day that has passed"
    assert (await fill(story, lead, tell_on="2026-11-25")).kind == "closed"
    assert "もう一人の確認を待っています" in lead.modal.text
    assert offered(lead) == [], "still locked, and one request is enough"

    request = await story.manager.expect_dm("もう一人の確認")
    assert "利用停止のお願い" in request.all_text
    await story.manager.press(request, "approve")
    await story.bot.settled()
    await lead.expect_message(story.room(), "1回だけ公表・開示できます")
    record = (await records(story, Emergency))[0]
    assert (record.state.value, record.owner_id, record.decided_by) == ("decided", lead.id, story.manager.id)

    lead = await gate(story, "東部商事")
    await lead.modal.press("release_publication")
    assert (await fill(story, lead, to_whom="記者会見", what="利用停止のお願い")).kind == "closed"
    assert "🔒" in lead.modal.text, "it opened once"
    assert "使いました・お客様にはまだ" in lead.modal.text
    assert (await records(story, Release))[0].emergency

    await story.bot.advance_to(datetime(2026, 11, 25, 9, 0, tzinfo=TOKYO))
    reminder = await lead.expect_dm("お客様に 11/25(水) までに伝える約束です")
    await lead.close_modal(everything=True)
    await lead.press(reminder, "emergency_told")
    assert (await fill(story, lead, who="東 一郎", reference="メール 11/25")).kind == "closed"
    assert (await records(story, Emergency))[0].state.value == "told"
    kept = [entry.action for entry in await entries_of(story, record.id)]
    assert kept == ["emergency.asked", "emergency.decided", "emergency.told"]


async def entries_of(story: Story, subject: str) -> list[LogEntry]:
    """The log's entries on one thing."""
    return [entry for entry in await records(story, LogEntry) if entry.subject == subject]


async def test_agreeing_not_to_publish_keeps_it_locked_and_talking_again_locks_it_anew(quick: Story) -> None:
    story = quick
    lead = await gate(story, "東部商事")
    await lead.modal.press("consultation:1")
    await agree(story, lead, "no")
    lead = await gate(story, "東部商事")
    assert "しないと合意しています。" in lead.modal.text
    assert "release_publication" not in offered(lead)
    await lead.modal.press("consultation:1")
    await agree(story, lead, "yes")
    await lead.modal.press("round")
    await fill(story, lead, who="東 一郎", theirs="取りやめたい")
    lead = await gate(story, "東部商事")
    assert "🔒" in lead.modal.text
    with pytest.raises(NotPossibleNow):
        await release(story)
    assert not await records(story, Release)


async def release(story: Story) -> None:
    """What a button that is no longer there would do."""
    lane = (await records(story, Lane))[0]
    command = RecordRelease(
        actor=story.lead.id,
        key="",
        lane_id=lane.id,
        kind=GateKind.PUBLICATION,
        to_whom="x",
        what="x",
        released_on=datetime(2026, 11, 24, tzinfo=TOKYO).date(),
        reference="",
    )
    await story.bot.program.store.run(record_release, command)


async def test_who_asked_cannot_decide_and_a_refusal_keeps_it_locked(quick: Story) -> None:
    story = quick
    lead = await gate(story, "東部商事")
    await lead.modal.press("emergency")
    await fill(story, lead, why="急ぐ", saying="一文", tell_on="2026-11-25")
    assert not [m for m in lead.dms() if "approve" in actions_of(m)], "who asked is not asked"
    other = story.person("brown")
    request = await other.expect_dm("a second person")
    await other.press(request, "refuse")
    await story.bot.settled()
    assert (await records(story, Emergency))[0].state.value == "refused"
    await lead.expect_message(story.room(), "鍵はかかったままです")
    lead = await gate(story, "東部商事")
    assert "認められませんでした" in lead.modal.text
    assert "emergency" in offered(lead), "a better record may be written"


async def test_a_disclosure_is_agreed_recipient_by_recipient(quick: Story) -> None:
    story = quick
    lead = await gate(story, "東部商事", "第三者への開示")
    await lead.modal.press("gate_consult")
    assert (await fill(story, lead, subject="調査会社Aにログの写しを渡す（原因の調査）")).kind == "closed"
    await lead.modal.press("consultation:1")
    await agree(story, lead, "yes")
    lead = await gate(story, "東部商事", "第三者への開示")
    await lead.modal.press("release_disclosure")
    assert "調査会社Aにログの写しを渡す" in str((await lead.expect_modal()).blocks)
    assert (await fill(story, lead, to_whom="調査会社A", what="ログの写し")).kind == "closed"
    assert "🔓" in lead.modal.text, "an agreement stands; an emergency record is used up"
    lead = await gate(story, "東部商事")
    assert "🔒" in lead.modal.text, "publishing is another matter"


async def test_two_people_write_the_emergency_record_at_once_and_one_is_kept(quick: Story) -> None:
    story = quick
    for person in (story.lead, story.manager):
        await gate(story, "東部商事", person=person)
        await person.modal.press("emergency")
        form = await person.expect_modal()
        for name, value in {"why": "急ぐ", "saying": "一文", "tell_on": "2026-11-25"}.items():
            await form.fill(name, value)
    first, second = await asyncio.gather(story.lead.modal.submit(), story.manager.modal.submit())
    await story.bot.settled()
    assert sorted((first.kind, second.kind)) == ["closed", "errors"]
    assert "がもう頼んでいます" in str(first.errors or second.errors)
    assert len(await records(story, Emergency)) == 1
    assert card(story, "東部商事")
    assert len(await entries(story, "emergency.asked")) == 1
