"""The mailbox: an SMTP server on loopback that keeps what it is given and sends nothing on.

GET    /_practice/mail                  the mails, oldest first, parsed: text, HTML, attachments by number; no raw source
GET    /_practice/mail/ID/source        one mail as it came
GET    /_practice/mail/ID/attachments/N one attachment, as a download
DELETE /_practice/mail                  throw all of them away

At most `MAILS` are kept, the oldest go first; one over `MAIL_BYTES` is refused with 552, as its greeting says. Faults: see `faults`.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from workspace.core import Core
from workspace.state import Json

if TYPE_CHECKING:
    from workspace.server import Workspace

MAILS = 500
MAIL_BYTES = 10 * 1024 * 1024
RECIPIENTS = 100


@dataclass
class Attachment:
    """A part of a mail that is kept as a file."""

    name: str
    kind: str
    content: bytes


@dataclass
class Mail:
    """One mail. `sender` and `recipients` are the envelope's; the rest was written by whoever sent it. `at` is practice time."""

    id: str
    at: datetime
    sender: str
    recipients: list[str]
    parsed: EmailMessage
    source: bytes

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.parsed["Subject"] or "")

    @property
    def message_id(self) -> str:
        """The Message-ID with its brackets, or nothing."""
        return str(self.parsed["Message-ID"] or "").strip()

    @property
    def text(self) -> str:
        """The part for people who read plain text."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The HTML part, as it came: whoever shows it has to lock it in."""
        return self._body("html")

    @property
    def attachments(self) -> list[Attachment]:
        """What is attached, in order."""
        return [
            Attachment(part.get_filename() or "unnamed", part.get_content_type(), _bytes(part))
            for part in self.parsed.iter_attachments()
        ]

    def _body(self, kind: str) -> str:
        part = self.parsed.get_body((kind,))
        if part is None:
            return ""
        try:
            return str(part.get_content())
        except (LookupError, ValueError):  # a character set nobody knows
            return _bytes(part).decode("utf-8", "replace")

    def as_json(self) -> Json:
        """For the page."""
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "sender": self.sender,
            "recipients": self.recipients,
            "from": str(self.parsed["From"] or ""),
            "to": str(self.parsed["To"] or ""),
            "subject": self.subject,
            "message_id": self.message_id,
            "headers": [[name, str(value)] for name, value in self.parsed.items()],
            "text": self.text,
            "html": self.html,
            "attachments": [{"name": a.name, "type": a.kind, "bytes": len(a.content)} for a in self.attachments],
            "bytes": len(self.source),
        }


