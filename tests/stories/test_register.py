"""The register: what is on record for a contract, what lacks, who may write it, and the filings that follow from a change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.matter import Matter, MatterEntry
from bot.domain.register import RegisterEntry
from tests.stories.acting import entries, fill, records, words_to
from tests.stories.conftest import TOKYO, Story, told
from workspace import Person

THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=TOKYO)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Story]:
    """A quiet Thursday morning with nothing going on."""
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", at=THURSDAY) as story:
        yield story


async def press(who: Person, verb: str, holding: str = "", label: str = "") -> None:
    """Press a button of the open modal by its verb, by what its value holds or by its label."""
    for block in who.modal.blocks:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            named = str(element.get("action_id", "")).partition(":")[0] == verb
            said = not label or element["text"]["text"] == label
            if named and said and holding in str(element.get("value", "")):
                await who.acts.press_view(who.id, who.modal.view.id, block["block_id"], element["action_id"])
                return
    raise AssertionError(f"no {verb} {holding}{label} in {who.modal.text}")


async def register(who: Person, client: str = "kawabata-2026") -> None:
    """Open one client's register."""
    await who.command("/incident register")
    await who.expect_modal("どの登録簿" if who.member.locale.startswith("ja") else "Which register")
    await press(who, "register", holding=client)
    await who.expect_modal("川端市" if who.member.locale.startswith("ja") else "Kawabata")


async def add(story: Story, who: Person, kind: str, /, **answers: object) -> object:
    """Add an entry from the register that is open."""
    await press(who, "register_add", holding=f'"h":"{kind}"')
    return await fill(story, who, **answers)


def told_of(who: Person, words: str) -> int:
    """How many messages to somebody say this."""
    return sum(words in message.text for message in who.dms())


async def test_a_change_the_contract_wants_to_hear_of_opens_its_filing_once_and_says_so(story: Story) -> None:
    who = story.person("suzuki")
    await register(who)
    assert "保存先の登録がありません" in who.modal.text and "一度も試していません" in who.modal.text
    outcome = await add(
        story, who, "storage", medium="server", place="東京の本社 3 階", country="japan", filed_on="2026-11-20"
    )
    assert outcome.kind == "updated", outcome.errors
    assert "記録しました" in who.modal.text and await records(story, Matter) == [], "filed already: nothing to file"
    await who.modal.close()
    assert "保存先の登録がありません" not in who.modal.text and "東京の本社 3 階" in who.modal.text

    await press(who, "register_entry")
    await press(who, "register_change")
    assert (await fill(story, who, place="大阪支社", why="移転")).kind == "closed"
    assert "お客様への届出 MAT-261124-01" in who.modal.text and "移転" in who.modal.text
    (matter,) = await records(story, Matter)
    assert (matter.kind, matter.topic, matter.state, matter.pack_id) == ("filing", "storage", "due", "kawabata-2026")
    assert "保存先を変更" in matter.words and "大阪支社" in matter.words and matter.word == "速やかに"

    await press(who, "register_change")
    await fill(story, who, place="福岡支社")
    assert len(await records(story, Matter)) == 1, "one paper for both while it is not written"
    (covered,) = await records(story, MatterEntry)
    assert (covered.step, "福岡支社" in covered.note) == ("covers", True)
    assert [one.version for one in await records(story, RegisterEntry)] == [1, 2, 3]
    assert len(await entries(story, "register.changed")) == 2


async def test_each_tier_shows_its_clock_and_one_that_cannot_keep_the_clients_is_said_so(office: Story) -> None:
    story, who = office, office.person("suzuki")
    await register(who)
    answers = {"name": "見本工業", "work": "集計", "inner_minutes": "１５", "night_phone": "０３-００００-０１０１"}
    assert (await add(story, who, "subcontractor", **answers)).kind == "updated"
    for lacking in ("お客様の承諾がありません", "同じ義務を守らせる契約がありません", "この会社の届出がまだです"):
        assert lacking in who.modal.text
    assert "間に合いません" not in who.modal.text
    await who.modal.close()
    (filing,) = await records(story, Matter)
    assert filing.words == "再委託先を追加: 見本工業、仕事の内容: 集計", (
        "what is between us and them is not told to the client"
    )
    top = (await records(story, RegisterEntry))[0]
    await add(story, who, "subcontractor", name="例示組", work="入力", inner_minutes="10", parent=top.item_id)
    assert "25 分" in who.modal.text and "15 分 以内を勧めます" in who.modal.text
    await who.modal.close()
    await press(who, "register_entry", holding=(await records(story, RegisterEntry))[1].item_id)
    await press(who, "register_change")
    await fill(story, who, inner_minutes="40")
    assert "間に合いません" in who.modal.text
    await who.modal.close()
    assert "1 次*　*見本工業" in who.modal.text and "2 次*　*例示組" in who.modal.text
    await who.modal.close()
    await who.open_home()
    await who.expect_home("登録簿")
    assert "川端市 様　見本工業: お客様の承諾がありません" in who.home_text


async def test_who_has_no_role_sees_nothing_of_the_register(office: Story) -> None:
    story, engineer = office, office.engineer
    await engineer.command("/incident register")
    assert "開ける登録簿がありません" in (await engineer.expect_modal()).text
    await engineer.modal.close()
    await engineer.open_home()
    await engineer.expect_home("お客様からの依頼")
    assert "登録簿" not in engineer.home_text
    assert await records(story, RegisterEntry) == []


