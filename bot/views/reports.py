"""The reports of one lane on screen: the list, the draft as a form, and the last look before issuing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import Locale, Role
from bot.views.blocks import (
    SECTION_LIMIT,
    Block,
    actions,
    button,
    context,
    divider,
    gap,
    ids,
    lines,
    modal,
    section,
)
from bot.views.clocks import due_token, reader_zone
from bot.views.delivery_words import delivery_line
from bot.views.inputs import TEXT_LIMIT, field, line, one_of
from bot.views.letter import letter_text, title_of
from bot.views.moments import escape, in_words, when
from bot.views.pictures import BiText, IncidentPicture, LanePicture, NoticePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import client_name, next_reports

KEEP = "keep"
"""The choice that leaves the promised time as it is."""
ITEM_BLOCK = "item_"
"""Begins the block_id of each item of the form."""
PARTS_SHOWN = 12
"""Sections of 3,000 letters in a preview; what is longer is in the document."""
ITEMS_SHOWN = 60
REPORTS_SHOWN = 20
DELIVERIES_SHOWN = 6


def reports_view(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime) -> Block:
    """The lane's reports: issued, being written, and the buttons for what may come next."""
    locale = reader.locale
    value = ids(i=incident.id, l=lane.id)
    head = text(locale, "reports.intro", client=client_name(lane.client, locale))
    promised = (
        text(locale, "reports.next", at=due_token(lane, reader, lane.next_report_at, now))
        if lane.next_report_at
        else ""
    )
    blocks = [section(lines(head, promised, owed_line(lane, locale)))]
    if not lane.notices:
        blocks.append(section(text(locale, "reports.none")))
    for number, notice in enumerate(lane.notices[-REPORTS_SHOWN:], start=1):
        blocks += [_issued(notice, lane, reader, now), _sending(incident, lane, notice, locale, number)]
    if lane.draft is not None:
        blocks.append(section(draft_line(lane, lane.draft, reader, now)))
    kinds = [lane.draft.kind] if lane.draft else []
    row = [button(locale, f"draft_{kind}", value, style="primary", label=text(locale, "draft.go_on")) for kind in kinds]
    row += [button(locale, f"draft_{kind}", value) for kind in lane.notice_kinds if kind not in kinds]
    blocks += [divider(), actions(*row), context(text(locale, "reports.hint"))]
    return _modal(incident, reader, "reports", blocks, title="reports.title", metadata=value)


def owed_line(lane: LanePicture, locale: Locale) -> str:
    """`調査中 2 件: 想定される影響、原因`: what the last report left open; empty when nothing is."""
    owed = lane.notices[-1].owed if lane.notices else ()
    if not owed:
        return ""
    key = "reports.owed_one" if len(owed) == 1 else "reports.owed"
    return text(locale, key, n=len(owed), items=_listed(owed[:12], locale))


def _listed(labels: Sequence[BiText], locale: Locale) -> str:
    joint = "、" if locale == "ja" else ", "
    return escape(joint.join(label.of(locale) for label in labels), limit=500)


def draft_line(lane: LanePicture, draft: NoticePicture, reader: Reader, now: datetime) -> str:
    """Who is writing which report, or who waits for whose approval."""
    locale = reader.locale
    title = title_of(NoticeKind(draft.kind), len(lane.notices) + 1, locale)
    if draft.state == "waiting_approval":
        return text(locale, "reports.waiting", title=title, by=escape(draft.asked_by_name, limit=60))
    at = when(draft.edited_at or now, now, locale, reader_zone(lane, reader), reader.tz)
    return text(locale, "reports.draft", title=title, by=escape(draft.edited_by_name, limit=60), at=at)


def issued_line(lane: LanePicture, notice: NoticePicture, reader: Reader, now: datetime) -> str:
    """`第一報　03:36 発行（佐藤）`, with who agreed."""
    locale = reader.locale
    title = title_of(NoticeKind(notice.kind), notice.number or 1, locale)
    at = when(notice.issued_at or now, now, locale, reader_zone(lane, reader), reader.tz)
    words = text(locale, "reports.issued", title=title, at=at, by=escape(notice.issued_by_name, limit=60))
    if notice.bypassed:
        return words + gap(locale) + text(locale, "reports.bypassed")
    if notice.approved_by_name:
        return words + gap(locale) + text(locale, "reports.approved", by=escape(notice.approved_by_name, limit=60))
    return words


def _issued(notice: NoticePicture, lane: LanePicture, reader: Reader, now: datetime) -> Block:
    locale = reader.locale
    shown = [_file(file.format, file.state, locale) for file in notice.documents]
    files = text(locale, "reports.files", files=gap(locale).join(shown)) if shown else ""
    sent = [delivery_line(one, lane, reader, now) for one in notice.deliveries[-DELIVERIES_SHOWN:]]
    return section(lines(issued_line(lane, notice, reader, now), files, *sent))


def _sending(incident: IncidentPicture, lane: LanePicture, notice: NoticePicture, locale: Locale, number: int) -> Block:
    """The buttons that send a report to the desk; `number` keeps them apart from those of the next report."""
    value = ids(i=incident.id, l=lane.id, r=notice.id)
    style = "" if notice.deliveries else "primary"
    row = [button(locale, "notice_send", value, style=style, number=number)]
    if lane.shared_channel:
        row.append(button(locale, "notice_post", value, number=number))
    if any(one.road == "mail" and one.state == "sent" for one in notice.deliveries):
        row.append(button(locale, "notice_bounce", value, number=number))
    return actions(*row)


