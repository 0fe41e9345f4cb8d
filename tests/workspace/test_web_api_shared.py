"""Channels shared with another team: who its people are to us, and how they come in."""

from __future__ import annotations

import aiohttp
import pytest

from workspace.state import Channel, Member

from .conftest import refused

CLIENT, OWN = "U0HIGASHI", "T0HANSHO"


async def test_a_shared_channel_says_so(bot):
    shared = (await bot.conversations_info(channel="C0TOBU"))["channel"]
    assert (shared["is_ext_shared"], shared["is_shared"], shared["connected_team_ids"]) == (True, True, ["T0TOBU"])
    assert shared["conversation_host_id"] == OWN
    own = (await bot.conversations_info(channel="C0DESK"))["channel"]
    assert own["is_ext_shared"] is False and "connected_team_ids" not in own


async def test_people_of_another_team_have_no_locale_and_are_strangers_without_a_channel(able, bot):
    told = (await bot.users_info(user=CLIENT, include_locale=True))["user"]
    assert (told["team_id"], told["profile"]["team"], told["is_stranger"]) == ("T0TOBU", "T0TOBU", False)
    assert "locale" not in told
    assert "is_stranger" not in (await bot.users_info(user="U0SATO"))["user"]
    assert await refused(bot.users_lookupByEmail(email="desk@tobu.example")) == "users_not_found"
    assert CLIENT in {one["id"] for one in (await bot.users_list())["members"]}
    able.channel("C0TOBU").is_archived = True
    assert (await bot.users_info(user=CLIENT))["user"]["is_stranger"] is True
    assert CLIENT not in {one["id"] for one in (await bot.users_list())["members"]}


async def test_direct_messages_need_a_shared_channel(able, bot):
    assert (await bot.chat_postMessage(channel=CLIENT, text="hello"))["ok"]
    able.channel("C0TOBU").members.remove(CLIENT)
    assert await refused(bot.chat_postMessage(channel=CLIENT, text="x")) == "channel_not_found"
    assert await refused(bot.conversations_open(users=CLIENT)) == "invalid_user_combination"


async def test_what_they_write_carries_their_team(able, bot):
    able.person(CLIENT).say("C0TOBU", "good morning")
    [said] = (await bot.conversations_history(channel="C0TOBU"))["messages"]
    assert (said["team"], said["user_team"], said["source_team"]) == ("T0TOBU", "T0TOBU", "T0TOBU")


async def test_they_come_only_where_their_team_is(able, bot):
    room = (await bot.conversations_create(name="room", is_private=True))["channel"]["id"]
    assert await refused(bot.conversations_invite(channel=room, users=CLIENT)) == "cant_invite"
    able.channel("C0TOBU").members.remove(CLIENT)
    assert (await bot.conversations_invite(channel="C0TOBU", users=CLIENT))["ok"]


async def test_an_invitation_is_accepted_by_the_person_it_was_for(able, bot):
    room = (await bot.conversations_create(name="for-tobu"))["channel"]["id"]
    sent = await bot.conversations_inviteShared(channel=room, emails="desk@tobu.example")
    assert sent["is_legacy_shared_channel"] is False
    pending = bot.conversations_inviteShared(channel=room, emails=["desk@tobu.example"])
    assert await refused(pending) == "connection_limit_exceeded_pending"
    with pytest.raises(Exception, match="email_does_not_match"):
        able.accept_invite(sent["invite_id"], "U0SATO")
    able.accept_invite(sent["invite_id"], CLIENT)
    told = (await bot.conversations_info(channel=room))["channel"]
    assert told["is_ext_shared"] and CLIENT in able.channel(room).members
    await able.wait_for(lambda: able.sent("channel_shared") and able.sent("member_joined_channel"))
    assert able.sent("channel_shared")[0].payload["event"]["connected_team_id"] == "T0TOBU"
    with pytest.raises(Exception, match="invite_used"):
        able.accept_invite(sent["invite_id"], CLIENT)
    again = bot.conversations_inviteShared(channel=room, user_ids=[CLIENT])
    assert await refused(again) == "already_in_channel"


async def test_another_process_accepts_it_the_same_way(able, bot):
    sent = await bot.conversations_inviteShared(channel="C0DESK", user_ids=CLIENT)

    async def act(who):
        body = {"as": who, "do": "accept_invite", "invite": sent["invite_id"]}
        async with aiohttp.ClientSession() as session, session.post(f"{able.url}_practice/act", json=body) as response:
            return response.status, await response.json()

    assert (await act("U0SATO"))[1]["why"] == "email_does_not_match"
    assert await act(CLIENT) == (200, {"ok": True, "kind": "ok", "channel": "C0DESK"})
    assert CLIENT in able.channel("C0DESK").members


INVITATIONS = {
    "nobody": ({}, "recipients_not_specified"),
    "no address": ({"emails": "desk at tobu"}, "user_not_found"),
    "half an address": ({"emails": "desk@tobu"}, "invalid_email"),
    "two addresses": ({"emails": "a@tobu.example,b@tobu.example"}, "too_many_emails"),
    "two people": ({"user_ids": "U1,U2"}, "invalid_arguments"),
    "a stranger": ({"user_ids": "U0NOBODY"}, "user_not_found"),
    "everybody's channel": ({"channel": "C0GENERAL", "emails": "a@tobu.example"}, "cannot_share_mandatory_channel"),
    "a direct message": ({"channel": "im", "emails": "a@tobu.example"}, "invalid_channel_type"),
    "a closed channel": ({"channel": "C0CLOSED", "emails": "a@tobu.example"}, "channel_archived"),
}


@pytest.mark.parametrize("name", INVITATIONS)
async def test_invitations_slack_refuses(able, bot, name):
    more, error = INVITATIONS[name]
    able.state.add_channel(Channel("C0CLOSED", "closed", "public", ["U0HANSHO"], is_archived=True))
    more = {"channel": "C0DESK"} | more
    if more["channel"] == "im":
        more["channel"] = able.state.direct("U0SATO").id
    assert await refused(bot.api_call("conversations.inviteShared", params=more)) == error


async def test_our_own_token_cannot_accept_for_the_other_side(able, bot):
    sent = await bot.conversations_inviteShared(channel="C0DESK", emails="new@tobu.example")
    own = bot.conversations_acceptSharedInvite(channel_name="x", invite_id=sent["invite_id"])
    assert await refused(own) == "invite_from_same_org"
    assert await refused(bot.conversations_acceptSharedInvite(channel_name="x", invite_id="I0")) == "invite_not_found"
    able.state.members["U0NEW"] = Member("U0NEW", "new", "New", team="T0TOBU", mail="new@tobu.example")
    able.accept_invite(sent["invite_id"], "U0NEW")
    assert "U0NEW" in able.channel("C0DESK").members
