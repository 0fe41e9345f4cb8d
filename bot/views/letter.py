"""The letter of a report: composed from one lane's notice into plain JSON values, and read out as text for mail and telephone.

What is composed is kept with the notice when it is issued; PDF, Word and text are all made from it and hold the same words.
The keys are those that bot/documents/templates/letter.typ and a client's Word form name (docs/notices.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from bot.domain.notice import Notice, NoticeItem, NoticeKind, issued_of, next_number
from bot.domain.people import Locale
from bot.views.moments import clean
from bot.views.notice_words import day_of, written_when
from bot.views.pictures import IncidentPicture, LanePicture
from bot.views.texts import text

_DIGITS = "〇一二三四五六七八九"


def compose(
    incident: IncidentPicture, lane: LanePicture, notice: Notice, others: Sequence[Notice], *, at: datetime, caller: str
) -> dict[str, object]:
    """Return the letter as it stands at `at`. `others` are the lane's notices; `caller` is the name given as contact.

    Everything in it is about this lane; of the incident only its reference, whether it is a drill, and who we are.
    """
    said: Locale = notice.language
    title = title_of(notice.kind, notice.number or next_number(others), said)
    company = clean(incident.company.of(said))
    label = clean(lane.desk_label)
    changed = any(item.changed for item in notice.items)
    about = text(said, "letter.about")
    subject = text(said, "letter.subject", title=title, about=about)
    return {
        "lang": said,
        "kind": notice.kind.value,
        "title": subject,
        "heading": title,
        "subject": subject,
        "mail_subject": text(said, "letter.mail_subject", title=title, about=about, ref=incident.ref),
        "ref": text(said, "letter.ref", ref=incident.ref),
        "dated": text(said, "letter.dated", at=written_when(at, said, lane.zone)),
        "drill": text(said, "notice.drill") if incident.drill else "",
        "to": [text(said, "letter.to", client=clean(lane.client.of(said))), *([label] if label else [])],
        "sender": [company] if company else [],
        "opening": _opening(notice, others, lane.zone),
        "items": _items(notice, lane, incident, caller),
        "changed_mark": text(said, "letter.changed_mark"),
        "legend": text(said, "letter.legend") if changed else "",
        "closing": text(said, f"letter.closing_{_manner(notice.kind)}"),
        "page_of": text(said, "letter.page_of", page="{page}", pages="{pages}"),
        "missing_note": text(said, "letter.missing_note"),
    }


def letter_text(letter: Mapping[str, Any], *, with_subject: bool = True) -> str:
    """Return the letter as plain text, line by line: to copy into a mail, or to read out."""
    subject = text(letter["lang"], "letter.subject_line", subject=letter["mail_subject"]) if with_subject else ""
    lines = [subject, *letter["to"], letter["dated"], *letter["sender"], letter["opening"]]
    for item in letter["items"]:
        mark = letter["changed_mark"] if item["changed"] else ""
        first, *more = str(item["value"]).split("\n")
        joint = "　" if letter["lang"] == "ja" else ": "
        lines.append(f"{item['number']} {item['label']}{joint}{mark}{' ' if mark else ''}{first}")
        lines.extend(f"　{line}" if letter["lang"] == "ja" else f"   {line}" for line in more)
    lines += [letter["legend"], letter["closing"]]
    if letter["drill"]:
        lines = [letter["drill"], *lines, letter["drill"]]
    return "\n".join(line for line in cast("list[str]", lines) if line.strip())


def title_of(kind: NoticeKind, number: int, locale: Locale) -> str:
    """Return what a report calls itself: 第一報, 第二報, 最終報告（第三報）; First report, Follow-up report (no. 2)."""
    title = text(locale, f"letter.{kind.value}")
    if kind is NoticeKind.FIRST:
        return title
    nth = text(locale, "letter.nth", n=kanji_number(number) if locale == "ja" else number)
    if kind is NoticeKind.FOLLOW_UP and locale == "ja":
        return nth
    return text(locale, "letter.numbered", title=title, nth=nth)


def kanji_number(number: int) -> str:
    """Return 1 to 99 as a report is numbered (一, 十, 二十一), beyond that in digits."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def _opening(notice: Notice, others: Sequence[Notice], zone: str) -> str:
    said = notice.language
    if notice.kind is NoticeKind.FIRST:
        return text(said, "letter.opening_first")
    last = issued_of(others)[-1]
    before = title_of(last.kind, last.number or 1, said)
    when = day_of(last.issued_at or last.drafted_at, said, zone)
    return text(said, f"letter.opening_{notice.kind.value}", before=before if said == "ja" else _small(before), at=when)


def _small(title: str) -> str:
    """An English title inside a sentence."""
    return title[:1].lower() + title[1:]


def _items(notice: Notice, lane: LanePicture, incident: IncidentPicture, caller: str) -> list[dict[str, object]]:
    said = notice.language
    listed = [(item.label, _value(item, said), item.is_owed, item.changed) for item in notice.items]
    if notice.kind in {NoticeKind.FIRST, NoticeKind.FOLLOW_UP}:
        promised = notice.next_report_at
        value = (
            text(said, "letter.next_at", at=written_when(promised, said, lane.zone))
            if promised
            else text(said, "letter.next_when_known")
        )
        listed.append((text(said, "letter.next"), value, False, False))
    contact = [clean(incident.company.of(said)), clean(caller), clean(incident.callback)]
    joint = "　" if said == "ja" else ", "
    listed.append((text(said, "letter.contact"), joint.join(part for part in contact if part), False, False))
    return [
        {"number": str(number), "label": label, "value": value, "unknown": unknown, "changed": changed}
        for number, (label, value, unknown, changed) in enumerate(listed, start=1)
    ]


def _value(item: NoticeItem, said: Locale) -> str:
    if item.is_known:
        return item.value
    return text(said, "letter.none" if item.optional else "letter.unknown")


def _manner(kind: NoticeKind) -> str:
    return "first" if kind is NoticeKind.FOLLOW_UP else kind.value
