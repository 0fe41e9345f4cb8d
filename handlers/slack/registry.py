"""Which function answers which button, form and event. Few listeners, our own tables: a listener costs every later one time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.slack import acting, consulting, costs, following, home, notice, reporting, responding, shares
from handlers.slack.visit import Ack, Visit

Pressed = Callable[[Visit], Awaitable[None]]
Submitted = Callable[[Visit], Awaitable[Ack]]

VERBS: dict[str, Pressed] = {
    "ack": responding.press_ack,
    "ack_all": responding.press_ack,
    "pass": responding.press_pass,
    "attempt": responding.open_attempt,
    "reached": responding.open_reached,
    "confirmed": responding.open_confirmed,
    "delay": responding.open_delay,
    "hand_over": responding.open_hand_over,
    "stand_down": responding.open_stand_down,
    "resume": responding.press_resume,
    "contained": responding.press_contained,
    "notice": notice.open_notice,
    "lead_form": following.open_lead_form,
    "correct": following.open_correct,
    "add_detail": following.open_add_detail,
    "progress": following.open_progress,
    "duties": following.open_duties,
    "duty_done": following.open_duty_done,
    "duty_waive": following.open_duty_waive,
    "not_incident": following.open_not_incident,
    "close": following.open_close,
    "approve": following.press_approve,
    "refuse": following.press_refuse,
    "consultation": consulting.open_consultation,
    "costs": costs.open_costs,
    "costs_before": costs.turn_costs,
    "costs_after": costs.turn_costs,
    "propose": consulting.open_propose,
    "round": consulting.open_round,
    "next_date": consulting.open_next_date,
    "outcome": consulting.open_outcome,
    "consult_close": consulting.open_consult_close,
    "start_consultation": consulting.open_start,
    "ask_talks": consulting.open_ask_talks,
    "minute": consulting.open_minute,
    "talk_again": consulting.open_talk_again,
    "action_add": acting.open_add,
    "action_change": acting.open_change,
    "action_done": acting.open_done,
    "action_drop": acting.open_drop,
    "action_check": acting.open_check,
    "cost": costs.open_cost,
    "cost_edit": costs.open_cost_edit,
    "cost_actual": costs.open_cost_actual,
    "cost_approve": costs.open_cost_approve,
    "cost_strike": costs.open_cost_strike,
    "cost_history": costs.open_cost_history,
    "share_propose": shares.open_share_propose,
    "share_counter": shares.open_share_counter,
    "share_agree": shares.open_share_agree,
    "share_limit": shares.open_share_limit,
    "report_new": reporting.open_report,
    "refresh_home": home.refresh,
}
"""Buttons and menu entries by verb."""

FORMS: dict[str, Submitted] = {
    "report": reporting.submit_report,
    "correct": following.submit_correct,
    "lead": following.submit_lead_form,
    "add_detail": following.submit_add_detail,
    "attempt": responding.submit_attempt,
    "reached": responding.submit_reached,
    "confirmed": responding.submit_confirmed,
    "delay": responding.submit_delay,
    "hand_over": responding.submit_hand_over,
    "stand_down": responding.submit_stand_down,
    "duty_done": following.submit_duty_done,
    "duty_waive": following.submit_duty_waive,
    "not_incident": following.submit_not_incident,
    "close": following.submit_close,
    "propose": consulting.submit_propose,
    "round": consulting.submit_round,
    "next_date": consulting.submit_next_date,
    "outcome": consulting.submit_outcome,
    "consult_close": consulting.submit_consult_close,
    "start_consultation": consulting.submit_start,
    "ask_talks": consulting.submit_ask_talks,
    "minute": consulting.submit_minute,
    "talk_again": consulting.submit_talk_again,
    "action_add": acting.submit_add,
    "action_change": acting.submit_change,
    "action_done": acting.submit_done,
    "action_drop": acting.submit_drop,
    "action_check": acting.submit_check,
    "cost": costs.submit_cost,
    "cost_terms": costs.submit_cost_terms,
    "cost_ground": costs.submit_cost_ground,
    "cost_actual": costs.submit_cost_actual,
    "cost_approve": costs.submit_cost_approve,
    "cost_strike": costs.submit_cost_strike,
    "share_propose": shares.submit_share_propose,
    "share_counter": shares.submit_share_counter,
    "share_agree": shares.submit_share_agree,
    "share_limit": shares.submit_share_limit,
}
"""Submitted forms by callback_id."""

REDRAWN: dict[str, Pressed] = {"report": reporting.redraw_report, "correct": following.redraw_correct}
"""Forms that change their shape while they are filled in (the question `when`)."""

COMMAND = "/incident"
REPORT_SHORTCUT = "incident_report"
MESSAGE_SHORTCUT = "incident_from_message"
