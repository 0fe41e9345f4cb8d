"""Mail, webhook, dead man and Slack's error codes, over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import email
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy

import aiohttp
import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP

from bot.domain.work import Call, OutboxRow, SendPriority, TransportKind
from bot.engine.roads import Delivered, Limited, NotSent, RefusalKind, Refused, Uncertain
from bot.transports import mail as mail_road
from bot.transports.clock import ManualClock
from bot.transports.deadman import DeadMan
from bot.transports.mail import MailSender, MailServer, greet
from bot.transports.slack.errors import _CODES, Meaning, meaning_of
from bot.transports.webhook import WebhookSender
from tests.harness.patience import PATIENCE

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
        if self.data == "hang":
            await asyncio.sleep(5)
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


async def test_a_refusal_keeps_its_codes_and_nobodys_words(post):
    post.rcpt = "550 5.1.1 <desk@client.example>: unknown"
    assert await sender(post.port).send(a_row(), CALL) == Refused(error="smtp 550 5.1.1", kind=RefusalKind.GONE)


async def test_a_mail_carries_its_documents_and_the_answer_is_kept_as_proof(post):
    files = [
        {"id": "D1", "name": "INC-1_川端市_第一報.pdf", "media_type": "application/pdf", "content": b"%PDF-\x00\xff"},
        {"id": "D2", "name": "b.txt", "media_type": "text/plain; charset=utf-8", "content": "文".encode()},
    ]
    call = Call(method="mail", arguments={"subject": "s", "text": "本文", "attachments": files})
    answer = await sender(post.port).send(a_row(), call)
    assert isinstance(answer, Delivered)
    assert answer.response["message_id"] == "<01ROW@example.jp>" and answer.response["documents"] == ["D1", "D2"]
    assert str(answer.response["answer"]).startswith("OK")
    ((_, mail),) = post.mails
    assert mail.get_body(("plain",)).get_content().strip() == "本文"
    parts = list(mail.iter_attachments())
    assert [(one.get_filename(), one.get_content_type()) for one in parts] == [
        ("INC-1_川端市_第一報.pdf", "application/pdf"),
        ("b.txt", "text/plain"),
    ]
    assert parts[0].get_content() == b"%PDF-\x00\xff"


async def test_more_than_a_mail_may_carry_is_refused_before_any_connection():
    half = {"id": "D", "name": "a.pdf", "media_type": "application/pdf", "content": bytes(12_500_001)}
    call = Call(method="mail", arguments={"subject": "s", "text": "t", "attachments": [half, half]})
    assert await sender(1).send(a_row(), call) == Refused(error="attachments too large", kind=RefusalKind.INVALID)


@pytest.mark.parametrize(
    ("priority", "seconds", "given_up"),
    [(SendPriority.NOTICE, 61, True), (SendPriority.NOTICE, 60, False), (SendPriority.PAGE, 3600, False)],
)
async def test_a_lost_answer_is_given_up_after_a_minute_for_what_is_no_page(post, priority, seconds, given_up):
    post.data = "hang up"
    row = replace(a_row(), priority=priority, dispatched_at=AT - timedelta(seconds=seconds))
    answer = await sender(post.port).send(row, CALL)
    assert isinstance(answer, Refused if given_up else Uncertain)


@pytest.mark.parametrize("host", ["mail.example.jp", "192.0.2.1", "127.0.0.1.example.jp"])
def test_mail_in_the_clear_goes_no_further_than_this_machine(host):
    with pytest.raises(ValueError, match=r"smtp\+starttls://"):
        MailServer.parse(f"smtp://{host}/?from=hansho@example.jp")
    for near in ("127.0.0.1", "[::1]", "localhost"):
        assert MailServer.parse(f"smtp://{near}/?from=hansho@example.jp").tls == "none"
    for tls in ("smtps", "smtp+starttls"):
        assert MailServer.parse(f"{tls}://{host}/?from=hansho@example.jp").tls != "none"


async def test_the_servers_greeting_is_asked_for_and_nothing_handed_in(post):
    assert await greet(MailServer.parse(f"smtp://127.0.0.1:{post.port}/?from=hansho@example.jp")) == ""
    assert post.mails == []
    for wrong in (
        f"smtp+starttls://127.0.0.1:{post.port}/?from=a@b.jp",
        f"smtp://u:p@127.0.0.1:{post.port}/?from=a@b.jp",
        "smtp://127.0.0.1:1/?from=a@b.jp",
    ):
        assert await greet(MailServer.parse(wrong)) != ""


async def test_no_mail_server_means_not_sent():
    assert isinstance(await sender(1).send(a_row(), CALL), NotSent)


async def test_a_server_that_says_nothing_is_left_and_what_it_may_have_taken_is_told_apart(monkeypatch, post):
    monkeypatch.setattr(mail_road, "STEP_SECONDS", 0.2)

    async def say_nothing(reader, writer):
        await reader.read()  # until the other side has had enough
        writer.close()
        await writer.wait_closed()
        left.set()

    left = asyncio.Event()
    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        assert isinstance(await sender(port).send(a_row(), CALL), NotSent), "no greeting: nothing was handed in"
        await asyncio.wait_for(left.wait(), PATIENCE)
    post.data = "hang"
    assert isinstance(await sender(post.port).send(a_row(), CALL), Uncertain), "no answer to the mail itself"


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
