"""Sending an issued report to the client's desk: the looks before it goes, and what is said when it did or did not arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.delivery import is_mail_address
from bot.domain.notice import NoticeKind
from bot.domain.people import Locale
from bot.views.blocks import (
    Block,
    Option,
    actions,
    button,
    context,
    divider,
    gap,
    ids,
    lines,
    message,
    modal,
    options,
    section,
)
from bot.views.clocks import is_open, reader_zone
from bot.views.covering import plain_parts, shared_words
from bot.views.delivery_words import road_words, why
from bot.views.desk import call_line
from bot.views.inputs import NOTE_LIMIT, field, line, one_of
from bot.views.letter import title_of
from bot.views.moments import escape, when
from bot.views.pictures import DeliveryPicture, DeskSlot, IncidentPicture, LanePicture, Message, NoticePicture, Reader
from bot.views.reports import letter_blocks
from bot.views.texts import choice, text
from bot.views.wording import client_name

ATTACHED = frozenset({"pdf", "docx"})


def send_form(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    notice: NoticePicture,
    letter: Mapping[str, Any],
    *,
    mail_ready: bool,
    link_ready: bool,
) -> Block:
    """The last look before a report goes by mail: to whom, with which documents, in which words."""
    locale = reader.locale
    blocks = [
        section(text(locale, "send.intro", client=client_name(lane.client, locale), title=_title(notice, locale)))
    ]
    offered = _offered(lane, notice, locale)
    reachable = [slot for slot in lane.desk if is_mail_address(slot.email)]
    if not mail_ready:
        blocks.append(section(text(locale, "send.no_mail")))
    elif not reachable:
        blocks.append(section(text(locale, "send.no_address")))
    elif not offered:
        blocks.append(section(text(locale, "send.all_sent")))
    else:
        boxes: Block = {"type": "checkboxes", "options": options(offered[:10])}
        boxes["initial_options"] = boxes["options"][:1]
        blocks.append(field("slots", text(locale, "send.to"), boxes, optional=False, hint=text(locale, "send.to_hint")))
        blocks.append(context(_files(notice, locale), "" if link_ready else text(locale, "send.no_link")))
    blocks += [divider(), *letter_blocks(letter, locale)]
    return _modal(
        incident, reader, "notice_send", blocks, lane=lane, notice=notice, submit=bool(mail_ready and offered)
    )


def _offered(lane: LanePicture, notice: NoticePicture, locale: Locale) -> list[Option]:
    """Those of the desk a mail can still go to, each address once. One that is no address stays, to be told when chosen."""
    there = {one.address for one in notice.deliveries if one.is_there}
    found: dict[str, Option] = {}
    for slot in lane.desk:
        if slot.email and slot.email not in there:
            found.setdefault(slot.email, (slot.slot, _place(slot, locale)))
    return list(found.values())


def _place(slot: DeskSlot, locale: Locale) -> str:
    return " ".join(part for part in (choice(locale, "slot", slot.slot), slot.name, slot.email) if part)


def _files(notice: NoticePicture, locale: Locale) -> str:
    listed = [one for one in notice.documents if one.format in ATTACHED]
    if any(one.state == "wanted" for one in listed):
        return text(locale, "send.files_wait")
    made = [escape(one.name, limit=120) for one in listed if one.state == "made"]
    return text(locale, "send.files", files=gap(locale).join(made)) if made else text(locale, "send.no_files")


def post_form(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    notice: NoticePicture,
    letter: Mapping[str, Any],
    *,
    brief: bool,
    teams: Sequence[str],
    shared: bool,
    error: str = "",
) -> Block:
    """The look before a post in the shared channel: the exact words, the channel, the companies that read it.

    `error` is Slack's word when the companies could not be found out.
    """
    locale = reader.locale
    channel = lane.shared_channel
    intro = text(
        locale, "post.intro", client=client_name(lane.client, locale), title=_title(notice, locale), channel=channel
    )
    blocks = [section(intro)]
    joint = "、" if locale == "ja" else ", "
    if error:
        blocks.append(section(text(locale, "post.seen_unknown", error=escape(error, limit=80))))
    elif not shared:
        blocks.append(section(text(locale, "post.not_shared")))
    else:
        blocks.append(section(text(locale, "post.seen_by", teams=escape(joint.join(teams), limit=1500))))
        if len(teams) > 2:
            blocks.append(section(text(locale, "post.many")))
    names = [slot.name or slot.slack for slot in lane.desk if slot.slack]
    key = "post.receipt_by" if names else "post.receipt_by_nobody"
    blocks.append(context(text(locale, key, names=escape(joint.join(names), limit=300))))
    words = shared_words(letter, brief=brief, callback=incident.callback)
    blocks += [divider(), *plain_parts(words), divider()]
    value = ids(i=incident.id, l=lane.id, r=notice.id)
    blocks.append(actions(button(locale, "post_full" if brief else "post_brief", value)))
    return _modal(
        incident, reader, "notice_post", blocks, lane=lane, notice=notice, submit=True, more={"b": "" if brief else "1"}
    )


def bounce_form(incident: IncidentPicture, lane: LanePicture, reader: Reader) -> Block:
    """Which of the sent mails came back, and what it said."""
    locale = reader.locale
    sent = [
        (one.id, f"{_title(notice, locale)}　{one.address}")
        for notice in lane.notices
        for one in notice.deliveries
        if one.road == "mail" and one.state == "sent"
    ]
    blocks = [section(text(locale, "bounce.none"))]
    if sent:
        newest = list(reversed(sent))[:100]
        blocks = [
            field("which", text(locale, "bounce.which"), one_of(locale, newest, initial=newest[0][0]), optional=False),
            field("note", text(locale, "bounce.note"), line(multiline=True, limit=NOTE_LIMIT), optional=False),
            context(text(locale, "bounce.hint")),
        ]
    return _modal(incident, reader, "notice_bounce", blocks, lane=lane, submit=bool(sent))


def delivery_said(
    incident: IncidentPicture,
    lane: LanePicture,
    notice: NoticePicture,
    one: DeliveryPicture,
    reader: Reader,
    now: datetime,
    *,
    what: str,
    mention: Sequence[str] = (),
) -> Message:
    """What the room, the sender and the owner read: it is late, was refused, came back, or was received."""
    locale = reader.locale
    received = one.received_at or now
    said = text(
        locale,
        f"said.delivery.{what}",
        title=_title(notice, locale),
        road=road_words(one, locale),
        why=escape(why(one.answer, locale), limit=200),
        name=escape(one.received_by, limit=100),
        at=when(received, now, locale, reader_zone(lane, reader), reader.tz),
    )
    instead = ""
    mails = [other for other in notice.deliveries if other.road == "mail" and other.state == "on_its_way"]
    if one.road == "slack" and what == "failed" and mails:
        instead = text(locale, "said.mail_instead", address=escape(mails[0].address, limit=120))
    call = call_line(lane, locale, "said.call") if what != "received" and is_open(lane) else ""
    called = " ".join(f"<@{user_id}>" for user_id in mention if user_id.isalnum())
    blocks = [section(lines(f"{client_name(lane.client, locale)}　{said}", instead, call, called))]
    plain = said.replace("*", "")
    return message(locale, plain, blocks, drill=incident.drill, drill_by=escape(incident.reporter_name, limit=60))


def _title(notice: NoticePicture, locale: Locale) -> str:
    return title_of(NoticeKind(notice.kind), notice.number or 1, locale)


def _modal(
    incident: IncidentPicture,
    reader: Reader,
    name: str,
    blocks: list[Block],
    *,
    lane: LanePicture,
    notice: NoticePicture | None = None,
    submit: bool,
    more: Mapping[str, str] | None = None,
) -> Block:
    return modal(
        reader.locale,
        name,
        blocks,
        title=f"{name}.title",
        submit=f"{name}.submit" if submit else "",
        metadata=ids(i=incident.id, l=lane.id, r=notice.id if notice else "", **(more or {})),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
