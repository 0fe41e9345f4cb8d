"""Files: the three steps of an upload, where they can be seen, and who may fetch them."""

from __future__ import annotations

import io

import aiohttp
import pytest

from workspace.limits import FILE_BYTES

from .conftest import allowed, client_of, refused

WORDS = "秘密ではない\n".encode()
SIZE = len(WORDS)


async def put(url, **more):
    async with aiohttp.ClientSession() as session, session.post(url, **more) as response:
        return response.status, await response.text()


async def asked_for(bot, length=SIZE, **more):
    return await bot.files_getUploadURLExternal(filename="note.txt", length=length, **more)


async def got(url, key=None):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers, allow_redirects=False) as response:
        return response.status, await response.read(), response.headers


async def test_the_sdk_uploads_into_a_thread_and_the_message_carries_it(able, bot):
    parent = await bot.chat_postMessage(channel="C0DESK", text="parent")
    done = await bot.files_upload_v2(
        channel="C0DESK",
        thread_ts=parent["ts"],
        filename="note.txt",
        content=WORDS.decode(),
        title="Note",
        initial_comment="see",
    )
    file = done["files"][0]
    thread = (await bot.conversations_replies(channel="C0DESK", ts=parent["ts"]))["messages"]
    assert (thread[1]["text"], thread[1]["files"][0]["id"]) == ("see", file["id"])
    shown = (await bot.files_info(file=file["id"]))["file"]
    assert (shown["title"], shown["mimetype"], shown["filetype"], shown["size"]) == (
        "Note",
        "text/plain",
        "text",
        len(WORDS),
    )
    assert shown["groups"] == ["C0DESK"] and shown["shares"]["private"]["C0DESK"][0]["ts"] == thread[1]["ts"]
    await able.wait_for(lambda: able.sent("file_shared"))
    status, body, headers = await got(shown["url_private_download"], able.settings.bot_token)
    assert (status, body) == (200, WORDS)
    assert headers["Content-Disposition"].startswith("attachment") and "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("way", ["raw", "form"])
async def test_bytes_may_come_raw_or_as_a_form(bot, way):
    ticket = await asked_for(bot)
    data = WORDS
    if way == "form":
        data = aiohttp.FormData()
        data.add_field("filename", WORDS, filename="note.txt")
    assert (await put(ticket["upload_url"], data=data))[0] == 200
    done = await bot.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])
    assert done["files"][0]["title"] == "note.txt"


async def test_what_an_upload_address_refuses(bot):
    ticket = await asked_for(bot)
    assert (await put(ticket["upload_url"] + "x", data=WORDS))[0] == 404
    assert (await put(ticket["upload_url"], data=WORDS + b"more"))[0] == 400
    early = bot.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])
    assert await refused(early) == "file_not_found", "nothing has come yet"
    assert (await put(ticket["upload_url"], data=WORDS))[0] == 200
    await bot.files_completeUploadExternal(files=[{"id": ticket["file_id"], "title": "x"}])
    assert (await put(ticket["upload_url"], data=WORDS))[0] == 404, "an address is good for one upload"
    assert await refused(bot.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])) == "file_not_found"


async def test_sizes(bot):
    assert (await asked_for(bot, FILE_BYTES))["ok"]
    assert await refused(asked_for(bot, FILE_BYTES + 1)) == "file_upload_size_restricted"
    assert await refused(asked_for(bot, 0)) == "missing_argument"
    assert (await asked_for(bot, 1_000_000, snippet_type="python"))["ok"]
    assert await refused(asked_for(bot, 1_000_001, snippet_type="python")) == "snippet_too_large"
    assert (await asked_for(bot, 1, alt_txt="x" * 1000))["ok"]
    assert await refused(asked_for(bot, 1, alt_txt="x" * 1001)) == "alt_txt_too_large"


async def test_more_than_memory_should_hold_is_refused_at_the_address(bot, monkeypatch):
    monkeypatch.setattr("workspace.uploads.KEPT_BYTES", 1000)
    ticket = await asked_for(bot, 1001)
    assert (await put(ticket["upload_url"], data=io.BytesIO(b"x" * 1001)))[0] == 413
    ticket = await asked_for(bot, 1000)
    assert (await put(ticket["upload_url"], data=io.BytesIO(b"x" * 1000)))[0] == 200


async def test_where_files_may_be_shown(able, bot):
    async def uploaded():
        ticket = await asked_for(bot)
        await put(ticket["upload_url"], data=WORDS)
        return [{"id": ticket["file_id"]}]

    files = await uploaded()
    assert await refused(bot.files_completeUploadExternal(files=files, channel_id="C0NOWHERE")) == "invalid_channel"
    assert await refused(bot.files_completeUploadExternal(files=[], channel_id="C0DESK")) == "invalid_arguments"
    two = bot.files_completeUploadExternal(files=files, channels=["C0DESK", "C0TOBU"], thread_ts="1.000001")
    assert await refused(two) == "invalid_arguments"
    await bot.files_completeUploadExternal(files=files, channels=["C0DESK", "C0TOBU"])
    assert [len([m for m in able.messages(one) if m.files]) for one in ("C0DESK", "C0TOBU")] == [1, 1]
    await bot.files_completeUploadExternal(files=await uploaded(), channel_id="U0SATO")
    assert able.person("U0SATO").dms()[0].files


async def test_list_and_delete(able, bot):
    names = []
    for number in range(3):
        able.jump(60)
        done = await bot.files_upload_v2(
            channel="C0DESK" if number else "C0TOBU", filename=f"{number}.txt", content="x"
        )
        names.append(done["files"][0]["id"])
    assert [one["id"] for one in (await bot.files_list())["files"]] == names[::-1]
    assert [one["id"] for one in (await bot.files_list(channel="C0DESK"))["files"]] == names[:0:-1]
    page = await bot.files_list(count=2, page=2)
    assert ([one["id"] for one in page["files"]], page["paging"]["pages"]) == (names[:1], 2)
    await bot.files_delete(file=names[1])
    assert await refused(bot.files_info(file=names[1])) == "file_not_found"
    assert await refused(bot.files_delete(file=names[1])) == "file_not_found"
    assert all(
        "files" not in m or m["files"] == []
        for m in (await bot.conversations_history(channel="C0DESK", limit=1, latest=able.messages("C0DESK")[-1].ts))[
            "messages"
        ]
    )


async def test_bytes_need_the_token_and_its_scope(able, bot):
    done = await bot.files_upload_v2(channel="C0DESK", filename="<b>.html", content="<script>alert(1)</script>")
    address = (await bot.files_info(file=done["files"][0]["id"]))["file"]["url_private"]
    for key in (None, "xoxb-other"):
        status, _, headers = await got(address, key)
        assert (status, headers["Location"].startswith("/?redir=")) == (302, True)
    status, body, headers = await got(address, able.settings.bot_token)
    assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff") and b"alert" in body
    able.core.settings = type(able.settings)(manifest=allowed("files:write"))
    assert (await got(address, able.settings.bot_token))[0] == 403
    assert await refused(client_of(able).files_info(file="F1")) == "missing_scope"
