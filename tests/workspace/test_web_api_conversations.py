"""conversations.*: making, filling, naming, closing and finding them, each with what Slack refuses."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from workspace.limits import INVITE_USERS
from workspace.state import Channel, Member

from .conftest import refused


@pytest.fixture
async def room(bot):
    return (await bot.conversations_create(name="room"))["channel"]["id"]


@pytest.fixture
async def secret(bot):
    return (await bot.conversations_create(name="secret", is_private=True))["channel"]["id"]


NAMES = {
    "x" * 80: None,
    "x" * 81: "invalid_name_maxlength",
    "": "invalid_name_required",
    "Loud": "invalid_name_specials",
    "two words": "invalid_name_specials",
    "dot.ted": "invalid_name_specials",
    "--__--": "invalid_name_punctuation",
    "general": "name_taken",
    "事故-1121_a": None,
}


@pytest.mark.parametrize("name", NAMES)
async def test_names(bot, room, name):
    error = NAMES[name]
    if error is None:
        assert (await bot.conversations_create(name=name))["channel"]["name"] == name
        assert await refused(bot.conversations_create(name=name, is_private=True)) == "name_taken"
    else:
        assert await refused(bot.conversations_create(name=name)) == error
        assert await refused(bot.conversations_rename(channel=room, name=name)) == error


async def test_invitations_are_all_or_none_with_a_reason_for_each(able, bot, room):
    able.state.members["U0LEE"].deleted = True
    await bot.conversations_invite(channel=room, users=["U0SATO", "U0TANAKA"])
    with pytest.raises(SlackApiError) as caught:
        await bot.conversations_invite(channel=room, users="U0KATO,U0NOBODY,U0SATO,U0HANSHO,U0LEE")
    answer = caught.value.response
    assert answer["error"] == "user_not_found"
    assert [(one["user"], one["error"]) for one in answer["errors"]] == [
        ("U0NOBODY", "user_not_found"),
        ("U0SATO", "already_in_channel"),
        ("U0HANSHO", "cant_invite_self"),
        ("U0LEE", "cant_invite"),
    ]
    assert "U0KATO" not in able.channel(room).members
    forced = await bot.conversations_invite(channel=room, users="U0KATO,U0NOBODY", force=True)
    assert forced["ok"] and [one["user"] for one in forced["errors"]] == ["U0NOBODY"]
    assert "U0KATO" in able.channel(room).members
    assert await refused(bot.conversations_invite(channel=room, users="U0SATO")) == "already_in_channel"
    assert await refused(bot.conversations_invite(channel=room, users="U0HANSHO")) == "cant_invite_self"
    assert await refused(bot.conversations_invite(channel=room, users="")) == "no_user"
    await able.wait_for(lambda: len(able.sent("member_joined_channel")) >= 3)
    joined = [m for m in able.messages(room) if m.subtype == "channel_join"]
    assert {m.user for m in joined} == {"U0SATO", "U0TANAKA", "U0KATO"}


async def test_a_thousand_invitations_and_not_one_more(able, bot, room):
    crowd = [f"U1{number:04d}" for number in range(INVITE_USERS + 1)]
    for user in crowd:
        able.state.members[user] = Member(user, user.lower(), user)
    assert await refused(bot.conversations_invite(channel=room, users=crowd)) == "invalid_arguments"
    assert (await bot.conversations_invite(channel=room, users=crowd[:-1]))["ok"]
    assert len(able.channel(room).members) == INVITE_USERS + 1


async def test_members_come_in_pages(able, bot, room):
    able.channel(room).members += [f"U1{number}" for number in range(250)]
    seen, cursor = [], ""
    for size in (100, 100, 51):
        answer = await bot.conversations_members(channel=room, cursor=cursor)
        seen += answer["members"]
        cursor = answer["response_metadata"]["next_cursor"]
        assert len(answer["members"]) == size
    assert cursor == "" and len(set(seen)) == 251
    assert await refused(bot.conversations_members(channel=room, cursor="page two")) == "invalid_cursor"
    assert await refused(bot.conversations_members(channel=room, limit="ten")) == "invalid_limit"


async def test_kick(able, bot, room):
    await bot.conversations_invite(channel=room, users="U0SATO")
    assert (await bot.conversations_kick(channel=room, user="U0SATO"))["ok"]
    assert "U0SATO" not in able.channel(room).members
    await able.wait_for(lambda: able.sent("member_left_channel"))
    for user, error in {
        "U0SATO": "not_in_channel",
        "U0HANSHO": "cant_kick_self",
        "U0NOBODY": "user_not_found",
        "": "no_user",
    }.items():
        assert await refused(bot.conversations_kick(channel=room, user=user)) == error
    able.channel("general").members.append("U0HANSHO")
    assert await refused(bot.conversations_kick(channel="C0GENERAL", user="U0SATO")) == "cant_kick_from_general"


async def test_join_and_leave(able, bot, room, secret):
    joined = await bot.conversations_join(channel="C0BUILD")
    assert joined["channel"]["is_member"] and "warning" not in joined.data
    assert (await bot.conversations_join(channel="C0BUILD"))["warning"] == "already_in_channel"
    assert (await bot.conversations_leave(channel="C0BUILD"))["ok"]
    assert (await bot.conversations_leave(channel="C0BUILD"))["not_in_channel"] is True
    assert await refused(bot.conversations_join(channel=secret)) == "method_not_supported_for_channel_type"
    assert await refused(bot.conversations_leave(channel=secret)) == "last_member"
    await bot.conversations_archive(channel=room)
    assert await refused(bot.conversations_join(channel=room)) == "is_archived"
    assert await refused(bot.conversations_leave(channel="C0GENERAL")) == "cant_leave_general"


async def test_rename_only_what_the_bot_made(able, bot, room):
    named = (await bot.conversations_rename(channel=room, name="hall"))["channel"]
    assert (named["name"], named["previous_names"]) == ("hall", ["room"])
    assert able.messages(room)[-1].subtype == "channel_name"
    await bot.conversations_join(channel="C0BUILD")
    assert await refused(bot.conversations_rename(channel="C0BUILD", name="ours")) == "not_authorized"


@pytest.mark.parametrize("what", ["topic", "purpose"])
async def test_a_line_of_250_characters_is_told_to_everybody_once(able, bot, secret, what):
    change = getattr(bot, f"conversations_set{what.title()}")
    line = "半" * 250
    shown = (await change(channel=secret, **{what: line}))["channel"][what]
    assert (shown["value"], shown["creator"]) == (line, "U0HANSHO") and shown["last_set"] > 0
    await change(channel=secret, **{what: line})
    assert [m.subtype for m in able.messages(secret)] == [f"channel_{what}"]
    assert await refused(change(channel=secret, **{what: line + "x"})) == "too_long"
    assert (await change(channel=secret, **{what: ""}))["channel"][what]["value"] == ""


async def test_archive(able, bot, room):
    assert (await bot.conversations_archive(channel=room))["ok"]
    await able.wait_for(lambda: able.sent("channel_archive"))
    assert await refused(bot.conversations_archive(channel=room)) == "already_archived"
    for call in (
        bot.chat_postMessage(channel=room, text="x"),
        bot.conversations_invite(channel=room, users="U0SATO"),
        bot.conversations_setTopic(channel=room, topic="x"),
    ):
        assert await refused(call) == "is_archived"
    assert (await bot.conversations_history(channel=room))["ok"], "what was said stays readable"
    assert await refused(bot.conversations_unarchive(channel=room)) == "not_in_channel"
    assert await refused(bot.conversations_unarchive(channel="C0BUILD")) == "not_archived"
    assert await refused(bot.conversations_archive(channel="C0GENERAL")) == "cant_archive_general"
    assert await refused(bot.conversations_archive(channel="C0BUILD")) == "not_in_channel"


async def test_private_channels_without_the_bot_do_not_exist(able, bot):
    able.state.add_channel(Channel("C0HIDDEN", "hidden", "private", ["U0SATO"]))
    for method in ("info", "members", "history", "archive", "join", "leave", "mark"):
        more = {"ts": "1.000000"} if method == "mark" else {}
        assert (
            await refused(bot.api_call(f"conversations.{method}", params={"channel": "C0HIDDEN", **more}))
            == "channel_not_found"
        )
    seen = (await bot.conversations_list(types="public_channel,private_channel"))["channels"]
    assert "C0HIDDEN" not in {one["id"] for one in seen}
    assert await refused(bot.conversations_create(name="hidden")) == "name_taken"
    assert await refused(bot.conversations_history(channel="C0BUILD")) == "not_in_channel"


async def test_info_shows_locale_and_number_only_when_asked(bot, secret):
    plain = (await bot.conversations_info(channel=secret))["channel"]
    assert not {"locale", "num_members"} & set(plain) and plain["is_member"] and plain["last_read"]
    full = (await bot.conversations_info(channel=secret, include_locale=True, include_num_members=True))["channel"]
    assert (full["locale"], full["num_members"], full["is_private"]) == ("ja-JP", 1, True)


async def test_list_by_type_in_pages_without_archived_ones(able, bot, room):
    for number in range(200):
        await bot.conversations_create(name=f"n-{number:03d}")
    await bot.conversations_open(users="U0SATO")
    await bot.conversations_archive(channel=room)
    seen, cursor = [], ""
    while True:
        answer = await bot.conversations_list(types="public_channel", exclude_archived=True, limit=90, cursor=cursor)
        seen += [one["id"] for one in answer["channels"]]
        if not (cursor := answer["response_metadata"]["next_cursor"]):
            break
    public = [c.id for c in able.state.channels.values() if c.kind == "public" and not c.is_archived]
    assert seen == public and len(seen) == len(set(seen)) == 202
    kinds = (await bot.conversations_list(types="im,mpim,private_channel"))["channels"]
    assert {one.get("is_im", False) for one in kinds} == {True, False}
    assert await refused(bot.conversations_list(types="public_channel,secret")) == "invalid_types"
    mine = (await bot.users_conversations(types="public_channel,private_channel", exclude_archived=True, limit=999))[
        "channels"
    ]
    assert {one["id"] for one in mine} == {
        c.id for c in able.state.channels.values() if not c.is_talk and "U0HANSHO" in c.members
    } - {room}
    his = (await bot.users_conversations(user="U0YAMADA"))["channels"]
    assert {one["id"] for one in his} == {"C0GENERAL", "C0BUILD"}


async def test_talks_with_one_and_with_eight(able, bot):
    one = await bot.conversations_open(users="U0SATO")
    assert set(one["channel"]) == {"id"} and "already_open" not in one.data
    again = await bot.conversations_open(users="U0SATO", return_im=True)
    assert again["already_open"] and again["channel"]["user"] == "U0SATO"
    eight = ["U0SATO", "U0TANAKA", "U0BROWN", "U0SUZUKI", "U0KATO", "U0LEE", "U0MORI", "U0OKADA"]
    several = (await bot.conversations_open(users=eight, return_im=True))["channel"]
    assert several["is_mpim"] and several["name"].startswith("mpdm-sato--tanaka--")
    assert (await bot.conversations_open(users=list(reversed(eight))))["channel"]["id"] == several["id"]
    assert (await bot.chat_postMessage(channel=several["id"], text="all of you"))["ok"]
    assert (await bot.conversations_open(channel=several["id"]))["already_open"]
    assert await refused(bot.conversations_open(users=[*eight, "U0YAMADA"])) == "too_many_users"
    assert await refused(bot.conversations_open(users="")) == "users_list_not_supplied"
    assert await refused(bot.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert await refused(bot.conversations_open(users="U0HANSHO")) == "user_not_found"
    assert await refused(bot.conversations_open(channel="C0DESK")) == "method_not_supported_for_channel_type"
    assert await refused(bot.conversations_open(users="U0YAMADA", prevent_creation=True)) == "channel_not_found"
    able.state.members["U0YAMADA"].deleted = True
    assert await refused(bot.conversations_open(users="U0YAMADA")) == "user_disabled"
    for method in ("invite", "setPurpose", "archive", "kick"):
        more = {"users": "U0YAMADA", "purpose": "x", "user": "U0SATO"}
        call = bot.api_call(f"conversations.{method}", params={"channel": several["id"], **more})
        assert await refused(call) == "method_not_supported_for_channel_type"


async def test_mark_moves_what_the_bot_has_read(bot):
    sent = await bot.chat_postMessage(channel="C0DESK", text="x")
    await bot.conversations_mark(channel="C0DESK", ts=sent["ts"])
    assert (await bot.conversations_info(channel="C0DESK"))["channel"]["last_read"] == sent["ts"]
