"""Reports under every contract form: which duties one sets going with which word and number, what follows when the desk has heard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.clocks import parse_duration
from bot.domain.consultation import Consultation
from bot.domain.duty import Duty, DutyState
from bot.domain.lane import Lane
from bot.services.answers import AnswerLeadForm, answer_lead_form
from bot.services.reaching import MarkReached, mark_reached
from bot.services.report import ReportIncident, report_incident
from tests.faults.conftest import ENGINEER, LEAD, House

THEIRS = ["client_provided"]
LEAK = {"what": ["leak"], "how_sure": "occurred", "where": ["elsewhere"], "info": THEIRS}
SUSPECTED = {**LEAK, "how_sure": "suspected"}
NEAR_MISS = {"what": ["missend"], "how_sure": "future_risk", "where": ["elsewhere"], "info": THEIRS}
RULE_BROKEN = {"what": ["clause_breach"], "how_sure": "occurred", "where": ["elsewhere"], "info": ["none"]}
MALWARE = {"what": ["malware"], "how_sure": "occurred", "info": THEIRS}
REPORTS = [
    ("seed-000", LEAK, {"first-report": "immediately", "measures": ""}),
    ("seed-000", {**MALWARE, "where": ["stores_client_info"]}, {"infected-store": "immediately"}),
    ("seed-000", {**MALWARE, "where": ["same_network"]}, {"infected-neighbour": "immediately", "risk": "immediately"}),
    ("seed-000", SUSPECTED, {"risk": "immediately", "measures": ""}),
    ("seed-000", NEAR_MISS, {"risk": "immediately", "measures": ""}),
    ("seed-000", {**LEAK, "how_sure": "told_inside"}, {"pointed-out": "immediately"}),
    ("seed-000", {**LEAK, "how_sure": "told_outside"}, {"pointed-out": "immediately"}),
    ("seed-001", LEAK, {"incident": "速やかに"}),
    ("seed-001", NEAR_MISS, {"incident": "速やかに"}),
    ("seed-001", RULE_BROKEN, {"breach": "速やかに", "incident": "速やかに"}),
    ("seed-002", LEAK, {"notify-60": "60分以内", "report-incident": "直ちに"}),
    ("seed-002", SUSPECTED, {"notify-60": "60分以内", "report-incident": "直ちに"}),
    ("seed-002", RULE_BROKEN, {"report-breach": "直ちに", "report-incident": "直ちに"}),
    ("seed-002", {**LEAK, "info": ["personal"]}, {"notify-60": "60分以内", "cost-personal": ""}),
    ("seed-003", LEAK, {"incident": "速やかに"}),
    ("seed-003", NEAR_MISS, {"incident": "速やかに"}),
    ("seed-003", RULE_BROKEN, {"breach": "速やかに", "incident": "速やかに"}),
    ("seed-004", LEAK, {
        "notify": "速やかに", "contain": "速やかに", "preserve-evidence": "", "cooperate": "", "cost-by-cause": "",
        "root-cause": "", "recurrence": "",
    }),
    ("seed-004", SUSPECTED, {"notify": "速やかに", "contain": "速やかに", "preserve-evidence": "", "cooperate": ""}),
    ("seed-004", {**LEAK, "what": ["improper_viewing"]}, {"notify": "速やかに"}),
]  # fmt: skip
"""A report of one client, and what it sets going: the rules, each with the contract's word."""
LATER = [
    ("seed-000", {"caused_by": "us"}, {"cost"}),
    ("seed-000", {"caused_by": "subcontractor"}, {"cost"}),
    ("seed-001", {"terms_broken": "likely"}, {"breach"}),
    ("seed-002", {"terms_broken": "likely"}, {"report-breach"}),
    ("seed-003", {"terms_broken": "yes"}, {"breach"}),
    ("seed-003", {"caused_by": "us"}, {"damages"}),
    ("seed-003", {"caused_by": "subcontractor"}, {"damages-by-sub"}),
]
"""What the lead learns later, and the duties that are then there."""
FOLLOWS = {
    "seed-000": ({"detail-report", "study-influence"}, {"consult-measures": "remediation", "consult-cost": "cost"}),
    "seed-001": (set(), {}),
    "seed-002": (set(), {"cost": "cost", "remediation": "remediation"}),
    "seed-003": (set(), {}),
    "seed-004": (
        {"complete-items"},
        {"remediation": "remediation", "cost-share": "cost", "publication": "publication"},
    ),
}
"""What begins, and which talks open, when somebody at the client has heard of a leak."""


def reported(house: House, form: str, answers: dict[str, object]) -> Lane:
    """The lane of a report that names this client alone."""
    given = {**answers, "contracts": [f"client-{form}"], "when": "now"}
    command = ReportIncident(actor=ENGINEER, key=house.key(), team_id="T0", answers=given)
    incident_id = house.do(report_incident, command).incident_id
    (lane,) = house.all(Lane, incident_id=incident_id)
    return lane


def duties(house: House, lane: Lane) -> dict[str, Duty]:
    return {duty.rule_id: duty for duty in house.all(Duty, lane_id=lane.id)}


@pytest.mark.parametrize(("form", "answers", "expected"), REPORTS)
def test_a_report_sets_every_duty_going_with_the_contracts_word_and_number(
    every_form: House, form: str, answers: dict[str, object], expected: dict[str, str]
) -> None:
    house = every_form
    lane = reported(house, form, answers)
    found, pack = duties(house, lane), house.rules.packs[lane.pack_id]
    assert set(expected) <= set(found)
    for rule_id, word in expected.items():
        duty, rule = found[rule_id], next(rule for rule in pack.duties if rule.id == rule_id)
        assert duty.state is DutyState.RUNNING
        assert (rule.clock.word if rule.clock else "") == word
        minutes = 60 if rule_id == "notify-60" else None
        assert duty.due_at == (lane.start_at + timedelta(minutes=minutes) if minutes else None), rule_id
        assert duty.hard is (minutes is not None)
        if word:
            target = parse_duration(pack.urgency[word].target)
            assert duty.target_at == lane.start_at + timedelta(seconds=target.seconds, days=target.days)


@pytest.mark.parametrize(("form", "answers", "expected"), LATER)
def test_what_the_lead_learns_later_is_owed_from_then_on(
    every_form: House, form: str, answers: dict[str, str], expected: set[str]
) -> None:
    house = every_form
    lane = reported(house, form, {**LEAK, "info": ["client_provided"]})
    house.do(
        answer_lead_form,
        AnswerLeadForm(actor=LEAD, key=house.key(), incident_id=lane.incident_id, answers=answers),
    )
    assert expected <= set(duties(house, lane))


@pytest.mark.parametrize("form", FOLLOWS)
def test_when_the_desk_has_heard_what_follows_begins_and_the_talks_open(every_form: House, form: str) -> None:
    house = every_form
    lane = reported(house, form, {**LEAK, "info": ["personal", "client_provided"]})
    before = set(duties(house, lane))
    assert house.all(Consultation, lane_id=lane.id) == []
    house.do(
        mark_reached,
        MarkReached(actor=LEAD, key=house.key(), lane_id=lane.id, who="見本 一子", how="phone", at=house.clock.now()),
    )
    begun, talks = FOLLOWS[form]
    assert set(duties(house, lane)) - before == begun
    assert {talk.rule_id: talk.topic for talk in house.all(Consultation, lane_id=lane.id)} == talks
