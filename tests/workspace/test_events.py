"""What people do in conversations and what happens to the workspace, as the app hears of it."""

from __future__ import annotations

from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from workspace import CannotAct, Workspace
from workspace.manifest import DEFAULT
from workspace.state import Member, Team

from .conftest import card
from .test_signed import bounded, fine, listener

EVERYTHING = frozenset(
    [
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_created",
        "channel_id_changed",
        "channel_rename",
        "channel_shared",
        "channel_unarchive",
        "channel_unshared",
        "file_shared",
        "group_archive",
        "group_rename",
        "group_unarchive",
        "member_joined_channel",
        "member_left_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "message.mpim",
        "pin_added",
        "reaction_added",
        "reaction_removed",
        "subteam_members_changed",
        "team_join",
        "tokens_revoked",
        "user_change",
    ]
)
SATO, YAMADA, CLIENT = "U0SATO", "U0YAMADA", "U9CLIENT"


@pytest.fixture
async def ws():
    """Everything is subscribed to, an app that answers listens, the bot is in #general, and a client's person shares it."""
    async with listener(fine) as (url, _):
        scopes = DEFAULT.bot_scopes | {"reactions:read", "files:read"}
        manifest = replace(DEFAULT, bot_events=EVERYTHING, bot_scopes=scopes)
        async with bounded(request_url=url, answer_seconds=3.0, manifest=manifest) as made:
            made.channel("general").members.append("U0HANSHO")
            made.state.teams["T9CLIENT"] = Team("T9CLIENT", "Client", "client")
            made.state.members[CLIENT] = Member(CLIENT, "client", "Client Person", team="T9CLIENT")
            yield made


async def heard(ws: Workspace, kind: str | None = None):
    await ws.events_settled()
    return [one.payload["event"] for one in ws.sent(kind)]


async def test_a_message_is_heard_with_its_kind_of_place_and_a_mention_twice(ws):
    ws.person(SATO).say("general", "hello")
    ws.person(SATO).say("incident-desk", "<@U0HANSHO> help")
    ws.person(SATO).say(ws.state.direct(SATO).id, "<@U0HANSHO> privately")
    events = await heard(ws)
    assert [(one["type"], one.get("channel_type")) for one in events] == [
        ("message", "channel"), ("message", "group"), ("app_mention", None), ("message", "im"),
    ]  # fmt: skip
    assert events[0]["text"] == "hello" and events[0]["user"] == SATO and "subtype" not in events[0]


async def test_nothing_is_heard_of_places_the_bot_is_not_in(ws):
    ws.person(YAMADA).say("platform-team", "<@U0HANSHO> are you there")
    ws.person(YAMADA).react(ws.messages("platform-team")[-1], "eyes")
    assert await heard(ws) == []


async def test_its_own_messages_come_back_to_the_bot_with_its_bot_id(ws):
    client = AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])
    posted = await client.chat_postMessage(channel="C0DESK", text="first", blocks=card("first"))
    await client.chat_update(channel="C0DESK", ts=posted["ts"], text="second")
    await client.chat_delete(channel="C0DESK", ts=posted["ts"])
    said, changed, deleted = await heard(ws, "message")
    assert said["bot_id"] == "B0HANSHO" and said["text"] == "first"
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("second", "first")
    assert changed["message"]["ts"] == posted["ts"] != changed["ts"]
    assert (deleted["subtype"], deleted["deleted_ts"], deleted["previous_message"]["text"]) == (
        "message_deleted",
        posted["ts"],
        "second",
    )


async def test_people_change_and_delete_their_own_messages_only(ws):
    message = ws.person(SATO).say("general", "one")
    ws.person(SATO).edit(message, "two")
    assert message.edited_ts is not None
    for doing in (lambda: ws.person(YAMADA).edit(message, "x"), lambda: ws.person(YAMADA).delete(message)):
        with pytest.raises(CannotAct, match="wrote"):
            doing()
    ws.person(SATO).delete(message)
    assert message not in ws.messages("general")
    assert [one.get("subtype") for one in await heard(ws, "message")] == [None, "message_changed", "message_deleted"]


async def test_a_reaction_is_put_on_and_taken_away(ws):
    message = ws.person(SATO).say("general", "one")
    ws.person(YAMADA).react(message, "eyes")
    ws.person(SATO).react(message, "eyes")
    assert message.reactions == [{"name": "eyes", "users": [YAMADA, SATO], "count": 2}]
    for who in (YAMADA, SATO, SATO):
        ws.person(who).react(message, "eyes", on=False)
    assert message.reactions == []
    (added, _) = await heard(ws, "reaction_added")
    assert (added["user"], added["item_user"], added["item"]["ts"]) == (YAMADA, SATO, message.ts)
    assert len(await heard(ws, "reaction_removed")) == 2


async def test_coming_and_going(ws):
    ws.person(SATO).leave("incident-desk")
    with pytest.raises(CannotAct):
        ws.person(SATO).say("incident-desk", "still here")
    with pytest.raises(CannotAct, match="no open public channel"):
        ws.person(SATO).join("incident-desk")
    with pytest.raises(CannotAct, match="nobody can leave"):
        ws.person(SATO).leave("general")
    ws.channel("platform-team").members.append("U0HANSHO")
    ws.person("U0KATO").join("platform-team")
    kinds = [(one["type"], one.get("subtype")) for one in await heard(ws)]
    assert kinds == [
        ("message", "channel_leave"), ("member_left_channel", None), ("message", "channel_join"), ("member_joined_channel", None),
    ]  # fmt: skip
    (joined,) = await heard(ws, "member_joined_channel")
    assert joined["user"] == "U0KATO" and "inviter" not in joined


