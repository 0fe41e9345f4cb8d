"""A walk through the Web API: every method so that it answers with ok, and some so that they refuse."""

from __future__ import annotations

import contextlib

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.oracles.tour import everything_at_home, everything_to_fill, everything_to_press
from workspace import Workspace, modals
from workspace.state import Json

SATO = "U0SATO"
BLOCKS = everything_to_press()
NOTE = {"event_type": "practice", "event_payload": {"id": "7"}}


async def everything(ws: Workspace, client: AsyncWebClient) -> None:
    """All of it, the end of the token last."""
    for part in (people, messages, marks, files, scheduled, rooms, talks, groups, views, refusals):
        await part(ws, client)
    await ws.events_settled()
    await client.auth_revoke()


async def people(ws: Workspace, client: AsyncWebClient) -> None:
    bot = (await client.auth_test())["bot_id"]
    await client.api_test(foo="bar")
    await client.auth_teams_list()
    await client.team_info()
    await client.users_info(user=SATO, include_locale=True)
    await client.users_list(include_locale=True)
    await client.users_lookupByEmail(email="sato@practice.example")
    await client.users_profile_get(user=SATO)
    await client.users_getPresence(user=SATO)
    await client.users_conversations(user=SATO, types="public_channel,private_channel,im")
    await client.bots_info(bot=bot)
    await client.dnd_info(user=SATO)
    await client.dnd_teamInfo(users=[SATO, "U0TANAKA"])
    await client.emoji_list()
    await client.blocks_validate(blocks=BLOCKS)


