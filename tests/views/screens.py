"""Every screen Hansho can draw, by name, from one incident, one lane and one reader; so that a rule can be tried on all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, get_args

from bot.domain.closing import Closing, ClosingKey, ClosingLine
from bot.domain.consultation import ConsultationState
from bot.domain.statement import Statement
from bot.views import forms, marks, notes
from bot.views.after_marks import following_mark
from bot.views.board import board, board_view
from bot.views.card import card
from bot.views.digest import channel_digest, person_digest
from bot.views.forms.costs import typed_of
from bot.views.home import home
from bot.views.ledger import costs_view
from bot.views.lists import help_message, incident_list, status
from bot.views.page import handed_over, page
from bot.views.pictures import BiText, HomePicture, IncidentPicture, LanePicture, Message, Reader
from bot.views.receipt import receipt, receipt_view
from bot.views.reminders import action_reminder, emergency_reminder, instruction_reminder, survey_reminder
from bot.views.room import opening
from bot.views.statement import Letterhead, statement_data
from bot.views.statement_posts import statement_made
from tests.views.builders import (
    REPORTED,
    action,
    approval,
    board_picture,
    consultation,
    digest_items,
    done_action,
    duty,
    everything_after,
    minutes,
)
from tests.views.laws import law_messages, law_views
from tests.views.ledgers import ledger_picture, line_picture
from tests.views.registers import CODES, gap, register_messages, register_views
from tests.views.reports import report_messages, report_views
from tests.views.sending import sending_messages, sending_views
from tests.views.terms import terms_views
from tests.views.trials import trial_views

Screen = Message | dict[str, Any]


def stages(lane: LanePicture) -> Iterator[tuple[str, LanePicture]]:
    """The lane as given, reached, confirmed and stood down."""
    yield "", lane
    yield "-reached", replace(lane, reached_at=REPORTED + minutes(31), reached_how="phone")
    confirmed = REPORTED + minutes(50)
    yield "-confirmed", replace(lane, reached_at=REPORTED + minutes(90), reached_how="email", confirmed_at=confirmed)
    yield "-quiet", replace(lane, stood_down_at=REPORTED + minutes(2), stood_down_reason=lane.stood_down_reason or "x")
    yield "-nobody", replace(lane, stood_down_at=REPORTED + minutes(2), stood_down_reason="")


def with_lane(incident: IncidentPicture, lane: LanePicture) -> IncidentPicture:
    """The incident with this lane in the place of the one of its id."""
    others = tuple(one for one in incident.lanes if one.id != lane.id)
    return replace(incident, lanes=(lane, *others))


def messages(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, bad: str
) -> dict[str, Message]:
    """All messages; `bad` is a text somebody typed."""
    talk = lane.consultations[0] if lane.consultations else consultation()
    asked = incident.approvals[0] if incident.approvals else approval()
    found: dict[str, Message] = {}
    for name, stage in stages(lane):
        staged = with_lane(incident, stage)
        found[f"card{name}"] = card(staged, stage, reader, now)
        found[f"page{name}"] = page(
            staged, staged.lanes, reader, now, step=2, late_minutes=3, reasons=("ladder", "ack_expired")
        )
        found[f"status{name}"] = status(staged, reader, now)
        found[f"receipt{name}"] = receipt(staged, reader, now, calling=bad)
        found[f"opening{name}"] = opening(staged, reader, now)
    for at in (-30, -15, -5, 0, 5):
        found[f"mark{at}"] = marks.mark(
            incident, lane, reader, now, minutes=at, mention=("U0000000001",), late_minutes=2
        )
    found["overdue"] = marks.overdue(incident, lane, reader, now, mention=("U0000000001",))
    found["overdue_notice"] = marks.overdue_notice(incident, lane, reader, now)
    found["target"] = marks.soft_mark(incident, lane, reader, now, kind="target")
    found["alarm"] = marks.soft_mark(incident, lane, reader, now, kind="alarm")
    found["ack_expired"] = marks.ack_expired(incident, lane, reader, now)
    found["reached"] = marks.reached(incident, lane, reader, now)
    found["consultation_opened"] = marks.consultation_opened(incident, lane, talk, reader)
    found["joined"] = marks.joined(incident, reader, names=(bad, "佐藤"), role="executive")
    found["corrected"] = marks.corrected(
        incident, reader, by_name=bad, reason=bad, changes=[("event", [bad], ["leak"])]
    )
    found["detail_added"] = marks.detail_added(incident, reader, by_name=bad, detail=bad)
    found["insurance"] = marks.insurance(incident, lane, reader, minutes=-10)
    found |= report_messages(incident, lane, reader, now, bad) | sending_messages(incident, lane, reader, now, bad)
    found["handed_over"] = handed_over(incident, lane, reader, now, by_name=bad, note=bad)
    found["ended"] = notes.ended(reader, "room.closed", {"by": bad, "ref": bad}, incident=incident)
    found["note"] = notes.note(reader, "refused.role", {"ref": bad}, incident_ref=incident.ref, drill=incident.drill)
    found["approval"] = notes.approval_request(incident, asked, reader, now)
    found["approval-notice"] = notes.approval_request(incident, replace(asked, kind="notice", reason=""), reader, now)
    found["ask_start"] = notes.ask_start(incident, reader, now)
    found["ask_lead_form"] = notes.ask_lead_form(incident, reader)
    found["board"] = board(replace(board_picture(bad), drill=incident.drill), reader, now)
    after = everything_after(bad)
    found["reminder-instruction"] = instruction_reminder(incident, lane, after.instructions[0], reader, now)
    found["reminder-survey"] = survey_reminder(incident, lane, after.surveys[0], reader, now)
    found["reminder-emergency"] = emergency_reminder(incident, lane, after.gates[0].emergencies[2], reader, now)
    for about in ("N1", "S1", "R1"):
        said = following_mark(incident, lane, after, about, reader, now)
        assert said is not None
        found[f"following-{about}"] = said
    for state in ("recorded", "agreed", "no_agreement"):
        found[f"nudge-{state}"] = notes.nudge(incident, lane, replace(talk, state=state), reader, now, days=5)
    for name, one in (
        ("due", action(description=bad, owner_name=bad)),
        ("late", action(description=bad, due_on=date(2026, 11, 1))),
        ("no_day", action(description=bad, due_on=None)),
        ("check", done_action(description=bad)),
    ):
        found[f"reminder-{name}"] = action_reminder(incident, lane, one, reader, now)
    found |= law_messages(incident, reader, now, bad)
    found["statement_made"] = statement_post(incident, lane, reader, now, bad)
    found["nudge"] = notes.nudge(incident, lane, talk, reader, now, days=5)
    return found


def general_messages(incident: IncidentPicture, reader: Reader, now: datetime, bad: str) -> dict[str, Message]:
    """Messages that are about no single incident, so they are never a drill as a whole."""
    everything = HomePicture(mine=(incident,) * 30, reported=(replace(incident, id="I2"),) * 12)
    found = {
        "list": incident_list(everything, reader, now),
        "list-empty": incident_list(HomePicture(), reader, now),
        "help": help_message(reader),
        "operators": notes.operators_note(reader, "operators.stuck", {"what": bad, "error": bad, "ref": bad}),
        "refusal": notes.refusal_note(reader, "refused.reached_already", {"person": "U0123456789", "at": REPORTED}),
    }
    found |= register_messages(reader, now, bad)
    items = digest_items(bad=len(bad) > 100) * 9
    for name, message in (
        ("digest", person_digest(items, reader, now, name=bad, late_minutes=7)),
        ("digest-channel", channel_digest(items, reader, now)),
    ):
        assert message is not None
        found[name] = message
    return found


def views(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, bad: str
) -> dict[str, dict[str, Any]]:
    """All modals."""
    talk = lane.consultations[0] if lane.consultations else consultation()
    one = lane.duties[0] if lane.duties else duty()
    contracts = [(f"pack-{n}", BiText(bad, bad)) for n in range(130)]
    typed = {"summary": bad, "noticed_by": bad, "what": ["leak", bad], "when_at": now, "reason": bad, "ongoing": "yes"}
    drill = incident.drill
    found = {
        "report": forms.report_form(reader, contracts=contracts, draft_key="K", drill=drill),
        "report-none": forms.report_form(reader, contracts=(), draft_key="K", drill=drill),
        "report-again": forms.report_form(
            reader,
            contracts=contracts,
            draft_key="K",
            permalink="https://practice.example/p1",
            drill=drill,
            initial=typed,
            picking=True,
            warning=True,
            not_saved=True,
            phone=bad,
        ),
        "correct": forms.correct_form(incident, reader, contracts=contracts),
        "correct-again": forms.correct_form(
            incident, reader, contracts=contracts, initial=typed, picking=True, warning=True
        ),
        "lead": forms.lead_form(incident, reader),
        "add_detail": forms.add_detail_form(incident, reader, warning=True, detail=bad),
        "attempt": forms.attempt_form(incident, lane, reader, now),
        "reached": forms.reached_form(incident, lane, reader, now),
        "confirmed": forms.confirmed_form(incident, replace(lane, reached_at=now), reader, now),
        "delay": forms.delay_form(incident, lane, reader),
        "hand_over": forms.hand_over_form(incident, lane, reader, now),
        "stand_down": forms.stand_down_form(incident, lane, reader),
        "duties": forms.duties_view(incident, reader, now),
        "duties-lane": forms.duties_view(incident, reader, now, lane=lane),
        "duty_done": forms.duty_done_form(incident, one, reader),
        "duty_waive": forms.duty_waive_form(incident, one, reader),
        "not_incident": forms.not_incident_form(incident, reader),
        "reopen": forms.reopen_form(replace(incident, state="not_incident"), reader),
        "close": forms.close_form(
            incident, reader, now, [ClosingLine(key, 3) for key in get_args(ClosingKey)], wants_cause=True
        ),
        "close-clear": forms.close_form(
            replace(incident, lanes=()),
            reader,
            now,
            [ClosingLine(key, 0) for key in get_args(ClosingKey)],
            known=Closing(
                id="z",
                incident_id=incident.id,
                root_cause=bad,
                prevention=bad,
                retain_until=now.date(),
                by="U1",
                at=now,
            ),
        ),
        "consultation": forms.consultation_view(incident, lane, talk, reader, now),
        **{
            f"consultation-{state}": forms.consultation_view(
                incident, lane, replace(talk, state=state, result=state if "agree" in state else ""), reader, now
            )
            for state in ConsultationState
        },
        "start_consultation": forms.start_consultation_form(incident, lane, reader, gate="disclosure"),
        **following_views(incident, lane, reader, now, bad),
        "ask_talks": forms.ask_talks_form(incident, talk, reader, now),
        "outcome-gated": forms.outcome_form(incident, replace(talk, topic="publication"), reader),
        "minute": forms.minute_form(incident, talk, reader, now),
        "talk_again": forms.talk_again_form(incident, talk, reader),
        "action_add": forms.action_add_form(incident, reader, title="x", c=talk.id),
        "action_change": forms.action_change_form(incident, action(description=bad), reader),
        "action_done": forms.action_done_form(incident, action(description=bad), reader, now),
        "action_drop": forms.action_drop_form(incident, action(description=bad), reader),
        "action_check": forms.action_check_form(incident, done_action(description=bad, evidence=bad), reader, now),
        "propose": forms.propose_form(incident, talk, reader),
        "round": forms.round_form(incident, talk, reader, now),
        "next_date": forms.next_date_form(incident, replace(talk, next_date=date(2026, 11, 27)), reader),
        "outcome": forms.outcome_form(incident, talk, reader),
        "consult_close": forms.consult_close_form(incident, talk, reader),
        **ledger_views(incident, lane, reader, bad),
        **law_views(incident, reader, now, bad),
        "loading": forms.loading_view(reader, drill=drill),
        "error": forms.error_view(reader, "refused.role", {"ref": bad}, drill=drill),
    }
    for name, stage in stages(lane):
        staged = with_lane(incident, stage)
        found[f"progress{name}"] = forms.progress_view(staged, reader, now)
        found[f"receipt{name}"] = receipt_view(staged, reader, now, calling=bad)
        asked = tuple((f"item_{n}", BiText(bad, bad), n == 3) for n in range(30))
        found[f"notice{name}"] = forms.notice_form(staged, replace(stage, content=asked), reader, now, caller=bad)
        found[f"reports{name}"] = forms.reports_view(staged, stage, reader, now)
    found |= report_views(incident, lane, reader, now, bad)
    return {**found, **sending_views(incident, lane, reader, now, bad)}


def statement_post(incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, bad: str) -> Message:
    """A statement of the made-up ledger, as the room sees it."""
    head = Letterhead(company=BiText(bad, bad), callback="", number=3, zone="Asia/Tokyo", at=now)
    data = statement_data(ledger_picture(incident, lane, bad), head, "ja" if reader.locale == "ja" else "en")
    statement = Statement(
        id="S1",
        incident_id="I1",
        lane_id="L1",
        number=3,
        language="ja",
        data=data,
        data_sha256="5" * 64,
        by="U1",
        at=now,
    )
    return statement_made(incident, lane.client, statement, reader, by_name=bad)


def ledger_views(incident: IncidentPicture, lane: LanePicture, reader: Reader, bad: str) -> dict[str, dict[str, Any]]:
    """The screens of the cost ledger: full, empty, and every form."""
    picture = ledger_picture(incident, lane, bad)
    line = line_picture(picture)
    none = ledger_picture(incident, lane, bad, lines=(), terms=())
    typed = typed_of(line.line)
    return {
        "costs": costs_view(picture, reader),
        "costs-last": costs_view(picture, reader, page=99),
        "costs-none": costs_view(replace(none, consultation_id=""), reader),
        "cost": forms.cost_form(picture, reader, typed={}),
        "cost-again": forms.cost_form(picture, reader, typed=typed, target="K1:2"),
        "cost_terms": forms.cost_terms_form(picture, reader, typed=typed, target="K1:2", hours=True),
        "cost_ground": forms.cost_ground_form(picture, reader, typed=typed, target=""),
        "cost_ground-again": forms.cost_ground_form(picture, reader, typed=typed, target="K1:2"),
        "cost_actual": forms.cost_actual_form(line, reader),
        "cost_approve": forms.cost_approve_form(picture, reader),
        "cost_approve-none": forms.cost_approve_form(none, reader),
        "cost_strike": forms.cost_strike_form(line, reader),
        "cost_history": forms.cost_history_view(line, reader),
        "statement": forms.statement_form(picture, reader),
        "share_propose": forms.share_propose_form(picture, reader),
        "share_counter": forms.share_counter_form(picture, reader),
        "share_agree": forms.share_agree_form(picture, reader),
        "share_limit": forms.share_limit_form(picture, reader),
    }


def following_views(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, bad: str
) -> dict[str, dict[str, Any]]:
    """The modals of what comes after the notices."""
    after = everything_after(bad)
    bare = replace(after, surveys=(), instructions=(), actions=())
    survey, instruction, gate = after.surveys[0], after.instructions[0], after.gates[0]
    found = {
        "follow": forms.after_view(incident, lane, after, reader, now),
        "follow-empty": forms.after_view(incident, replace(lane, consultations=()), bare, reader, now),
        "instruction_new": forms.instruction_form(incident, lane, reader, now),
        "report_back": forms.report_back_form(incident, instruction, reader, now),
        "survey_new": forms.survey_form(incident, lane, reader, now, rules=[("a", BiText(bad, bad))] * 3),
        "survey_day": forms.survey_day_form(incident, survey, reader),
        "survey_held": forms.survey_held_form(incident, survey, reader, now),
        "finding_add": forms.finding_form(incident, survey, reader),
        "survey_report": forms.survey_report_form(incident, survey, reader, now),
        "survey_close": forms.survey_close_form(incident, survey, reader),
        "emergency": forms.emergency_form(incident, lane, gate, reader),
        "emergency_told": forms.emergency_told_form(incident, gate.emergencies[0], reader, now),
        "release": forms.release_form(incident, lane, replace(gate, keys=(("C1", bad),)), reader, now),
    }
    for number in (0, 1, 2, 9):
        on_board = replace(board_picture(bad), drill=incident.drill)
        found[f"board-{number}"] = board_view(on_board, reader, now, page=number)
    asked = approval(reason=bad, asked_by_name=bad)
    found["approval_view"] = forms.approval_view(incident, asked, reader, now)
    dropped = approval(
        reason=bad, kind="drop", client=BiText(bad, bad), due_at=now, grounds=(("event", [bad]), ("where", None))
    )
    found["approval_view-drop"] = forms.approval_view(incident, dropped, reader, now)
    elsewhere = replace(dropped, grounds=(("contracts", ()),), due_at=None)
    found["approval_view-contract"] = forms.approval_view(incident, elsewhere, reader, now)
    found["held"] = forms.held_view(reader, [BiText(bad, bad)] * 30, drill=incident.drill)
    for one in after.instructions:
        found[f"instruction-{one.id}"] = forms.instruction_view(incident, lane, one, reader, now)
    for one_survey in after.surveys:
        found[f"survey-{one_survey.id}"] = forms.survey_view(incident, lane, one_survey, reader, now)
    for number, one_gate in enumerate(after.gates):
        found[f"gate-{number}"] = forms.gate_view(incident, lane, one_gate, reader, now)
    return found


def homes(incident: IncidentPicture, reader: Reader, now: datetime) -> dict[str, dict[str, Any]]:
    """App Home, full and empty, and what is tried from there."""
    items = tuple(digest_items(bad=True)) * 9
    lacking = tuple(gap(code, incident.summary or "word") for code in CODES)
    full = HomePicture(
        mine=(incident,) * 40,
        reported=(incident,) * 40,
        now=items,
        waiting=items,
        coming=items,
        may_try=True,
        register=lacking,
    )
    tried = trial_views(reader, incident.summary or "word")
    registers = register_views(reader, now, incident.summary or "word")
    return {
        "home": home(full, reader, now),
        "home-empty": home(HomePicture(may_try=True, register=()), reader, now),
        **tried,
        **registers,
        **terms_views(reader, incident.summary or "word"),
    }
