"""A report reaches the client's desk: by mail with its documents, in the shared channel, and is confirmed by one press there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.document import DocumentContent
from bot.domain.lane import Attempt
from tests.stories.acting import actions_of, card, entries, fill, lane_of, press, records
from tests.stories.test_drill import drill
from tests.stories.test_notices import issue
from workspace import Person
from workspace.acts import Outcome
from workspace.mailbox import Mail

if TYPE_CHECKING:
    from bot.services.ports import UnitOfWork
    from tests.stories.conftest import Story

KAWABATA, TOBU = "川端市", "東部商事"


async def open_step(story: Story, who: Person, verb: str, client: str = KAWABATA) -> None:
    """Open the lane's list of reports and press a button of the first."""
    await press(story, who, client, "reports" if "reports" in actions_of(card(story, client)) else "notice")
    if (await who.expect_modal()).callback_id != "reports":
        await who.modal.press("reports")
        await story.workspace.wait_for(lambda: who.modal.callback_id == "reports")
    await who.modal.press(f"{verb}:1")
    await story.workspace.wait_for(lambda: who.modal.callback_id == verb)


async def send(story: Story, who: Person, client: str = KAWABATA, **answers: object) -> Outcome:
    """Send the lane's newest report by mail: one button of the card, and one look."""
    await press(story, who, client, "notice_send")
    await who.expect_modal()
    return await fill(story, who, **answers)


async def the_delivery(story: Story) -> Delivery:
    return (await records(story, Delivery))[-1]


def mails(story: Story) -> list[Mail]:
    return story.workspace.mailbox.mails


def link_in(mail: Mail) -> str:
    return re.search(r"http://127\.0\.0\.1:\d+/receipt/\S+", mail.text).group()  # type: ignore[union-attr]


async def visit(link: str, **form: str) -> tuple[int, str]:
    """Open the page, or send its form when there is one to send."""
    async with (
        aiohttp.ClientSession() as session,
        session.request("POST" if form else "GET", link, data=form or None) as answer,
    ):
        return answer.status, await answer.text()