async def messages(ws: Workspace, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0DESK", text="one", blocks=BLOCKS, metadata=NOTE)
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    await client.chat_postMessage(channel="C0DESK", text="two", thread_ts=posted["ts"], reply_broadcast=True)
    await client.chat_postMessage(channel="C0DESK", text="by", username="Desk", icon_emoji=":eyes:")
    await client.chat_update(**where, text="three")
    await client.chat_update(**where, text="four", blocks=BLOCKS)
    await client.chat_postEphemeral(channel="C0DESK", user=SATO, text="five", blocks=BLOCKS)
    await client.chat_meMessage(channel="C0DESK", text="waves")
    await client.chat_getPermalink(channel="C0DESK", message_ts=posted["ts"])
    await client.conversations_history(channel="C0DESK", include_all_metadata=True, limit=2)
    await client.conversations_replies(channel="C0DESK", ts=posted["ts"])
    await client.conversations_mark(channel="C0DESK", ts=posted["ts"])
    gone = await client.chat_postMessage(channel="C0DESK", text="gone")
    await client.chat_delete(channel="C0DESK", ts=gone["ts"])


async def marks(ws: Workspace, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0DESK", text="mark me"))["ts"]
    on = {"channel": "C0DESK", "timestamp": ts}
    await client.reactions_add(**on, name="eyes")
    await client.reactions_get(**on, full=True)
    await client.reactions_list()
    await client.conversations_history(channel="C0DESK", limit=1)
    await client.reactions_remove(**on, name="eyes")
    await client.pins_add(**on)
    await client.pins_list(channel="C0DESK")
    await client.conversations_history(channel="C0DESK", limit=1)
    await client.pins_remove(**on)
    link = {"title": "Map", "type": "link", "link": "https://practice.example/map", "emoji": ":world_map:"}
    mark = (await client.bookmarks_add(channel_id="C0DESK", **link))["bookmark"]["id"]
    await client.bookmarks_edit(channel_id="C0DESK", bookmark_id=mark, title="The map")
    await client.bookmarks_list(channel_id="C0DESK")
    await client.bookmarks_remove(channel_id="C0DESK", bookmark_id=mark)


async def files(ws: Workspace, client: AsyncWebClient) -> None:
    words = "time,what\n03:05,tea\n"
    made = await client.files_getUploadURLExternal(filename="log.csv", length=len(words), alt_txt="a log")
    async with aiohttp.ClientSession() as session, session.post(made["upload_url"], data=words.encode()) as answer:
        assert answer.status == 200
    entry = [{"id": made["file_id"], "title": "A log"}]
    await client.files_completeUploadExternal(files=entry, channel_id="C0DESK", initial_comment="the log")
    await client.files_info(file=made["file_id"])
    await client.files_list(channel="C0DESK")
    await client.conversations_history(channel="C0DESK", limit=1)
    await client.files_delete(file=made["file_id"])


async def scheduled(ws: Workspace, client: AsyncWebClient) -> None:
    at = int(ws.clock.now().timestamp()) + 600
    later = await client.chat_scheduleMessage(channel="C0DESK", text="later", post_at=at, blocks=BLOCKS)
    await client.chat_scheduledMessages_list(channel="C0DESK")
    await client.chat_deleteScheduledMessage(channel="C0DESK", scheduled_message_id=later["scheduled_message_id"])


async def rooms(ws: Workspace, client: AsyncWebClient) -> None:
    made = (await client.conversations_create(name="tour-川端市", is_private=True))["channel"]["id"]
    await client.conversations_invite(channel=made, users=f"{SATO},U0TANAKA")
    await client.conversations_kick(channel=made, user="U0TANAKA")
    await client.conversations_rename(channel=made, name="tour-renamed")
    await client.conversations_setTopic(channel=made, topic="Where the tour goes")
    await client.conversations_setPurpose(channel=made, purpose="To see everything")
    await client.conversations_info(channel=made, include_num_members=True, include_locale=True)
    await client.conversations_members(channel=made)
    await client.conversations_list(types="public_channel,private_channel,im,mpim")
    await client.conversations_history(channel=made)
    await client.conversations_inviteShared(channel=made, emails=["desk@tobu.example"])
    await client.conversations_archive(channel=made)
    await client.conversations_join(channel="C0BUILD")
    await client.conversations_leave(channel="C0BUILD")
    public = (await client.conversations_create(name="tour-public"))["channel"]["id"]
    await client.conversations_archive(channel=public)


async def talks(ws: Workspace, client: AsyncWebClient) -> None:
    direct = (await client.conversations_open(users=SATO, return_im=True))["channel"]["id"]
    await client.conversations_info(channel=direct)
    await client.conversations_close(channel=direct)
    several = (await client.conversations_open(users=f"{SATO},U0TANAKA"))["channel"]["id"]
    await client.chat_postMessage(channel=several, text="both of you")
    await client.conversations_info(channel=several)


async def groups(ws: Workspace, client: AsyncWebClient) -> None:
    made = (await client.usergroups_create(name="On the tour", handle="tour"))["usergroup"]["id"]
    await client.usergroups_users_update(usergroup=made, users=f"{SATO},U0TANAKA")
    await client.usergroups_users_list(usergroup=made)
    await client.usergroups_update(usergroup=made, description="everybody on the tour")
    await client.usergroups_disable(usergroup=made, include_count=True)
    await client.usergroups_enable(usergroup=made)
    await client.usergroups_list(include_users=True, include_count=True)


async def views(ws: Workspace, client: AsyncWebClient) -> None:
    view = everything_to_fill("tour", external_id="tour")
    opened = await client.views_open(trigger_id=modals.new_trigger(ws.state, SATO), view=view)
    await client.views_push(trigger_id=modals.new_trigger(ws.state, SATO), view=everything_to_fill("above"))
    seen: Json = opened["view"]
    await client.views_update(view_id=seen["id"], hash=seen["hash"], view=everything_to_fill("tour"))
    await client.views_publish(user_id=SATO, view=everything_at_home())


async def refusals(ws: Workspace, client: AsyncWebClient) -> None:
    for refused in (
        client.chat_postMessage(channel="C0NONE", text="x"),
        client.chat_postMessage(channel="C0DESK", text="x", blocks=[{"type": "nope"}]),
        client.conversations_invite(channel="C0DESK", users="U0NOBODY"),
        client.views_open(trigger_id="1.2.3", view=everything_to_fill("tour")),
        client.views_publish(user_id=SATO, view={"type": "home"}),
        client.usergroups_users_list(usergroup="S0NONE"),
        client.blocks_validate(blocks=[{"type": "nope"}]),
        client.api_call("files.upload"),
        client.api_call("no.such"),
    ):
        with contextlib.suppress(SlackApiError):
            raise AssertionError(f"answered with ok: {(await refused).data}")
