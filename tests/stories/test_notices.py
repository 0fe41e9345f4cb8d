"""The reports to a client: first, second with two items filled, final; edited by two at once, approved, and never about another."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from bot.domain.document import Document, DocumentContent, DocumentFormat, DocumentState
from bot.domain.notice import Notice, NoticeState
from tests.documents.reading import everything_in
from tests.stories.acting import actions_of, card, entries, fill, lane_of, press, reach, records, the_incident
from tests.stories.conftest import Story, told
from tests.stories.harness import DEMO_PACKS
from workspace.acts import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services.ports import UnitOfWork
    from workspace import Person


async def begin(story: Story, who: Person, kind: str, client: str = "川端市") -> None:
    """Open the lane's reports from its card and begin one of this kind."""
    shown = actions_of(card(story, client))
    await press(story, who, client, "reports" if "reports" in shown else "notice")
    opened = await who.expect_modal()
    if f"draft_{kind}" not in json.dumps(opened.blocks):
        await opened.press("reports")
        await story.workspace.wait_for(lambda: who.modal.callback_id == "reports")
    await who.modal.press(f"draft_{kind}")
    await story.workspace.wait_for(lambda: who.modal.callback_id == "notice_draft")


async def look(story: Story, who: Person, **items: object) -> Outcome:
    """Fill the draft that is open and go on to the last look."""
    values = {name if name == "next_report" else f"item_{name}": value for name, value in items.items()}
    return await fill(story, who, **values)


async def issue(story: Story, who: Person, kind: str, client: str = "川端市", /, **items: object) -> Outcome:
    """Draft, look and issue one report, then leave the modal."""
    await begin(story, who, kind, client)
    assert (await look(story, who, **items)).kind == "updated"
    outcome = await fill(story, who)
    await who.close_modal(everything=True)
    return outcome


async def test_a_first_report_is_drafted_from_the_answers_looked_at_and_issued_with_its_documents(story: Story) -> None:
    await story.report(when="pick", when_at=story.at(2, 47))
    lead = story.lead

    await begin(story, lead, "first")
    draft = lead.modal
    assert draft.value("item_what") == "紛失又は盗難（持ち出しPCの紛失）"
    assert draft.value("item_when_first_recognised") == "2026年11月24日 02時47分（JST）"
    assert draft.value("item_done_so_far") is None
    assert "調査中" in draft.text

    outcome = await look(story, lead, next_report="120m")
    assert outcome.kind == "updated"
    assert "1 事象の概要　紛失又は盗難（持ち出しPCの紛失）" in lead.modal.text
    assert "実施済みの対応・予定している対応　調査中（判明次第ご報告いたします）" in lead.modal.text
    assert "次回のご報告予定　2026年11月24日 05時05分（JST）まで" in lead.modal.text
    assert (await records(story, Notice))[0].number is None, "looking is not issuing"

    assert (await fill(story, lead)).kind == "closed"
    (notice,) = await records(story, Notice)
    assert (notice.state, notice.number) == (NoticeState.ISSUED, 1)
    assert [item.key for item in notice.owed] == ["done_so_far"]
    documents = await records(story, Document)
    assert {document.format.value: document.state for document in documents} == {
        "txt": DocumentState.MADE,
        "pdf": DocumentState.MADE,
        "docx": DocumentState.MADE,
    }
    for document in documents:
        content = await stored(story, document)
        assert (content.sha256, len(content.content)) == (document.sha256, document.size)
        assert document.name.startswith("INC-261124-01_川端市_第一報.")
    shown = card(story, "川端市").all_text
    assert "第一報" in shown and "調査中 1 件" in shown and "実施済みの対応" in shown
    assert "第一報を発行しました" in "\n".join(m.all_text for m in lead.messages(story.room()))
    (logged,) = await entries(story, "notice.issued")
    assert logged.new["sha256"] == notice.letter_sha256
    assert "紛失" not in json.dumps([logged.new, logged.old], ensure_ascii=False)


async def stored(story: Story, document: Document) -> DocumentContent:
    def get(uow: UnitOfWork, identifier: str) -> DocumentContent:
        return uow.get(DocumentContent, identifier)

    return await story.bot.program.store.read(get, document.id)


