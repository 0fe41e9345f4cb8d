"""Mail as a road of the outbox. One message, one recipient, plain text; the outbox row's id is its Message-ID.

`SMTP_URL` says how: `smtp://` plain, `smtp+starttls://` TLS after the greeting (refused when the server has none), `smtps://` TLS
from the first byte; user and password percent-encoded; `?from=` the sender's address (default: the user, if it is an address).
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from bot.domain.ports import Clock
from bot.domain.work import Call, OutboxRow
from bot.engine.roads import Answer, CannotLook, Delivered, Found, NotSent, RefusalKind, Refused, Uncertain

CALL_SECONDS = 10.0
STEP_SECONDS = 5.0
"""For connecting and for each answer; the whole has 10 s."""

Tls = Literal["none", "starttls", "tls"]
_SCHEMES: dict[str, tuple[Tls, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")


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
        if not _ADDRESS.fullmatch(sender):
            raise ValueError("SMTP_URL: add ?from=address, the sender of Hansho's mail")
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

    def scope_of(self, call: Call) -> str:  # noqa: ARG002
        """One server, one limit."""
        return "mail"

    def may_repeat(self, call: Call) -> bool:  # noqa: ARG002
        """Yes: with the same Message-ID a mail that came twice is shown once by most programs, and twice is better than never."""
        return True

    async def look_up(self, row: OutboxRow, call: Call, oldest: datetime) -> Found:  # noqa: ARG002
        """Nobody can ask a mail server what it has taken."""
        return CannotLook(reason="mail", for_good=True)

    async def send(self, row: OutboxRow, call: Call) -> Answer:
        """Hand in one mail, within 10 s."""
        if not _ADDRESS.fullmatch(row.target):
            return Refused(error="not an address", kind=RefusalKind.GONE)
        return await hand_in(self._server, self._written(row, call))

    def _written(self, row: OutboxRow, call: Call) -> EmailMessage:
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
        return mail


async def hand_in(server: MailServer, mail: EmailMessage) -> Answer:
    """Give one finished mail to the server, within 10 s; what happened, never an exception of the network."""
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls == "tls",
        start_tls=server.tls == "starttls",
        username=server.user or None,
        password=server.password or None,
        timeout=STEP_SECONDS,
    )
    handed_in = False
    try:
        async with asyncio.timeout(CALL_SECONDS), client:
            handed_in = True
            await client.send_message(mail)
    except aiosmtplib.SMTPAuthenticationError as error:
        return (
            Refused(error=f"smtp {error.code}", kind=RefusalKind.TOKEN) if error.code >= 500 else _not_now(error.code)
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        code = max(one.code for one in error.recipients)
        return Refused(error=f"smtp {code}", kind=RefusalKind.GONE) if code >= 500 else _not_now(code)
    except aiosmtplib.SMTPResponseException as error:
        if error.code >= 500:
            return Refused(error=f"smtp {error.code}", kind=RefusalKind.UNAVAILABLE)
        return _not_now(error.code)
    except (aiosmtplib.SMTPException, TimeoutError, OSError) as error:
        reason = type(error).__name__
        return Uncertain(reason=reason) if handed_in else NotSent(reason=reason)
    return Delivered(response={"ok": True})


def _not_now(code: int) -> NotSent:
    return NotSent(reason=f"smtp {code}")
