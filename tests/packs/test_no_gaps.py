"""No answer of the report form lets an incident with the client's information fall between a pack's rules."""

from __future__ import annotations

from itertools import product

import pytest

from bot.domain.facts import FACTS
from bot.packs.evaluate import evaluate
from bot.packs.loader import SHIPPED, load_pack

NOT_IN_THE_CONTRACT = {
    # defence procurement: breaking a rule, with nothing lost, is not among its reports
    "seed-000": {"clause_breach"},
    # the memorandum's own list of incidents: a breach, an outage or a weakness alone is not on it
    "seed-004": {"clause_breach", "outage", "vulnerability"},
}


@pytest.mark.parametrize("number", range(5))
def test_whatever_happened_to_the_clients_information_somebody_at_the_client_is_told(number):
    pack = load_pack(SHIPPED / f"seed-00{number}.yaml").pack
    silent = set()
    for status, event, where in product(["occurred", "suspected"], FACTS["event"].values, FACTS["where"].values):
        facts = {
            "status": status,
            "raised_by": "own_finding",
            "event": [event],
            "where": [where],
            "info_kind": ["client_provided"],
        }
        if not any(item.duty.type == "notice" for item in evaluate(pack, facts, "active")):
            silent.add(event)
    assert silent == NOT_IN_THE_CONTRACT.get(pack.id, set())


@pytest.mark.parametrize("info", [value for value in FACTS["info_kind"].values if value != "none"])
def test_002_counts_60_minutes_for_every_kind_of_information_wherever_it_was(info):
    pack = load_pack(SHIPPED / "seed-002.yaml").pack
    for where in FACTS["where"].values:
        facts = {"status": "occurred", "event": ["leak"], "where": [where], "info_kind": [info]}
        assert "notify-60" in {item.duty.id for item in evaluate(pack, facts, "active")}, where


def test_defence_procurement_asks_for_measures_for_a_mere_risk_too():
    pack = load_pack(SHIPPED / "seed-000.yaml").pack
    facts = {"status": "future_risk", "event": ["missend"], "info_kind": ["protected_info"]}
    assert "measures" in {item.duty.id for item in evaluate(pack, facts, "active")}