async def test_the_second_report_fills_what_was_open_marks_it_and_the_final_one_leaves_nothing_open(
    story: Story,
) -> None:
    await story.report(info=["unknown"])
    lead = story.lead
    await reach(story, "川端市")
    await issue(story, lead, "first", next_report="60m")
    first = (await records(story, Notice))[0]
    assert {item.key for item in first.owed} == {"info_kinds_known", "done_so_far"}

    await begin(story, lead, "follow_up")
    assert "前回は調査中でした。" in lead.modal.text
    await look(
        story,
        lead,
        info_kinds_known="委託を受けた個人情報（約300名分）",
        done_so_far="遠隔ロックを行いました。",
        next_report="240m",
    )
    assert "【更新】 委託を受けた個人情報（約300名分）" in lead.modal.text
    assert "【更新】 紛失" not in lead.modal.text
    assert "2026年11月24日付の第一報に続き" in lead.modal.text
    await fill(story, lead)
    await lead.close_modal(everything=True)
    second = (await records(story, Notice))[1]
    assert (second.number, second.owed) == (2, ())
    assert "調査中" not in card(story, "川端市").all_text

    await begin(story, lead, "final")
    await look(story, lead, cause="持ち出し手順の確認が行われていませんでした。")
    assert "まだ発行できません" in lead.modal.text and "再発防止策" in lead.modal.text
    assert lead.modal.view.body.get("submit") is None, "a last report leaves nothing under investigation"
    await lead.modal.press("notice_edit")
    await look(story, lead, prevention="持ち出しの記録を二名で確認いたします。")
    assert (await fill(story, lead)).kind == "closed"
    final = (await records(story, Notice))[2]
    assert (final.number, final.kind.value) == (3, "final")
    assert "最終報告（第三報）" in card(story, "川端市").all_text
    assert (await lane_of(story, "kawabata-2026")).next_report_at is None
    assert first == (await records(story, Notice))[0], "what was issued is never touched again"


async def test_two_who_edit_at_once_lose_nothing_and_two_who_issue_at_once_issue_once(story: Story) -> None:
    await story.report()
    lead, manager = story.lead, story.manager
    await begin(story, lead, "first")
    await begin(story, manager, "first")
    assert len(await records(story, Notice)) == 1, "one draft, whoever opens it"

    assert (await look(story, lead, done_so_far="遠隔ロックを行いました。")).kind == "updated"
    outcome = await look(story, manager, done_so_far="アカウントを停止しました。")
    assert outcome.kind == "updated"
    conflict = manager.modal
    assert conflict.callback_id == "notice_draft"
    assert "佐藤 健さんが 03:05 に直しました" in conflict.text
    assert "いま保存されている文: 遠隔ロックを行いました。" in conflict.text
    assert conflict.value("item_done_so_far") == "アカウントを停止しました。"
    assert (await records(story, Notice))[0].items[4].value == "遠隔ロックを行いました。"

    both = "遠隔ロックを行い、アカウントを停止しました。"
    assert (await look(story, manager, done_so_far=both)).kind == "updated"
    stale = await fill(story, lead)
    assert stale.kind == "updated", "the lead looked at other words than those that would go out"
    assert both in lead.modal.text and "さんが 03:05 に直しました" in lead.modal.text
    assert (await records(story, Notice))[0].number is None

    assert (await fill(story, manager)).kind == "closed"
    late = await fill(story, lead)
    assert late.kind in {"pushed", "updated"}
    assert "二重には出ていません" in lead.modal.text
    (notice,) = await records(story, Notice)
    assert notice.number == 1 and notice.issued_by == manager.id
    assert len(await records(story, Document)) == 3


