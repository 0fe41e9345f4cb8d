"""Trying a contract on App Home: what would happen, in one modal that turns, and nothing of it happens."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from tests.stories.acting import actions_of
from tests.stories.conftest import TOKYO, Story, told
from workspace import Modal, Person


async def opened(person: Person) -> Modal:
    await person.open_home()
    await person.press(await person.expect_home("試してみる" if person.id != "U0BROWN" else "Try a contract"), "trial")
    return await person.expect_modal()


def rows(folder: Path) -> dict[str, int]:
    """How many rows each table holds."""
    with sqlite3.connect(folder / "hansho.sqlite") as store:
        names = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: store.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def spoken(story: Story) -> int:
    return len(story.workspace.calls("chat.postMessage"))


async def test_a_manager_sees_what_new_years_eve_would_bring_and_nothing_is_kept(
    quiet_story: Story, tmp_path: Path
) -> None:
    story, lead = quiet_story, quiet_story.lead
    form = await opened(lead)
    await story.bot.settled()
    before, said = rows(tmp_path), spoken(story)
    assert "お試しです" in form.text and "残りません" in form.text
    for name, value in (("contract", "kawabata-2026"), ("situation", "lost_laptop"), ("moment", "year_end")):
        await form.fill(name, value)
    assert (await lead.modal.submit()).kind == "updated"
    shown = lead.modal.text
    assert shown.count("お試しです") == 2, "at the top and at the end"
    assert "気づいた時刻: 12/31(木) 23:40 JST" in shown
    assert "60分以内" in shown and "⏰ 期限 2027/1/1(金) 00:40" in shown
    order = [shown.index(name) for name in ("佐藤 健", "田中", "鈴木", "加藤", "岡田")]
    assert order == sorted(order), "the ladder in its order, by name"
    assert "窓口 太郎" in shown and "いちばん忙しい1時間" in shown
    assert "協議「" in shown and "🔒 公表" in shown
    await story.bot.settled()
    assert (rows(tmp_path), spoken(story)) == (before, said)


async def test_the_modal_turns_back_with_the_question_as_it_was_asked(quiet_story: Story) -> None:
    lead = quiet_story.lead
    form = await opened(lead)
    for name, value in (("contract", "tobu-2026"), ("situation", "own")):
        await form.fill(name, value)
    await quiet_story.workspace.wait_for(lambda: any(b.get("block_id") == "what" for b in lead.modal.blocks))
    for name, value in (("what", ["malware"]), ("how_sure", "suspected"), ("moment", "pick")):
        await lead.modal.fill(name, value)
    await quiet_story.workspace.wait_for(lambda: any(b.get("block_id") == "moment_at" for b in lead.modal.blocks))
    await lead.modal.fill("moment_at", int(datetime(2027, 5, 3, 10, 0, tzinfo=TOKYO).timestamp()))
    assert (await lead.modal.submit()).kind == "updated"
    assert "5/3" in lead.modal.text
    await lead.modal.press("trial_again")
    again = await lead.expect_modal("どの契約で？")
    assert [again.value(name) for name in ("contract", "situation", "what", "how_sure", "moment")] == [
        "tobu-2026", "own", ["malware"], "suspected", "pick",
    ]  # fmt: skip
    assert again.value("moment_at") == int(datetime(2027, 5, 3, 10, 0, tzinfo=TOKYO).timestamp())
    await again.fill("moment", "now")
    assert (await lead.modal.submit()).kind == "updated"
    await lead.close_modal()
    assert lead.modal_view is None, "one modal, however often it turned"


async def test_it_reads_in_english(quiet_story: Story) -> None:
    brown = quiet_story.person("brown")
    form = await opened(brown)
    for name, value in (("contract", "kawabata-2026"), ("situation", "subcontractor_mail"), ("moment", "night")):
        await form.fill(name, value)
    assert (await brown.modal.submit()).kind == "updated"
    shown = brown.modal.text
    assert "Only a trial" in shown and "within 60 minutes" in shown
    assert "First noticed: 25 Nov 03:00 JST" in shown
    assert "incident lead" in shown and "Busiest hour" in shown
    assert "提出" not in shown


async def test_an_engineer_without_a_role_has_no_such_button(quiet_story: Story) -> None:
    engineer = quiet_story.engineer
    await engineer.open_home()
    home = await engineer.expect_home("確かでなくて")
    assert '"trial"' not in str(home.body).replace("'", '"')
    assert "試してみる" not in engineer.home_text


async def test_a_time_beyond_reason_is_refused_under_its_question(quiet_story: Story) -> None:
    lead = quiet_story.lead
    form = await opened(lead)
    for name, value in (("contract", "kawabata-2026"), ("moment", "pick")):
        await form.fill(name, value)
    await quiet_story.workspace.wait_for(lambda: any(b.get("block_id") == "moment_at" for b in lead.modal.blocks))
    await lead.modal.fill("moment_at", int(datetime(2096, 1, 1, 10, 0, tzinfo=TOKYO).timestamp()))
    assert "20年より離れた" in (await lead.modal.submit()).errors["moment_at"]


@pytest.mark.parametrize("at", [datetime(2026, 11, 19, 10, 0, tzinfo=TOKYO)])
@pytest.mark.every_road
async def test_it_works_on_both_roads_and_databases(transport, database_url, at) -> None:
    async with told(transport, database_url, at=at) as story:
        compliance = story.person("mori")
        form = await opened(compliance)
        await form.fill("contract", "kawabata-2026")
        assert (await compliance.modal.submit()).kind == "updated"
        assert "働く義務" in compliance.modal.text
        assert "trial_again" in str(compliance.modal.view.body)
        assert not [m for m in compliance.dms() if "ack" in actions_of(m)]
