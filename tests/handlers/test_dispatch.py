"""Literal payloads through the real listeners, over both roads."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from bot.domain.errors import StoreUnavailable
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.people import Person
from bot.domain.work import OutboxRow, Timer
from bot.views.texts import text
from tests.handlers.front import ENGLISH, JAPANESE, LEAD, START, STRANGER, chosen, front_desk, one, picked, typed


@pytest.fixture(params=["socket", "http"])
async def front(request, tmp_path):
    async with front_desk(tmp_path, request.param) as desk:
        yield desk


def _texts(anything):
    if isinstance(anything, dict):
        return "\n".join(
            _texts(value) for key, value in anything.items() if key not in {"action_id", "block_id", "value"}
        )
    if isinstance(anything, list):
        return "\n".join(_texts(one) for one in anything)
    return str(anything)


@pytest.mark.parametrize(("user", "locale"), [(JAPANESE, "ja"), (ENGLISH, "en")])
async def test_incident_new_opens_the_form_in_the_persons_language(front, user, locale):
    view = await front.open_report(user)
    assert view["title"]["text"] == text(locale, "report.title")
    assert view["callback_id"] == "report"
    (asked,) = front.slack.called("users.info")
    assert asked["user"] == user
    assert str(asked["include_locale"]).lower() in {"1", "true"}


@pytest.mark.parametrize("line", ["help", "nonsense & <!channel>", "ヘルプ", "newer"])
async def test_anything_else_is_answered_with_help_to_the_person_alone(front, line):
    status, answer = await front.send(front.command(line, ENGLISH), kind="command")
    assert status == 200
    assert answer["response_type"] == "ephemeral"
    assert "/incident" in _texts(answer["blocks"])
    assert "nonsense" not in _texts(answer)


@pytest.mark.parametrize("line", ["", "  ", "new", "NEW", "報告"])
async def test_the_bare_command_opens_the_form(front, line):
    status, answer = await front.send(front.command(line), kind="command")
    assert (status, answer) == (200, {})
    assert front.slack.called("views.open")[-1]["view"]["callback_id"] == "report"


async def test_list_and_status_show_what_the_person_may_see(front):
    await front.report()
    (incident,) = await front.find(Incident)
    for line in ("list", "status", f"status {incident.ref.lower()}"):
        _, mine = await front.send(front.command(line, JAPANESE), kind="command")
        assert incident.ref in _texts(mine)
        _, others = await front.send(front.command(line, STRANGER), kind="command")
        assert incident.ref not in _texts(others)


async def test_the_global_shortcut_opens_the_form(front):
    await front.send(front.head("shortcut", ENGLISH) | {"callback_id": "incident_report", "action_ts": "1"})
    assert front.slack.called("views.open")[-1]["view"]["callback_id"] == "report"


async def test_the_message_shortcut_keeps_the_link_to_the_message(front):
    payload = front.head("message_action", JAPANESE) | {
        "callback_id": "incident_from_message", "action_ts": "1", "message_ts": "1795000000.000100",
        "channel": {"id": "C9", "name": "build"}, "message": {"ts": "1795000000.000100", "text": "?"},
        "response_url": f"{front.url}respond",
    }  # fmt: skip
    await front.send(payload)
    view = front.slack.called("views.open")[-1]["view"]
    await front.send(front.submission(view, {"what": chosen("unknown")}))
    (incident,) = await front.find(Incident)
    assert incident.permalink == "https://acme.slack.com/archives/C9/p1795000000000100"
    assert not front.slack.called("chat.getPermalink")


async def test_what_nobody_knows_is_acknowledged_all_the_same(front):
    unknown = {"type": "modal", "callback_id": "of_another_version", "id": "V9", "private_metadata": "x", "blocks": []}
    payloads = [
        front.press("of_another_version", "{}"),
        front.press("more", "{}"),
        front.head("view_submission", LEAD) | {"view": unknown},
        front.head("view_closed", LEAD) | {"view": unknown, "is_cleared": False},
        front.head("shortcut", LEAD) | {"callback_id": "of_another_app", "action_ts": "1"},
        front.head("block_suggestion", LEAD) | {"action_id": "x", "block_id": "y", "value": "z", "view": unknown},
    ]
    for payload in payloads:
        assert (await front.send(payload))[0] == 200, payload["type"]
    event = front.event({"type": "channel_rename", "channel": {"id": "C1"}}, "Ev1")
    assert (await front.send(event, kind="event"))[0] == 200


async def test_a_button_nobody_knows_says_so_to_the_person_alone(front):
    await front.send(front.press("of_another_version", "{}", ENGLISH))
    (answer,) = front.answered
    assert answer["response_type"] == "ephemeral"
    assert answer["replace_original"] is False
    assert "no longer works" in answer["text"]


async def test_a_report_becomes_the_receipt_and_starts_the_clock(front):
    _, answer = await front.report(when=one("10"))
    assert answer["response_action"] == "update"
    (incident,) = await front.find(Incident)
    assert incident.ref in _texts(answer["view"])
    assert incident.first_recognised_at == START - timedelta(minutes=10)
    assert await front.find(Lane, incident_id=incident.id)
    assert await front.find(Timer, scope_id=incident.id)


async def test_the_same_form_sent_again_gets_the_same_receipt(front):
    view, first = await front.report()
    _, again = await front.send(front.submission(view, {"what": chosen("leak")}, view_id="V2"))
    assert again["response_action"] == "update"
    (incident,) = await front.find(Incident)
    assert incident.ref in _texts(first["view"])
    assert incident.ref in _texts(again["view"])


async def test_a_time_in_the_future_or_too_long_ago_is_refused_under_its_question(front):
    for at, word in ((START + timedelta(minutes=5), "先の時刻"), (START - timedelta(days=366), "1年より前")):
        _, answer = await front.report(when=one("pick"), when_at=picked(at))
        assert answer["response_action"] == "errors"
        assert word in answer["errors"]["when"]
    assert not await front.find(Incident)


async def test_picking_a_time_shows_the_picker_and_keeps_the_draft(front):
    view = await front.open_report()
    pressed = front.press("value", "", JAPANESE)
    pressed["actions"][0] |= {"block_id": "when", "type": "static_select", "selected_option": {"value": "pick"}}
    state = {"when": {"value": one("pick")}, "summary": {"value": typed("消えた")}}
    pressed |= {
        "view": view | {"id": "V1", "hash": "h1", "state": {"values": state}},
        "container": {"type": "view", "view_id": "V1"},
    }
    pressed.pop("channel"), pressed.pop("response_url")
    await front.send(pressed)
    (update,) = front.slack.called("views.update")
    assert (update["view_id"], update["hash"]) == ("V1", "h1")
    assert "when_at" in [block.get("block_id") for block in update["view"]["blocks"]]
    assert update["view"]["private_metadata"] == view["private_metadata"]


@pytest.mark.parametrize("form", ["report"])
async def test_what_looks_like_a_card_number_is_asked_about_before_anything_is_saved(front, form):
    view, answer = await front.report(summary=typed("カードは ４１１１－１１１１－１１１１－１１１１ です"))
    assert answer["response_action"] == "update"
    blocks = answer["view"]["blocks"]
    assert [block["block_id"] for block in blocks[-2:]] == ["sensitive", "sensitive_ok"]
    assert [block for block in blocks if block.get("block_id") == "summary"] == [
        b for b in view["blocks"] if b.get("block_id") == "summary"
    ]
    assert not await front.find(Incident)
    ticked = {"type": "checkboxes", "selected_options": [{"value": "ok"}]}
    values = {"what": chosen("leak"), "summary": typed("4111 1111 1111 1111 は見本の番号"), "sensitive_ok": ticked}
    _, answer = await front.send(front.submission(answer["view"], values))
    assert answer["response_action"] == "update"
    (incident,) = await front.find(Incident)
    assert incident.summary.startswith("4111")


@pytest.mark.parametrize("error", [StoreUnavailable("disk full"), RuntimeError("a bug")])
async def test_a_report_that_cannot_be_kept_stays_open_and_says_so(front, error):
    front.store.refuse["report_incident"] = error
    _, answer = await front.report(summary=typed("三行の\nとても大事な\n文"))
    assert answer["response_action"] == "errors"
    ((block, sentence),) = answer["errors"].items()
    assert block == ("summary" if isinstance(error, StoreUnavailable) else block)
    assert "まだ保存できていません" in sentence
    assert "*" not in sentence
    for kind in (Incident, Lane, Timer, OutboxRow):
        assert not await front.find(kind)


async def test_the_form_opens_while_the_store_is_away(front):
    front.store.refuse["*"] = StoreUnavailable("gone")
    front.store.refuse["read"] = StoreUnavailable("gone")
    view = await front.open_report(ENGLISH)
    assert view["title"]["text"] == text("en", "report.title")


async def test_a_slow_look_up_does_not_keep_a_frightened_person_waiting(front):
    front.slack.delay_seconds["users.info"] = 5
    began = time.monotonic()
    view = await front.open_report(ENGLISH)
    assert time.monotonic() - began < 2
    assert view["title"]["text"] == text("ja", "report.title")  # the office's language


async def test_a_person_is_looked_up_once_and_again_after_a_day(front):
    await front.open_report()
    await front.open_report()
    assert len(front.slack.called("users.info")) == 1
    front.clock.advance(days=1, seconds=1)
    await front.open_report()
    for _ in range(100):
        if len(front.slack.called("users.info")) == 2:
            break
        await front.send(front.command("help"), kind="command")
    assert len(front.slack.called("users.info")) == 2
    (person,) = await front.find(Person)
    assert (person.locale, person.name) == ("ja", f"名前 {JAPANESE}")


async def test_somebody_outside_the_room_is_refused_alone_and_it_is_logged(front):
    await front.report()
    (incident,) = await front.find(Incident)
    await front.send(front.press("ack", {"i": incident.id}, STRANGER))
    (answer,) = front.answered
    assert answer["response_type"] == "ephemeral"
    assert incident.ref in answer["text"]
    lanes = await front.find(Lane)
    assert all(not lane.owner_id for lane in lanes)
    assert not front.slack.called("chat.postMessage")


async def test_two_people_press_at_once_and_the_second_learns_who_has_it(front):
    await front.report()
    (incident,) = await front.find(Incident)
    lane = (await front.find(Lane, incident_id=incident.id))[0]
    press = front.press("ack", {"i": incident.id, "l": lane.id}, LEAD)
    await front.send(press)
    await front.send(press)  # the same envelope again
    await front.send(front.press("ack", {"i": incident.id, "l": lane.id}, "U0TANAKA"))
    (kept,) = await front.find(Lane, id=lane.id)
    assert kept.owner_id == LEAD
    assert f"名前 {LEAD}" in front.answered[-1]["text"] or f"<@{LEAD}>" in front.answered[-1]["text"]


async def test_an_event_delivered_four_times_is_taken_once(front):
    event = front.event({"type": "app_home_opened", "user": LEAD, "channel": "D1", "tab": "home"}, "Ev7")
    for _ in range(4):
        assert (await front.send(event, kind="event"))[0] == 200
    (published,) = front.slack.called("views.publish")
    assert published["view"]["type"] == "home"


async def test_a_direct_message_is_answered_and_the_bots_own_words_are_not(front):
    said = {"type": "message", "channel_type": "im", "channel": "D1", "ts": "1.1", "user": JAPANESE, "text": "help?"}
    await front.send(front.event(said, "Ev1"), kind="event")
    await front.send(front.event(said | {"user": "UBOT", "bot_id": "BBOT"}, "Ev2"), kind="event")
    edited = {"type": "message", "subtype": "message_changed", "channel_type": "im", "channel": "D1", "ts": "1.2"}
    await front.send(front.event(edited | {"message": {"user": "UBOT"}}, "Ev3"), kind="event")
    (answer,) = front.slack.called("chat.postMessage")
    assert answer["channel"] == JAPANESE


async def test_where_slack_refuses_an_ephemeral_message_a_direct_one_is_sent(front):
    front.slack.answers["chat.postEphemeral"] = {"ok": False, "error": "unknown_method"}
    payload = front.press("of_another_version", "{}", LEAD)
    payload.pop("response_url")
    await front.send(payload)
    (answer,) = front.slack.called("chat.postMessage")
    assert answer["channel"] == LEAD


async def test_no_delivery_ever_asks_slack_who_we_are(front):
    await front.report()
    assert not front.slack.called("auth.test")