@pytest.mark.parametrize("client", ["川端市", "東部商事"])
async def test_no_output_for_one_client_names_the_other(quiet_story: Story, client: str) -> None:
    story = quiet_story
    await story.report(contracts=["kawabata-2026", "tobu-2026"], summary="川端市と東部商事のPC")
    lead = story.lead
    await begin(story, lead, "first", client)
    other = "東部商事" if client == "川端市" else "川端市"
    refused = await look(story, lead, **{"what" if client == "川端市" else "outline": f"{other}のPCの紛失"})
    assert refused.kind == "errors", refused.kind
    assert other in str(lead.modal.errors)
    assert (await look(story, lead, **{"what" if client == "川端市" else "outline": "PCの紛失"})).kind == "updated"
    await fill(story, lead)
    secret = ("東部", "Tobu", "tobu") if client == "川端市" else ("川端", "Kawabata", "kawabata", "60分", "情報政策課")
    for document in await records(story, Document):
        words = every_word(await stored(story, document), document)
        assert client in words
        assert not [word for word in secret if word in words]
    assert not [
        word for word in secret if word in json.dumps((await records(story, Notice))[0].letter, ensure_ascii=False)
    ]


def every_word(content: DocumentContent, document: Document) -> str:
    """Everything a reader, or somebody with a tool, could find in a file: words, names, metadata."""
    return "\n".join([document.name, everything_in(content.content, document.format)])


async def test_a_promised_report_is_called_for_in_time_and_stands_in_the_digest(story: Story) -> None:
    await story.report(info=["unknown"])
    await reach(story, "川端市")
    await issue(story, story.lead, "first", next_report="60m")
    await story.until(3, 34)
    assert "次のご報告の約束" not in said_in(story)
    await story.until(3, 35)
    assert "川端市 様への次のご報告の約束は" in said_in(story)
    await story.until(4, 5)
    assert "への次のご報告の時刻" in said_in(story)
    await story.until(9, 0)
    digest = await story.lead.expect_dm("おはようございます")
    assert "お約束した次のご報告" in digest.all_text
    assert "調査中の項目 2 件" in digest.all_text


def said_in(story: Story) -> str:
    return "\n".join(m.all_text for m in story.lead.messages(story.room()))


async def test_an_incident_that_was_none_is_taken_back_from_the_client_first(quiet_story: Story) -> None:
    story = quiet_story
    await story.report()
    await issue(story, story.lead, "first")
    await press(story, story.lead, "川端市", "not_incident")
    await fill(story, story.lead, reason="机の中にあった")
    assert "先に [報告] から取り下げてください" in story.lead.modal.text or "取り下げて" in str(story.lead.modal.errors)
    await story.lead.close_modal(everything=True)

    await begin(story, story.lead, "withdrawal")
    await look(
        story,
        story.lead,
        withdrawal_reason="対象の機器が社内で見つかり、外部への持ち出しはなかったことを確認いたしました。",
    )
    assert "取下げのご連絡（第二報）" in story.lead.modal.text
    assert (await fill(story, story.lead)).kind == "closed"
    await story.lead.close_modal(everything=True)
    await press(story, story.lead, "川端市", "not_incident")
    assert (await fill(story, story.lead, reason="机の中にあった")).kind == "closed"


async def test_calling_the_desk_waits_for_no_document(story: Story) -> None:
    await story.report()
    await press(story, story.lead, "川端市", "notice")
    shown = await story.lead.expect_modal()
    assert "夜分に恐れ入ります" in shown.text, "one press from the card to what to say"
    assert await records(story, Notice) == []
    assert (await the_incident(story)).ref in shown.value("text")


def files_in(story: Story, ending: str) -> list[str]:
    """The names of the files of one kind that stand in the newest room."""
    state = story.workspace.state
    shown = [name for m in story.lead.messages(story.room()) for name in m.files]
    return [state.files[name].name for name in shown if state.files[name].name.endswith(ending)]


async def test_the_documents_come_into_the_room_as_files_and_open(story: Story) -> None:
    await story.report()
    await issue(story, story.lead, "first")
    assert files_in(story, ".pdf") == ["INC-261124-01_川端市_第一報.pdf"]
    assert files_in(story, ".docx") == ["INC-261124-01_川端市_第一報.docx"]
    for document in await records(story, Document):
        content = (await stored(story, document)).content
        if document.format.value != "txt":
            there = [f for f in story.workspace.state.files.values() if f.name == document.name]
            assert [file.content for file in there] == [content], "byte for byte what is kept"
        assert "紛失又は盗難" in everything_in(content, document.format).replace("\n", "")


