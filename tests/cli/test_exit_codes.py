"""The command as operators run it: real processes, their exit codes, their one line on stderr, and nothing half started."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from bot.exits import Exit
from storage.migrating import HEAD
from workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "bot" / "packs" / "data" / "demo"
TOKEN = "xoxb-practice-bot"


class Shell:
    """Runs `hansho` in an empty folder with nothing but what it is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PACKS_DIR": str(DEMO), "PORT": "0"}
        self.running: list[subprocess.Popen[str]] = []

    def hansho(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot.cli", *words]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment | more, capture_output=True, text=True, timeout=60
        )

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "bot.cli", *words]
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.running.append(process)
        return process


@pytest.fixture
def shell(tmp_path):
    made = Shell(tmp_path)
    yield made
    for process in made.running:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
async def workspace():
    async with Workspace() as started:
        yield started


async def run_off_loop(function, *args, **kwargs):
    import asyncio

    return await asyncio.to_thread(function, *args, **kwargs)


def refused(done: subprocess.CompletedProcess[str], code: Exit, words: str) -> None:
    lines = done.stderr.strip().splitlines()
    assert done.returncode == code, done.stderr
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("hansho: ")
    assert re.search(words, lines[0]), lines[0]
    assert "Traceback" not in done.stderr


def slack(url: str = "http://127.0.0.1:9/api", **more: str) -> dict[str, str]:
    return {"SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": "xapp-practice-app", "SLACK_API_URL": url} | more


def test_missing_settings_are_named_and_nothing_is_made(shell):
    refused(shell.hansho("run"), Exit.BAD_INPUT, "SLACK_BOT_TOKEN")
    refused(shell.hansho("run", SLACK_BOT_TOKEN=TOKEN), Exit.BAD_INPUT, "SLACK_APP_TOKEN .* SLACK_SIGNING_SECRET")
    assert list(shell.folder.iterdir()) == []


def test_a_wrong_setting_is_named_without_its_value(shell):
    done = shell.hansho("run", **slack(SLACK_BOT_TOKEN="SECRET-123"))
    refused(done, Exit.BAD_INPUT, "SLACK_BOT_TOKEN: a bot token begins with xoxb-")
    assert "SECRET" not in done.stderr + done.stdout


def test_a_wrong_option_and_no_command(shell):
    assert shell.hansho("run", "--nonsense").returncode == Exit.BAD_INPUT
    assert shell.hansho("nonsense").returncode == Exit.BAD_INPUT


async def test_a_token_that_slack_refuses(shell, workspace):
    done = await run_off_loop(shell.hansho, "run", **slack(workspace.api_url, SLACK_BOT_TOKEN="xoxb-wrong-SECRET"))
    refused(done, Exit.TOKEN_REFUSED, r"SLACK_BOT_TOKEN \(invalid_auth\)")
    assert "SECRET" not in done.stderr
    assert not workspace.calls("chat.postMessage")


async def test_an_app_token_that_slack_refuses(shell, workspace):
    done = await run_off_loop(shell.hansho, "run", **slack(workspace.api_url, SLACK_APP_TOKEN="xapp-wrong"))
    refused(done, Exit.TOKEN_REFUSED, "SLACK_APP_TOKEN")


def test_a_database_that_cannot_be_reached(shell):
    url = "postgresql://hansho:SECRET@127.0.0.1:9/hansho"
    for words in (("run",), ("migrate",), ("status",), ("audit", "verify")):
        done = shell.hansho(*words, **slack(DATABASE_URL=url))
        refused(done, Exit.DATABASE_UNREACHABLE, "PostgreSQL")
        assert "SECRET" not in done.stderr


def test_a_folder_that_cannot_be_written(shell):
    done = shell.hansho("run", **slack(DATABASE_URL="sqlite:////proc/nothing/hansho.db"))
    refused(done, Exit.DATABASE_UNREACHABLE, "cannot write")


def test_tables_of_a_newer_version(shell):
    assert shell.hansho("migrate").returncode == 0
    with closing(sqlite3.connect(shell.folder / "hansho.db")) as database:
        database.execute("UPDATE schema_version SET version_num = '9999'")
        database.commit()
    for words in (("run",), ("migrate",), ("status",)):
        refused(shell.hansho(*words, **slack()), Exit.SCHEMA_TOO_NEW, "9999")


