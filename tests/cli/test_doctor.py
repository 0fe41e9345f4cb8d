"""`hansho doctor`: what is wrong is a FAIL with what to do, and no secret is ever shown."""

from __future__ import annotations

import asyncio

import pytest

from bot.doctor import examine
from bot.exits import Exit
from bot.packs.loader import DEMO
from bot.settings import Settings
from workspace import Workspace


@pytest.fixture
async def clinic(tmp_path, monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    async with Workspace() as workspace:
        values = {
            "SLACK_BOT_TOKEN": workspace.settings.bot_token,
            "SLACK_APP_TOKEN": workspace.settings.app_token,
            "SLACK_API_URL": workspace.api_url,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'hansho.db'}",
            "PACKS_DIR": str(DEMO),
        }

        async def visit(**changed):
            lines: list[str] = []
            text = "".join(f"{name}={value}\n" for name, value in (values | changed).items())
            (tmp_path / ".env").write_text(text, encoding="utf-8")
            code = await examine(tmp_path / ".env", lines.append)
            return code, lines

        yield visit


def _verdict(lines, what):
    return {line.split()[0] for line in lines if line[6:].startswith(what)}


async def test_a_sound_set_up_passes_with_warnings_about_what_is_missing(clinic):
    code, lines = await clinic()
    assert code is Exit.OK, lines
    assert _verdict(lines, "settings") == _verdict(lines, "packs") == _verdict(lines, "slack") == {"OK"}
    assert _verdict(lines, "socket mode") == {"OK"}
    assert _verdict(lines, "database") == _verdict(lines, "mail") == _verdict(lines, "dead man") == {"WARN"}


@pytest.mark.parametrize(
    ("changed", "what", "words"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-SECRET"}, "slack", "invalid_auth"),
        ({"SLACK_APP_TOKEN": "xapp-SECRET"}, "socket mode", "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": ""}, "settings", "SLACK_BOT_TOKEN"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api"}, "slack", "SLACK_API_URL"),
        ({"DATABASE_URL": "postgresql://u:SECRET@127.0.0.1:9/d"}, "database", "PostgreSQL"),
        ({"PACKS_DIR": "/nowhere"}, "packs", "/nowhere"),
        ({"PACKS_DIR": ""}, "packs", "PACKS_DIR"),
        ({"SMTP_URL": "smtp://u:SECRET@127.0.0.1:9/?from=a@b.example"}, "mail", "127.0.0.1:9"),
        ({"SMTP_URL": "nonsense-SECRET"}, "mail", "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example/?from=a@b.example"}, "mail", "smtp+starttls://"),
        ({"SECRET_KEY": "short-SECRET"}, "settings", "SECRET_KEY"),
        ({"DEADMAN_URL": "http://127.0.0.1:9/ping/SECRET"}, "dead man", "127.0.0.1:9"),
        ({"PORT": "many-SECRET"}, "settings", "PORT"),
    ],
)
async def test_what_is_wrong_fails_and_says_what_to_do(clinic, changed, what, words):
    code, lines = await clinic(**changed)
    failed = [line for line in lines if line.startswith("FAIL")]
    assert code is Exit.FAILED
    assert any(line[6:].startswith(what) and words in line for line in failed), lines
    assert "SECRET" not in "\n".join(lines).replace("SECRET_KEY", "")


@pytest.mark.parametrize(
    ("changed", "verdict", "words"),
    [
        ({}, "WARN", "PUBLIC_URL and SECRET_KEY"),
        ({"PUBLIC_URL": "https://hansho.example"}, "WARN", "SECRET_KEY empty"),
        ({"PUBLIC_URL": "http://hansho.example", "SECRET_KEY": "k" * 32}, "WARN", "https"),
        ({"PUBLIC_URL": "https://hansho.example/", "SECRET_KEY": "k" * 32}, "OK ", "https://hansho.example/receipt/"),
    ],
)
async def test_receipts_need_an_address_and_a_key(clinic, changed, verdict, words):
    _, lines = await clinic(**changed)
    (said,) = [line for line in lines if line[6:].startswith("receipts")]
    assert said.startswith(verdict) and words in said
    assert "kkkk" not in said


async def test_the_mail_server_is_asked_to_let_us_in_and_given_no_mail(clinic, tmp_path):
    async with Workspace() as post:
        _, lines = await clinic(SMTP_URL=f"{post.smtp_url}/?from=a@b.example")
        assert _verdict(lines, "mail") == {"OK"}
        assert post.mailbox.mails == []
        at = post.smtp_url.removeprefix("smtp://")
        code, lines = await clinic(SMTP_URL=f"smtp+starttls://{at}/?from=a@b.example")
        assert (code, _verdict(lines, "mail")) == (Exit.FAILED, {"FAIL"}), "a server without TLS is not let pass"


async def test_a_check_sends_nothing_to_the_dead_man(clinic):
    heard: list[bytes] = []

    async def listen(reader, writer):
        heard.append(await reader.read(100))
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    _, lines = await clinic(DEADMAN_URL=f"http://127.0.0.1:{port}/ping")
    server.close()
    await server.wait_closed()
    assert _verdict(lines, "dead man") == {"OK"}
    assert b"".join(heard) == b""
