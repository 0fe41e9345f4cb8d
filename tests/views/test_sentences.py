"""The sentences that matter, as somebody woken at three reads them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.closing import ClosingLine
from bot.domain.people import Locale
from bot.views import forms, marks, notes
from bot.views.board import board, board_view
from bot.views.board_picture import BoardPicture, BoardRow
from bot.views.card import card
from bot.views.digest import channel_digest, person_digest
from bot.views.home import home
from bot.views.lists import incident_list, status
from bot.views.notice import notice_form, notice_text, script
from bot.views.page import handed_over, page, page_mail
from bot.views.pictures import BiText, HomePicture, Message
from bot.views.receipt import receipt, receipt_view
from bot.views.room import opening
from bot.views.wording import gloss, notify_phrase
from tests.views.builders import (
    BERLIN,
    DUE,
    EN,
    FIRST,
    JA,
    OFFICE_EN,
    OFFICE_JA,
    REPORTED,
    TOKYO,
    approval,
    attempted,
    board_picture,
    consultation,
    digest_items,
    duty,
    english_lane,
    incident,
    lane,
    minutes,
    poor_incident,
    poor_lane,
    reached,
    soft_lane,
)
from tests.views.trials import trial


def words(screen: Message | dict[str, Any]) -> str:
    """All words of a screen, one string per line."""
    blocks = screen.blocks if isinstance(screen, Message) else [screen.get("title"), *screen["blocks"]]
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("text"), str):
                found.append(part["text"])
            if isinstance(part.get("initial_value"), str):
                found.append(part["initial_value"])
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(blocks)
    return "\n".join(found)


def verbs(screen: Message | dict[str, Any]) -> list[str]:
    """The actions of a screen, the menu's entries as more:<verb>."""
    blocks = screen.blocks if isinstance(screen, Message) else screen["blocks"]
    found: list[str] = []
    for block in blocks:
        elements = [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        for element in elements:
            if element.get("action_id") == "more":
                found += [f"more:{option['value'].split('|')[0]}" for option in element["options"]]
            elif "action_id" in element:
                found.append(element["action_id"])
    return found


def test_the_card_says_time_and_next_action_first():
    shown = words(card(incident(), lane(), OFFICE_JA, REPORTED))
    first, second, third = shown.splitlines()[:3]
    assert first == "🔔 *60分以内に連絡 ─ 川端市 様*"
    assert second.startswith("*期限 <!date^") and second.endswith("あと 42 分*")
    assert third == "`■■■■■■■□□□` 進行中"
    assert "起点 02:47 最初の認識" in shown
    assert "根拠 遵守事項2(1)・遵守事項2(2)" in shown
    assert "契約の時刻では 11/21(土) 03:47 JST" in shown
    assert "引き受け: *まだいません*" in shown
    assert "*次にかける* 情報政策課 架空様　03-0000-0001" in shown
    assert "夜間 守衛室" in shown


def test_the_card_names_the_first_to_notice_only_when_the_report_did():
    assert "最初の認識（運用会社の田中）" in words(
        card(incident(recognised_by="運用会社の田中"), lane(), OFFICE_JA, REPORTED)
    )
    assert "山田" not in words(card(incident(), lane(), OFFICE_JA, REPORTED))


def test_the_card_in_english_keeps_the_contracts_word():
    shown = words(card(incident(), lane(), OFFICE_EN, REPORTED))
    assert "*Notify within 60 minutes (60分以内) ─ City of Kawabata*" in shown
    assert "42 min left" in shown
    assert "Owner: *nobody yet*" in shown


def test_the_cards_top_level_text_holds_deadline_and_zone_in_words():
    message = card(incident(), lane(), OFFICE_EN, REPORTED)
    assert (
        message.text
        == "City of Kawabata: Notify within 60 minutes (60分以内), due 21 Nov 03:47 JST (42 min left). Owner: nobody yet"
    )


@pytest.mark.parametrize(
    ("now", "sign", "level"),
    [
        (DUE - minutes(31), "🔔", "進行中"),
        (DUE - minutes(30), "🟡", "急ぎ"),
        (DUE - minutes(11), "🟡", "急ぎ"),
        (DUE - minutes(10), "🔴", "至急"),
        (DUE, "🔴", "超過"),
        (DUE + minutes(400), "🔴", "超過"),
    ],
)
def test_the_card_turns_amber_at_thirty_and_red_at_ten_minutes(now, sign, level):
    shown = words(card(incident(), lane(), OFFICE_JA, now))
    assert shown.startswith(sign)
    assert f"` {level}" in shown


def test_past_due_counts_up_and_stays_calm():
    shown = words(card(incident(), lane(), OFFICE_JA, DUE + minutes(4)))
    assert "4 分過ぎています" in shown
    assert "連絡を続けてください。理由はあとで聞きます。" in shown
    english = words(card(incident(), lane(), OFFICE_EN, DUE + minutes(4)))
    assert "*4 min past due*" in english
    assert "Keep calling. The reason can wait." in english
    assert "more:delay" in verbs(card(incident(), lane(), OFFICE_JA, DUE + minutes(4)))


def test_a_word_without_a_number_is_never_called_a_deadline():
    for reader, label in ((OFFICE_JA, "契約の期限ではありません"), (OFFICE_EN, "not a deadline of the contract")):
        message = card(incident(soft_lane()), soft_lane(), reader, REPORTED)
        assert label in words(message)
        assert label in message.text
        assert "*期限" not in words(message)
        assert "*Due" not in words(message)
    assert "契約の言葉は「直ちに」。チームの目標は 30 分" in words(
        card(incident(soft_lane()), soft_lane(), OFFICE_JA, REPORTED)
    )
    assert 'The contract says "直ちに (immediately)". Team target 30 min' in words(
        card(incident(soft_lane()), soft_lane(), OFFICE_EN, REPORTED)
    )


def test_a_soft_card_turns_amber_at_its_target_and_red_at_its_alarm():
    for at, sign in ((29, "🔔"), (30, "🟡"), (59, "🟡"), (60, "🔴")):
        assert words(card(incident(soft_lane()), soft_lane(), OFFICE_JA, FIRST + minutes(at))).startswith(sign)


def test_an_owned_card_names_who_has_it_and_the_attempts():
    taken = attempted(lane())
    message = card(incident(taken), taken, OFFICE_JA, REPORTED + minutes(10))
    assert "引き受け: *佐藤* （03:12）　連絡の試み: 2 回" in words(message)
    assert "03:06 電話・主担当: 出なかった（佐藤）" in words(message)
    assert "*次にかける* 守衛室" in words(message)
    assert "ack" not in verbs(message)
    assert verbs(message)[:3] == ["attempt", "reached", "notice"]


def test_a_reached_card_is_green_with_its_minutes_and_what_was_promised():
    done = reached(lane())
    message = card(incident(done), done, OFFICE_JA, REPORTED + minutes(40))
    assert words(message).startswith("✅ *03:36 架空 守 様に伝わりました（49 分）*")
    assert "次のご報告 <!date^" in words(message)
    assert "受領の確認: まだ" in words(message)
    assert "あとでした" not in words(message)
    assert message.text == "川端市 様: 03:36 に伝わりました（49 分）"
    assert "confirmed" in verbs(message)
    assert "consultation:1" in verbs(message)
    assert "ack" not in verbs(message)


def test_a_late_reached_card_says_by_how_much():
    done = reached(lane(), after=55)
    assert "期限から 13 分あとでした。" in words(card(incident(done), done, OFFICE_JA, REPORTED + minutes(60)))


def test_a_card_after_the_contracts_end_recommends_and_does_not_demand():
    ended = soft_lane(duties=(duty(recommended=True, hard=False),))
    assert "書かれた義務ではありませんが、連絡をおすすめします。" in words(
        card(incident(ended), ended, OFFICE_JA, REPORTED)
    )


def test_a_stood_down_card_says_why_and_can_be_resumed():
    quiet = replace(soft_lane(), stood_down_at=REPORTED + minutes(5), stood_down_reason="別の窓口で対応")
    message = card(incident(quiet), quiet, OFFICE_JA, REPORTED + minutes(6))
    assert "*呼び出しを止めています（03:10）*" in words(message)
    assert "理由: 別の窓口で対応" in words(message)
    assert "more:resume" in verbs(message)


def test_a_reader_elsewhere_sees_own_time_and_the_contracts_zone_beside_it():
    shown = words(page(incident(), (lane(),), BERLIN, REPORTED, step=1))
    assert "due 19:47 (21 Nov 03:47 JST), 42 min left." in shown


def test_the_page_asks_one_person_for_one_thing():
    message = page(incident(), (lane(),), JA, REPORTED + minutes(5), step=2)
    assert words(message).startswith("🔔 *引き受けられる人が必要です* （2人目）")
    assert "川端市 様への第一報、60分以内。期限 03:47、あと 37 分。" in words(message)
    assert "なくした・盗まれた。確かさ: 起きた。報告 山田 03:05。" in words(message)
    assert "かける先: 情報政策課 架空様　03-0000-0001" in words(message)
    assert verbs(message) == ["ack", "pass"]
    assert "期限 03:47、あと 37 分" in message.text
    english = page(incident(), (lane(),), EN, REPORTED + minutes(5), step=2)
    assert "*Somebody has to take this* (you are no. 2)" in words(english)
    assert "First report to City of Kawabata, 60分以内, due 03:47, 37 min left." in words(english)


def test_a_page_of_several_lanes_has_one_button_for_all_of_them():
    told = incident(lane(), soft_lane(), english_lane())
    message = page(told, told.lanes, JA, REPORTED, step=1)
    assert [words(message).index(name) for name in ("川端市", "ノーザン", "東部商事")] == sorted(
        words(message).index(name) for name in ("川端市", "ノーザン", "東部商事")
    )
    assert verbs(message) == ["ack", "pass"]
    assert "ぜんぶ引き受ける" in words(message)
    value = json.loads(message.blocks[-1]["elements"][0]["value"])
    assert value == {"i": "I1"}


def test_a_page_somebody_answered_asks_nothing_any_more():
    taken = attempted(lane())
    message = page(incident(taken), (taken,), JA, REPORTED + minutes(8), step=1, reasons=("ladder",))
    assert "佐藤さんが 03:12 に引き受けました。" in words(message)
    assert "いま、あなたにしてもらうことはありません。" in words(message)
    assert "ack" not in verbs(message)
    assert "pass" not in verbs(message)


def test_a_late_page_and_an_expired_acknowledgement_say_so():
    message = page(incident(), (lane(),), EN, REPORTED, step=1, late_minutes=3, reasons=("ack_expired",))
    assert "This notice is 3 min late." in words(message)
    assert "This notice is 3 min late." in message.text
    assert "Ten minutes without progress. Calling again." in words(message)


def test_executives_are_told_and_not_rung():
    message = page(incident(), (lane(),), EN, DUE + minutes(1), step=0, reasons=("overdue",))
    assert "*Past due.* We are telling executives and legal." in words(message)
    assert "pass" not in verbs(message)
    assert words(marks.overdue_notice(incident(), lane(), EN, DUE + minutes(1))) == words(message)


def test_a_person_rung_and_told_at_once_is_still_asked():
    message = page(incident(), (lane(),), EN, DUE + minutes(1), step=3, reasons=("ladder", "overdue"))
    assert verbs(message) == ["ack", "pass"]
    assert "Past due" in words(message)


def test_a_page_by_mail_is_plain_text_with_the_same_facts():
    subject, body = page_mail(incident(drill=True), (lane(),), EN, REPORTED, step=1)
    assert subject == "DRILL [Hansho] INC-1121-01: somebody has to take this"
    assert "due 03:47, 42 min left" in body
    assert "*" not in body
    assert "<" not in body
    assert "03-0000-0001" in body


def test_a_hand_over_says_by_whom_and_what_to_do():
    message = handed_over(incident(), lane(), JA, REPORTED, by_name="佐藤", note="夜間の番号へ")
    assert "*佐藤さんから引き継ぎです。いまから、あなたの担当です。*" in words(message)
    assert "伝言: 夜間の番号へ" in words(message)


def test_the_receipt_thanks_and_gives_the_one_next_action():
    for shown in (
        receipt(incident(), JA, REPORTED, calling="佐藤"),
        receipt_view(incident(), JA, REPORTED, calling="佐藤"),
    ):
        assert "*受け付けました 03:05。知らせてくれてありがとうございます。*" in words(shown)
        assert "INC-1121-01・最初に気づいた時刻 02:47" in words(shown)
        assert "*次にすること*: 電話に出られるようにしておいてください。当番の佐藤さんを呼んでいます。" in words(shown)
        assert "*しないこと*: 消さない・電源を切らない・社外やほかのお客様に話さない。" in words(shown)
        assert "*期限 03:47・あと 42 分*" in words(shown)
        assert "60分以内（遵守事項2(1)・遵守事項2(2)）" in words(shown)
    english = receipt(incident(), EN, REPORTED, calling="Sato")
    assert "*Received at 03:05. Thank you for telling us.*" in words(english)
    assert "We are calling Sato, on duty." in words(english)
    assert verbs(english) == ["add_detail", "progress"]


def test_the_receipt_of_a_late_report_pretends_nothing():
    assert "期限 03:47・25 分過ぎています" in words(receipt(incident(), JA, DUE + minutes(25)))


def test_the_receipt_when_nothing_is_known_yet():
    shown = words(receipt(poor_incident(), JA, REPORTED))
    assert "どの契約にあたるかは、当番の人がこれから確かめます。" in shown
    assert "当番の人を呼んでいます" in shown


@pytest.mark.parametrize(
    ("at", "head"),
    [(-30, "*あと 30 分*"), (-5, "*あと 5 分*"), (0, "*期限になりました*"), (5, "*期限を 5 分過ぎています*")],
)
def test_marks_say_the_minute_they_stand_for(at, head):
    message = marks.mark(
        incident(), lane(), OFFICE_JA, DUE + minutes(at) + timedelta(seconds=1), minutes=at, mention=("U0000000001",)
    )
    assert head in words(message)
    assert "<@U0000000001>" in words(message)
    assert ("delay" in verbs(message)) == (at >= 0)
    assert "11/21(土) 03:47 JST" in message.text


def test_an_overdue_mark_counts_up_and_asks_for_the_reason_later():
    message = marks.overdue(incident(), lane(), OFFICE_JA, DUE + minutes(62))
    assert "*期限を 62 分過ぎています*" in words(message)
    assert "遅れた理由は、落ち着いてからで構いません。" in words(message)
    explained = replace(lane(), delay_reason="夜間の番号がつながらなかった")
    assert "delay" not in verbs(marks.overdue(incident(explained), explained, OFFICE_JA, DUE + minutes(62)))


def test_an_expired_acknowledgement_says_that_the_clock_never_stopped():
    shown = words(marks.ack_expired(incident(), lane(), OFFICE_EN, REPORTED + minutes(17)))
    assert "The contract's clock never stopped: due 03:47 · 25 min left" in shown


def test_soft_marks_are_labelled_as_ours():
    assert "（契約の期限ではありません）" in words(
        marks.soft_mark(incident(soft_lane()), soft_lane(), OFFICE_JA, REPORTED, kind="target")
    )
    assert "契約の言葉は「直ちに」です。" in words(
        marks.soft_mark(incident(soft_lane()), soft_lane(), OFFICE_JA, REPORTED, kind="alarm")
    )


def test_the_insurance_is_absolute_and_harmless_when_late():
    message = marks.insurance(incident(), lane(), OFFICE_EN, minutes=0)
    assert "the deadline 21 Nov 03:47 JST has come" in message.text
    assert "If they have been told already, ignore this." in message.text
    assert "left" not in message.text


def test_the_room_opens_with_facts_and_containment_only_while_it_goes_on():
    calm = words(opening(incident(), OFFICE_JA, REPORTED))
    assert "広がりを止める" not in calm
    going_on = incident(facts={**incident().facts, "ongoing": "yes"})
    shown = words(opening(going_on, OFFICE_JA, REPORTED))
    for line in (
        "1. ネットワークから切り離す",
        "2. 電源は切らない",
        "3. 消さない・初期化しない",
        "4. 管理者でログインしない",
    ):
        assert line in shown
    assert "広がりを止める" not in words(opening(replace(going_on, contained_at=REPORTED), OFFICE_JA, REPORTED))
    assert "*確かさ*　起きた" in shown
    assert "もとのメッセージ" in shown


def test_the_script_is_read_aloud_in_the_contracts_language_and_promises_nothing_by_accident():
    spoken = script(incident(), lane(), REPORTED + minutes(31), caller="佐藤")
    assert spoken.startswith("夜分に恐れ入ります。\n架空ソフト株式会社の佐藤と申します。")
    assert "本日02時47分ごろ、弊社で紛失又は盗難を確認いたしました。" in spoken
    assert "現時点で判明しておりますのは、次のとおりです。持ち出し用PCを電車に置き忘れた。" in spoken
    assert "次のご報告は＿＿時＿＿分までにいたします。" in spoken
    assert "お伝えした時刻は03時36分で控えさせていただきます。" in spoken
    english = script(
        incident(english_lane(), facts={**incident().facts, "contracts": ["northern"]}),
        english_lane(),
        REPORTED,
        caller="Sato",
    )
    assert "This is Sato of Kakuu Software." in english
    assert "At about 17:47 today we noticed loss or theft." in english
    day = script(incident(), lane(), REPORTED + timedelta(hours=8))
    assert day.startswith("いつもお世話になっております。")


def test_a_suspicion_is_never_told_as_a_fact():
    for status_code, expected in (
        ("suspected", "紛失又は盗難のおそれ"),
        ("unknown", "紛失又は盗難のおそれ"),
        ("future_risk", "紛失又は盗難が発生しかねない状況"),
    ):
        unsure = incident(facts={**incident().facts, "status": status_code})
        assert expected in script(unsure, lane(), REPORTED)
        assert expected in notice_text(unsure, lane(), REPORTED)


def test_a_first_report_says_what_is_known_and_marks_what_is_not():
    written = notice_text(
        incident(facts={**incident().facts, "info_kind": ["unknown"]}), lane(), REPORTED, caller="佐藤"
    )
    for number in range(1, 9):
        assert f"\n{number} " in written
    assert "現時点で判明している範囲で" in written
    assert "4 対象情報の種類及び範囲　調査中（判明次第ご報告いたします）" in written
    assert "件名: 【第一報】情報セキュリティに関する事案のご報告（INC-1121-01）" in written
    assert "1 発覚日時　2026年11月21日 02時47分（JST）" in written
    assert "2 発生日時　調査中" in written
    for admission in ("過失", "弊社の責任", "不手際", "お詫び"):
        assert admission not in written


def test_a_first_report_says_what_the_contract_lists_and_nothing_else():
    content = (
        ("where", BiText("発生場所", "Place"), False),
        ("head_count", BiText("件数", "Number"), False),
        ("asked", BiText("照会", "Asked"), True),
        ("callback_person", BiText("連絡先", "Contact"), False),
    )
    written = notice_text(incident(), lane(content=content), REPORTED)
    assert "1 発生箇所　持ち出し中の機器" in written
    assert "2 件数　調査中（判明次第ご報告いたします）" in written
    assert "3 ご照会いただいた事項　特にございません" in written
    assert "4 次回のご報告予定" in written
    assert "5 連絡先" in written
    assert "事象の概要" not in written


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_one_client_never_reads_of_another(locale: Locale):
    secret = soft_lane(
        owner_name="極秘担当",
        reached_who="東部 次郎",
        delay_reason="東部の理由",
        exposures=(BiText("東部の弱み", "Tobu secret"),),
    )
    told = incident(
        lane(),
        secret,
        summary="川端市と東部商事のPC (Tobu Trading)",
        facts={
            **incident().facts,
            "contracts": ["kawabata", "higashi"],
            "done_so_far": "東部商事に電話",
            "effects": "Tobu Trading",
        },
    )
    for produced in (
        script(told, lane(), REPORTED, locale=locale),
        notice_text(
            told,
            lane(content=(("effects", BiText("影響", "Effects"), False), ("x", BiText("x", "x"), False))),
            REPORTED,
            locale=locale,
        ),
    ):
        for word in ("東部", "Tobu", "higashi", "06-0000-0009", "次郎", "極秘担当", "直ちに", "第3条"):
            assert word not in produced


def test_a_picture_with_one_lane_of_several_still_keeps_free_words_out():
    told = incident(lane(), summary="東部商事のPC", facts={**incident().facts, "contracts": ["unknown"]})
    assert "東部商事" not in script(told, lane(), REPORTED)
    assert "自由に書かれた文は入れていません" in words(notice_form(told, lane(), JA, REPORTED))


def test_a_drills_notice_says_so_in_the_text_that_is_copied():
    written = notice_text(incident(drill=True), lane(), REPORTED)
    assert written.startswith("【訓練】")
    assert written.rstrip().endswith("実際の事案ではありません。")
    assert script(incident(drill=True), lane(), REPORTED).startswith("【訓練】")


def test_the_digest_is_silent_when_nothing_is_owed():
    assert person_digest([], JA, REPORTED, name="佐藤") is None
    assert channel_digest([], OFFICE_JA, REPORTED) is None


def test_the_digest_begins_with_what_presses_most():
    message = person_digest(digest_items(), JA, DUE + minutes(4), name="佐藤", late_minutes=12)
    assert message is not None
    shown = words(message)
    assert shown.startswith(f"*おはようございます、佐藤さん。今日みてほしいもの {len(digest_items())} 件*")
    assert "このお知らせは 12 分遅れました。" in shown
    assert (
        shown.index("🔴 *期限を過ぎたもの*")
        < shown.index("🟡 *時計が動いているもの*")
        < shown.index("⚪ *受領の確認がまだのもの*")
    )
    assert "費用の負担" in shown
    needed = {
        "progress",
        "approval",
        "emergency_told",
        "instruction",
        "survey",
        "action_done",
        "action_change",
        "action_check",
        "reports",
    }
    needed |= {"consultation", "next_date", "minute", "consult_close", "confirmed", "duties", "lead_form", "close"}
    needed |= {"laws", "law_form"}
    alone = [person_digest([item], JA, DUE, name="") for item in digest_items()]
    assert {verb for one in alone if one for verb in verbs(one)} == needed, "every kind of line has the button it needs"
    assert f"{len(digest_items())} 件" in message.text
    unnamed = person_digest(digest_items(), JA, REPORTED, name="")
    assert unnamed is not None
    assert words(unnamed).startswith(f"*おはようございます。今日みてほしいもの {len(digest_items())} 件*")
    channel = channel_digest(digest_items(), OFFICE_EN, REPORTED)
    assert channel is not None
    assert verbs(channel) == []


def test_home_shows_the_most_pressing_first_and_drills_last():
    early = incident(lane(id="A", due_at=DUE - minutes(20)), id="I-a", ref="INC-A")
    late = incident(lane(id="B"), id="I-b", ref="INC-B")
    drill = incident(lane(id="D", due_at=DUE - minutes(40)), id="I-d", ref="DRILL-D", drill=True)
    shown = words(home(HomePicture(mine=(drill, late, early)), EN, REPORTED))
    assert shown.index("INC-A") < shown.index("INC-B") < shown.index("DRILL-D")
    assert "DRILL *DRILL-D*" in shown
    assert "Open incidents (3)" in shown


def test_home_when_nothing_is_open_offers_to_report_and_the_other_doors():
    view = home(HomePicture(), JA, REPORTED)
    assert "動いている事案はありません。" in words(view)
    assert verbs(view) == ["report_new", "refresh_home", "door_asked", "door_may", "door_changed", "contracts"]


def test_lists_name_every_incident_once():
    told = incident()
    message = incident_list(HomePicture(mine=(told,), reported=(told,)), EN, REPORTED)
    assert words(message).count("INC-1121-01") == 1
    assert message.text.startswith("1 open.")
    assert "City of Kawabata: due 03:47 · 42 min left" in words(status(told, EN, REPORTED))


def test_the_report_form_asks_in_the_order_of_need_and_requires_one_answer():
    view = forms.report_form(JA, contracts=[("kawabata", BiText("川端市", "City of Kawabata"))], draft_key="K1")
    fields = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert list(fields) == [
        "what",
        "when",
        "how_sure",
        "where",
        "contracts",
        "ongoing",
        "info",
        "noticed_by",
        "summary",
    ]
    assert [name for name, block in fields.items() if not block["optional"]] == ["what"]
    assert "確かでなくて大丈夫。まちがいでも責めません。まず知らせてください。" in words(view)
    for name in ("what", "when", "how_sure", "where", "contracts", "ongoing", "info"):
        assert [option["value"] for option in fields[name]["element"]["options"]][-1] == "unknown"
    assert fields["when"]["dispatch_action"] is True
    assert json.loads(view["private_metadata"]) == {"k": "K1", "p": "", "drill": False}


def test_the_time_picker_comes_only_when_it_is_wanted_and_answers_stay():
    view = forms.report_form(
        EN, contracts=(), draft_key="K1", picking=True, initial={"what": ["leak"], "summary": "odd traffic"}
    )
    fields = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert list(fields)[:3] == ["what", "when", "when_at"]
    assert fields["when"]["element"]["initial_option"]["value"] == "pick"
    assert fields["what"]["element"]["initial_options"][0]["value"] == "leak"
    assert fields["summary"]["element"]["initial_value"] == "odd traffic"


def test_a_form_that_was_not_saved_says_so_on_top_and_keeps_the_text():
    view = forms.report_form(
        JA, contracts=(), draft_key="K1", not_saved=True, phone="内線 119", initial={"summary": "残るはず"}
    )
    assert view["blocks"][0]["text"]["text"].startswith(
        "*まだ保存できていません。* 書いた内容は残っています。もう一度送るか、電話 内線 119 へ。"
    )
    assert "残るはず" in words(view)


def test_a_drill_form_asks_who_is_called():
    view = forms.report_form(EN, contracts=(), draft_key="K1", drill=True)
    people = next(block for block in view["blocks"] if block.get("block_id") == "drill_people")
    assert people["element"]["type"] == "multi_users_select"
    assert people["optional"] is False


def test_a_correction_starts_from_the_answers_on_record():
    told = incident(facts={**incident().facts, "status": "suspected", "raised_by": "external_report"})
    view = forms.correct_form(told, EN, contracts=[("kawabata", BiText("川端市", "City of Kawabata"))])
    fields = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert fields["how_sure"]["element"]["initial_option"]["value"] == "told_outside"
    assert [option["value"] for option in fields["info"]["element"]["initial_options"]] == [
        "client_provided",
        "personal",
    ]
    assert fields["contracts"]["element"]["initial_options"][0]["value"] == "kawabata"
    assert "initial_option" not in fields["when"]["element"]
    assert fields["reason"]["optional"] is False


def test_the_attempt_form_offers_the_desk_with_the_next_one_chosen():
    taken = attempted(lane())
    view = forms.attempt_form(incident(taken), taken, JA, REPORTED)
    fields = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert [option["value"] for option in fields["slot"]["element"]["options"]] == [
        "primary",
        "backup",
        "after_hours",
        "other",
    ]
    assert fields["slot"]["element"]["initial_option"]["value"] == "after_hours"
    assert fields["at"]["element"]["initial_date_time"] == int(REPORTED.timestamp())
    assert "時計は止まりません" in words(view)


def test_waiving_a_hard_duty_says_that_a_second_person_decides():
    assert "もう一人が認めるまで" in words(forms.duty_waive_form(incident(), duty(), JA))
    assert "もう一人が認めるまで" not in words(forms.duty_waive_form(incident(), duty(hard=False), JA))


def test_a_waived_duty_stays_struck_through_with_name_and_reason():
    gone = lane(duties=(duty(state="waived", ended_at=REPORTED, ended_by_name="佐藤", reason="契約の対象外"),))
    view = forms.duties_view(incident(gone), JA, REPORTED)
    assert "*~窓口へ第一報~*" in words(view)
    assert "不要とした（佐藤 03:05）" in words(view)
    assert "理由: 契約の対象外" in words(view)
    assert verbs(view) == []


def test_closing_shows_what_is_still_open_and_what_need_not_be_finished():
    left = [ClosingLine("duties", 1), ClosingLine("reports", 2), ClosingLine("ledger", 0)]
    shown = words(forms.close_form(incident(), JA, REPORTED, left, wants_cause=True))
    assert "*義務: 残り 1 件* （済ませるまで終わりにできません）" in shown
    assert "最終報告: 残り 2 件（このままでも終わりにできます）" in shown
    assert "✓ 確定していない費用: 残りなし" in shown


def test_a_consultation_shows_positions_and_rounds_and_admits_nothing():
    view = forms.consultation_view(incident(), lane(), consultation(), JA, REPORTED)
    shown = words(view)
    assert "*次の日* 11/27(金)" in shown
    assert "*こちらの案*\n調査費用は当社が負担する" in shown
    assert "先方: 全部" in shown
    assert "責任や負担を認めるものではありません" in shown
    offered = {"propose", "round", "next_date", "outcome", "action_add", "costs", "consult_close", "follow"}
    assert offered == set(verbs(view))
    closed = forms.consultation_view(incident(), lane(), consultation(state="closed"), JA, REPORTED)
    assert verbs(closed) == ["costs", "talk_again", "follow"]


def test_a_consultation_without_words_of_the_pack_is_named_by_its_topic():
    silent = consultation(title=BiText("", ""), next_date=None)
    assert "費用の負担" in words(notes.nudge(incident(), lane(), silent, JA, REPORTED, days=2))
    assert "2営業日、動きがありません。次回の日を決めてください。" in words(
        notes.nudge(incident(), lane(), silent, JA, REPORTED, days=2)
    )


def test_an_approval_says_who_asks_what_and_why():
    message = notes.approval_request(incident(), approval(), EN, REPORTED)
    assert "佐藤 asks to waive “First report to the desk”." in words(message)
    assert verbs(message) == ["approve", "refuse"]
    assert all("confirm" in element for element in message.blocks[-1]["elements"])


def test_a_refusal_shows_times_names_and_states_in_words():
    values = {"person": "U0123456789", "at": REPORTED + minutes(7)}
    assert (
        notes.refusal(EN, "refused.reached_already", values, names={"U0123456789": "Sato"})
        == "Reached already at 03:12, recorded by Sato."
    )
    assert "<@U0123456789>" in notes.refusal_note(JA, "refused.reached_already", values).text
    assert (
        notes.refusal(JA, "refused.no_such_step", {"state": "closed"})
        == "この事案は「終わった」なので、それはできません。"
    )


def test_progress_tells_every_step_in_order():
    done = replace(reached(lane()), confirmed_at=REPORTED + minutes(45))
    view = forms.progress_view(incident(done, state="active"), EN, REPORTED + minutes(60))
    shown = words(view)
    steps = [
        "03:05 received",
        "03:12 City of Kawabata: 佐藤 took it",
        "03:36 City of Kawabata: reached",
        "03:50 City of Kawabata: receipt confirmed",
    ]
    assert [shown.index(step) for step in steps] == sorted(shown.index(step) for step in steps)


@pytest.mark.parametrize(
    ("word", "locale", "expected"),
    [
        ("60分以内", "ja", "60分以内に連絡"),
        ("直ちに", "ja", "直ちに連絡"),
        ("遅滞なく", "ja", "遅滞なく連絡"),
        ("promptly", "ja", "速やかに連絡（promptly）"),
        ("within 24 hours", "ja", "24時間以内に連絡（within 24 hours）"),
        ("ほうれんそう", "en", "Notify: ほうれんそう"),
        ("直ちに", "en", "Notify immediately (直ちに)"),
        ("Promptly", "en", "Notify promptly"),
        ("", "ja", "連絡"),
        ("quelque mot", "ja", "連絡（quelque mot）"),
    ],
)
def test_the_contracts_word_stays_as_written(word: str, locale: Locale, expected: str):
    assert notify_phrase(word, locale) == expected


def test_a_word_in_the_readers_own_language_needs_no_gloss():
    assert gloss("直ちに", "ja") == ""
    assert gloss("within 24 hours", "en") == ""
    assert gloss("3営業日以内に", "en") == "within 3 business days"


def test_the_poorest_picture_still_makes_sense():
    bare = poor_lane()
    shown = words(card(poor_incident(bare), bare, OFFICE_EN, REPORTED))
    assert "*Notify ─ Name*" in shown
    assert "The contract sets no number. Sooner is better." in shown
    assert "No contact of the desk is registered yet" in shown
    assert "start not certain yet" in shown
    assert shown.count("No contact of the desk") == 1


def test_the_board_says_of_each_client_where_it_stands_and_of_the_rest_how_many():
    row = BoardRow(
        lane_id="L1",
        position=1,
        client=BiText("川端市", "City of Kawabata"),
        zone=TOKYO,
        reached_at=REPORTED,
        talks=(("cost", "talking"), ("remediation", "agreed")),
        actions_open=3,
        actions_late=1,
        asked_open=2,
        cost_yen=1_234_567,
        next_on=date(2026, 11, 27),
    )
    picture = BoardPicture(incident_id="I1", ref="INC-1121-01", drill=False, reporter_name="", rows=(row,))
    shown = words(board(picture, OFFICE_JA, DUE))
    assert "🟡 *川端市 様*　03:05 に伝わりました・受領の確認はまだ" in shown
    assert (
        "協議: 費用の負担（話し合い中）、是正・再発防止（合意）　対策 3（遅れ 1）　指示・検査 2　費用 1,234,567 JPY　次 11/27(金)"
        in shown
    )
    crowd = board(board_picture("x", lanes=100), OFFICE_EN, DUE)
    assert "80 more" in words(crowd)
    assert "board" in verbs(crowd)
    assert words(crowd) == words(board(board_picture("x", lanes=100), OFFICE_EN, DUE)), "the same every time"
    seen = [
        element["value"]
        for number in range(3)
        for block in board_view(board_picture("x", lanes=100), EN, DUE, page=number)["blocks"]
        if (element := block.get("accessory")) and element["action_id"].startswith("follow")
    ]
    assert len(seen) == len(set(seen)) == 100, "every lane stands on exactly one page"


def test_home_sorts_what_is_mine_what_waits_and_what_comes():
    mine, waiting, coming = digest_items()[:1], digest_items()[1:2], digest_items()[8:9]
    shown = words(home(HomePicture(now=tuple(mine), waiting=tuple(waiting), coming=tuple(coming)), JA, REPORTED))
    places = [shown.index(head) for head in ("いま、あなたの番（1）", "ほかの人の番（1）", "これから（1）")]
    assert places == sorted(places)
    assert "担当 佐藤" in shown[places[1] : places[2]], "of what waits it says for whom"


def test_a_team_target_is_never_called_a_deadline_in_a_list():
    soft = replace(digest_items()[2], soft=True)
    assert soft.kind == "open_clock"
    for reader, word, never in ((JA, "チームの目標 03:47", "期限"), (EN, "team target 03:47", "· due")):
        shown = words(home(HomePicture(now=(soft,)), reader, REPORTED))
        assert word in shown
        assert never not in shown.split("\n")[6], shown


def test_a_trial_says_so_at_both_ends_and_shows_the_year_only_where_it_turns():
    due = datetime(2026, 12, 31, 15, 40, tzinfo=UTC)  # already next year where the contract lives
    eve = trial("語", at=due - timedelta(minutes=60))
    for reader, mark, later in ((JA, "お試しです", "2027/1/1(金) 00:40"), (EN, "Only a trial", "1 Jan 2027 00:40")):
        duty = replace(eve.duties[0], due_at=due)
        shown = words(forms.trial_view(replace(eve, duties=(duty,)), reader, {"situation": "lost_laptop"}))
        assert shown.count(mark) == 2
        assert later in shown and "2026/12" not in shown
