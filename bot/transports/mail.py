"""Mail as a road of the outbox. One message, one recipient; the outbox row's id is its Message-ID, so a second copy is recognised.

`SMTP_URL` says how: `smtp://` plain (to this machine alone), `smtp+starttls://` TLS after the greeting (refused when the server
has none), `smtps://` TLS from the first byte; user and password percent-encoded; `?from=` the sender's address (default: the
user, if it is an address).
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Literal, Self, cast
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from bot.domain.delivery import ATTACHMENTS_LIMIT, is_mail_address
from bot.domain.ports import Clock
from bot.domain.work import Call, OutboxRow, SendPriority
from bot.engine.roads import Answer, CannotLook, Delivered, Found, NotSent, RefusalKind, Refused, Uncertain

CALL_SECONDS = 10.0
STEP_SECONDS = 5.0
"""For connecting and for each answer; the whole has 10 s."""
UNSURE_AFTER = timedelta(minutes=1)
"""How long a mail that is no page is handed in again while every answer gets lost: each try may be one more copy at the desk."""

Tls = Literal["none", "starttls", "tls"]
_SCHEMES: dict[str, tuple[Tls, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
"""The enhanced status code with which an answer begins (RFC 3463): what exactly was wrong, without anybody's words."""
_ANSWER_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in, as `SMTP_URL` says. The password never appears in `repr`."""

    host: str
    port: int
    tls: Tls
    user: str
    password: str
    sender: str

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, {self.tls})"

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read an `SMTP_URL`. Raises ValueError with one line that says what is missing, never with the address itself."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ValueError("SMTP_URL: not an address like smtp+starttls://user:password@host:587/?from=...") from None
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise ValueError("SMTP_URL: begins with smtp://, smtp+starttls:// or smtps:// and names a host")
        tls, default_port = _SCHEMES[parts.scheme]
        user = unquote(parts.username or "")
        sender = parse_qs(parts.query).get("from", [user])[0]
        if not is_mail_address(sender):
            raise ValueError("SMTP_URL: add ?from=address, the sender of Hansho's mail")
        if tls == "none" and not _is_this_machine(parts.hostname):
            raise ValueError("SMTP_URL: smtp:// is for a server on this machine; use smtp+starttls:// or smtps://")
        return cls(
            host=parts.hostname,
            port=port or default_port,
            tls=tls,
            user=user,
            password=unquote(parts.password or ""),
            sender=sender,
        )


class MailSender:
    """The road by mail (bot.engine.roads.Road)."""

    def __init__(self, server: MailServer, clock: Clock) -> None:
        """Take the server and the clock that dates the mail."""
        self._server = server
        self._clock = clock

    def scope_of(self, call: Call) -> str:  # noqa: ARG002 - a road's method
        """One server, one limit."""
        return "mail"

    def may_repeat(self, call: Call) -> bool:  # noqa: ARG002 - a road's method
        """Yes: with the same Message-ID a mail that came twice is shown once by most programs, and twice is better than never."""
        return True

    async def look_up(self, row: OutboxRow, call: Call, oldest: datetime) -> Found:  # noqa: ARG002 - a road's method
        """Nobody can ask a mail server what it has taken."""
        return CannotLook(reason="mail", for_good=True)

    async def send(self, row: OutboxRow, call: Call) -> Answer:
        """Hand in one mail, within 10 s. The answer holds its Message-ID and what the server said."""
        if not is_mail_address(row.target):
            return Refused(error="not an address", kind=RefusalKind.GONE)
        files = cast("list[Mapping[str, Any]]", call.arguments.get("attachments") or [])
        if sum(len(file["content"]) for file in files) > ATTACHMENTS_LIMIT:
            return Refused(error="attachments too large", kind=RefusalKind.INVALID)
        answer = await hand_in(self._server, self._written(row, call, files))
        if isinstance(answer, Delivered):
            documents = [str(file["id"]) for file in files]
            return Delivered(response={**answer.response, "documents": documents})
        lost_since = row.dispatched_at
        if isinstance(answer, Uncertain) and row.priority is not SendPriority.PAGE and lost_since is not None:
            unsure = self._clock.now() - lost_since > UNSURE_AFTER
            return Refused(error="answer lost", kind=RefusalKind.UNAVAILABLE) if unsure else answer
        return answer

    def _written(self, row: OutboxRow, call: Call, files: Iterable[Mapping[str, Any]]) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._server.sender
        mail["To"] = row.target
        # A line break in a header would begin another header.
        mail["Subject"] = " ".join(str(call.arguments.get("subject") or "Hansho").split())[:200]
        mail["Date"] = format_datetime(self._clock.now())
        mail["Message-ID"] = f"<{row.id}@{self._server.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        if row.kind == "page":
            mail["Importance"] = "high"
        mail.set_content(str(call.arguments.get("text") or ""))
        for file in files:
            main, _, sub = str(file["media_type"]).partition(";")[0].partition("/")
            mail.add_attachment(file["content"], maintype=main, subtype=sub, filename=str(file["name"]))
        return mail


async def greet(server: MailServer) -> str:
    """Connect, encrypt and log in as for a mail, and hand none in: an empty answer when all that works, else what did not."""
    try:
        async with asyncio.timeout(CALL_SECONDS), _client(server):
            return ""
    except aiosmtplib.SMTPResponseException as error:
        return _said(error)
    except (aiosmtplib.SMTPException, TimeoutError, OSError) as error:
        return type(error).__name__


async def hand_in(server: MailServer, mail: EmailMessage) -> Answer:
    """Give one finished mail to the server, within 10 s; what happened, never an exception of the network."""
    client = _client(server)
    handed_in = False
    try:
        async with asyncio.timeout(CALL_SECONDS), client:
            handed_in = True
            _, said = await client.send_message(mail)
    except aiosmtplib.SMTPAuthenticationError as error:
        return Refused(error=_said(error), kind=RefusalKind.TOKEN) if error.code >= 500 else _not_now(error)
    except aiosmtplib.SMTPRecipientsRefused as error:
        worst = max(error.recipients, key=lambda one: one.code)
        return Refused(error=_said(worst), kind=RefusalKind.GONE) if worst.code >= 500 else _not_now(worst)
    except aiosmtplib.SMTPResponseException as error:
        if error.code >= 500:
            return Refused(error=_said(error), kind=RefusalKind.UNAVAILABLE)
        return _not_now(error)
    except (aiosmtplib.SMTPException, TimeoutError, OSError) as error:
        reason = type(error).__name__
        return Uncertain(reason=reason) if handed_in else NotSent(reason=reason)
    return Delivered(response={"ok": True, "message_id": str(mail["Message-ID"]), "answer": _one_line(said)})


def _client(server: MailServer) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls == "tls",
        start_tls=server.tls == "starttls",
        username=server.user or None,
        password=server.password or None,
        timeout=STEP_SECONDS,
    )


def _not_now(error: aiosmtplib.SMTPResponseException) -> NotSent:
    return NotSent(reason=_said(error))


def _said(error: aiosmtplib.SMTPResponseException) -> str:
    """`smtp 550 5.1.1`: the codes alone, since the words may hold an address and end in a log."""
    found = _CODE.match(str(error.message))
    return f"smtp {error.code} {found.group()}" if found else f"smtp {error.code}"


def _one_line(words: object) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(words)).split())[:_ANSWER_LIMIT]


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