class Mailbox:
    """The server and what it has taken."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._numbers = itertools.count(1)
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.BaseTransport] = set()
        self.mails: list[Mail] = []
        self.url = ""

    async def start(self, host: str, port: int = 0) -> None:
        """Listen on a loopback address (port 0: any free one); `url` is known afterwards."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Line(self, loop), host, port)
        found = self._server.sockets[0].getsockname()[1]
        self.url = f"smtp://{f'[{host}]' if ':' in host else host}:{found}"

    async def stop(self) -> None:
        """Stop listening and hang up on whoever is connected."""
        if self._server is not None:
            self._server.close()
            for line in list(self._lines):
                cast("asyncio.Transport", line).abort()
            await self._server.wait_closed()

    def kept(self) -> list[Json]:
        """All mails as plain data, for a state file."""
        return [
            {
                "id": mail.id,
                "at": mail.at.isoformat(),
                "sender": mail.sender,
                "recipients": list(mail.recipients),
                "source": base64.b64encode(mail.source).decode(),
            }
            for mail in self.mails
        ]

    def restore(self, kept: list[Json]) -> None:
        """Take over what `kept` gave; KeyError, TypeError or ValueError when it is none of it."""
        for one in kept:
            source = base64.b64decode(one["source"], validate=True)
            at = datetime.fromisoformat(one["at"])
            self.mails.append(Mail(one["id"], at, one["sender"], one["recipients"], _understood(source), source))
        self._numbers = itertools.count(1 + max((int(mail.id[1:]) for mail in self.mails), default=0))

    def find(self, mail_id: str) -> Mail:
        """The mail of that id; KeyError."""
        for mail in self.mails:
            if mail.id == mail_id:
                return mail
        raise KeyError(mail_id)

    def clear(self) -> None:
        """Throw all mail away."""
        self.mails.clear()
        self._core.state.changed()

    def opened(self, line: asyncio.BaseTransport) -> bool:
        """Somebody has connected; False when the fault `refuse` turned them away."""
        if self._core.faults.meet("smtp", {}, "refuse"):
            cast("asyncio.Transport", line).abort()
            return False
        self._lines.add(line)
        return True

    def closed(self, line: asyncio.BaseTransport | None) -> None:
        """They are gone."""
        if line is not None:
            self._lines.discard(line)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take one recipient, or refuse when a fault says so."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 Too many recipients"
        if fault := self._core.faults.meet("smtp", {"at": "rcpt", "to": address}, "smtp_status"):
            return f"{fault.value} Practice fault"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail and say so, unless a fault comes between."""
        facts = {"at": "data", "from": envelope.mail_from}
        fault = self._core.faults.meet("smtp", facts, "smtp_status", "hang", "drop_after_commit")
        if fault and fault.kind == "smtp_status":
            return f"{fault.value} Practice fault"
        if fault and fault.kind == "hang":
            await self._core.faults.hold(fault)
        else:
            self._keep(envelope)
        if fault and server.transport is not None:
            cast("asyncio.Transport", server.transport).abort()
        return "250 OK"

    def _keep(self, envelope: Envelope) -> None:
        source = envelope.original_content or b""
        mail_id = f"M{next(self._numbers)}"
        self.mails.append(
            Mail(
                mail_id,
                self._core.clock.now(),
                envelope.mail_from or "",
                list(envelope.rcpt_tos),
                _understood(source),
                source,
            )
        )
        del self.mails[:-MAILS]
        self._core.state.changed()


def _understood(source: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(source)


class _Line(SMTP):
    """One connection."""

    def __init__(self, mailbox: Mailbox, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            mailbox, hostname="practice.example", ident="practice mailbox", data_size_limit=MAIL_BYTES,
            enable_SMTPUTF8=True, loop=loop,
        )  # fmt: skip
        self._mailbox = mailbox
        self._line: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._line = transport
        if self._mailbox.opened(transport):
            super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._mailbox.closed(self._line)
        if self.session is not None:
            super().connection_lost(error)


def add_routes(app: web.Application, ws: Workspace) -> None:
    """Hang the mailbox into the server."""
    found = _Routes(ws.mailbox)
    app.router.add_get("/_practice/mail", found.listed)
    app.router.add_delete("/_practice/mail", found.clear)
    app.router.add_get("/_practice/mail/{id}/source", found.source)
    app.router.add_get("/_practice/mail/{id}/attachments/{number:[0-9]{1,4}}", found.attachment)


class _Routes:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def listed(self, request: web.Request) -> web.Response:
        """All mails."""
        mails = [mail.as_json() for mail in self._mailbox.mails]
        return web.json_response({"ok": True, "smtp_url": self._mailbox.url, "mails": mails})

    async def clear(self, request: web.Request) -> web.Response:
        """None any more."""
        self._mailbox.clear()
        return web.json_response({"ok": True})

    async def source(self, request: web.Request) -> web.Response:
        """One mail as it came."""
        mail = self._found(request)
        return _download(mail.source, "text/plain", f"{mail.id}.eml")

    async def attachment(self, request: web.Request) -> web.Response:
        """One attachment. Never shown by the browser: what it says of itself is not to be trusted."""
        attached = self._found(request).attachments
        number = int(request.match_info["number"])
        if number >= len(attached):
            raise web.HTTPNotFound(text="no such attachment")
        return _download(attached[number].content, "application/octet-stream", attached[number].name)

    def _found(self, request: web.Request) -> Mail:
        try:
            return self._mailbox.find(request.match_info["id"])
        except KeyError as error:
            raise web.HTTPNotFound(text="no such mail") from error


def _download(content: bytes, kind: str, name: str) -> web.Response:
    return web.Response(
        body=content,
        content_type=kind,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _bytes(part: Any) -> bytes:
    """The content of a part as bytes, whatever it is: a mail attached to a mail comes as its source."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else bytes(part.get_payload(0)) if part.is_multipart() else b""
