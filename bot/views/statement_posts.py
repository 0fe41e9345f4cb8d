"""What the room sees of a statement: its version, its total, and who bears what as bars of text."""

from __future__ import annotations

from typing import Any

from bot.domain.statement import Statement
from bot.views.blocks import context, lines, message, section
from bot.views.ledger import bar, yen
from bot.views.moments import escape
from bot.views.pictures import BiText, IncidentPicture, Message, Reader
from bot.views.texts import text
from bot.views.wording import client_name


def statement_made(
    incident: IncidentPicture,
    client: BiText,
    statement: Statement,
    reader: Reader,
    *,
    by_name: str,
    by_file: bool = True,
) -> Message:
    """A statement was made; its files follow, or (`by_file` off) lie in the store because Slack takes none."""
    locale, data = reader.locale, statement.data
    total, parts = _total(data), _parts(data)
    head = text(
        locale,
        "statement.posted",
        client=client_name(client, locale),
        n=statement.number,
        total=yen(total, locale),
        by=escape(by_name, limit=60),
    )
    bars = [f"`{bar(part['amount'], total)}` {escape(str(part['words']), limit=200)}" for part in parts]
    shares = [escape(str(said), limit=300) for said in _texts(data, "shares")]
    settle = [escape(str(said), limit=300) for said in _texts(data, "settlement")]
    files = text(locale, "statement.files" if by_file else "statement.no_files")
    return message(
        locale,
        text(locale, "statement.posted_text", ref=incident.ref, n=statement.number, total=yen(total, locale)),
        [
            section(head),
            section(lines(*bars, *shares[:8])),
            section(lines(*settle[:8])),
            context(files, text(locale, "statement.digest", sha256=statement.data_sha256[:16])),
        ],
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def _total(data: dict[str, Any]) -> int:
    return int(data["total"]["gross"])


def _parts(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in data["bar"] if part["amount"]]


def _texts(data: dict[str, Any], name: str) -> list[str]:
    return list(data[name])
