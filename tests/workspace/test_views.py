"""Modals, Home tabs and their inputs, against raw answers: what the person can do, what is sent, what each answer does."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from workspace import BadInput, CannotAct, Workspace

from .conftest import card, form, plain
from .test_signed import bounded, listener

YAMADA = "U0YAMADA"


class Bot:
    """An app that opens whatever it is told to and answers what it is told to answer."""

    def __init__(self, ws: Workspace):
        self.ws = ws
        self.client = AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])
        self.answer = None
        self.heard: list[dict] = []

    async def show(self, view, user=YAMADA):
        """Open a modal for somebody who just used a shortcut."""
        await self.ws.person(user).shortcut("incident_report")
        found = await self.client.views_open(trigger_id=self.trigger(), view=view)
        return found["view"]

    def trigger(self):
        return next(one.payload["trigger_id"] for one in reversed(self.ws.core.sent) if "trigger_id" in one.payload)

    def last(self, kind):
        return self.ws.sent(kind)[-1].payload


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    from aiohttp import web

    made: list[Bot] = []

    async def answer(request, body):
        found = made[0].answer
        if isinstance(found, str):
            return web.Response(text=found)
        return web.json_response(found) if found is not None else web.Response()

    async with listener(answer) as (url, _), bounded(request_url=url, answer_seconds=3.0) as ws:
        made.append(Bot(ws))
        yield made[0]


def asked(element, *, optional=False, block_id="q", **more):
    return {"type": "input", "block_id": block_id, "label": plain("Q"), "optional": optional,
            "element": {"action_id": "v", **element}, **more}  # fmt: skip


def modal(*blocks, **more):
    return {"type": "modal", "title": plain("T"), "submit": plain("Send"), "blocks": list(blocks), **more}


def choices(*names):
    return [{"text": plain(name.upper()), "value": name} for name in names]


CASES = [
    ({"type": "plain_text_input"}, "tea", "tea"),
    ({"type": "email_text_input"}, "a@client.example", "a@client.example"),
    ({"type": "url_text_input"}, "https://client.example/x", "https://client.example/x"),
    ({"type": "number_input", "is_decimal_allowed": True}, "4.5", "4.5"),
    ({"type": "static_select", "options": choices("a", "b")}, "B", choices("b")[0]),
    ({"type": "radio_buttons", "options": choices("a", "b")}, "a", choices("a")[0]),
    ({"type": "checkboxes", "options": choices("a", "b")}, ["a", "b"], choices("a", "b")),
    ({"type": "multi_static_select", "options": choices("a", "b")}, ["b"], choices("b")),
    ({"type": "users_select"}, "U0SATO", "U0SATO"),
    ({"type": "multi_users_select"}, ["U0SATO", "U0KATO"], ["U0SATO", "U0KATO"]),
    ({"type": "conversations_select"}, "C0GENERAL", "C0GENERAL"),
    ({"type": "multi_conversations_select"}, ["C0GENERAL"], ["C0GENERAL"]),
    ({"type": "channels_select"}, "C0GENERAL", "C0GENERAL"),
    ({"type": "multi_channels_select"}, ["C0GENERAL"], ["C0GENERAL"]),
    ({"type": "datepicker"}, "2026-11-21", "2026-11-21"),
    ({"type": "timepicker"}, "03:05", "03:05"),
    ({"type": "datetimepicker"}, 1795000000, 1795000000),
    (
        {"type": "rich_text_input"},
        "one\ntwo",
        {"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]}]},
    ),
]  # fmt: skip
KEYS = {
    "plain_text_input": "value", "email_text_input": "value", "url_text_input": "value", "number_input": "value",
    "static_select": "selected_option", "radio_buttons": "selected_option", "checkboxes": "selected_options",
    "multi_static_select": "selected_options", "users_select": "selected_user", "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation", "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel", "multi_channels_select": "selected_channels", "datepicker": "selected_date",
    "timepicker": "selected_time", "datetimepicker": "selected_date_time", "rich_text_input": "rich_text_value",
}  # fmt: skip


def bare(found):
    """Without the flags Slack adds to text objects."""
    if isinstance(found, list):
        return [bare(one) for one in found]
    if isinstance(found, dict):
        return {name: bare(value) for name, value in found.items() if name != "emoji"}
    return found


@pytest.mark.parametrize(("element", "given", "kept"), CASES, ids=[case[0]["type"] for case in CASES])
async def test_every_input_is_empty_at_first_required_and_then_in_the_state_under_its_own_key(
    bot, element, given, kept
):
    await bot.show(modal(asked(element)))
    person = bot.ws.person(YAMADA)
    key = KEYS[element["type"]]
    assert person.modal.view.values["q"]["v"][key] in (None, [])
    refused = await person.submit()
    assert refused.local and set(refused.errors) == {"q"} and bot.ws.sent("view_submission") == []
    await person.modal.fill("q", given)
    assert (await person.submit()).kind == "closed"
    entry = bot.last("view_submission")["view"]["state"]["values"]["q"]["v"]
    assert entry["type"] == element["type"] and bare(entry[key]) == kept


@pytest.mark.parametrize(("element", "given", "kept"), CASES, ids=[case[0]["type"] for case in CASES])
async def test_every_input_that_dispatches_sends_its_type_and_value(bot, element, given, kept):
    if element["type"] in ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"):
        element = {**element, "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    await bot.show(modal(asked(element, dispatch_action=True)))
    await bot.ws.person(YAMADA).modal.fill("q", given)
    payload = bot.last("block_actions")
    (done,) = payload["actions"]
    assert (done["type"], done["block_id"], done["action_id"]) == (element["type"], "q", "v")
    assert bare(done[KEYS[element["type"]]]) == kept
    assert payload["container"] == {"type": "view", "view_id": payload["view"]["id"]}
    assert bare(payload["view"]["state"]["values"]["q"]["v"][KEYS[element["type"]]]) == kept


@pytest.mark.parametrize(
    ("element", "bad"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd"),
        ({"type": "plain_text_input"}, "x" * 3001),
        ({"type": "email_text_input"}, "a@b"),
        ({"type": "url_text_input"}, "client.example"),
        ({"type": "url_text_input"}, "ftp://client.example"),
        ({"type": "number_input", "is_decimal_allowed": False}, "4.5"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2.5"}, "2.4"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}, "10"),
        ({"type": "number_input", "is_decimal_allowed": True}, "NaN"),
        ({"type": "number_input", "is_decimal_allowed": True}, "many"),
    ],
)
async def test_what_does_not_fit_is_refused_before_it_is_sent(bot, element, bad):
    await bot.show(modal(asked(element)))
    person = bot.ws.person(YAMADA)
    await person.modal.fill("q", bad)
    refused = await person.submit()
    assert refused.local and set(refused.errors) == {"q"}
    assert bot.ws.sent("view_submission") == [] and person.modal.value("q") == bad


@pytest.mark.parametrize(
    ("element", "impossible"),
    [
        ({"type": "static_select", "options": choices("a")}, "z"),
        ({"type": "multi_static_select", "options": choices("a", "b"), "max_selected_items": 1}, ["a", "b"]),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U0SATO", "U0KATO"]),
        ({"type": "datepicker"}, "2026-02-30"),
        ({"type": "datepicker"}, "tomorrow"),
        ({"type": "timepicker"}, "24:00"),
        ({"type": "datetimepicker"}, 7),
        ({"type": "external_select"}, "never offered"),
    ],
)
async def test_nobody_can_enter_what_the_client_does_not_offer(bot, element, impossible):
    await bot.show(modal(asked(element)))
    with pytest.raises(BadInput):
        await bot.ws.person(YAMADA).modal.fill("q", impossible)


async def test_files_are_brought_counted_and_of_the_right_kind(bot):
    await bot.show(modal(asked({"type": "file_input", "filetypes": ["pdf"], "max_files": 2})))
    person = bot.ws.person(YAMADA)
    with pytest.raises(BadInput):
        await person.modal.attach("q", ("photo.png", b"x"))
    with pytest.raises(BadInput):
        await person.modal.attach("q", *[(f"{n}.pdf", b"x") for n in range(3)])
    assert (await person.submit()).local
    await person.modal.attach("q", ("report.pdf", b"%PDF"))
    assert person.modal.value("q") == ["report.pdf"]
    await person.submit()
    (file,) = bot.last("view_submission")["view"]["state"]["values"]["q"]["v"]["files"]
    assert (file["name"], file["filetype"], file["size"], file["user"]) == ("report.pdf", "pdf", 4, YAMADA)


async def test_a_written_input_dispatches_at_enter_unless_it_wants_every_character(bot):
    await bot.show(modal(asked({"type": "plain_text_input"}, dispatch_action=True)))
    person = bot.ws.person(YAMADA)
    await person.modal.fill("q", "te")
    assert bot.ws.sent("block_actions") == []
    await person.modal.enter("q")
    assert bot.last("block_actions")["actions"][0]["value"] == "te"
    await person.close_modal()
    await bot.show(modal(asked({"type": "plain_text_input", "multiline": True}, dispatch_action=True)))
    with pytest.raises(CannotAct, match="begin a line"):
        await person.modal.enter("q")


async def test_options_are_asked_for_after_so_many_letters_and_a_hundred_are_the_most(bot):
    await bot.show(modal(asked({"type": "multi_external_select", "min_query_length": 2})))
    person = bot.ws.person(YAMADA)
    bot.answer = {"options": choices("acme")}
    assert (await person.modal.suggestions("q", "a")).everything == [] and bot.ws.sent("block_suggestion") == []
    assert (await person.modal.suggestions("q", "ac")).options == choices("acme")
    asked_for = bot.last("block_suggestion")
    assert (asked_for["value"], asked_for["action_id"], asked_for["block_id"]) == ("ac", "v", "q")
    await person.modal.fill("q", ["acme"])
    bot.answer = {"option_groups": [{"label": plain("G"), "options": choices("one", "two")}]}
    assert [one["value"] for one in (await person.modal.suggestions("q", "gr")).everything] == ["one", "two"]
    bot.answer = {"options": choices(*[f"o{n}" for n in range(101)])}
    assert (await person.modal.suggestions("q", "many")).why == "more than 100 options"
    bot.answer = "no"
    assert (await person.modal.suggestions("q", "bad")).why
    assert person.modal.value("q") == ["acme"]
    await person.modal.fill("q", ["acme", "two"])
    assert person.modal.value("q") == ["acme", "two"]


async def test_options_of_a_message_are_asked_for_with_the_message(bot):
    await bot.client.chat_postMessage(
        channel="C0DESK",
        text="x",
        blocks=[{"type": "actions", "block_id": "a", "elements": [{"type": "external_select", "action_id": "s"}]}],
    )
    message = bot.ws.messages("incident-desk")[-1]
    bot.answer = {"options": choices("acme")}
    offer = await bot.ws.acts.suggest_in_message("U0SATO", "C0DESK", message.ts, "a", "s", "acm")
    assert offer.options == choices("acme")
    assert bot.last("block_suggestion")["container"]["message_ts"] == message.ts
    await bot.ws.person("U0SATO").press(message, "s", "acme")
    assert bot.last("block_actions")["actions"][0]["selected_option"] == choices("acme")[0]


async def test_cancel_tells_of_one_view_and_the_corner_of_the_root(bot):
    first = await bot.show(modal(asked({"type": "plain_text_input"}), notify_on_close=True))
    person = bot.ws.person(YAMADA)
    await person.modal.fill("q", "x")
    bot.answer = {"response_action": "push", "view": modal(asked({"type": "plain_text_input"}), notify_on_close=True)}
    assert (await person.submit()).kind == "pushed"
    bot.answer = None
    second = person.modal.view
    await person.close_modal()
    said = bot.last("view_closed")
    assert (said["view"]["id"], said["is_cleared"]) == (second.id, False)
    assert person.modal.view.id == first["id"]
    await person.close_modal(everything=True)
    said = bot.last("view_closed")
    assert (said["view"]["id"], said["is_cleared"]) == (first["id"], True)


async def test_a_view_that_clears_on_closing_takes_the_stack_with_it_and_a_quiet_one_tells_nobody(bot):
    await bot.show(modal(asked({"type": "plain_text_input"})))
    person = bot.ws.person(YAMADA)
    await person.modal.fill("q", "x")
    bot.answer = {"response_action": "push", "view": modal(*card("on top"), clear_on_close=True)}
    assert (await person.submit()).kind == "pushed"
    await person.close_modal()
    assert person.modal_view is None and bot.ws.sent("view_closed") == []


async def test_errors_go_to_inputs_only_and_any_other_answer_is_trouble(bot):
    await bot.show(modal(asked({"type": "plain_text_input"}), *card("beside")))
    person = bot.ws.person(YAMADA)
    await person.modal.fill("q", "x")
    for answer in (
        {"response_action": "errors", "errors": {"nowhere": "?"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "dance"},
        {"response_action": "update"},
        {"response_action": "update", "view": {"type": "home", "blocks": []}},
        "thanks",
    ):
        bot.answer = answer
        assert (await person.submit()).kind == "trouble", answer
        assert person.modal.trouble and person.modal.value("q") == "x"
    bot.answer = {"response_action": "errors", "errors": {"q": "No."}}
    outcome = await person.submit()
    assert (outcome.kind, outcome.errors, person.modal.trouble) == ("errors", {"q": "No."}, False)


async def test_an_update_keeps_an_input_only_with_both_ids(bot):
    shown = await bot.show(
        modal(asked({"type": "plain_text_input"}), asked({"type": "plain_text_input"}, block_id="r"))
    )
    person = bot.ws.person(YAMADA)
    for name in ("q", "r"):
        await person.modal.fill(name, name)
    changed = modal(
        asked({"type": "plain_text_input"}), asked({"type": "plain_text_input", "action_id": "w"}, block_id="r")
    )
    await bot.client.views_update(view_id=shown["id"], hash=shown["hash"], view=changed)
    assert (person.modal.value("q"), person.modal.value("r")) == ("q", None)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await bot.client.views_update(view_id=shown["id"], hash=shown["hash"], view=changed)


async def test_a_modal_without_a_submit_button_cannot_be_sent(bot):
    await bot.show({"type": "modal", "title": plain("T"), "blocks": card("only read")})
    person = bot.ws.person(YAMADA)
    with pytest.raises(CannotAct, match="no button"):
        await person.submit()


async def test_a_conversation_that_asks_for_it_gets_an_address_to_answer_at(bot):
    import aiohttp

    select = {"type": "conversations_select", "response_url_enabled": True}
    await bot.show(modal(asked(select)))
    person = bot.ws.person("U0YAMADA")
    await person.modal.fill("q", "C0GENERAL")
    await person.submit()
    (answer,) = bot.last("view_submission")["response_urls"]
    assert (answer["block_id"], answer["action_id"], answer["channel_id"]) == ("q", "v", "C0GENERAL")
    async with (
        aiohttp.ClientSession() as session,
        session.post(answer["response_url"], json={"text": "thanks", "response_type": "in_channel"}) as response,
    ):
        assert response.status == 200
    assert bot.ws.messages("general")[-1].text == "thanks"


async def test_an_external_id_names_one_view_only(bot):
    await bot.show(modal(*card("x"), external_id="one"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await bot.show(modal(*card("x"), external_id="one"), user="U0SATO")
    await bot.client.views_update(external_id="one", view=modal(*card("x"), external_id="one", callback_id="again"))
    assert bot.ws.person(YAMADA).modal.callback_id == "again"
    await bot.ws.person(YAMADA).close_modal()
    await bot.show(modal(*card("x"), external_id="one"), user="U0SATO")


async def test_overflow_buttons_and_home_send_what_slack_sends(bot):
    menu = {
        "type": "section",
        "block_id": "s",
        "text": plain("x"),
        "accessory": {"type": "overflow", "action_id": "more", "options": choices("a", "b")},
    }
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "7", "style": "primary"}
    home = {"type": "home", "blocks": [menu, {"type": "actions", "block_id": "a", "elements": [button]}]}
    await bot.client.views_publish(user_id=YAMADA, view=home)
    person = bot.ws.person(YAMADA)
    await person.press(person.home(), "more", "b")
    done = bot.last("block_actions")["actions"][0]
    assert done["selected_option"]["value"] == "b" and "value" not in done
    await person.press(person.home(), "Go")
    payload = bot.last("block_actions")
    assert payload["view"]["type"] == "home" and "response_url" not in payload
    assert (payload["actions"][0]["value"], payload["actions"][0]["style"]) == ("7", "primary")
    with pytest.raises(BadInput):
        await person.press(person.home(), "more")


async def test_two_people_have_stacks_of_their_own(bot):
    await bot.show(form())
    await bot.show(form(), user="U0SATO")
    await bot.ws.person(YAMADA).close_modal()
    assert bot.ws.person(YAMADA).modal_view is None and bot.ws.person("U0SATO").modal_view is not None


async def test_an_unanswered_submission_keeps_the_form_and_says_so(bot):
    await bot.show(modal(asked({"type": "plain_text_input"})))
    person = bot.ws.person(YAMADA)
    await person.modal.fill("q", "kept")
    bot.ws.fault("delivery", "lost_ack", where={"kind": "view_submission"})
    assert (await person.submit()).why == "http_timeout"
    assert person.modal.trouble and person.modal.value("q") == "kept"
    with contextlib.suppress(asyncio.TimeoutError):
        assert (await person.submit()).kind == "closed"
