"""Buttons and forms of what a client asks for after the notices: everything on one screen, instructions, surveys."""

from __future__ import annotations

from bot.services.board import BoardOf, board_seen
from bot.services.instructions import ReportBack, TakeInstruction, report_back, take_instruction
from bot.services.surveys import (
    AddFinding,
    AnnounceSurvey,
    CloseSurvey,
    HoldSurvey,
    ReportSurvey,
    ScheduleSurvey,
    add_finding,
    announce_survey,
    close_survey,
    hold_survey,
    report_survey,
    schedule_survey,
)
from bot.views import forms
from bot.views.board import board_view
from handlers.slack.consulting import day_in, redraw_lane
from handlers.slack.finding import after_of
from handlers.slack.looking import settle
from handlers.slack.visit import Ack, Visit


async def open_follow(visit: Visit) -> None:
    """Show everything that comes after the notices for one client."""
    found = await after_of(visit)
    await visit.turn_to(forms.after_view(found.incident, found.lane, found.after, visit.reader, visit.now))


async def open_board(visit: Visit) -> None:
    """Show where every client stands, one page of it."""
    await settle(visit)
    picture = await visit.read(board_seen, BoardOf(viewer=visit.actor, incident_id=visit.ids["i"]))
    page = visit.ids.get("n", "0")
    view = board_view(picture, visit.reader, visit.now, page=int(page) if page.isdecimal() else 0)
    await visit.turn_to(view)


async def open_instruction(visit: Visit) -> None:
    """Show one instruction."""
    found = await after_of(visit)
    one = found.instruction(visit)
    await visit.turn_to(forms.instruction_view(found.incident, found.lane, one, visit.reader, visit.now))


async def open_instruction_new(visit: Visit) -> None:
    """Ask what the client asked for."""
    found = await after_of(visit)
    await visit.show(forms.instruction_form(found.incident, found.lane, visit.reader, visit.now))


async def open_report_back(visit: Visit) -> None:
    """Ask when and how it was reported back."""
    found = await after_of(visit)
    await visit.show(forms.report_back_form(found.incident, found.instruction(visit), visit.reader, visit.now))


async def open_survey(visit: Visit) -> None:
    """Show one survey."""
    found = await after_of(visit)
    await visit.turn_to(forms.survey_view(found.incident, found.lane, found.survey(visit), visit.reader, visit.now))


async def open_survey_new(visit: Visit) -> None:
    """Ask what was announced."""
    found = await after_of(visit)
    rules = found.after.survey_rules
    await visit.show(forms.survey_form(found.incident, found.lane, visit.reader, visit.now, rules=rules))


async def open_survey_day(visit: Visit) -> None:
    """Ask for the day."""
    found = await after_of(visit)
    await visit.show(forms.survey_day_form(found.incident, found.survey(visit), visit.reader))


async def open_survey_held(visit: Visit) -> None:
    """Ask how it was held."""
    found = await after_of(visit)
    await visit.show(forms.survey_held_form(found.incident, found.survey(visit), visit.reader, visit.now))


async def open_finding(visit: Visit) -> None:
    """Ask what was found."""
    found = await after_of(visit)
    await visit.show(forms.finding_form(found.incident, found.survey(visit), visit.reader))


async def open_survey_report(visit: Visit) -> None:
    """Ask how it was reported."""
    found = await after_of(visit)
    await visit.show(forms.survey_report_form(found.incident, found.survey(visit), visit.reader, visit.now))


async def open_survey_close(visit: Visit) -> None:
    """Ask why, when it was never held."""
    found = await after_of(visit)
    await visit.show(forms.survey_close_form(found.incident, found.survey(visit), visit.reader))


