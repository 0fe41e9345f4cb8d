"""Made-up reports to a client, and every screen about them; nobody here exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.notice import Notice, NoticeItem, NoticeKind, NoticeState
from bot.domain.people import Role
from bot.views import forms
from bot.views.card import card
from bot.views.letter import compose
from bot.views.pictures import BiText, DocumentPicture, IncidentPicture, LanePicture, Message, NoticePicture, Reader
from bot.views.report_marks import notice_issued, notice_words, report_promised
from tests.views.builders import REPORTED, minutes


def issued_notice(number: int, bad: str = "原因") -> NoticePicture:
    """An issued report as a screen sees it."""
    return NoticePicture(
        id=f"N{number}",
        kind="first" if number == 1 else "follow_up",
        state="issued",
        version=2,
        number=number,
        owed=(BiText(bad, bad), BiText("影響", "Effects")) if number > 1 else (BiText("影響", "Effects"),),
        next_report_at=REPORTED + minutes(120),
        edited_by_name=bad,
        edited_at=REPORTED,
        issued_by_name=bad,
        issued_at=REPORTED + minutes(10),
        approved_by_name=bad if number == 2 else "",
        bypassed=number == 3,
        documents=tuple(
            DocumentPicture(format=ending, name=f"{bad}.{ending}", state=state)
            for ending, state in (("txt", "made"), ("pdf", "wanted"), ("docx", "failed"))
        ),
    )


def draft_picture(bad: str = "佐藤") -> NoticePicture:
    """A report that is being written."""
    return NoticePicture(id="N9", kind="final", state="draft", version=3, edited_by_name=bad, edited_at=REPORTED)


def draft_notice(of: LanePicture, kind: NoticeKind, bad: str = "紛失") -> Notice:
    """A draft as the store keeps it."""
    items = (
        NoticeItem(key="what", label=bad[:2000], value=bad[:3000], changed=True),
        NoticeItem(key="where", label="発生箇所"),
        NoticeItem(key="asked", label="ご照会", optional=True),
        *(NoticeItem(key=f"more_{n}", label=f"項目{n}", value=bad[:3000]) for n in range(12)),
    )
    return Notice(
        id="N9",
        incident_id="I1",
        lane_id=of.id,
        kind=kind,
        language=of.language,
        version=3,
        items=items,
        next_report_at=REPORTED + minutes(90),
        drafted_by="U0000000001",
        drafted_at=REPORTED,
        edited_at=REPORTED,
    )


def report_messages(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, bad: str
) -> dict[str, Message]:
    """What the room reads about reports."""
    found: dict[str, Message] = {}
    sent = replace(lane, notices=(issued_notice(1, bad), issued_notice(2, bad)), draft=draft_picture(bad))
    letter = compose(incident, lane, draft_notice(lane, NoticeKind.FIRST, bad), (), at=now, caller=bad)
    found["card-written"] = card(incident, sent, reader, now)
    found["notice_issued"] = notice_issued(incident, sent, sent.notices[-1], reader, now)
    found["notice_text"] = notice_words(incident, sent.notices[-1], letter, reader)
    for kind in ("report_soon", "report_due"):
        found[kind] = report_promised(incident, sent, reader, now, kind=kind, mention=("U0000000001",))
    return found


def report_views(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, bad: str
) -> dict[str, dict[str, Any]]:
    """The modals about one report: a draft, one that somebody else changed, the last look in its forms."""
    written = replace(lane, notices=tuple(issued_notice(n, bad) for n in range(1, 4)), draft=draft_picture(bad))
    first = draft_notice(lane, NoticeKind.FIRST, bad)
    final = replace(draft_notice(lane, NoticeKind.FINAL, bad), next_report_at=None)
    letter = compose(incident, lane, first, (), at=now, caller=bad)
    found = {
        "reports-written": forms.reports_view(incident, written, reader, now),
        "notice_draft": forms.draft_form(incident, lane, reader, first, now),
        "notice_draft-again": forms.draft_form(
            incident, written, reader, final, now, typed={"what": "x", "where": bad}, edited_by=bad
        ),
        "notice_issue": forms.preview(incident, lane, reader, first, letter),
        "notice_issue-asks": forms.preview(incident, lane, reader, first, letter, approver=Role.LEGAL, said="x"),
        "notice_issue-open": forms.preview(incident, lane, reader, final, letter, missing=[BiText(bad, bad)] * 12),
    }
    waiting = replace(first, state=NoticeState.WAITING_APPROVAL)
    return {**found, "notice_issue-waiting": forms.preview(incident, lane, reader, waiting, letter)}