async def test_a_call_to_the_desk_is_recorded_by_day_and_by_night(office: Story) -> None:
    story, who = office, office.person("mori")
    await register(who)
    assert who.modal.text.count("一度も試していません") == 6
    await press(who, "register_add", holding='"h":"desk_drill"')
    refused = await fill(story, who, slot="after_hours", held_on="2026-11-20", time="night", answered="yes")
    assert "held_on" in refused.errors, "a day to come"
    assert (await fill(story, who, held_on="2026-11-18", who="守衛")).kind == "updated"
    await who.modal.close()
    assert "夜: 11/18(水) 応答あり" in who.modal.text and who.modal.text.count("一度も試していません") == 5


async def test_a_certificate_is_reminded_of_before_it_runs_out_and_every_morning_after(office: Story) -> None:
    story, who, owner = office, office.person("mori"), office.person("sato")
    await who.command("/incident register")
    await press(who, "register", holding="*")
    await add(story, who, "certificate", name="iso27001", expires_on="2027-01-15", person="U0SATO")
    await story.bot.advance_to(datetime(2026, 12, 16, 9, 1, tzinfo=TOKYO))
    assert "ISO/IEC 27001 認証」が 2027/1/15(金) に切れます" in words_to(owner)
    assert "切れます" not in words_to(story.person("suzuki"))
    await story.bot.advance_to(datetime(2027, 1, 15, 9, 1, tzinfo=TOKYO))
    assert told_of(owner, "切れます") == 3, "30 and 7 days before, and on the day"
    await story.bot.advance_to(datetime(2027, 1, 19, 9, 1, tzinfo=TOKYO))
    assert told_of(owner, "切れています") == told_of(story.person("suzuki"), "切れています") == 2, (
        "past: each morning, and who manages"
    )


async def test_a_reader_of_english_sees_the_register_in_english(office: Story) -> None:
    story, who = office, office.person("lee")
    await register(who)
    assert "Missing" in who.modal.text and "never tried" in who.modal.text
    await add(story, who, "device", name="PC-12", use="laptop", network="no", carried="yes", guards=["encrypted"])
    assert "PC-12: the contract asks for two-factor sign-in" in who.modal.text
    await press(who, "register_end")
    assert "why" in (await fill(story, who)).errors
    assert (await fill(story, who, why="sold")).kind == "closed"
    assert "ended" in who.modal.text and "sold" in who.modal.text and "asks for" not in who.modal.text


async def test_an_incident_at_a_subcontractors_shows_whom_to_ring_there_to_the_room_of_that_client_only(
    office: Story,
) -> None:
    story, who = office, office.person("suzuki")
    await register(who)
    await add(story, who, "subcontractor", name="見本工業", work="集計", inner_minutes="15", night_phone="03-0000-0101")
    await who.modal.close()
    top = (await records(story, RegisterEntry))[0]
    await add(story, who, "subcontractor", name="例示組", work="入力", parent=top.item_id)
    await who.modal.close(everything=True)
    room = await story.report(where=["subcontractor_site"], contracts=["kawabata-2026", "tobu-2026"])
    mine, other = (
        [m for m in story.workspace.messages(room) if name in m.all_text][-1] for name in ("川端市", "東部商事")
    )
    assert "1 次 見本工業　☎ 03-0000-0101　上へ知らせるまで 15 分" in mine.all_text
    assert "2 次 例示組　☎ 夜間の電話の登録なし　上へ知らせるまで 決まりなし" in mine.all_text
    assert "見本工業" not in other.all_text, "one client never sees another's subcontractors"


async def test_the_tiers_stay_away_from_an_incident_that_has_nothing_to_do_with_them(office: Story) -> None:
    story, who = office, office.person("suzuki")
    await register(who)
    await add(story, who, "subcontractor", name="見本工業", work="集計")
    await who.modal.close(everything=True)
    room = await story.report()
    assert all("見本工業" not in message.all_text for message in story.workspace.messages(room))


async def test_who_joins_is_asked_to_be_trained_and_the_training_comes_back_into_the_register(office: Story) -> None:
    story, who = office, office.person("mori")
    await register(who)
    assert "従事者の登録がありません" in who.modal.text
    await add(story, who, "person", person="U0YAMADA", since="2026-11-01")
    assert "教育の記録がありません" in who.modal.text
    await who.modal.close(everything=True)
    (training,) = [matter for matter in await records(story, Matter) if matter.topic == "training"]
    assert training.answers == {"for": "on_joining", "person": "U0YAMADA"}
    await who.command("/incident matters")
    await press(who, "matter", holding=training.id)
    await press(who, "matter_step", holding='"y":"attest"')
    assert (await fill(story, who, on="2026-11-19", reference="教材 3")).kind == "closed"
    entry = (await records(story, RegisterEntry))[-1]
    assert (entry.version, entry.answers["trained_on"], entry.answers["proof"]) == (2, "2026-11-19", "教材 3")
    await who.modal.close(everything=True)
    await register(who)
    assert "最後の教育の日: 11/19(木)" in who.modal.text and "教育の記録がありません" not in who.modal.text