async def submit_instruction(visit: Visit) -> Ack:
    """Take the instruction down."""
    given = visit.instant("given_at")
    command = TakeInstruction(
        actor=visit.actor,
        key=visit.key,
        lane_id=visit.ids["l"],
        text=visit.text("text"),
        given_by=visit.text("given_by"),
        given_at=given,
        channel=visit.text("channel"),
        due_on=day_in(visit, "due_on"),
    )
    await visit.run(take_instruction, command)
    await redraw_follow(visit)
    return None


async def submit_report_back(visit: Visit) -> Ack:
    """Keep that it was reported back."""
    command = ReportBack(
        actor=visit.actor,
        key=visit.key,
        instruction_id=visit.ids["q"],
        reported_on=day_in(visit, "reported_on"),
        to=visit.text("to"),
        how=visit.text("how"),
        reference=visit.text("reference"),
    )
    await visit.run(report_back, command)
    await redraw_instruction(visit)
    return None


async def submit_survey_new(visit: Visit) -> Ack:
    """Open the survey."""
    command = AnnounceSurvey(
        actor=visit.actor,
        key=visit.key,
        lane_id=visit.ids["l"],
        announced_on=day_in(visit, "announced_on"),
        announced_by=visit.text("announced_by"),
        how=visit.text("how"),
        scope=visit.text("scope"),
        rule_id=visit.text("rule"),
    )
    await visit.run(announce_survey, command)
    await redraw_follow(visit)
    return None


async def submit_survey_day(visit: Visit) -> Ack:
    """Fix the day."""
    command = ScheduleSurvey(actor=visit.actor, key=visit.key, survey_id=visit.ids["s"], day=day_in(visit, "day"))
    await visit.run(schedule_survey, command)
    await redraw_survey(visit)
    return None


async def submit_survey_held(visit: Visit) -> Ack:
    """Keep that it was held."""
    command = HoldSurvey(
        actor=visit.actor,
        key=visit.key,
        survey_id=visit.ids["s"],
        held_on=day_in(visit, "held_on"),
        who=visit.text("who"),
        substitute=visit.text("substitute"),
    )
    await visit.run(hold_survey, command)
    await redraw_survey(visit)
    return None


async def submit_finding(visit: Visit) -> Ack:
    """Keep a finding."""
    command = AddFinding(
        actor=visit.actor,
        key=visit.key,
        survey_id=visit.ids["s"],
        text=visit.text("text"),
        severity=visit.text("severity"),
        tier=visit.text("tier"),
        site=visit.text("site"),
    )
    await visit.run(add_finding, command)
    await redraw_survey(visit)
    return None


async def submit_survey_report(visit: Visit) -> Ack:
    """Keep the report."""
    command = ReportSurvey(
        actor=visit.actor,
        key=visit.key,
        survey_id=visit.ids["s"],
        reported_on=day_in(visit, "reported_on"),
        to=visit.text("to"),
        reference=visit.text("reference"),
    )
    await visit.run(report_survey, command)
    await redraw_survey(visit)
    return None


async def submit_survey_close(visit: Visit) -> Ack:
    """Close it."""
    command = CloseSurvey(actor=visit.actor, key=visit.key, survey_id=visit.ids["s"], reason=visit.text("reason"))
    await visit.run(close_survey, command)
    await redraw_survey(visit)
    return None


async def redraw_follow(visit: Visit) -> None:
    """Draw the screen of the lane under this form as it stands now."""
    if visit.view.get("previous_view_id"):
        await redraw_lane(visit)


async def redraw_instruction(visit: Visit) -> None:
    """Draw the instruction under this form as it stands now."""
    if visit.view.get("previous_view_id"):
        found = await after_of(visit)
        one = found.instruction(visit)
        view = forms.instruction_view(found.incident, found.lane, one, visit.reader, visit.now)
        await visit.redraw_below(view)


async def redraw_survey(visit: Visit) -> None:
    """Draw the survey under this form as it stands now."""
    if visit.view.get("previous_view_id"):
        found = await after_of(visit)
        view = forms.survey_view(found.incident, found.lane, found.survey(visit), visit.reader, visit.now)
        await visit.redraw_below(view)
