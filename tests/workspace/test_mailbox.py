"""The mailbox over a real SMTP connection, its pages over HTTP, and its faults."""

from __future__ import annotations

from email.message import EmailMessage
from urllib.parse import urlsplit

import aiohttp
import aiosmtplib
import pytest

from workspace.mailbox import MAIL_BYTES, MAILS


def written(subject="第一報", text="残り 42 分\n", **headers):
    mail = EmailMessage()
    mail["From"] = "半鐘 <hansho@practice.example>"
    mail["To"] = "desk@client.example"
    mail["Subject"] = subject
    mail["Message-ID"] = "<01ROW@practice.example>"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(text)
    return mail


async def hand_in(ws, mail, **more):
    at = urlsplit(ws.smtp_url)
    async with aiosmtplib.SMTP(hostname=at.hostname, port=at.port, use_tls=False, start_tls=False, timeout=5) as client:
        return await client.send_message(mail, **more)


async def got(ws, path, method="GET"):
    async with aiohttp.ClientSession() as session, session.request(method, f"{ws.url}_practice/mail{path}") as response:
        body = await response.read()
        return response, body


async def listed(ws):
    async with aiohttp.ClientSession() as session, session.get(f"{ws.url}_practice/mail") as response:
        return (await response.json())["mails"]


async def test_a_mail_is_kept_with_its_parts_and_its_source(ws):
    mail = written()
    mail.add_alternative("<p>残り <b>42</b> 分</p>", subtype="html")
    mail.add_attachment(b"%PDF-1.7 made up", maintype="application", subtype="pdf", filename="第一報.pdf")
    before = ws.state.version
    await hand_in(ws, mail)
    assert ws.state.version > before
    (kept,) = await listed(ws)
    assert (kept["subject"], kept["message_id"]) == ("第一報", "<01ROW@practice.example>")
    assert (kept["from"], kept["to"]) == ("半鐘 <hansho@practice.example>", "desk@client.example")
    assert (kept["sender"], kept["recipients"]) == ("hansho@practice.example", ["desk@client.example"])
    assert kept["text"].strip() == "残り 42 分" and "<b>42</b>" in kept["html"]
    assert kept["attachments"] == [{"name": "第一報.pdf", "type": "application/pdf", "bytes": 16}]
    assert kept["at"] == ws.clock.now().isoformat()
    response, body = await got(ws, f"/{kept['id']}/attachments/0")
    assert body == b"%PDF-1.7 made up"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    _, source = await got(ws, f"/{kept['id']}/source")
    assert source.startswith(b"From:") and b"01ROW@practice.example" in source


async def test_what_is_not_there_is_not_found_and_everything_can_be_thrown_away(ws):
    await hand_in(ws, written())
    for path in ("/M9/source", "/M9/attachments/0", "/M1/attachments/0"):
        response, _ = await got(ws, path)
        assert response.status == 404
    await got(ws, "", "DELETE")
    assert await listed(ws) == []


async def test_the_oldest_mails_go_first_and_a_huge_one_is_refused(ws, monkeypatch):
    monkeypatch.setattr("workspace.mailbox.MAILS", 2)
    for number in range(3):
        await hand_in(ws, written(str(number)))
    assert [mail["subject"] for mail in await listed(ws)] == ["1", "2"]
    assert MAILS == 500
    with pytest.raises(aiosmtplib.SMTPResponseException) as caught:
        await hand_in(ws, written(text="x" * (MAIL_BYTES + 1)))
    assert caught.value.code == 552


async def test_mail_that_lies_about_itself_is_kept_all_the_same(ws):
    at = urlsplit(ws.smtp_url)
    async with aiosmtplib.SMTP(hostname=at.hostname, port=at.port, use_tls=False, start_tls=False) as client:
        bad = b"Subject: x\r\nContent-Type: text/plain; charset=no-such\r\n\r\n\xff\xfe hello\r\n"
        await client.sendmail("a@practice.example", ["b@practice.example"], bad)
    (kept,) = await listed(ws)
    assert "hello" in kept["text"] and kept["message_id"] == ""


@pytest.mark.parametrize(
    ("where", "code", "error"),
    [
        ({}, 550, aiosmtplib.SMTPRecipientsRefused),
        ({}, 451, aiosmtplib.SMTPRecipientsRefused),
        ({"at": "data"}, 554, aiosmtplib.SMTPDataError),
        ({"at": "data"}, 452, aiosmtplib.SMTPDataError),
    ],
)
async def test_a_refused_mail_is_not_kept_and_the_next_one_is(ws, where, code, error):
    ws.fault("smtp", "smtp_status", code, where=where)
    with pytest.raises(error) as caught:
        await hand_in(ws, written())
    refused = caught.value.recipients[0].code if error is aiosmtplib.SMTPRecipientsRefused else caught.value.code
    assert refused == code and ws.mailbox.mails == []
    await hand_in(ws, written())
    assert len(ws.mailbox.mails) == 1 and ws.faults.active == []


async def test_a_refused_connection_and_a_hanging_one_keep_nothing(ws):
    ws.fault("smtp", "refuse")
    with pytest.raises((aiosmtplib.SMTPException, OSError)):
        await hand_in(ws, written())
    ws.fault("smtp", "hang", 0.05)
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await hand_in(ws, written())
    assert ws.mailbox.mails == [] and ws.faults.active == []


async def test_a_mail_whose_answer_is_lost_is_kept(ws):
    ws.fault("smtp", "drop_after_commit")
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await hand_in(ws, written())
    assert [mail.subject for mail in ws.mailbox.mails] == ["第一報"]


async def test_who_is_still_connected_does_not_hold_up_the_end(ws):
    at = urlsplit(ws.smtp_url)
    client = aiosmtplib.SMTP(hostname=at.hostname, port=at.port, use_tls=False, start_tls=False)
    await client.connect()
    await ws.stop()
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await client.noop()
