"""A state file: everything comes back, a damaged one is refused, a killed process has lost next to nothing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from workspace import Clock, FileClock, Workspace, modals
from workspace.keeping import Keeper, _picture

from .conftest import START, allowed, card, client_of, form

ROOT = Path(__file__).parents[2]


def opened(path, **more):
    return Workspace(**{"clock": Clock(START, rate=0), "manifest": allowed(), "state_file": path} | more)


async def a_full_life(ws):
    """A bit of everything a workspace can remember."""
    bot = client_of(ws)
    room = (await bot.conversations_create(name="room-半鐘", is_private=True))["channel"]["id"]
    await bot.conversations_invite(channel=room, users="U0SATO,U0KATO")
    note = {"event_type": "practice", "event_payload": {"id": "7"}}
    sent = await bot.chat_postMessage(channel=room, text="parent", blocks=card("x"), metadata=note)
    await bot.chat_postMessage(channel=room, text="answer", thread_ts=sent["ts"], reply_broadcast=True)
    await bot.chat_postEphemeral(channel=room, user="U0SATO", text="only you")
    await bot.pins_add(channel=room, timestamp=sent["ts"])
    await bot.reactions_add(channel=room, timestamp=sent["ts"], name="eyes")
    await bot.bookmarks_add(channel_id=room, title="x", type="link", link="https://practice.example")
    await bot.conversations_open(users="U0SATO,U0KATO")
    await bot.chat_scheduleMessage(channel=room, text="later", post_at=int(START.timestamp()) + 600)
    await bot.files_upload_v2(channel=room, filename="半.txt", content="bytes")
    await bot.usergroups_create(name="Night watch")
    await bot.conversations_inviteShared(channel=room, emails="desk@tobu.example")
    await bot.views_publish(user_id="U0SATO", view={"type": "home", "blocks": card("home")})
    await bot.views_open(trigger_id=modals.new_trigger(ws.state, "U0SATO"), view=form())
    await ws.person("U0SATO").modal.fill("what", "half a word")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@practice.example", "b@practice.example", "第一報"
    mail.set_content("words")
    host, port = ws.smtp_url.removeprefix("smtp://").split(":")
    await aiosmtplib.send(mail, hostname=host, port=int(port), start_tls=False)
    return room


async def test_everything_comes_back(tmp_path):
    path = tmp_path / "state.json"
    async with opened(path) as first:
        room = await a_full_life(first)
        before = _picture(first.state)
    async with opened(path) as second:
        after = _picture(second.state)
        assert after | {"changes": 0, "last_id": 0, "last_ts": 0} == before | {"changes": 0, "last_id": 0, "last_ts": 0}
        assert after["changes"] > before["changes"], "a page that was open must see that it is out of date"
        assert second.state.members["U0HIGASHI"].is_foreign
        assert [mail.subject for mail in second.mailbox.mails] == ["第一報"]
        [file] = second.state.files.values()
        assert file.content == b"bytes"
        assert second.person("U0SATO").modal.value("what") == "half a word"
        bot = client_of(second)
        late = await bot.chat_postMessage(channel=room, text="again")
        assert float(late["ts"]) > max(float(m.ts) for m in second.messages(room)[:-1])
        assert (await bot.conversations_create(name="new"))["channel"]["id"] not in first.state.channels
        second.jump(timedelta(minutes=10).total_seconds())
        await second.person("U0SATO").expect_message(room, "later")


async def test_the_practice_clock_goes_on_where_it_stood(tmp_path):
    path = tmp_path / "state.json"
    async with opened(path, clock=Clock(START, rate=0)) as first:
        first.jump(3600)
    async with opened(path, clock=Clock(rate=1)) as second:
        assert (second.clock.now(), second.clock.rate) == (START + timedelta(hours=1), 0)
    own = FileClock(tmp_path / "clock.json")
    own.set(at=START - timedelta(days=1), rate=0)
    async with opened(path, clock=FileClock(tmp_path / "clock.json")) as third:
        assert third.clock.now() == START - timedelta(days=1), "a clock file is shared with the app and comes first"


async def test_a_deleted_file_leaves_no_bytes_behind(tmp_path):
    path = tmp_path / "state.json"
    async with opened(path) as first:
        done = await client_of(first).files_upload_v2(channel="C0DESK", filename="x.txt", content="bytes")
    file_id = done["files"][0]["id"]
    assert (tmp_path / "state.json.files" / file_id).read_bytes() == b"bytes"
    async with opened(path) as second:
        await client_of(second).files_delete(file=file_id)
    assert list((tmp_path / "state.json.files").iterdir()) == []


async def test_only_one_workspace_uses_a_file(tmp_path):
    path = tmp_path / "state.json"
    async with opened(path):
        with pytest.raises(ValueError, match=r"state\.json is in use by another workspace"):
            opened(path)
    async with opened(path):
        pass


async def written(path):
    async with opened(path) as ws:
        await client_of(ws).chat_postMessage(channel="C0DESK", text="x")
    return path.read_bytes()


async def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "state.json"
    whole = await written(path)
    head, _, body = whole.partition(b"\n")
    damaged = {
        "empty": b"",
        "no JSON": b"hello",
        "cut short": whole[: len(whole) // 2],
        "one letter changed": whole.replace(b"incident-desk", b"incident-dusk"),
        "another program's": json.dumps({"format": "notes"}).encode() + b"\n" + body,
        "a later version": json.dumps(json.loads(head) | {"version": 99}).encode() + b"\n" + body,
    }
    for name, content in damaged.items():
        path.write_bytes(content)
        with pytest.raises(ValueError, match="move it away to start anew"):
            opened(path)
        assert path.read_bytes() == content, name
    path.write_bytes(whole)
    async with opened(path) as ws:
        assert ws.messages("C0DESK")[0].text == "x"


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_damage_goes_unseen(tmp_path, data):
    path = tmp_path / "state.json"
    if not (tmp_path / "whole").exists():
        (tmp_path / "whole").write_bytes(asyncio.run(written(path)))
    whole = (tmp_path / "whole").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 2))
    bit = data.draw(st.integers(0, 255))
    broken = whole[:at] + (bytes([whole[at] ^ bit]) + whole[at + 1 :] if bit else b"")
    path.write_bytes(broken)
    try:
        made = opened(path)
    except ValueError:
        return
    made.keeper.release()
    assert json.loads(broken.partition(b"\n")[0]) == json.loads(whole.partition(b"\n")[0]), (
        "only blanks in the first line may differ"
    )


async def test_ten_thousand_messages_are_written_and_read(tmp_path):
    path = tmp_path / "state.json"
    async with opened(path) as first:
        for number in range(10_000):
            first.acts.post("U0SATO", "C0DESK", f"{number} " + "半" * 50)
    async with opened(path) as second:
        assert len(second.messages("C0DESK")) == 10_000


async def test_a_write_under_way_ends_before_the_file_is_let_go(tmp_path, monkeypatch):
    """A thread cannot be cancelled: left alone, it would write over what the next workspace has written."""
    path = tmp_path / "state.json"
    begun, go_on, active, most = threading.Event(), threading.Event(), set(), []
    whole = Keeper._write

    def write(keeper, body, fresh):
        active.add(id(body))
        most.append(len(active))
        begun.set()
        if len(most) == 1:
            go_on.wait(10)
        whole(keeper, body, fresh)
        active.remove(id(body))

    monkeypatch.setattr(Keeper, "_write", write)
    ws = await opened(path).start()
    await asyncio.to_thread(begun.wait, 10)
    asyncio.get_running_loop().call_later(0.5, go_on.set)
    await ws.stop()
    assert max(most) == 1 and not active, "the last write began while the first was still under way"


async def test_a_full_disk_is_said_once_and_forgiven(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("workspace.keeping.PAUSE_SECONDS", 0.0)
    path, tries = tmp_path / "state.json", []
    whole = Keeper._write

    def write(keeper, body, fresh):
        tries.append(body)
        if len(tries) < 4:
            raise OSError(28, "No space left on device")
        whole(keeper, body, fresh)

    monkeypatch.setattr(Keeper, "_write", write)
    async with opened(path):
        while not path.exists():  # noqa: ASYNC110 - a thread writes it
            await asyncio.sleep(0.01)
    said = capsys.readouterr().err
    assert said.count("cannot be written") == 1 and "No space left" in said


async def program(path, ready):
    ready.unlink(missing_ok=True)
    command = [sys.executable, "-m", "workspace", "--state", str(path), "--ready-file", str(ready)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
    while not ready.exists():
        assert process.returncode is None
        await asyncio.sleep(0.02)
    found = json.loads(ready.read_text(encoding="utf-8"))
    return process, AsyncWebClient(token="xoxb-practice-bot", base_url=found["api_url"], retry_handlers=[])


async def test_killed_in_the_middle_it_goes_on_with_what_was_said(tmp_path):
    path, ready = tmp_path / "state.json", tmp_path / "ready.json"
    process, bot = await program(path, ready)
    try:
        sent = await bot.chat_postMessage(channel="C0DESK", text="before the fall")
        # another process writes the file, and nothing but the file tells that it did
        while not (path.exists() and b"before the fall" in path.read_bytes()):  # noqa: ASYNC110 - a file has no event to wait for
            await asyncio.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        process, bot = await program(path, ready)
        [found] = (await bot.conversations_history(channel="C0DESK"))["messages"]
        assert (found["text"], found["ts"]) == ("before the fall", sent["ts"])
        process.terminate()
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_the_program_says_in_one_line_why_it_does_not_start(tmp_path):
    path = tmp_path / "state.json"
    path.write_text("nonsense", encoding="utf-8")
    command = [sys.executable, "-m", "workspace", "--state", str(path)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    assert process.returncode == 2
    assert said.decode().splitlines()[0].startswith(f"workspace: {path} holds no state")