def test_a_database_without_tables_is_named_by_commands_that_only_look(shell):
    refused(shell.hansho("status"), Exit.SCHEMA_TOO_OLD, "hansho migrate")


async def test_a_second_process_on_one_file_and_the_orderly_end_of_the_first(shell, workspace):
    first = shell.start("run", **slack(workspace.api_url))
    await workspace.connected(2, timeout=30)
    done = await run_off_loop(shell.hansho, "run", **slack(workspace.api_url))
    refused(done, Exit.SECOND_PROCESS, str(first.pid))
    assert (await run_off_loop(shell.hansho, "status")).returncode == 0  # looking is allowed beside it
    first.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert await run_off_loop(first.wait, 20) == Exit.OK
    assert time.monotonic() - began < 15
    await workspace.wait_for(lambda: workspace.sockets.connected == 0)


async def test_a_port_that_is_taken(shell, workspace):
    taken = workspace.url.rsplit(":", 1)[1].strip("/")
    done = await run_off_loop(shell.hansho, "run", **slack(workspace.api_url, PORT=taken))
    refused(done, Exit.CANNOT_LISTEN, f"127.0.0.1:{taken}")
    assert not workspace.calls("auth.test")


def test_while_slack_is_away_the_program_runs_and_says_so(shell):
    first = shell.start("run", **slack("http://127.0.0.1:9/api", LOG_FORMAT="json"))
    address = ""
    while line := first.stderr.readline():
        said = json.loads(line)
        if said["event"] == "started":
            address = said["address"]
            break
    with urllib.request.urlopen(f"{address}/healthz/engine", timeout=30) as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}/readyz", timeout=30)
    assert json.load(caught.value)["reasons"] == ["slack has not answered yet"]
    first.send_signal(signal.SIGTERM)
    assert first.wait(20) == Exit.OK


def test_bad_packs_are_named_with_file_and_line(shell):
    packs = shell.folder / "packs"
    shutil.copytree(DEMO, packs)
    assert shell.hansho("packs", "check", "--packs", str(packs)).returncode == 0
    broken = next(path for path in sorted(packs.glob("*.yaml")) if path.name != "office.yaml")
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text + "\nnonsense_key: 1\n", encoding="utf-8")
    done = shell.hansho("packs", "check", "--packs", str(packs))
    assert done.returncode == Exit.BAD_INPUT
    assert re.search(rf"{re.escape(broken.name)}:\d+", done.stderr)
    refused(shell.hansho("run", **slack(PACKS_DIR=str(packs))), Exit.BAD_INPUT, rf"{re.escape(broken.name)}:\d+")
    assert not (shell.folder / "hansho.db").exists()


def test_show_names_duties_with_their_words(shell):
    listed = shell.hansho("packs", "show")
    assert listed.returncode == 0
    pack_id = listed.stdout.split()[0]
    shown = shell.hansho("packs", "show", pack_id)
    assert shown.returncode == 0
    assert "notice" in shown.stdout
    refused(shell.hansho("packs", "show", "no-such-pack"), Exit.BAD_INPUT, "no-such-pack")


def test_migrate_backup_verify_export_and_version(shell):
    assert HEAD in shell.hansho("migrate").stdout
    assert "already" in shell.hansho("migrate").stdout
    assert shell.hansho("audit", "verify").stdout.strip() == "0 entries, every chain whole"
    assert "checked" in shell.hansho("backup", "copy.db").stdout
    refused(shell.hansho("backup", "copy.db"), Exit.DATABASE_UNREACHABLE, "exists")
    refused(shell.hansho("export", "INC-1"), Exit.BAD_INPUT, "INC-1")
    refused(shell.hansho("register", "export", "nobody-2026"), Exit.BAD_INPUT, "no pack nobody-2026")
    assert "番号,種類,名前" in shell.hansho("register", "export", "house").stdout
    assert shell.hansho("version").stdout.strip()


def test_every_exit_code_is_documented():
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    documented = {int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert documented == {code.value for code in Exit}