def proof_in(page: str) -> str:
    return re.search(r'name="proof" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]


async def test_a_report_leaves_by_mail_is_confirmed_by_one_press_and_that_stops_the_clock(mail_story: Story) -> None:
    story = mail_story
    await story.report()
    await issue(story, story.lead, "first", next_report="120m")
    assert (await send(story, story.lead)).kind == "closed"

    (mail,) = mails(story)
    assert mail.recipients == ["desk@kawabata.example"], "one mail for one address, whoever shares it"
    assert mail.subject.startswith("【第一報】")
    assert "取り急ぎご報告申し上げます。" in mail.text and "件名" not in mail.text
    assert [(file.name.rpartition(".")[2], file.content[:4]) for file in mail.attachments] == [
        ("pdf", b"%PDF"),
        ("docx", b"PK\x03\x04"),
    ]
    delivery = await the_delivery(story)
    assert (delivery.state, delivery.message_id) == (DeliveryState.SENT, mail.message_id)
    assert delivery.answer.startswith("OK")
    assert [file.content for file in mail.attachments] == [
        (await _content(story, identifier)).content for identifier in delivery.documents
    ]
    assert (await lane_of(story, "kawabata-2026")).reached_at is None, "that a server took it reaches nobody"
    (attempt,) = await records(story, Attempt)
    assert (attempt.channel, attempt.result.value, attempt.by) == ("email", "sent_no_reply", "U0SATO")

    status, page = await visit(link_in(mail))
    assert status == 200 and "第一報" in page and "ハンショウ商会" in page
    assert "紛失" not in page and "川端" not in page
    assert (await the_delivery(story)).received_at is None, "looking confirms nothing, whoever looks"
    status, page = await visit(link_in(mail), name="窓口 太郎", proof=proof_in(page))
    await story.bot.settled()
    assert status == 200 and "窓口 太郎 様の受領として記録いたしました" in page
    lane = await lane_of(story, "kawabata-2026")
    assert (lane.reached_who, lane.reached_how, lane.reached_by) == ("窓口 太郎", "email", "U0SATO")
    assert lane.reached_at == lane.confirmed_at == story.bot.now
    assert "受領の確認" in card(story, KAWABATA).all_text
    assert "第一報の受領を確認しました" in "\n".join(m.all_text for m in story.lead.messages(story.room()))
    (logged,) = await entries(story, "notice.received")
    assert (logged.actor, logged.new["by"]) == ("client", "窓口 太郎")

    status, page = await visit(link_in(mail))
    assert status == 200 and "すでに記録しております" in page and "<form" not in page
    status, page = await visit(link_in(mail), name="別の人", proof="x")
    assert "窓口 太郎" in page and len(await entries(story, "notice.received")) == 1


async def _content(story: Story, identifier: str) -> DocumentContent:
    def get(uow: UnitOfWork, document: str) -> DocumentContent:
        return uow.get(DocumentContent, document)

    return await story.bot.program.store.read(get, identifier)


async def test_the_mail_server_is_dead_for_an_hour_and_the_mail_leaves_once_when_it_is_back(mail_story: Story) -> None:
    story = mail_story
    await story.report()
    await issue(story, story.lead, "first", next_report="120m")
    story.workspace.fault("smtp", "refuse", seconds=3000)
    assert (await send(story, story.lead)).kind == "closed"
    await press(story, story.lead, KAWABATA, "ack")
    await story.until(3, 9)
    assert "まだ出ていません" in "\n".join(m.all_text for m in story.lead.dms())
    assert "電話で伝えてください" in "\n".join(m.all_text for m in story.lead.messages(story.room()))

    await story.until(4, 0)
    assert (await the_delivery(story)).state is DeliveryState.ON_ITS_WAY and mails(story) == []
    outcome = await fill_attempt(story)
    assert outcome.kind == "closed", "the telephone waits for nothing"
    story.workspace.faults.clear()
    await story.until(4, 6)
    assert len(mails(story)) == 1
    assert (await the_delivery(story)).state is DeliveryState.SENT
    await story.until(5, 30)
    assert len(mails(story)) == 1


async def fill_attempt(story: Story) -> Outcome:
    await press(story, story.lead, KAWABATA, "attempt")
    return await fill(story, story.lead)


async def test_the_client_confirms_in_the_shared_channel_and_nobody_else_can(mail_story: Story) -> None:
    story = mail_story
    await story.report(contracts=["tobu-2026"])
    await issue(story, story.lead, "first", TOBU)
    lead = story.lead
    await open_step(story, lead, "notice_post", TOBU)
    shown = lead.modal.text
    assert "Tobu Trading (practice)" in shown and "東 一郎" in shown
    assert "メール又はお電話でお伝えいたします" in shown and "紛失" not in shown
    await lead.modal.press("post_full")
    await story.workspace.wait_for(lambda: "紛失" in lead.modal.text)
    await lead.modal.press("post_brief")
    await story.workspace.wait_for(lambda: "紛失" not in lead.modal.text)
    assert (await fill(story, lead)).kind == "closed"

    desk, manager = story.person("higashi"), story.manager
    (post,) = [m for m in desk.messages("C0TOBU") if "receipt" in actions_of(m)]
    assert "第一報" in post.all_text and "紛失" not in post.all_text and "<@U0HIGASHI>" in post.all_text
    await manager.press(post, "receipt")
    await story.bot.settled()
    assert "登録された窓口の方だけ" in "\n".join(m.all_text for m in manager.ephemerals)
    assert (await the_delivery(story)).received_at is None

    await desk.press(post, "receipt")
    await story.bot.settled()
    delivery = await the_delivery(story)
    assert (delivery.received_by, delivery.received_from) == ("東 一郎", "U0HIGASHI")
    assert (await lane_of(story, "tobu-2026")).reached_at is None, "that there is a report tells nobody what it says"
    assert "内容はまだ伝わっていません" in "\n".join(m.all_text for m in lead.dms())
    (post,) = [m for m in desk.messages("C0TOBU") if "第一報" in m.all_text]
    assert "受領のご確認をいただきました" in post.all_text and "receipt" not in actions_of(post)

    await lead.close_modal(everything=True)
    await open_step(story, lead, "notice_post", TOBU)
    await lead.modal.press("post_full")
    await story.workspace.wait_for(lambda: "紛失" in lead.modal.text)
    assert (await fill(story, lead)).kind == "closed"
    (whole,) = [m for m in desk.messages("C0TOBU") if "receipt" in actions_of(m)]
    assert "紛失" in whole.all_text
    await desk.press(whole, "receipt")
    await story.bot.settled()
    lane = await lane_of(story, "tobu-2026")
    assert (lane.reached_how, lane.confirmed_at) == ("slack", story.bot.now)


@pytest.mark.parametrize("error", ["not_in_channel", "is_archived", "channel_not_found"])
async def test_what_the_shared_channel_refuses_goes_by_mail_and_is_said(quiet_mail_story: Story, error: str) -> None:
    story = quiet_mail_story
    await story.report(contracts=["tobu-2026"])
    await issue(story, story.lead, "first", TOBU)
    lead = story.lead
    await open_step(story, lead, "notice_post", TOBU)
    story.workspace.fault("chat.postMessage", "error", error, where={"channel": "C0TOBU"})
    await fill(story, lead)
    post, mail = await records(story, Delivery)
    assert (post.state, post.answer, mail.state) == (DeliveryState.FAILED, error, DeliveryState.SENT)
    assert [one.recipients for one in mails(story)] == [["desk@tobu.example"]]
    said = "\n".join(m.all_text for m in lead.dms())
    assert "届きませんでした" in said and "電話で伝えてください" in said and "03-0000-0011" in said


@pytest.mark.parametrize(
    ("status", "why"),
    [("550", "受け取りを断りました"), ("552", "添付が大きすぎます")],
)
async def test_a_refusal_for_good_is_told_at_once_with_whom_to_call(
    quiet_mail_story: Story, status: str, why: str
) -> None:
    story = quiet_mail_story
    await story.report()
    await issue(story, story.lead, "first")
    story.workspace.fault("smtp", "smtp_status", status)
    await send(story, story.lead)
    delivery = await the_delivery(story)
    assert (delivery.state, delivery.answer) == (DeliveryState.FAILED, f"smtp {status}")
    said = "\n".join(m.all_text for m in story.lead.dms())
    assert why in said and "電話で伝えてください" in said and "03-0000-0001" in said
    (attempt,) = await records(story, Attempt)
    assert attempt.result.value == "not_delivered"
    await send(story, story.lead)
    assert len(mails(story)) == 1, "the same address may be tried again after it failed"


async def test_a_lost_answer_sends_again_under_the_same_message_id_and_then_says_that_nobody_knows(
    quiet_mail_story: Story,
) -> None:
    story = quiet_mail_story
    await story.report()
    await issue(story, story.lead, "first")
    story.workspace.fault("smtp", "drop_after_commit", times=50)
    await send(story, story.lead)
    await story.until(3, 12)
    assert 2 <= len(mails(story)) <= 8
    assert len({mail.message_id for mail in mails(story)}) == 1
    assert (await the_delivery(story)).answer == "answer lost"
    assert "届いたかもしれませんが" in "\n".join(m.all_text for m in story.lead.dms())


async def test_nothing_is_sent_twice_and_a_mail_that_came_back_can_be_sent_again(quiet_mail_story: Story) -> None:
    story = quiet_mail_story
    await story.report()
    await issue(story, story.lead, "first")
    await send(story, story.lead)
    await open_step(story, story.manager, "notice_send")
    assert "もう送ってあります" in story.manager.modal.text
    await story.manager.close_modal(everything=True)

    await open_step(story, story.lead, "notice_bounce")
    await fill(story, story.lead, note="550 5.1.1 その宛先はありません")
    await story.lead.close_modal(everything=True)
    assert (await the_delivery(story)).state is DeliveryState.BOUNCED
    assert "戻ってきました" in "\n".join(m.all_text for m in story.lead.messages(story.room()))
    await send(story, story.lead)
    assert len(mails(story)) == 2


async def test_in_a_drill_nothing_leaves_the_house(quiet_mail_story: Story) -> None:
    story = quiet_mail_story
    await drill(story, "sato")
    await issue(story, story.lead, "first")
    await send(story, story.lead)
    assert mails(story) == [] and await records(story, Delivery) == []