async def test_a_file_is_shared(ws):
    message = ws.person(SATO).share("general", "log.txt", b"made up", "look")
    said, shared = await heard(ws)
    assert (said["subtype"], said["files"][0]["name"], said["text"]) == ("file_share", "log.txt", "look")
    assert (shared["type"], shared["file_id"], shared["channel_id"]) == ("file_shared", message.files[0], "C0GENERAL")


async def test_what_happens_to_channels(ws):
    acts = ws.acts
    acts.archive("general", SATO)
    acts.archive("general", SATO, back=True)
    acts.archive("incident-desk", SATO)
    acts.rename("platform-team", "builders", SATO)
    acts.share("general", "T9CLIENT")
    ws.channel("general").members.append(CLIENT)
    ws.person(CLIENT).say("general", "good morning")
    acts.unshare("general", "T9CLIENT")
    assert CLIENT not in ws.channel("general").members
    old = ws.channel("compliance").id
    new = acts.change_id("compliance").id
    events = await heard(ws)
    assert [one["type"] for one in events] == [
        "channel_archive", "channel_unarchive", "group_archive", "channel_rename", "channel_shared", "message", "channel_unshared",
        "channel_id_changed",
    ]  # fmt: skip
    assert (events[-1]["old_channel_id"], events[-1]["new_channel_id"]) == (old, new)
    assert old not in ws.state.channels
    outer = ws.sent("message")[0].payload
    assert (
        outer["is_ext_shared_channel"] is True
        and ws.sent("channel_archive")[0].payload["is_ext_shared_channel"] is False
    )


async def test_people_come_and_change(ws):
    ws.acts.come(Member("U0NEW", "new", "New Person", locale="ja-JP"))
    ws.acts.change(SATO, locale="en-US", deleted=True)
    with pytest.raises(CannotAct, match="nobody has"):
        ws.acts.change(SATO, shoe_size=42)
    came, changed = await heard(ws)
    assert (came["type"], came["user"]["id"]) == ("team_join", "U0NEW")
    assert (changed["type"], changed["user"]["locale"], changed["user"]["deleted"]) == ("user_change", "en-US", True)


async def test_a_removed_app_hears_it_and_its_token_is_worthless(ws):
    client = AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])
    ws.acts.uninstall()
    assert {one["type"] for one in await heard(ws)} == {"app_uninstalled", "tokens_revoked"}
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()


async def test_people_of_another_team_have_no_commands_and_no_shortcuts_but_can_press_buttons(ws):
    ws.acts.share("general", "T9CLIENT")
    ws.channel("general").members.append(CLIENT)
    client = AsyncWebClient(token=ws.settings.bot_token, base_url=ws.api_url, retry_handlers=[])
    await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=card("x"))
    message = ws.messages("general")[-1]
    person = ws.person(CLIENT)
    for doing in (
        person.command("/incident", "general"),
        person.shortcut("incident_report"),
        person.message_shortcut("incident_from_message", message),
    ):
        with pytest.raises(CannotAct, match="another team"):
            await doing
    assert (await person.press(message, "take")).ok
    payload = ws.sent("block_actions")[-1].payload
    assert (payload["user"]["team_id"], payload["team"]["id"]) == ("T9CLIENT", "T0HANSHO")


async def test_a_command_names_people_and_channels_by_id_where_the_manifest_asks_for_it(ws):
    await ws.person(SATO).command("/incident new @yamada in #general ok")
    assert ws.sent("slash_command")[-1].payload["text"] == "new <@U0YAMADA|yamada> in <#C0GENERAL|general> ok"
    plain = tuple({**one, "should_escape": False} for one in ws.settings.manifest.commands)
    ws.core.settings = replace(ws.settings, manifest=replace(ws.settings.manifest, commands=plain))
    await ws.person(SATO).command("/incident new @yamada")
    assert ws.sent("slash_command")[-1].payload["text"] == "new @yamada"


async def test_people_do_all_this_over_the_control_api(ws):
    async with aiohttp.ClientSession() as session:

        async def act(**body):
            async with session.post(f"{ws.url}_practice/act", json={"as": SATO, **body}) as response:
                return await response.json()

        async with session.post(f"{ws.url}_practice/upload?as={SATO}&name=log.txt", data=b"made up") as response:
            file = (await response.json())["file"]
        ts = (await act(do="post", channel="C0GENERAL", text="hi", files=[file["id"]]))["ts"]
        assert (await act(do="react", channel="C0GENERAL", ts=ts, name="eyes"))["ok"]
        assert (await act(do="edit", channel="C0GENERAL", ts=ts, text="ho"))["ok"]
        assert ws.messages("general")[-1].text == "ho" and ws.messages("general")[-1].files == [file["id"]]
        assert (await act(do="delete", channel="C0GENERAL", ts=ts))["ok"]
        assert not (await act(do="delete", channel="C0GENERAL", ts=ts))["ok"]
        assert (await act(do="join", channel="platform-team"))["why"].endswith("already")
        assert (await act(do="leave", channel="platform-team"))["ok"]
