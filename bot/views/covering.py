"""What the client's desk reads around a report: the mail's body with the link for the receipt, and the post in the shared channel.

In the contract's language, as the letter is. A shared channel is read by more people than the desk, so by default it holds only
that there is a report, and no word of what happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.people import Locale
from bot.views.blocks import SECTION_LIMIT, Block, actions, button, ids, section
from bot.views.letter import letter_text
from bot.views.moments import clean, clip, escape
from bot.views.notice_words import written_when
from bot.views.pictures import Message
from bot.views.texts import text

LOCALES: tuple[Locale, ...] = ("ja", "en")
PARTS_SHOWN = 20
"""Sections of 3,000 letters; what is longer is in the mail and its documents."""


def mail_body(letter: Mapping[str, Any], link: str, expires_at: datetime, zone: str, *, callback: str) -> str:
    """Return the letter's text and, below it, how to confirm receipt: by the link (when there is one), by telephone, by reply."""
    said: Locale = letter["lang"]
    words = [letter_text(letter, with_subject=False), "", text(said, "mail.rule"), text(said, "mail.receipt")]
    if link:
        until = written_when(expires_at, said, zone)
        words += [text(said, "mail.receipt_link"), link, text(said, "mail.receipt_until", at=until)]
    words.append(
        text(said, "mail.receipt_phone", phone=clean(callback)) if callback else text(said, "mail.receipt_reply")
    )
    return "\n".join(words) + "\n"


def shared_words(letter: Mapping[str, Any], *, brief: bool, callback: str) -> str:
    """Return exactly what is posted in the shared channel, as plain text."""
    if not brief:
        return letter_text(letter)
    said: Locale = letter["lang"]
    phone = clean(callback)
    lines = [
        letter["drill"],
        *letter["to"],
        text(said, "shared.brief", title=letter["heading"], ref=letter["ref"], dated=letter["dated"]),
        text(said, "shared.brief_phone", phone=phone) if phone else "",
        *letter["sender"],
    ]
    return "\n".join(line for line in lines if line.strip())


def shared_post(
    letter: Mapping[str, Any],
    *,
    delivery_id: str,
    brief: bool,
    callback: str,
    called: Sequence[str],
    received_at: datetime | None,
    received_by: str,
    zone: str,
) -> Message:
    """Return the post: plain text and one button, or who confirmed receipt. `called` are the desk's people by Slack id."""
    said: Locale = letter["lang"]
    blocks: list[Block] = []
    mentions = " ".join(f"<@{user_id}>" for user_id in called)
    if mentions:
        blocks.append(section(mentions))
    blocks += plain_parts(shared_words(letter, brief=brief, callback=callback))
    if received_at is None:
        label = " / ".join(text(locale, "button.receipt") for locale in LOCALES)
        blocks.append(actions(button(said, "receipt", ids(z=delivery_id), label=label, style="primary")))
    else:
        at = written_when(received_at, said, zone)
        words = text(said, "shared.received", at=at, name=clean(received_by))
        blocks += plain_parts(words)
    heading = text(said, "shared.text", title=letter["heading"], sender=escape(" ".join(letter["sender"])))
    return Message(text=clip(heading, 500), blocks=blocks)


def plain_parts(words: str) -> list[Block]:
    """Words as sections of plain text, in which Slack reads no mention and no mark; cut at line ends where there are any."""
    parts: list[str] = []
    rest = clean(words, lines=True)
    while len(rest) > SECTION_LIMIT:
        cut = rest.rfind("\n", 1, SECTION_LIMIT)
        cut = cut if cut > 0 else SECTION_LIMIT
        parts.append(rest[:cut])
        rest = rest[cut:].removeprefix("\n")
    return [
        {"type": "section", "text": {"type": "plain_text", "text": part, "emoji": False}}
        for part in [*parts, rest][:PARTS_SHOWN]
        if part
    ]
