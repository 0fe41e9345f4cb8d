"""Reports to a client: the call script, the list, a draft as a form, the last look, issuing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.errors import Refused
from bot.domain.notice import NoticeKind
from bot.services.notice_issuing import IssueNotice, issue_notice
from bot.services.notice_queries import NoticeSeen, SeeNotice, notice_seen
from bot.services.notices import EditedMeanwhile, SaveNotice, StartNotice, save_notice, start_notice
from bot.views import forms
from bot.views.notes import refusal
from bot.views.reports import ITEM_BLOCK, KEEP
from handlers.slack.answering import names_of, refusal_of
from handlers.slack.looking import lane_of
from handlers.slack.responding import next_report_at
from handlers.slack.visit import Ack, Visit


async def open_notice(visit: Visit) -> None:
    """Show what to say on the phone while the desk waits for the first word, afterwards the lane's reports."""
    await visit.show(await _screen(visit))


async def open_reports(visit: Visit) -> None:
    """Show the lane's reports, whether or not the desk was reached."""
    await visit.show(forms.reports_view(*await lane_of(visit), visit.reader, visit.now))


async def _screen(visit: Visit) -> dict[str, Any]:
    incident, lane = await lane_of(visit)
    if lane.reached_at is not None or lane.stood_down_at is not None:
        return forms.reports_view(incident, lane, visit.reader, visit.now)
    names = await visit.read(names_of, (visit.actor,))
    return forms.notice_form(incident, lane, visit.reader, visit.now, caller=names.get(visit.actor, ""))


async def open_draft(visit: Visit) -> None:
    """Begin (or go on with) a report of the kind the button names, and show it as a form."""
    await lane_of(visit)
    kind = NoticeKind(visit.name.removeprefix("draft_"))
    command = StartNotice(actor=visit.actor, key=visit.key, lane_id=visit.ids["l"], kind=kind)
    notice = await visit.run(start_notice, command)
    await visit.show(forms.draft_form(*await lane_of(visit), visit.reader, notice, visit.now))


async def submit_draft(visit: Visit) -> Ack:
    """Keep the draft and show it as it would leave. Whoever saves second sees both wordings, and loses none."""
    seen = await _seen(visit)
    typed = {
        block.removeprefix(ITEM_BLOCK): visit.text(block) for block in visit.answers if block.startswith(ITEM_BLOCK)
    }
    _, lane = await lane_of(visit)
    command = SaveNotice(
        actor=visit.actor,
        key=f"{visit.key}:save:{visit.ids['v']}",
        notice_id=visit.ids["r"],
        version=int(visit.ids["v"]),
        values=typed,
        next_report_at=_promised(visit, seen, lane.zone),
    )
    try:
        await visit.run(save_notice, command)
    except EditedMeanwhile as meanwhile:
        name = (await _seen(visit)).edited_by_name
        form = forms.draft_form(
            *await lane_of(visit), visit.reader, meanwhile.notice, visit.now, typed=typed, edited_by=name
        )
        return {"response_action": "update", "view": form}
    await _redraw_below(visit)
    return {"response_action": "update", "view": await _preview(visit)}


def _promised(visit: Visit, seen: NoticeSeen, zone: str) -> datetime | None:
    chosen = visit.text("next_report")
    return seen.notice.next_report_at if chosen == KEEP else next_report_at(chosen, visit.now, zone, visit.now)


async def press_edit(visit: Visit) -> None:
    """Go back from the last look to the form."""
    seen = await _seen(visit)
    await visit.redraw(forms.draft_form(*await lane_of(visit), visit.reader, seen.notice, visit.now))


async def open_read(visit: Visit) -> None:
    """Show somebody who is asked to agree what it is about."""
    await visit.show(await _preview(visit))


async def submit_issue(visit: Visit) -> Ack:
    """Issue the report as it was looked at, or ask for the approval its pack wants."""
    command = IssueNotice(
        actor=visit.actor,
        key=f"{visit.key}:issue:{visit.ids['v']}",
        notice_id=visit.ids["r"],
        version=int(visit.ids["v"]),
    )
    try:
        await visit.run(issue_notice, command)
    except Refused as refused:  # said on the last look itself: a view of its own would be one too many on the stack
        key, values = await refusal_of(visit, refused)
        return {"response_action": "update", "view": await _preview(visit, said=refusal(visit.reader, key, values))}
    await _redraw_below(visit)
    return None


async def _seen(visit: Visit) -> NoticeSeen:
    query = SeeNotice(viewer=visit.actor, notice_id=visit.ids.get("r", ""), approval_id=visit.ids.get("a", ""))
    return await visit.read(notice_seen, query)


async def _preview(visit: Visit, *, said: str = "") -> dict[str, Any]:
    seen = await _seen(visit)
    visit.ids = {**visit.ids, "l": seen.notice.lane_id}
    return forms.preview(
        *await lane_of(visit),
        visit.reader,
        seen.notice,
        seen.letter,
        approver=seen.approver,
        missing=seen.missing,
        said=said,
    )


async def _redraw_below(visit: Visit) -> None:
    """Draw what the form was opened from again: the list, or the words for the telephone with the state of the report."""
    if visit.view.get("previous_view_id"):
        await visit.redraw_below(await _screen(visit))
