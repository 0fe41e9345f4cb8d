"""Every form a person fills in. A form's callback_id is its name; a field's block_id is its name too, its action_id `value`."""

from __future__ import annotations

from bot.views.forms.actions import (
    action_add_form,
    action_change_form,
    action_check_form,
    action_done_form,
    action_drop_form,
)
from bot.views.forms.after import after_view
from bot.views.forms.consultation import consultation_view
from bot.views.forms.contracts import contract_end_form, contract_view, contracts_view, inventory_form, stock_form
from bot.views.forms.cost_steps import (
    cost_actual_form,
    cost_approve_form,
    cost_history_view,
    cost_strike_form,
    statement_form,
)
from bot.views.forms.costs import cost_form, cost_ground_form, cost_terms_form
from bot.views.forms.duties import (
    close_form,
    duties_view,
    duty_done_form,
    duty_waive_form,
    not_incident_form,
    reopen_form,
)
from bot.views.forms.gates import emergency_form, emergency_told_form, gate_view, release_form
from bot.views.forms.instructions import instruction_form, instruction_view, report_back_form
from bot.views.forms.lanes import lanes_view
from bot.views.forms.laws import law_aside_form, law_form, law_sent_form, laws_view
from bot.views.forms.lead import add_detail_form, lead_form
from bot.views.forms.matters import (
    door_form,
    matter_lines,
    matter_view,
    matters_view,
    no_contract_view,
    step_form,
)
from bot.views.forms.papers import paper_form
from bot.views.forms.plain import approval_view, error_view, held_view, loading_view, saved_view
from bot.views.forms.progress import progress_view
from bot.views.forms.register import end_form, record_form, record_view, register_view, registers_view
from bot.views.forms.report import correct_form, report_form
from bot.views.forms.response import (
    attempt_form,
    confirmed_form,
    delay_form,
    hand_over_form,
    reached_form,
    stand_down_form,
)
from bot.views.forms.shares import share_agree_form, share_counter_form, share_limit_form, share_propose_form
from bot.views.forms.surveys import (
    finding_form,
    survey_close_form,
    survey_day_form,
    survey_form,
    survey_held_form,
    survey_report_form,
    survey_view,
)
from bot.views.forms.talks import (
    ask_talks_form,
    consult_close_form,
    minute_form,
    next_date_form,
    outcome_form,
    propose_form,
    round_form,
    start_consultation_form,
    talk_again_form,
)
from bot.views.forms.terms import terms_view
from bot.views.forms.trial import trial_form, trial_view
from bot.views.notice import notice_form
from bot.views.reports import draft_form, preview, reports_view
from bot.views.sending import bounce_form, post_form, send_form

__all__ = [
    "action_add_form",
    "action_change_form",
    "action_check_form",
    "action_done_form",
    "action_drop_form",
    "add_detail_form",
    "after_view",
    "approval_view",
    "ask_talks_form",
    "attempt_form",
    "bounce_form",
    "close_form",
    "confirmed_form",
    "consult_close_form",
    "consultation_view",
    "contract_end_form",
    "contract_view",
    "contracts_view",
    "correct_form",
    "cost_actual_form",
    "cost_approve_form",
    "cost_form",
    "cost_ground_form",
    "cost_history_view",
    "cost_strike_form",
    "cost_terms_form",
    "delay_form",
    "door_form",
    "draft_form",
    "duties_view",
    "duty_done_form",
    "duty_waive_form",
    "emergency_form",
    "emergency_told_form",
    "end_form",
    "error_view",
    "finding_form",
    "gate_view",
    "hand_over_form",
    "held_view",
    "instruction_form",
    "instruction_view",
    "inventory_form",
    "lanes_view",
    "law_aside_form",
    "law_form",
    "law_sent_form",
    "laws_view",
    "lead_form",
    "loading_view",
    "matter_lines",
    "matter_view",
    "matters_view",
    "minute_form",
    "next_date_form",
    "no_contract_view",
    "not_incident_form",
    "notice_form",
    "outcome_form",
    "paper_form",
    "post_form",
    "preview",
    "progress_view",
    "propose_form",
    "reached_form",
    "record_form",
    "record_view",
    "register_view",
    "registers_view",
    "release_form",
    "reopen_form",
    "report_back_form",
    "report_form",
    "reports_view",
    "round_form",
    "saved_view",
    "send_form",
    "share_agree_form",
    "share_counter_form",
    "share_limit_form",
    "share_propose_form",
    "stand_down_form",
    "start_consultation_form",
    "statement_form",
    "step_form",
    "stock_form",
    "survey_close_form",
    "survey_day_form",
    "survey_form",
    "survey_held_form",
    "survey_report_form",
    "survey_view",
    "talk_again_form",
    "terms_view",
    "trial_form",
    "trial_view",
]
