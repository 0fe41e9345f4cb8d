"""Which talks open when duties fire and when the desk is reached."""

from __future__ import annotations

import pytest

from bot.packs.evaluate import consultations_to_open, evaluate
from bot.packs.loader import SHIPPED, load_pack

LOST = {"status": "occurred", "event": ["loss_theft"], "where": ["carried_device"], "info_kind": ["personal"]}


def opened(number, facts, event, phase="active"):
    pack = load_pack(SHIPPED / f"seed-00{number}.yaml").pack
    fired = evaluate(pack, facts, phase)
    return {rule.id: (rule.topic, rule.good_practice) for rule in consultations_to_open(pack, fired, facts, event)}


@pytest.mark.parametrize("number", range(5))
def test_nothing_opens_before_the_desk_was_reached(number):
    assert opened(number, {**LOST, "info_kind": ["protected_info"]}, "fired") == {}


def test_002_opens_cost_and_as_good_practice_remediation():
    assert opened(2, LOST, "reached") == {"cost": ("cost", False), "remediation": ("remediation", True)}


@pytest.mark.parametrize(
    ("info", "cost"),
    [
        (["unknown"], True),
        (["client_provided"], True),
        (["my_number"], True),
        (["credentials_or_system"], False),
        (["none"], False),
    ],
)
def test_002_opens_cost_only_when_personal_data_may_be_concerned(info, cost):
    assert ("cost" in opened(2, {**LOST, "info_kind": info}, "reached")) is cost


def test_004_opens_remediation_cost_and_publication():
    assert opened(4, LOST, "reached") == {
        "remediation": ("remediation", True),
        "cost-share": ("cost", False),
        "publication": ("publication", False),
    }


def test_000_opens_remediation_and_cost_for_an_incident_that_happened():
    happened = {**LOST, "info_kind": ["protected_info"]}
    assert opened(0, happened, "reached") == {
        "consult-measures": ("remediation", False),
        "consult-cost": ("cost", False),
    }
    assert opened(0, {**happened, "status": "suspected"}, "reached") == {}
