"""Mail, webhook, dead man and Slack's error codes, over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import email
from datetime import UTC, datetime
from email import policy

import aiohttp
import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP

from bot.domain.work import Call, OutboxRow, SendPriority, TransportKind
from bot.engine.roads import Delivered, Limited, NotSent, RefusalKind, Refused, Uncertain
from bot.transports.clock import ManualClock
from bot.transports.deadman import DeadMan
from bot.transports.mail import MailSender, MailServer
from bot.transports.slack.errors import _CODES, Meaning, meaning_of
from bot.transports.webhook import WebhookSender

AT = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
CALL = Call(
    method="mail", arguments={"subject": "第一報\r\nBcc: everybody@example.jp", "text": "残り 42 分\n電話 03-0000-0000"}
)


def a_row(target="manager@example.jp"):
    return OutboxRow(
        id="01ROW", priority=SendPriority.PAGE, transport=TransportKind.MAIL, kind="page", target=target, idem_key="k",
        params={"person": "U0TANAKA"}, due_at=AT, next_attempt_at=AT, created_at=AT,
    )  # fmt: skip


class Postbox:
    """A mail server's behaviour: keeps mail, or answers RCPT or DATA as told."""

    def __init__(self):
        self.mails, self.rcpt, self.data = [], "", ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.data == "hang up":
            session.peer = None
            server.transport.abort()
            return "250 OK"
        if self.data:
            return self.data
        self.mails.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
async def post():
    box = Postbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, hostname="mail.example.jp", loop=loop), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    yield box
    server.close()
    await server.wait_closed()


def sender(port, query="?from=hansho@example.jp"):
    return MailSender(MailServer.parse(f"smtp://127.0.0.1:{port}/{query}"), ManualClock(AT))


async def test_a_mail_arrives_with_the_rows_id_and_one_subject_line(post):
    assert isinstance(await sender(post.port).send(a_row(), CALL), Delivered)
    ((recipients, mail),) = post.mails
    assert recipients == ["manager@example.jp"]
    assert mail["Message-ID"] == "<01ROW@example.jp>"
    assert mail["Subject"] == "第一報 Bcc: everybody@example.jp"
    assert mail["Bcc"] is None
    assert mail.get_content().split() == ["残り", "42", "分", "電話", "03-0000-0000"]
    assert mail["Date"].datetime == AT


@pytest.mark.parametrize(
    ("rcpt", "data", "answer"),
    [
        ("550 no such user", "", Refused(error="smtp 550", kind=RefusalKind.GONE)),
        ("450 greylisted", "", NotSent(reason="smtp 450")),
        ("", "552 too big", Refused(error="smtp 552", kind=RefusalKind.UNAVAILABLE)),
        ("", "451 later", NotSent(reason="smtp 451")),
        ("", "hang up", Uncertain(reason="SMTPServerDisconnected")),
    ],
)
async def test_a_mail_servers_no_is_told_apart_from_not_now_and_from_silence(post, rcpt, data, answer):
    post.rcpt, post.data = rcpt, data
    assert await sender(post.port).send(a_row(), CALL) == answer


async def test_no_mail_server_means_not_sent():
    assert isinstance(await sender(1).send(a_row(), CALL), NotSent)


async def test_starttls_is_insisted_upon(post):
    server = MailServer.parse(f"smtp+starttls://127.0.0.1:{post.port}/?from=hansho@example.jp")
    answer = await MailSender(server, ManualClock(AT)).send(a_row(), CALL)
    assert not isinstance(answer, Delivered) and post.mails == []


@pytest.mark.parametrize("target", ["", "nobody", "a@b\r\nRCPT TO:<c@d>", "<a@b>"])
async def test_what_is_no_address_is_refused_before_any_connection(target):
    assert await sender(1).send(a_row(target), CALL) == Refused(error="not an address", kind=RefusalKind.GONE)


def test_an_smtp_url_is_read_and_its_password_never_shown():
    server = MailServer.parse("smtps://bot%40example.jp:s%2Fecret@mail.example.jp")
    assert (server.host, server.port, server.tls, server.user, server.password) == (
        "mail.example.jp", 465, "tls", "bot@example.jp", "s/ecret",
    )  # fmt: skip
    assert server.sender == "bot@example.jp"
    assert "ecret" not in repr(server)


@pytest.mark.parametrize(
    "url", ["", "mail.example.jp", "http://x", "smtp://", "smtp://host:99999", "smtp://host", "smtp://[/"]
)
def test_a_bad_smtp_url_is_named_without_being_shown(url):
    with pytest.raises(ValueError, match=r"^SMTP_URL: "):
        MailServer.parse(url)


@contextlib.asynccontextmanager
async def receiver(answer):
    seen = []

    async def handle(request):
        seen.append((request.headers.copy(), await request.json() if request.can_read_body else None))
        if answer is None:
            request.transport.abort()
        return web.Response(status=answer or 200, headers={"Retry-After": "7"} if answer == 429 else {})

    app = web.Application()
    app.router.add_route("*", "/hook", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", session, seen
        finally:
            await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (204, Delivered(response={"ok": True})),
        (429, Limited(retry_after_seconds=7, scope="webhook")),
        (503, Uncertain(reason="HTTP 503")),
        (None, Uncertain(reason="ServerDisconnectedError")),
        (302, Refused(error="HTTP 302", kind=RefusalKind.GONE)),
        (404, Refused(error="HTTP 404", kind=RefusalKind.GONE)),
        (401, Refused(error="HTTP 401", kind=RefusalKind.TOKEN)),
    ],
)
async def test_a_webhooks_answer_is_understood(status, answer):
    async with receiver(status) as (url, session, seen):
        assert await WebhookSender(url, session).send(a_row(), CALL) == answer
    ((headers, body),) = seen
    assert headers["Idempotency-Key"] == "01ROW"
    assert body["for"] == "U0TANAKA" and body["text"].startswith("残り 42 分")


async def test_a_webhook_nobody_listens_to_means_not_sent():
    async with aiohttp.ClientSession() as session:
        assert isinstance(await WebhookSender("http://127.0.0.1:1/hook", session).send(a_row(), CALL), NotSent)


@pytest.mark.parametrize(("status", "taken"), [(200, True), (500, False), (None, False)])
async def test_the_dead_man_says_whether_it_heard_us(status, taken):
    async with receiver(status) as (url, session, _):
        assert await DeadMan(url, session).ping() is taken


def test_every_error_code_has_one_meaning_and_the_dangerous_ones_are_unknown():
    codes = [code for codes in _CODES.values() for code in codes.split()]
    assert sorted(codes) == sorted(set(codes))
    assert {meaning_of("fatal_error"), meaning_of("internal_error")} == {Meaning.UNKNOWN}
    assert meaning_of("channel_not_found") is Meaning.GONE
    assert meaning_of("token_revoked") is Meaning.TOKEN
    assert meaning_of("unknown_method") is Meaning.UNAVAILABLE
    assert meaning_of("an_error_of_next_year") is Meaning.UNAVAILABLE