def _file(ending: str, state: str, locale: Locale) -> str:
    shown = choice(locale, "format", ending)
    if state == "wanted":
        return text(locale, "reports.file_wanted", name=shown)
    return text(locale, "reports.file_failed", name=shown) if state == "failed" else shown


def draft_form(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    notice: Notice,
    now: datetime,
    *,
    typed: Mapping[str, str] | None = None,
    edited_by: str = "",
) -> Block:
    """The draft, one box for each item. `typed` and `edited_by`: somebody else saved first, so both wordings are shown."""
    locale = reader.locale
    title = title_of(notice.kind, len(lane.notices) + 1, locale)
    blocks = [section(text(locale, "draft.intro", client=client_name(lane.client, locale), title=title))]
    if notice.language != locale:
        blocks.append(context(text(notice.language, "draft.language")))
    if typed is not None:
        at = when(notice.edited_at or now, now, locale, reader_zone(lane, reader), reader.tz)
        blocks.append(section(text(locale, "draft.conflict", by=escape(edited_by, limit=60), at=at)))
    owed = {label.of(notice.language) for label in lane.notices[-1].owed} if lane.notices else set()
    for item in notice.items[:ITEMS_SHOWN]:
        mine = item.value if typed is None else typed.get(item.key, item.value)
        hint = text(locale, "draft.optional") if item.optional else ""
        hint = text(locale, "draft.was_owed") if item.label in owed else hint
        box = line(initial=mine, multiline=True, limit=TEXT_LIMIT)
        blocks.append(field(f"{ITEM_BLOCK}{item.key}", item.label, box, hint=hint))
        if mine != item.value:
            key = "draft.stored" if item.value else "draft.stored_empty"
            blocks.append(context(text(locale, key, value=escape(item.value, lines=True, limit=1500))))
    if notice.kind in {NoticeKind.FIRST, NoticeKind.FOLLOW_UP}:
        blocks.append(_next_report(lane, reader, notice, now))
    return _modal(
        incident,
        reader,
        "notice_draft",
        blocks,
        title="notice_draft.title",
        submit="draft.look",
        metadata=ids(i=incident.id, l=lane.id, r=notice.id, v=str(notice.version)),
    )


def _next_report(lane: LanePicture, reader: Reader, notice: Notice, now: datetime) -> Block:
    locale = reader.locale
    offered = next_reports(locale, now, lane.zone)
    chosen = "none"
    if notice.next_report_at is not None:
        at = in_words(notice.next_report_at, locale, lane.zone, reader.tz)
        offered.insert(0, (KEEP, text(locale, "draft.keep_next", at=at)))
        chosen = KEEP
    return field(
        "next_report", text(locale, "draft.next_report"), one_of(locale, offered, initial=chosen), optional=False
    )


def preview(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    notice: Notice,
    letter: Mapping[str, Any],
    *,
    approver: Role | None = None,
    missing: Sequence[BiText] = (),
    said: str = "",
) -> Block:
    """The letter as it would leave. `approver` has to agree first; `missing` are items that a last report may not leave empty.

    `said` is a sentence to the reader, put first.
    """
    locale = reader.locale
    blocks = [section(said)] if said else []
    blocks += [section(text(locale, "preview.intro", client=client_name(lane.client, locale)))]
    waiting = notice.state.value == "waiting_approval"
    if waiting:
        blocks.append(section(text(locale, "preview.waiting")))
    elif missing:
        blocks.append(section(text(locale, "preview.incomplete", items=_listed(missing, locale))))
    elif approver is not None:
        blocks.append(section(text(locale, "preview.approval", role=choice(locale, "role", approver.value))))
    blocks += [divider(), *letter_blocks(letter, locale), divider()]
    value = ids(i=incident.id, l=lane.id, r=notice.id)
    if notice.is_open:
        blocks.append(actions(button(locale, "notice_edit", value)))
        blocks.append(context(text(locale, "reports.hint")))
    submit = "preview.ask_approval" if approver is not None else "preview.issue"
    return _modal(
        incident,
        reader,
        "notice_issue",
        blocks,
        title="notice_issue.title",
        submit="" if waiting or missing or not notice.is_open else submit,
        metadata=ids(i=incident.id, l=lane.id, r=notice.id, v=str(notice.version)),
    )


def letter_blocks(letter: Mapping[str, Any], locale: Locale) -> list[Block]:
    """The letter's text in sections, at most so many; never a mention, never a gap."""
    parts = _parts(escape(letter_text(letter), lines=True))
    blocks = [section(part) for part in parts[:PARTS_SHOWN]]
    return [*blocks, context(text(locale, "preview.cut"))] if len(parts) > PARTS_SHOWN else blocks


def _parts(words: str) -> list[str]:
    """Escaped words in pieces that fit a section, cut at line ends where there are any."""
    parts: list[str] = []
    rest = words
    while len(rest) > SECTION_LIMIT:
        cut = rest.rfind("\n", 1, SECTION_LIMIT)
        cut = cut if cut > 0 else rest.rfind("&", SECTION_LIMIT - 5, SECTION_LIMIT)
        cut = cut if cut > 0 else SECTION_LIMIT
        parts.append(rest[:cut])
        rest = rest[cut:].removeprefix("\n")
    return [*parts, rest] if rest else parts


def _modal(
    incident: IncidentPicture,
    reader: Reader,
    name: str,
    blocks: list[Block],
    *,
    title: str,
    metadata: str,
    submit: str = "",
) -> Block:
    return modal(
        reader.locale,
        name,
        blocks,
        title=title,
        submit=submit,
        metadata=metadata,
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
