"""`hansho demo`: one command, two processes, an address that answers, and both gone afterwards."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from bot.demo import Demo
from bot.exits import Exit
from bot.transports.mail import MailServer

ROOT = Path(__file__).resolve().parents[2]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _gone(pid: int) -> bool:
    """Whether it ends within seconds: a workspace looks each second whether whoever started it is still there."""
    give_up = time.monotonic() + 15
    while _alive(pid) and time.monotonic() < give_up:
        time.sleep(0.1)
    return not _alive(pid)


@pytest.fixture
def demo(tmp_path):
    running = []
    elsewhere = {
        "DATABASE_URL": "postgresql://127.0.0.1:9/of-another-program",
        "SLACK_BOT_TOKEN": "xoxb-real",
        "PACKS_DIR": "/nowhere",
    }

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "demo", "--no-browser", "--port", "0", *words],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | elsewhere,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def _address(process) -> str:
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return found[0]
    raise AssertionError(process.stderr.read())


@pytest.mark.parametrize("road", [[], ["--http"]])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_an_address_that_answers_and_ends_as_a_whole(demo, tmp_path, road, number):
    process = demo(*road, "--at", "2026-11-21T02:40+09:00")
    url = _address(process)
    with urllib.request.urlopen(url, timeout=10) as page:
        assert "<html" in page.read().decode().lower()
    workspace = json.loads((tmp_path / ".hansho-demo" / "ready.json").read_text())["pid"]
    assert _alive(workspace)
    assert json.loads((tmp_path / ".hansho-demo" / "clock.json").read_text())["base"].startswith("2026-11-21T02:40")
    began = time.monotonic()
    process.send_signal(number)
    assert process.wait(20) == Exit.OK
    assert time.monotonic() - began < 15
    assert not _alive(workspace)
    log = (tmp_path / ".hansho-demo" / "hansho.log").read_text(encoding="utf-8")
    assert "started" in log
    assert "[error" not in log
    assert "[warning" not in log


def _asked(address, body=None):
    sent = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, sent, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def test_kept_it_goes_on_with_what_was_said(demo):
    process = demo()
    said = {"as": "U0SATO", "do": "post", "channel": "C0GENERAL", "text": "until tomorrow"}
    assert _asked(f"{_address(process)}_practice/act", said)["ok"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == Exit.OK
    again = _asked(f"{_address(demo('--keep'))}_practice/state?as=U0SATO&channel=C0GENERAL")
    assert "until tomorrow" in json.dumps(again)


def _refused(process, words):
    _, said = process.communicate(timeout=30)
    assert process.returncode not in {0, None}
    assert len(said.strip().splitlines()) == 1, said
    assert words in said


def test_a_time_without_a_zone_is_refused(demo):
    _refused(demo("--at", "2026-11-21T02:40"), "--at")


def test_a_folder_of_something_else_is_never_emptied(demo, tmp_path):
    precious = tmp_path / "photos" / "cat.jpg"
    precious.parent.mkdir()
    precious.write_text("cat")
    _refused(demo("--folder", "photos"), "photos")
    assert precious.read_text() == "cat"


def test_packs_that_do_not_pass_end_it_with_the_workspace(demo, tmp_path):
    process = demo("--packs", str(tmp_path))
    _refused(process, "office.yaml")
    assert not _alive(json.loads((tmp_path / ".hansho-demo" / "ready.json").read_text())["pid"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seconds", [0.9, 1.4, 2.0])
def test_a_signal_during_the_start_leaves_nothing_behind(demo, tmp_path, number, seconds):
    process = demo()
    time.sleep(seconds)
    process.send_signal(number)
    assert process.wait(30) in {Exit.OK, -number, 130}  # the last two: before a line of ours has run
    ready = tmp_path / ".hansho-demo" / "ready.json"
    if ready.exists():
        assert _gone(json.loads(ready.read_text())["pid"])


def test_a_demo_that_is_killed_takes_its_workspace_along(demo, tmp_path):
    process = demo()
    _address(process)
    workspace = json.loads((tmp_path / ".hansho-demo" / "ready.json").read_text())["pid"]
    process.kill()
    process.wait(timeout=10)
    assert _gone(workspace)


def test_mail_of_the_bot_goes_to_the_workspaces_mailbox(tmp_path):
    addresses = {"api_url": "http://127.0.0.1:1/api/", "smtp_url": "smtp://127.0.0.1:2525"}
    server = MailServer.parse(Demo(folder=tmp_path)._settings(addresses, 8080).smtp_url.get_secret_value())
    assert (server.host, server.port, server.tls, server.sender) == (
        "127.0.0.1",
        2525,
        "none",
        "hansho@practice.example",
    )
