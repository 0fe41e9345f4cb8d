"""Sending a report under pressure: what may not leave, what waits for its documents, what happens when a process dies on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.delivery import ATTACHMENTS_LIMIT, Delivery, DeliveryState
from bot.domain.document import Document, DocumentFormat, DocumentState
from bot.domain.duty import Duty, DutyState
from bot.domain.errors import BadAnswer, NotAllowed, NotPossibleNow
from bot.domain.lane import Lane
from bot.domain.log import LogEntry
from bot.domain.notice import Notice
from bot.domain.receipt_link import ReceiptLinks
from bot.domain.work import Call, OutboxRow, OutboxState
from bot.services.delivery import after_refused, after_sent
from bot.services.notice_outcome import DeskRoads
from bot.services.notice_sending import RecordBounce, SendNotice, record_bounce, send_notice
from bot.services.receipts import ConfirmByLink, ConfirmInChannel, confirm_by_link, confirm_in_channel
from bot.services.rendering import render
from bot.services.response import Acknowledge, acknowledge
from tests.faults.conftest import DEMO, LEAD, House
from tests.faults.test_reports import issue, start

ROADS = DeskRoads(mail=True, links=ReceiptLinks("https://hansho.example", "k" * 32))
DESK = "desk@kawabata.example"


@pytest.fixture(params=["house", "postgres_house"], ids=["sqlite", "postgresql"])
def any_house(request: pytest.FixtureRequest) -> House:
    found: House = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def issued(any_house: House) -> House:
    """A first report to the 60-minute client, issued; its documents are made by nobody yet."""
    any_house.incident_id = any_house.report()  # type: ignore[attr-defined]
    issue(any_house, start(any_house))
    return any_house


def notice(house: House) -> Notice:
    return house.all(Notice)[-1]


def send(house: House, *slots: str, actor: str = LEAD, key: str = "", **more: Any) -> list[Delivery]:
    command = SendNotice(actor=actor, key=key or house.key(), notice_id=notice(house).id, slots=slots, **more)
    return house.do(send_notice, command)


def row(house: House) -> OutboxRow:
    return [one for one in house.all(OutboxRow) if one.kind in {"notice_mail", "notice_post"}][-1]


def delivery(house: House) -> Delivery:
    return house.all(Delivery)[-1]


def make_documents(house: House, *, size: int = 9, content: bytes = b"%PDF-made up") -> None:
    """The press is done with all of them."""
    for made in house.all(OutboxRow, kind="document", state=OutboxState.PENDING):
        house.do(lambda uow, one: after_sent(uow, one, {"content": content}), made)
    if size > 9:
        for one in house.all(Document, format=DocumentFormat.PDF):
            house.do(lambda uow, document: uow.save(replace(document, size=size)), one)


# -- what may not leave


def test_an_attachment_of_30_mb_is_refused_with_both_sizes_before_anything_leaves(issued: House) -> None:
    make_documents(issued, size=30_000_000)
    with pytest.raises(NotPossibleNow) as refused:
        send(issued, "primary")
    assert refused.value.key == "refused.attachments_too_large"
    assert refused.value.values == {"size": 31, "limit": ATTACHMENTS_LIMIT // 1_000_000}
    assert issued.all(Delivery) == [] and not issued.all(OutboxRow, kind="notice_mail")


def test_a_draft_nobody_and_a_stranger_send_nothing(house: House) -> None:
    house.incident_id = house.report()  # type: ignore[attr-defined]
    draft = start(house)
    with pytest.raises(NotPossibleNow, match=r"refused\.not_issued"):
        send(house, "primary")
    issue(house, draft)
    with pytest.raises(BadAnswer) as none:
        send(house)
    assert (none.value.block, none.value.key) == ("slots", "refused.choose_receiver")
    with pytest.raises(NotAllowed):
        send(house, "primary", actor="U0STRANGER")
    with pytest.raises(NotPossibleNow, match=r"refused\.no_shared_channel"):
        send(house, to_channel=True)
    assert house.all(Delivery) == []


@pytest.fixture
def odd_desk(tmp_path: Path) -> Iterator[House]:
    """The 60-minute client whose first person has no address, and with the channel that another client has too."""
    packs = tmp_path / "packs"
    packs.mkdir()
    for file in DEMO.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if file.name == "kawabata.yaml":
            text = text.replace('"03-0000-0001", email: desk@kawabata.example}', '"03-0000-0001"}')
            text = text.replace("    label: 情報政策課\n", "    label: 情報政策課\n    shared_channel: C0TOBU\n")
        (packs / file.name).write_text(text, encoding="utf-8")
    house = House(f"sqlite:///{tmp_path / 'odd.sqlite3'}", packs)
    yield house
    house.store.close()


def test_the_second_press_sends_nothing_and_says_who_sent_it(issued: House) -> None:
    send(issued, "primary", key="k1")
    assert send(issued, "primary", key="k1") == [], "the same delivery of the press again"
    with pytest.raises(NotPossibleNow) as refused:
        send(issued, "backup")
    assert refused.value.key == "refused.sent_already" and refused.value.values["person"] == LEAD
    assert len(issued.all(Delivery)) == 1, "one address, one mail, whichever place it stands in"


# -- waiting for the documents


def test_a_mail_waits_for_its_documents_and_leaves_when_they_are_there(issued: House) -> None:
    send(issued, "primary")
    assert row(issued).next_attempt_at - issued.clock.now() == timedelta(seconds=60)
    make_documents(issued)
    assert row(issued).next_attempt_at <= issued.clock.now()
    call = issued.do(lambda uow, one: render(uow, one, ROADS), row(issued))
    assert isinstance(call, Call)
    files: Any = call.arguments["attachments"]
    assert [one["name"].rpartition(".")[2] for one in files] == ["pdf", "docx"]
    assert f"https://hansho.example/receipt/{delivery(issued).id}." in str(call.arguments["text"])


def test_after_a_minute_it_leaves_without_what_is_not_there(issued: House) -> None:
    send(issued, "primary")
    issued.clock.advance(seconds=61)
    assert row(issued).next_attempt_at <= issued.clock.now()
    call = issued.do(lambda uow, one: render(uow, one, ROADS), row(issued))
    assert isinstance(call, Call) and call.arguments["attachments"] == []
    assert "取り急ぎご報告申し上げます" in str(call.arguments["text"])


def test_documents_that_come_in_the_last_seconds_do_not_touch_a_row_that_may_be_leaving(issued: House) -> None:
    send(issued, "primary")
    issued.clock.advance(seconds=57)
    before = row(issued)
    make_documents(issued)
    assert row(issued) == before


def test_a_document_that_cannot_be_made_holds_no_mail_up(issued: House) -> None:
    send(issued, "primary")
    for order in issued.all(OutboxRow, kind="document"):
        issued.do(lambda uow, one: after_refused(uow, one, "cannot_typeset"), order)
    assert {one.state for one in issued.all(Document) if one.format is not DocumentFormat.TEXT} == {
        DocumentState.FAILED
    }
    assert row(issued).next_attempt_at <= issued.clock.now()


def test_without_an_address_of_ours_the_mail_asks_for_a_call_and_holds_no_link(issued: House) -> None:
    make_documents(issued)
    send(issued, "primary")
    call = issued.do(render, row(issued))
    assert isinstance(call, Call)
    words = str(call.arguments["text"])
    assert "http" not in words and "お電話（03-0000-0119）" in words


# -- answers


def taken(house: House) -> Delivery:
    """Send the report by mail and have the server take it."""
    make_documents(house)
    send(house, "primary")
    documents = [one.id for one in house.all(Document) if one.format is not DocumentFormat.TEXT]
    response = {"message_id": "<m@hansho.example>", "answer": "250 OK", "documents": documents}
    house.do(lambda uow, one: after_sent(uow, one, response), row(house))
    return delivery(house)


def test_a_settled_delivery_is_not_rendered_again(issued: House) -> None:
    taken(issued)
    assert issued.do(lambda uow, one: render(uow, one, ROADS), row(issued)) is None


def test_the_log_proves_what_left_and_holds_no_address_and_no_word_of_it(issued: House) -> None:
    sent = taken(issued)
    (entry,) = issued.all(LogEntry, action="notice.sent")
    assert entry.subject == sent.id and entry.new["message_id"] == "<m@hansho.example>"
    by_id = {one.id: one.sha256 for one in issued.all(Document)}
    assert entry.new["documents"] == {one: by_id[one] for one in sent.documents}
    logged = json.dumps([[one.old, one.new] for one in issued.all(LogEntry)], ensure_ascii=False)
    assert DESK not in logged and "紛失" not in logged


def test_a_refusal_that_comes_after_the_end_changes_nothing(issued: House) -> None:
    sent = taken(issued)
    issued.do(lambda uow, one: after_refused(uow, one, "smtp 550", ROADS), row(issued))
    assert delivery(issued) == sent


def test_only_what_was_sent_can_come_back_and_a_reason_is_needed(issued: House) -> None:
    make_documents(issued)
    (made,) = send(issued, "primary")
    command = RecordBounce(actor=LEAD, key="", delivery_id=made.id, note="550")
    with pytest.raises(NotPossibleNow, match=r"refused\.delivery_step"):
        issued.do(record_bounce, command)
    issued.do(lambda uow, one: after_sent(uow, one, {"message_id": "<m@x>", "answer": "250"}), row(issued))
    with pytest.raises(BadAnswer):
        issued.do(record_bounce, replace(command, note=" "))
    issued.do(record_bounce, command)
    assert delivery(issued).state is DeliveryState.BOUNCED
    assert len(send(issued, "primary")) == 1


# -- receipts


def test_a_receipt_reaches_confirms_and_ends_the_duties_in_one_step_and_only_once(issued: House) -> None:
    sent = taken(issued)
    command = ConfirmByLink(delivery_id=sent.id, name="窓口 \x00太郎", origin="192.0.2.0/24")
    first = issued.do(confirm_by_link, command)
    assert first.now and first.received_by == "窓口 太郎"
    (lane,) = issued.all(Lane)
    assert (lane.reached_who, lane.reached_by, lane.owner_id) == ("窓口 太郎", LEAD, LEAD)
    assert lane.confirmed_at == lane.reached_at == issued.clock.now()
    notices = [one for one in issued.all(Duty) if one.type == "notice"]
    assert {one.state for one in notices} == {DutyState.DONE}
    issued.clock.advance(minutes=5)
    again = issued.do(confirm_by_link, replace(command, name="別の人"))
    assert not again.now and again.received_by == "窓口 太郎"
    assert len(issued.all(LogEntry, action="notice.received")) == len(issued.all(LogEntry, action="lane.reached")) == 1


def test_the_telephone_that_came_first_keeps_its_time_and_the_receipt_confirms(issued: House) -> None:
    from bot.services.reaching import MarkReached, mark_reached

    sent = taken(issued)
    (lane,) = issued.all(Lane)
    at = issued.clock.now()
    issued.do(mark_reached, MarkReached(actor=LEAD, key="r", lane_id=lane.id, who="夜間 守", how="phone", at=at))
    issued.clock.advance(minutes=20)
    issued.do(confirm_by_link, ConfirmByLink(delivery_id=sent.id, name="窓口 太郎", origin="unknown"))
    (lane,) = issued.all(Lane)
    assert (lane.reached_who, lane.reached_at, lane.confirmed_at) == ("夜間 守", at, issued.clock.now())


def test_a_mail_that_failed_may_still_be_confirmed_by_who_has_it(issued: House) -> None:
    make_documents(issued)
    send(issued, "primary")
    issued.do(lambda uow, one: after_refused(uow, one, "answer lost", ROADS), row(issued))
    assert delivery(issued).state is DeliveryState.FAILED
    issued.do(confirm_by_link, ConfirmByLink(delivery_id=delivery(issued).id, name="窓口", origin="unknown"))
    assert issued.all(Lane)[0].confirmed_at is not None


def test_no_click_of_anybody_confirms_a_mail_and_no_stranger_a_post(issued: House) -> None:
    sent = taken(issued)
    for actor in (LEAD, "U0HIGASHI", ""):
        with pytest.raises(NotAllowed):
            issued.do(confirm_in_channel, ConfirmInChannel(actor=actor, key="k", delivery_id=sent.id))
    assert delivery(issued).received_at is None


def test_in_the_shared_channel_only_the_desks_own_people_confirm(house: House) -> None:
    house.incident_id = house.report(contracts=["tobu-2026"])  # type: ignore[attr-defined]
    issue(house, start(house, pack="tobu-2026"))
    (post,) = send(house, to_channel=True, brief=False)
    house.do(lambda uow, one: after_sent(uow, one, {"ts": "1.000001"}), row(house))
    assert (delivery(house).message_id, delivery(house).answer) == ("1.000001", "ok")
    for actor in (LEAD, "U0STRANGER", ""):
        with pytest.raises(NotAllowed):
            house.do(confirm_in_channel, ConfirmInChannel(actor=actor, key=house.key(), delivery_id=post.id))
    assert delivery(house).received_at is None
    house.do(confirm_in_channel, ConfirmInChannel(actor="U0HIGASHI", key="once", delivery_id=post.id))
    house.do(confirm_in_channel, ConfirmInChannel(actor="U0HIGASHI", key="once", delivery_id=post.id))
    assert delivery(house).received_by == "東 一郎" and len(house.all(LogEntry, action="notice.received")) == 1


def test_a_person_without_an_address_and_a_channel_of_two_clients_are_refused_by_name(odd_desk: House) -> None:
    odd_desk.incident_id = odd_desk.report()  # type: ignore[attr-defined]
    issue(odd_desk, start(odd_desk))
    make_documents(odd_desk)
    with pytest.raises(BadAnswer) as refused:
        send(odd_desk, "primary")
    assert refused.value.key == "refused.bad_address" and refused.value.values["name"] == "窓口 太郎"
    with pytest.raises(NotPossibleNow, match=r"refused\.channel_of_two"):
        send(odd_desk, to_channel=True)
    assert odd_desk.all(Delivery) == []


def test_a_mail_that_fails_is_no_sign_that_the_lanes_owner_is_at_work(issued: House) -> None:
    make_documents(issued)
    lane = issued.all(Lane)[0]
    issued.do(acknowledge, Acknowledge(actor=LEAD, key=issued.key(), incident_id=lane.incident_id))
    send(issued, "primary")
    leaving = row(issued)
    issued.clock.advance(minutes=9)
    issued.do(lambda uow, one: after_refused(uow, one, "smtp 550", ROADS), leaving)
    assert issued.all(Lane)[0].owner_id == LEAD
    issued.pass_time(minutes=2)
    assert issued.all(Lane)[0].owner_id == "", "eleven minutes after the last thing a person did"
    assert issued.pages(LEAD, reason="ack_expired")
