"""How a report fared on its way to the client's desk, in one line; and what the other side's codes mean."""

from __future__ import annotations

import re
from datetime import datetime

from bot.domain.people import Locale
from bot.views.blocks import gap
from bot.views.clocks import reader_zone
from bot.views.moments import escape, when
from bot.views.pictures import DeliveryPicture, LanePicture, Reader
from bot.views.texts import choice, text

_WHY = (
    (re.compile(r"not an address|smtp 5\d\d 5\.1\.\d+"), "no_such_address"),
    (re.compile(r"smtp 5\d\d 5\.2\.2"), "mailbox_full"),
    (re.compile(r"attachments too large|smtp 552|smtp 5\d\d 5\.(2\.3|3\.4)"), "too_large"),
    (re.compile(r"smtp 53[0458]|smtp 5\d\d 5\.7\.8"), "our_login"),
    (re.compile(r"answer lost"), "answer_lost"),
    (re.compile(r"smtp 5"), "refused"),
    (re.compile(r"channel_not_found|is_archived|channel_is_limited_access"), "channel_closed"),
    (re.compile(r"not_in_channel"), "not_in_channel"),
)
"""Answers of the other side -> the sentence for them; the first that fits (codes: RFC 5321 4.2, RFC 3463)."""


def delivery_line(one: DeliveryPicture, lane: LanePicture, reader: Reader, now: datetime) -> str:
    """`メール 主 desk@…　03:40 送信済み　受領 03:52 窓口 太郎 様`."""
    locale = reader.locale
    zone = reader_zone(lane, reader)
    state = text(
        locale,
        f"delivery.{one.state}",
        at=when(one.at, now, locale, zone, reader.tz),
        answer=escape(why(one.answer, locale), limit=120),
    )
    received = ""
    if one.received_at is not None:
        at = when(one.received_at, now, locale, zone, reader.tz)
        received = text(locale, "delivery.received", at=at, name=escape(one.received_by, limit=100))
    return gap(locale).join(part for part in (road_words(one, locale), state, received) if part)


def road_words(one: DeliveryPicture, locale: Locale) -> str:
    """Which road to whom: the channel by its link, a mail by place and address."""
    address = escape(one.address, limit=120)
    slot = escape(choice(locale, "slot", one.slot)) if one.slot else ""
    key = "delivery.slack_brief" if one.brief else f"delivery.{one.road}"
    return text(locale, key, slot=slot, address=address)


def why(answer: str, locale: Locale) -> str:
    """What an answer of the other side means, in words; its own codes when we have no words for it."""
    found = next((name for pattern, name in _WHY if pattern.match(answer)), "other")
    return text(locale, f"why.{found}", error=answer or "-")


def unsent(lane: LanePicture) -> bool:
    """Whether the newest report is on its way to nobody, and reached nobody."""
    return bool(lane.notices) and not any(one.is_there and not one.brief for one in lane.notices[-1].deliveries)


def written_next(lane: LanePicture, locale: Locale) -> str:
    """What to do in writing beside the calls: send the report that was issued, or write one when the ladder has come to it."""
    if unsent(lane):
        return text(locale, "card.send_again" if lane.notices[-1].deliveries else "card.send_next")
    if lane.notices or lane.next_road == "phone":
        return ""
    return text(locale, f"card.write_next.{lane.next_road}")