async def test_an_upload_whose_answer_was_lost_is_looked_up_and_not_done_twice(story: Story) -> None:
    await story.report()
    story.workspace.fault("files.completeUploadExternal", "drop_after_commit", times=2)
    await issue(story, story.lead, "first")
    await story.bot.advance(minutes=1)
    assert len(files_in(story, ".pdf")) == len(files_in(story, ".docx")) == 1
    assert await story.bot.waiting() == []


async def test_an_upload_that_failed_before_anybody_could_see_it_is_done_again(story: Story) -> None:
    await story.report()
    story.workspace.fault("files.getUploadURLExternal", "http_status", 502, times=2)
    await issue(story, story.lead, "first")
    await story.bot.advance(minutes=1)
    assert len(files_in(story, ".pdf")) == len(files_in(story, ".docx")) == 1


async def test_where_the_scope_is_withheld_the_room_reads_the_words_instead(story: Story) -> None:
    await story.report()
    story.workspace.fault("files.getUploadURLExternal", "error", "missing_scope", times=2)
    await issue(story, story.lead, "first")
    assert files_in(story, ".pdf") == []
    texts = [m.all_text for m in story.lead.messages(story.room()) if "件名: 【第一報】" in m.all_text]
    assert len(texts) == 1
    assert "ファイルを入れられないので" in texts[0]


async def test_the_person_the_pack_names_reads_and_agrees_in_slack(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(DEMO_PACKS, packs)
    with (packs / "kawabata.yaml").open("a", encoding="utf-8") as pack:
        pack.write("notices: {approval: responsible}\n")
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", packs_dir=packs) as story:
        await story.report()
        await begin(story, story.lead, "first")
        await look(story, story.lead)
        assert "承認が要ります" in story.lead.modal.text
        await fill(story, story.lead)
        assert "承認を待っています" in card(story, "川端市").all_text
        responsible = story.person("suzuki")
        request = await responsible.expect_dm("川端市 様 第一報を発行したい")
        await responsible.press(request, "notice_read")
        assert "件名: 【第一報】" in (await responsible.expect_modal()).text
        await responsible.close_modal()
        await responsible.press(request, "approve")
        await story.bot.settled()
        (notice,) = await records(story, Notice)
        assert (notice.number, notice.issued_by, notice.approved_by) == (1, "U0SATO", "U0SUZUKI")
        assert len(files_in(story, ".pdf")) == 1
        assert "さんが認めました" in card(story, "川端市").all_text


async def test_an_english_contract_is_written_to_in_english(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(DEMO_PACKS, packs)
    file = packs / "kawabata.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("status: active", "status: active\nlang: en"), encoding="utf-8"
    )
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", packs_dir=packs) as story:
        await story.report(summary="a laptop left on a train")
        await issue(story, story.lead, "first", next_report="60m")
        await issue(story, story.lead, "follow_up", done_so_far="The device was locked remotely.")
        assert files_in(story, ".pdf") == [
            "INC-261124-01_City_of_Kawabata_First_report.pdf",
            "INC-261124-01_City_of_Kawabata_Follow-up_report_(no._2).pdf",
        ]
        (first, second) = [
            await stored(story, one) for one in await records(story, Document) if one.format.value == "pdf"
        ]
        words = everything_in(first.content, DocumentFormat.PDF)
        assert "As of 24 November 2026 03:05 JST" in words
        assert "Under investigation; we will report as soon as it is known" in " ".join(words.split())
        again = " ".join(everything_in(second.content, DocumentFormat.PDF).split())
        assert "Further to our first report of 24 November 2026" in again
        assert "[Updated] The device was locked remotely." in again
        assert not re.search(r"[\u3040-\u30ff]", words + again)


async def test_the_words_for_the_telephone_stay_one_press_away_while_the_desk_waits(quiet_story: Story) -> None:
    story = quiet_story
    await story.report()
    await issue(story, story.lead, "first")
    await press(story, story.lead, "川端市", "notice")
    shown = (await story.lead.expect_modal()).text
    assert "夜分に恐れ入ります" in shown, "a report on paper is no call"
    assert "第一報" in shown and "03:05 発行" in shown
